package org.xenopolis.planner.core.search;

/** A board on which machines may be overfull, with all that has to be told when an item moves. */
final class Crowd {
    final Board board;
    final Reach reach;
    final Overload overload;
    final Roster roster;

    Crowd(Board board) {
        this.board = board;
        this.reach = new Reach(board.placement.model());
        this.overload = new Overload(board.placement);
        this.roster = new Roster(board.placement);
    }

    void shift(int item, int from, int to) {
        overload.moveShift(item, from, to);
        roster.shift(item, from, to);
        board.shift(item, to);
    }

    void swap(int a, int atA, int b, int atB) {
        overload.moveSwap(a, atA, b, atB);
        roster.swap(a, atA, b, atB);
        board.swap(a, b);
    }
}
