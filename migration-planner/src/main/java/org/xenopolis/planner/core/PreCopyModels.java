package org.xenopolis.planner.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xenopolis.cluster.XenVersion;

/**
 * The models by the version of Xen that sends: the toolstack that comes with it decides on rounds, rest and hand-over. What
 * differs between hosts of one version is how much the wire carries, and that is known by host anyway.
 *
 * @param fleet of a version that has moved too little to tell
 */
public record PreCopyModels(PreCopyModel fleet, Map<XenVersion, PreCopyModel> byVersion) {
    public static final PreCopyModels UNTAUGHT = new PreCopyModels(PreCopyModel.LIBXL, Map.of());

    public PreCopyModels {
        byVersion = Map.copyOf(byVersion);
    }

    /** Of a version with fewer migrations than teach anything, the model of all; of a fleet with so few, libxl's. */
    public static PreCopyModels taught(Map<XenVersion, List<PreCopyCalibration.Observed>> past) {
        PreCopyModel fleet = PreCopyCalibration.of(
                past.values().stream().flatMap(List::stream).toList(), PreCopyModel.LIBXL);
        if (past.size() == 1) {
            return new PreCopyModels(fleet, Map.of());
        }
        Map<XenVersion, PreCopyModel> byVersion = new HashMap<>();
        past.forEach((version, seen) -> byVersion.put(version, PreCopyCalibration.of(seen, fleet)));
        return new PreCopyModels(fleet, byVersion);
    }

    public PreCopyModel of(XenVersion sender) {
        return byVersion.getOrDefault(sender, fleet);
    }
}
