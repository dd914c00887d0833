import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { CloudEvent } from '../api/types';
import { follow, type StreamState } from './stream';

const EVENTS_MAX = 500;
const COALESCE_MILLIS = 400;

interface Events {
  events: CloudEvent[];
  state: StreamState;
  clear: () => void;
}

const Context = createContext<Events>({ events: [], state: 'connecting', clear: () => {} });

/** Which lists an event makes stale. */
export function staleKeys(type: string): string[] {
  const area = type.split('.')[0];
  switch (area) {
    case 'host':
      return ['hosts'];
    case 'instance':
      return ['instances', 'hosts'];
    case 'operation':
      return ['operations', 'instances'];
    case 'migration':
      return ['instances', 'hosts', 'plans', 'operations'];
    case 'plan':
      return ['plans'];
    case 'price-book':
      return ['price-books'];
    case 'funds':
    case 'invoice':
    case 'tenant':
      return ['tenants'];
    default:
      return [];
  }
}

/** Keeps the newest events, newest first, and refreshes what they make stale. */
export function EventsProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [events, setEvents] = useState<CloudEvent[]>([]);
  const [state, setState] = useState<StreamState>('connecting');

  useEffect(() => {
    const stop = new AbortController();
    const waiting: CloudEvent[] = [];
    const flush = () => {
      if (waiting.length === 0) return;
      const fresh = waiting.splice(0).reverse();
      setEvents((known) => [...fresh, ...known].slice(0, EVENTS_MAX));
      const keys = new Set(fresh.flatMap((event) => staleKeys(event.type)));
      keys.forEach((key) => void queries.invalidateQueries({ queryKey: [key] }));
    };
    const timer = setInterval(flush, COALESCE_MILLIS);
    void follow((event) => waiting.push(event), setState, stop.signal);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, [queries]);

  const value = useMemo(() => ({ events, state, clear: () => setEvents([]) }), [events, state]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export const useEvents = () => useContext(Context);
