package org.xenopolis.host.simulator;

import java.util.Set;

/** What real hosts do and yet keep the contract. */
class RealisticHostContractTest extends SimulatedHostContractTest {
    @Override
    XenBehaviours behaviours() {
        return new XenBehaviours(
                Set.of(XenBehaviour.DYING_LINGERS, XenBehaviour.SAVE_LEAVES_PAUSED, XenBehaviour.SHORT_CONSOLE), 1);
    }
}
