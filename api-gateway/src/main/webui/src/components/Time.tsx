import { useSyncExternalStore } from 'react';
import { localWhen, relative, when } from '../format';

const TICK_MILLIS = 5_000;

// One clock for the whole page, however many times it shows.
let present = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const watchers = new Set<() => void>();

function watch(watcher: () => void): () => void {
  if (watchers.size === 0) present = Date.now();
  watchers.add(watcher);
  timer ??= setInterval(() => {
    present = Date.now();
    watchers.forEach((each) => each());
  }, TICK_MILLIS);
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The present, every few seconds: relative times would lie otherwise. */
export function useNow(): number {
  return useSyncExternalStore(watch, () => present);
}

interface Props {
  iso: string | undefined;
  /** In UTC, where a table is read by its times; else how long ago. */
  absolute?: boolean;
}

/** Pointing at it shows UTC and the looker's own time. A title, not a component: tables show hundreds of these. */
export function Time({ iso, absolute = false }: Props) {
  if (!iso) return <>–</>;
  return (
    <time dateTime={iso} title={`${when(iso)}\n${localWhen(iso)}`} className="xc-time">
      {absolute ? when(iso) : <Relative iso={iso} />}
    </time>
  );
}

function Relative({ iso }: { iso: string }) {
  return relative(iso, useNow());
}
