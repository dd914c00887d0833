import { expect, it } from 'vitest';
import { next } from './roving';

// a b c
// d e
const spots = [
  { top: 0, left: 0 },
  { top: 0, left: 10 },
  { top: 0, left: 20 },
  { top: 10, left: 0 },
  { top: 10, left: 10 },
];

it('goes along a row and to the nearest of the next', () => {
  expect(next(spots, 0, 'right')).toBe(1);
  expect(next(spots, 0, 'left')).toBe(0);
  expect(next(spots, 2, 'down')).toBe(4);
  expect(next(spots, 4, 'up')).toBe(1);
  expect(next(spots, 4, 'down')).toBe(4);
  expect(next(spots, 1, 'last')).toBe(4);
  expect(next(spots, 4, 'first')).toBe(0);
});
