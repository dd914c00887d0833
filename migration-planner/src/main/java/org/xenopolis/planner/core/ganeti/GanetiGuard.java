package org.xenopolis.planner.core.ganeti;

import org.xenopolis.planner.core.model.Guard;

/** Guests that keep apart, and room on every node for what it has to take over when another one fails. */
final class GanetiGuard implements Guard {
    private final Copies copies;
    private final TagCounts tags;
    private final Reserves reserves;

    GanetiGuard(Copies copies, TagCounts tags, Reserves reserves) {
        this.copies = copies;
        this.tags = tags;
        this.reserves = reserves;
    }

    @Override
    public boolean admits(int item, int to) {
        int guest = copies.guestOf()[item];
        boolean second = copies.second()[item];
        return tagsAdmit(item, to) && (!reserves.any() || keepsReserve(guest, second, to));
    }

    /** The second copy leaves no tags behind and brings none. */
    boolean tagsAdmit(int item, int to) {
        return copies.second()[item] || tags.admits(copies.guestOf()[item], to);
    }

    private boolean keepsReserve(int guest, boolean second, int to) {
        int from = second ? reserves.secondary(guest) : reserves.primary(guest);
        int other = second ? to : reserves.secondary(guest);
        boolean otherFailed = other >= 0 && other != to && reserves.fails(other);
        reserves.move(guest, second, to);
        boolean kept = !reserves.fails(to) && (other < 0 || otherFailed || !reserves.fails(other));
        reserves.move(guest, second, from);
        return kept;
    }

    @Override
    public boolean admitsSwap(int a, int b) {
        int guestA = copies.guestOf()[a];
        int guestB = copies.guestOf()[b];
        boolean secondA = copies.second()[a];
        boolean secondB = copies.second()[b];
        return tagsAdmit(guestA, secondA, guestB, secondB)
                && (!reserves.any() || keepsReserve(guestA, secondA, guestB, secondB));
    }

    private boolean tagsAdmit(int guestA, boolean secondA, int guestB, boolean secondB) {
        if (!secondA && !secondB) {
            return tags.admitsSwap(guestA, guestB);
        }
        if (secondA && secondB) {
            return true;
        }
        int first = secondA ? guestB : guestA;
        int to = secondA ? reserves.secondary(guestA) : reserves.secondary(guestB);
        return tags.admits(first, to);
    }

    private boolean keepsReserve(int guestA, boolean secondA, int guestB, boolean secondB) {
        int atA = at(guestA, secondA);
        int atB = at(guestB, secondB);
        int otherA = secondA ? -1 : reserves.secondary(guestA);
        int otherB = secondB ? -1 : reserves.secondary(guestB);
        boolean failedA = otherA >= 0 && reserves.fails(otherA);
        boolean failedB = otherB >= 0 && reserves.fails(otherB);
        reserves.move(guestA, secondA, atB);
        reserves.move(guestB, secondB, atA);
        boolean kept = !reserves.fails(atA)
                && !reserves.fails(atB)
                && (otherA < 0 || failedA || !reserves.fails(otherA))
                && (otherB < 0 || failedB || !reserves.fails(otherB));
        reserves.move(guestB, secondB, atB);
        reserves.move(guestA, secondA, atA);
        return kept;
    }

    private int at(int guest, boolean second) {
        return second ? reserves.secondary(guest) : reserves.primary(guest);
    }

    @Override
    public void move(int item, int to) {
        int guest = copies.guestOf()[item];
        boolean second = copies.second()[item];
        if (!second) {
            tags.move(guest, to);
        }
        if (reserves.any()) {
            reserves.move(guest, second, to);
        }
    }
}
