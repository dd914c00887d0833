import { expect, test } from 'vitest';
import { clock, daysInWords, endMinutes, minutes, windowInWords } from './automation';

test('times of day are read as they are shown', () => {
  expect(clock(0)).toBe('00:00');
  expect(clock(1_439)).toBe('23:59');
  expect(minutes(clock(605))).toBe(605);
  expect(minutes('24:00')).toBeUndefined();
  expect(minutes('')).toBeUndefined();
  expect(endMinutes('00:00')).toBe(1_440);
});

test('days that follow each other are said as one', () => {
  expect(daysInWords([])).toBe('every day');
  expect(daysInWords([1, 2, 3, 4, 5])).toBe('Mon–Fri');
  expect(daysInWords([7, 6])).toBe('Sat, Sun');
  expect(daysInWords([1, 3, 4, 5, 7])).toBe('Mon, Wed–Fri, Sun');
});

test('a window that goes on past midnight says so', () => {
  expect(windowInWords({ days: [], fromMinute: 120, toMinute: 360 })).toBe('every day 02:00 to 06:00');
  expect(windowInWords({ days: [5], fromMinute: 1_320, toMinute: 240 })).toBe('Fri 22:00 to 04:00 the next day');
  expect(windowInWords({ days: [6, 7], fromMinute: 0, toMinute: 1_440 })).toBe('Sat, Sun 00:00 to 24:00');
});
