import type { PlanAutomation, TimeWindow } from '../api/types';
import { bytes, count, millis } from '../format';

export const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const DAY_MINUTES = 24 * 60;

/** Minutes of a day as a clock shows them. The end of a day and its start look alike. */
export function clock(minute: number): string {
  const of = minute % DAY_MINUTES;
  return `${String(Math.floor(of / 60)).padStart(2, '0')}:${String(of % 60).padStart(2, '0')}`;
}

/** What a clock shows, as minutes of the day; undefined when it is no time. */
export function minutes(text: string): number | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : undefined;
}

/** A window ends at 24:00 rather than at 00:00, where it would end before it begins. */
export const endMinutes = (text: string): number | undefined => {
  const end = minutes(text);
  return end === 0 ? DAY_MINUTES : end;
};

/** Mon–Fri, Sun; days that follow each other are said as one. */
export function daysInWords(days: readonly number[]): string {
  const chosen = [...new Set(days)].sort((a, b) => a - b);
  if (chosen.length === 0 || chosen.length === DAYS.length) return 'every day';
  const runs: number[][] = [];
  for (const day of chosen) {
    const last = runs.at(-1);
    if (last?.at(-1) === day - 1) last.push(day);
    else runs.push([day]);
  }
  const name = (day: number | undefined) => DAYS[(day ?? 1) - 1] ?? '';
  return runs
    .map((run) => (run.length > 2 ? `${name(run[0])}–${name(run.at(-1))}` : run.map(name).join(', ')))
    .join(', ');
}

export function windowInWords(window: TimeWindow): string {
  const over = window.toMinute <= window.fromMinute ? ' the next day' : '';
  const end = window.toMinute === DAY_MINUTES ? '24:00' : clock(window.toMinute);
  return `${daysInWords(window.days ?? [])} ${clock(window.fromMinute)} to ${end}${over}`;
}

export function limitsInWords(rules: PlanAutomation): string {
  return `${count(rules.movesMax, 'move')}, ${bytes(rules.bytesMax)} in all, ${millis(rules.pauseMillisMax)} of pause each`;
}
