import type { HostChange, Plan, PlanStep } from '../api/types';
import { count } from '../format';

/** What a plan is for, in a few words. */
export function title(plan: Plan, hostName: (id: string) => string | undefined): string {
  const [only] = plan.hostIds;
  const hosts =
    plan.hostIds.length > 1
      ? count(plan.hostIds.length, 'host')
      : (hostName(only ?? plan.drainHostId ?? '') ?? 'a host');
  switch (plan.goal) {
    case 'BALANCE':
      return 'Balance';
    case 'CONSOLIDATE':
      return 'Consolidate';
    case 'REPAIR':
      return 'Repair';
    case 'MAINTENANCE':
      return `Maintenance of ${hosts}`;
    default:
      return `Drain ${hosts}`;
  }
}

type Steps = readonly PlanStep[];

/** The steps that are skipped when these are: they, and all that wait for one of them. */
export function skippedWith(steps: Steps, chosen: ReadonlySet<number>): ReadonlySet<number> {
  const skipped = new Set(chosen);
  let grew = skipped.size > 0;
  while (grew) {
    grew = false;
    for (const step of steps) {
      if (!skipped.has(step.number) && step.after.some((before) => skipped.has(before))) {
        skipped.add(step.number);
        grew = true;
      }
    }
  }
  return skipped;
}

/** The steps that one needs: all that it waits for, directly or not. */
export function neededFor(steps: Steps, number: number): ReadonlySet<number> {
  const byNumber = new Map(steps.map((step) => [step.number, step]));
  const needed = new Set<number>();
  const open = [number];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const before of byNumber.get(at)?.after ?? []) {
      if (!needed.has(before)) {
        needed.add(before);
        open.push(before);
      }
    }
  }
  return needed;
}

/** What is skipped after a step was skipped, or wanted again: then with what it needs. */
export function toggled(steps: Steps, chosen: ReadonlySet<number>, number: number): ReadonlySet<number> {
  if (!skippedWith(steps, chosen).has(number)) return new Set([...chosen, number]);
  const wanted = neededFor(steps, number);
  return new Set([...chosen].filter((one) => one !== number && !wanted.has(one)));
}

/** When a step is expected to end, from the start of its phase. */
export const endMillis = (step: PlanStep) =>
  step.predictedStartMillis + step.predictedCopyMillis + step.predictedPauseMillis;

export interface Phase {
  number: number;
  sentence: string;
  steps: PlanStep[];
  lengthMillis: number;
}

/** The steps phase by phase, each in the order in which they start. */
export function phases(plan: Plan): Phase[] {
  const byPhase = new Map<number, PlanStep[]>();
  for (const step of plan.steps) {
    const known = byPhase.get(step.phase);
    if (known) known.push(step);
    else byPhase.set(step.phase, [step]);
  }
  return [...byPhase.entries()]
    .sort(([a], [b]) => a - b)
    .map(([number, steps]) => ({
      number,
      sentence: plan.phases.find((phase) => phase.number === number)?.sentence ?? '',
      steps: steps.sort((a, b) => a.predictedStartMillis - b.predictedStartMillis || a.number - b.number),
      lengthMillis: Math.max(1, ...steps.map(endMillis)),
    }));
}

/**
 * In how many waves the moves go, where each is one wave after the last of those that it waits for; and how many run at once
 * at most.
 */
export function waves(steps: Steps): { waves: number; atOnce: number } {
  const byNumber = new Map(steps.map((step) => [step.number, step]));
  const wave = new Map<number, number>();
  // What a step waits for starts before it, so it has been seen.
  for (const step of [...steps].sort(
    (a, b) => a.predictedStartMillis - b.predictedStartMillis || a.number - b.number,
  )) {
    const before = step.after.filter((number) => byNumber.has(number)).map((number) => wave.get(number) ?? 0);
    wave.set(step.number, 1 + Math.max(0, ...before));
  }
  const edges = steps.flatMap((step) => [
    { at: step.predictedStartMillis, more: 1 },
    { at: Math.max(step.predictedStartMillis + 1, endMillis(step)), more: -1 },
  ]);
  edges.sort((a, b) => a.at - b.at || a.more - b.more);
  let running = 0;
  let atOnce = 0;
  for (const edge of edges) {
    running += edge.more;
    atOnce = Math.max(atOnce, running);
  }
  return { waves: Math.max(0, ...wave.values()), atOnce };
}

/** Hosts that change most come first. */
export function byChange(hosts: readonly HostChange[]): HostChange[] {
  const change = (host: HostChange) =>
    Math.abs(host.cpuAfter - host.cpuBefore) + Math.abs(host.memoryAfter - host.memoryBefore);
  return [...hosts].sort((a, b) => change(b) - change(a));
}
