import type { Host } from '../api/types';
import { mebibytes, share } from '../format';

/** One meter of a host: how much is taken, and what is free in words. */
export interface Meter {
  label: string;
  fraction: number;
  words: string;
}

export function vcpusMax(host: Host): number {
  return Math.floor((host.capacity.physicalCpus * host.vcpuOvercommitPermille) / 1_000);
}

export function cpuMeter(host: Host): Meter {
  const fraction = host.load.cpuFraction;
  return {
    label: `CPU load of ${host.name}`,
    fraction,
    // An agent that has reported has at least one CPU.
    words:
      host.capacity.physicalCpus > 0
        ? `${Math.round(fraction * 100)} % of ${host.capacity.physicalCpus} CPUs busy`
        : 'not reported',
  };
}

export function vcpuMeter(host: Host): Meter {
  const max = vcpusMax(host);
  return {
    label: `vCPUs promised on ${host.name}`,
    fraction: share(host.allocated.physicalCpus, max),
    words: `${Math.max(0, max - host.allocated.physicalCpus)} of ${max} free`,
  };
}

export function memoryMeter(host: Host): Meter {
  return amount(`Memory promised on ${host.name}`, host.allocated.memoryMiB, host.capacity.memoryMiB);
}

export function diskMeter(host: Host): Meter {
  return amount(`Disk promised on ${host.name}`, host.allocated.diskMiB, host.capacity.diskMiB);
}

function amount(label: string, used: number, of: number): Meter {
  return { label, fraction: share(used, of), words: `${mebibytes(Math.max(0, of - used))} of ${mebibytes(of)} free` };
}

/** Sums over the hosts that take part. */
export function fleetTotals(hosts: Host[]) {
  const sum = (value: (host: Host) => number) => hosts.reduce((total, host) => total + value(host), 0);
  const cpus = sum((host) => host.capacity.physicalCpus);
  return {
    up: hosts.filter((host) => host.state === 'UP').length,
    hosts: hosts.length,
    instances: sum((host) => host.instanceCount),
    cpuFraction: share(
      sum((host) => host.load.cpuFraction * host.capacity.physicalCpus),
      cpus,
    ),
    cpus,
    memoryFraction: share(
      sum((host) => host.allocated.memoryMiB),
      sum((host) => host.capacity.memoryMiB),
    ),
    memoryFreeMiB: sum((host) => Math.max(0, host.capacity.memoryMiB - host.allocated.memoryMiB)),
  };
}
