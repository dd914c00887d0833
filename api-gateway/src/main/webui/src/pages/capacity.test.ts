import { expect, it } from 'vitest';
import type { Host } from '../api/types';
import { cpuMeter, fleetTotals, memoryMeter, vcpuMeter } from './capacity';

const host: Host = {
  id: 'h',
  name: 'alpha',
  zone: 'a',
  address: 'x:1',
  state: 'UP',
  capacity: { physicalCpus: 16, memoryMiB: 65_536, diskMiB: 1_048_576 },
  allocated: { physicalCpus: 24, memoryMiB: 16_384, diskMiB: 0 },
  instanceCount: 3,
  load: { cpuFraction: 0.5, memoryUsedBytes: 0, networkBytesPerSecond: 0, diskBytesPerSecond: 0 },
  generation: 1,
  leaseEpoch: 1,
  vcpuOvercommitPermille: 2_000,
};
const silent: Host = {
  ...host,
  id: 'i',
  state: 'SUSPECT',
  capacity: { physicalCpus: 0, memoryMiB: 0, diskMiB: 0 },
  load: { cpuFraction: 0, memoryUsedBytes: 0, networkBytesPerSecond: 0, diskBytesPerSecond: 0 },
};

it('says what is free, and nothing of a host that has not reported', () => {
  expect(vcpuMeter(host)).toMatchObject({ fraction: 0.75, words: '8 of 32 free' });
  expect(memoryMeter(host)).toMatchObject({ fraction: 0.25, words: '48 GiB of 64 GiB free' });
  expect(cpuMeter(host).words).toBe('50 % of 16 CPUs busy');
  expect(cpuMeter(silent)).toMatchObject({ fraction: 0, words: 'not reported' });
  expect(memoryMeter(silent).fraction).toBe(0);
});

it('sums up the fleet', () => {
  expect(fleetTotals([host, silent])).toMatchObject({
    up: 1,
    hosts: 2,
    instances: 6,
    cpuFraction: 0.5,
    memoryFreeMiB: 49_152,
  });
  expect(fleetTotals([])).toMatchObject({ hosts: 0, cpuFraction: 0, memoryFraction: 0 });
});
