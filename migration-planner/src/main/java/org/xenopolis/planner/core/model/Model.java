package org.xenopolis.planner.core.model;

/**
 * Machines, items to place on them, and the groups that items belong to, as flat arrays. Immutable by convention: the
 * arrays are shared for speed and nobody writes to them after construction.
 *
 * <p>Two-dimensional arrays are rows of {@code resources}: {@code capacity[machine * resources + resource]}. An item is
 * what is placed on one machine: a guest, a process, or one replica of a guest; what is placed together or apart is a
 * group. Quantities are whole numbers in units of the importer's choice.
 */
@SuppressWarnings("ArrayRecordComponent")
public record Model(Machines machines, Items items, Groups groups, int resources, boolean[] lingering) {

    /**
     * @param capacity what a machine can hold, by resource
     * @param zone of each machine: an item may need another group's item in its zone
     * @param site of each machine: a group may have to be spread over sites
     */
    public record Machines(int count, long[] capacity, int[] zone, int zones, int[] site, int sites) {}

    /**
     * @param demand what an item takes, by resource; of a lingering resource it goes on taking it where it came from
     *     until all moves are done
     * @param home where an item runs now
     */
    public record Items(int count, long[] demand, int[] group, int[] home) {}

    /**
     * No two items of a group share a machine.
     *
     * @param spread the least number of distinct sites of each group
     * @param needs for each group those that must have an item in every zone where it has one
     */
    public record Groups(int count, int[] size, int[] spread, int[][] needs, int[][] neededBy) {}
}
