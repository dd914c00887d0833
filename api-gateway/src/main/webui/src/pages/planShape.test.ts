import { expect, it } from 'vitest';
import type { Plan, PlanStep } from '../api/types';
import { neededFor, phases, skippedWith, toggled, waves } from './planShape';

const step = (number: number, after: number[], start = 0, phase = 1): PlanStep => ({
  number,
  instanceId: `i${number}`,
  fromHostId: 'a',
  toHostId: 'b',
  reason: '',
  ifSkipped: '',
  predictedCopyMillis: 90,
  predictedPauseMillis: 10,
  predictedBytes: 1,
  actualCopyMillis: 0,
  actualPauseMillis: 0,
  state: 'WAITING',
  after,
  phase,
  predictedStartMillis: start,
  forced: false,
  block: number,
  predictedCostMicros: 0,
});

// 1 → 2 → 4, 3 → 4; 5 alone
const steps = [step(1, []), step(2, [1], 100), step(3, []), step(4, [2, 3], 200), step(5, [])];

it('skips with a step whatever waits for it', () => {
  expect([...skippedWith(steps, new Set([1]))].sort()).toEqual([1, 2, 4]);
  expect([...skippedWith(steps, new Set([5]))]).toEqual([5]);
  expect(skippedWith(steps, new Set()).size).toBe(0);
});

it('wants with a step whatever it needs', () => {
  expect([...neededFor(steps, 4)].sort()).toEqual([1, 2, 3]);
  const chosen = toggled(steps, toggled(steps, new Set(), 1), 5);
  expect([...skippedWith(steps, toggled(steps, chosen, 4))]).toEqual([5]);
  expect([...skippedWith(steps, toggled(steps, chosen, 5))].sort()).toEqual([1, 2, 4]);
});

it('counts waves and what runs at once', () => {
  expect(waves(steps)).toEqual({ waves: 3, atOnce: 3 });
  expect(waves([])).toEqual({ waves: 0, atOnce: 0 });
});

it('puts phases in order, and steps by their start', () => {
  const plan = { steps: [step(7, [], 50, 2), step(6, [], 0, 2), step(1, [])], phases: [] } as unknown as Plan;
  expect(phases(plan).map((phase) => [phase.number, phase.steps.map((one) => one.number), phase.lengthMillis])).toEqual(
    [
      [1, [1], 100],
      [2, [6, 7], 150],
    ],
  );
});
