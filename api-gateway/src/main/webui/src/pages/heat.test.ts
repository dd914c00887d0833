import { expect, it } from 'vitest';
import type { Host, HostForecast } from '../api/types';
import { type Measure, step, zones } from './heat';

const host = (id: string, zone: string, cpu: number, cpus = 16): Host => ({
  id,
  name: id,
  zone,
  address: '',
  state: 'UP',
  capacity: { physicalCpus: cpus, memoryMiB: 1_000, diskMiB: 0 },
  allocated: { physicalCpus: 0, memoryMiB: 250, diskMiB: 0 },
  instanceCount: 0,
  load: { cpuFraction: cpu, memoryUsedBytes: 0, networkBytesPerSecond: 0, diskBytesPerSecond: 0 },
  generation: 1,
  leaseEpoch: 1,
  vcpuOvercommitPermille: 1_000,
});
const forecast = { hostId: 'a', cpuForecast: 0.9, network: 0.3 } as HostForecast;

it('has a colour for every load', () => {
  expect([0, 0.19, 0.2, 0.5, 0.8, 0.94, 0.95, 2].map(step)).toEqual([0, 0, 1, 2, 4, 4, 5, 5]);
});

it('groups by zone and says nothing of what was not heard', () => {
  const hosts = [host('a', 'z10', 0.5), host('b', 'z2', 0.1), host('c', 'z2', 0, 0)];
  const values = (measure: Measure) =>
    zones(hosts, [forecast], measure).map((zone) => [zone.name, zone.spots.map((spot) => spot.value)]);
  expect(values('cpu')).toEqual([
    ['z2', [0.1, undefined]],
    ['z10', [0.5]],
  ]);
  expect(values('forecast')).toEqual([
    ['z2', [undefined, undefined]],
    ['z10', [0.9]],
  ]);
  expect(values('memory')[1]).toEqual(['z10', [0.25]]);
  expect(values('network')[1]).toEqual(['z10', [0.3]]);
  expect(values('disk')[1]).toEqual(['z10', [undefined]]);
});
