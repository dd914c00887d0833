import type { Host, HostForecast } from '../api/types';
import { memoryMeter } from './capacity';

export type Measure = 'cpu' | 'forecast' | 'memory' | 'network' | 'disk';

/** One host of the map. */
export interface Spot {
  host: Host;
  forecast?: HostForecast;
  /** 0..1 and above; undefined where nothing was heard. */
  value: number | undefined;
}

export interface Zone {
  name: string;
  spots: Spot[];
}

/** From each of these on another colour. */
export const STEPS = [0, 0.2, 0.4, 0.6, 0.8, 0.95];

/** Which colour, from 0 to STEPS.length − 1. */
export function step(value: number): number {
  return Math.max(
    0,
    STEPS.findLastIndex((from) => value >= from),
  );
}

export function valueOf(host: Host, forecast: HostForecast | undefined, measure: Measure): number | undefined {
  if (host.capacity.physicalCpus === 0) return undefined;
  switch (measure) {
    case 'memory':
      return memoryMeter(host).fraction;
    case 'forecast':
      return forecast && forecast.cpuForecast >= 0 ? forecast.cpuForecast : undefined;
    case 'cpu':
      return host.load.cpuFraction;
    case 'network':
    case 'disk':
      return forecast?.[measure];
  }
}

/** The fleet by zones, hosts in the order in which they come. */
export function zones(hosts: readonly Host[], forecasts: readonly HostForecast[], measure: Measure): Zone[] {
  const foretold = new Map(forecasts.map((forecast) => [forecast.hostId, forecast]));
  const byZone = new Map<string, Spot[]>();
  for (const host of hosts) {
    const forecast = foretold.get(host.id);
    const spot: Spot = { host, ...(forecast ? { forecast } : {}), value: valueOf(host, forecast, measure) };
    const known = byZone.get(host.zone);
    if (known) known.push(spot);
    else byZone.set(host.zone, [spot]);
  }
  return [...byZone.entries()]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([name, spots]) => ({ name, spots }));
}
