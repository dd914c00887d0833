import type { KeyboardEvent } from 'react';

type Way = 'left' | 'right' | 'up' | 'down' | 'first' | 'last';

const WAYS: Record<string, Way> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
};

/** Where something stands, in pixels. */
export interface Spot {
  top: number;
  left: number;
}

/** Which of many things laid out in rows comes next that way; the same one where there is none. */
export function next(spots: readonly Spot[], from: number, way: Way): number {
  const here = spots[from];
  if (!here) return 0;
  switch (way) {
    case 'first':
      return 0;
    case 'last':
      return spots.length - 1;
    case 'left':
      return Math.max(0, from - 1);
    case 'right':
      return Math.min(spots.length - 1, from + 1);
    default: {
      const below = way === 'down' ? 1 : -1;
      let best = from;
      let bestAway = [Infinity, Infinity];
      spots.forEach((spot, index) => {
        const away = (spot.top - here.top) * below;
        const aside = Math.abs(spot.left - here.left);
        if (away > 0 && (away < bestAway[0]! || (away === bestAway[0] && aside < bestAway[1]!))) {
          best = index;
          bestAway = [away, aside];
        }
      });
      return best;
    }
  }
}

/**
 * One stop for the Tab key however many things there are: arrows, Home and End go on among those marked with data-rove, the
 * first of which has tabIndex 0 and the others -1.
 */
export function rove(event: KeyboardEvent<HTMLElement>): void {
  const way = WAYS[event.key];
  const things = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-rove]')];
  const from = things.indexOf(document.activeElement as HTMLElement);
  if (!way || from < 0) return;
  event.preventDefault();
  const spots = things.map((thing) => {
    const { top, left } = thing.getBoundingClientRect();
    return { top: Math.round(top), left: Math.round(left) };
  });
  const to = things[next(spots, from, way)];
  if (to) {
    things.forEach((thing) => (thing.tabIndex = thing === to ? 0 : -1));
    to.focus();
  }
}
