// The operator API's shapes (api-gateway/API.md). Absent fields are those that the gateway leaves out when they are null.

export interface Page<T> {
  items: T[];
  next?: string;
}

export interface Capacity {
  physicalCpus: number;
  memoryMiB: number;
  diskMiB: number;
}

export type HostState = 'UP' | 'CORDONED' | 'DRAINING' | 'SUSPECT' | 'FENCED' | 'DOWN';

export interface Host {
  id: string;
  name: string;
  zone: string;
  address: string;
  state: HostState;
  capacity: Capacity;
  /** physicalCpus counts vCPUs here. */
  allocated: Capacity;
  instanceCount: number;
  load?: {
    cpuFraction: number;
    memoryUsedBytes: number;
    networkBytesPerSecond: number;
    diskBytesPerSecond: number;
  };
  generation: number;
  leaseEpoch: number;
  leaseUntil?: string;
  xenVersion?: string;
  cpuVendor?: string;
  vcpuOvercommitPermille: number;
}

export interface Reason {
  reason: string;
  hosts: number;
  sentence: string;
}

export interface StuckGuest {
  instanceId: string;
  reasons: Reason[];
}

export interface Resources {
  vcpus: number;
  memoryMiB: number;
  diskMiB: number;
}

export interface ProblemBody {
  code: string;
  message: string;
}

export interface Instance {
  id: string;
  name: string;
  tenantId: string;
  projectId: string;
  imageId: string;
  resources: Resources;
  state: string;
  hostId?: string;
  epoch: number;
  zone?: string;
  affinityGroup?: string;
  antiAffinityGroup?: string;
  cpuWeight?: number;
  cpuCapPercent?: number;
  nics?: { networkId: string; mac: string; ipv4: string }[];
  recovery?: string;
  volumeIds?: string[];
  operationId?: string;
  error?: ProblemBody;
  generation: number;
  createdAt: string;
  updatedAt: string;
}

export interface Operation {
  id: string;
  kind: string;
  instanceId: string;
  tenantId?: string;
  state: 'PENDING' | 'RUNNING' | 'UNDOING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  step?: string;
  progressPercent?: number;
  error?: ProblemBody;
  result?: Record<string, string>;
  createdAt: string;
  finishedAt?: string;
}

export interface DrainAnswer {
  host: Host;
  operations: Operation[];
  stuck: StuckGuest[];
}

export interface WhatIf {
  hostId?: string;
  hostsConsidered: number;
  rejections: Reason[];
}

export interface UsageLine {
  id: string;
  instanceId: string;
  state: string;
  start: string;
  end: string;
  durationNanos: number;
  cpuNanos: number;
  vcpus: number;
  memoryBytes: number;
  networkReceivedBytes: number;
  networkSentBytes: number;
  diskReadBytes: number;
  diskWriteBytes: number;
  priceBookVersion?: number;
  micros: number;
  sequence: number;
  hostId: string;
}

export type PlanState =
  'PROPOSED' | 'APPROVED' | 'EXECUTING' | 'DONE' | 'PLAN_CANCELLED' | 'CANCELLED' | 'EXPIRED' | 'PARTLY_DONE';

export interface PlanStep {
  number: number;
  instanceId: string;
  fromHostId: string;
  toHostId: string;
  reason: string;
  ifSkipped: string;
  predictedCopyMillis: number;
  predictedPauseMillis: number;
  predictedBytes: number;
  state: string;
  operationId?: string;
  outcome?: string;
  actualCopyMillis?: number;
  actualPauseMillis?: number;
}

export interface HostChange {
  hostId: string;
  hostName: string;
  cpuBefore: number;
  cpuAfter: number;
  memoryBefore: number;
  memoryAfter: number;
}

export interface Plan {
  id: string;
  goal: 'BALANCE' | 'DRAIN';
  state: PlanState;
  hash: string;
  summary: string;
  createdAt: string;
  expiresAt: string;
  drainHostId?: string;
  generation: number;
  steps: PlanStep[];
  hosts: HostChange[];
  stuck?: StuckGuest[];
}

export interface Price {
  dimension: string;
  micros: number;
  /** A whole number as text: it may pass 64 bits. */
  per: string;
  unitLabel: string;
}

export interface PriceBook {
  id: string;
  version: number;
  currency: string;
  validFrom?: string;
  prices: Price[];
}

export interface Balance {
  currency: string;
  balanceMicros: number;
  heldMicros: number;
  level: 'OK' | 'WARN' | 'REFUSE_NEW' | 'SUSPEND';
  burnMicrosPerHour: number;
}

export interface Quota {
  instances: number;
  vcpus: number;
  memoryMiB: number;
  diskMiB: number;
  volumes: number;
}

export interface Tenant {
  id: string;
  name: string;
  currency: string;
  state: string;
  quota: Quota;
  used: Quota;
  createdAt: string;
  balance?: Balance;
}

export interface AuditEntry {
  chain: string;
  sequence: number;
  id: string;
  at: string;
  actor: string;
  action: string;
  target: string;
  outcome: string;
  previous: string;
  hash: string;
}

export interface AuditVerification {
  intact: boolean;
  chains: number;
  entries: number;
  faults: { chain: string; sequence: number; fault: string }[];
}

export interface CloudEvent {
  id: string;
  type: string;
  occurredAt: string;
  instanceId?: string;
  projectId?: string;
  tenantId?: string;
  data?: Record<string, unknown>;
}
