import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { all, get, idAt, query, request } from './client';
import type {
  AuditEntry,
  AuditVerification,
  Host,
  Instance,
  Operation,
  Plan,
  PriceBook,
  Tenant,
  UsageLine,
} from './types';

// Events tell what has changed; the intervals are for what no event tells (loads), and for a broken stream.
const LOADS_MILLIS = 5_000;
const SLOWLY_MILLIS = 30_000;

const byName = <T extends { name: string }>(items: T[]) =>
  items.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));

export const useHosts = (): UseQueryResult<Host[]> =>
  useQuery({
    queryKey: ['hosts'],
    queryFn: async ({ signal }) => byName(await all<Host>('/hosts', {}, signal)),
    refetchInterval: LOADS_MILLIS,
  });

export const useHost = (id: string): UseQueryResult<Host> =>
  useQuery({
    queryKey: ['hosts', id],
    queryFn: ({ signal }) => get<Host>(`/hosts/${id}`, signal),
    refetchInterval: LOADS_MILLIS,
  });

export const useInstances = (filter: { hostId?: string; tenantId?: string }): UseQueryResult<Instance[]> =>
  useQuery({
    queryKey: ['instances', filter],
    queryFn: async ({ signal }) => byName(await all<Instance>('/instances', filter, signal)),
    refetchInterval: SLOWLY_MILLIS,
  });

export const useInstance = (id: string): UseQueryResult<Instance> =>
  useQuery({
    queryKey: ['instances', id],
    queryFn: ({ signal }) => get<Instance>(`/instances/${id}`, signal),
    refetchInterval: SLOWLY_MILLIS,
  });

export const useOperations = (instanceId: string): UseQueryResult<Operation[]> =>
  useQuery({
    queryKey: ['operations', instanceId],
    queryFn: async ({ signal }) => (await all<Operation>('/operations', { instanceId }, signal)).reverse(),
    refetchInterval: SLOWLY_MILLIS,
  });

export const useUsage = (tenantId: string, instanceId: string): UseQueryResult<UsageLine[]> =>
  useQuery({
    queryKey: ['usage', instanceId],
    queryFn: ({ signal }) => all<UsageLine>('/usage', { tenantId, instanceId }, signal),
    refetchInterval: SLOWLY_MILLIS,
  });

export const useConsoleLog = (instanceId: string): UseQueryResult<string> =>
  useQuery({
    queryKey: ['console', instanceId],
    queryFn: async ({ signal }) =>
      (await request(`/instances/${instanceId}/console`, { accept: 'text/plain', signal })).text(),
    retry: false,
  });

export const usePlans = (): UseQueryResult<Plan[]> =>
  useQuery({
    queryKey: ['plans'],
    queryFn: async ({ signal }) =>
      (await all<Plan>('/plans', {}, signal)).sort((a, b) => b.createdAt.localeCompare(a.createdAt)),
    refetchInterval: SLOWLY_MILLIS,
  });

export const usePlan = (id: string): UseQueryResult<Plan> =>
  useQuery({
    queryKey: ['plans', id],
    queryFn: ({ signal }) => get<Plan>(`/plans/${id}`, signal),
    refetchInterval: ({ state }) =>
      state.data && ['APPROVED', 'EXECUTING'].includes(state.data.state) ? 1_500 : SLOWLY_MILLIS,
  });

export const usePriceBooks = (): UseQueryResult<PriceBook[]> =>
  useQuery({
    queryKey: ['price-books'],
    queryFn: async ({ signal }) =>
      (await all<PriceBook>('/price-books', {}, signal)).sort((a, b) => b.version - a.version),
  });

export const useTenants = (): UseQueryResult<Tenant[]> =>
  useQuery({
    queryKey: ['tenants'],
    queryFn: async ({ signal }) => byName(await all<Tenant>('/tenants', {}, signal)),
    refetchInterval: SLOWLY_MILLIS,
  });

export const useAudit = (since: Date, tenantId: string | undefined): UseQueryResult<AuditEntry[]> =>
  useQuery({
    queryKey: ['audit', since.getTime(), tenantId],
    queryFn: async ({ signal }) =>
      (await all<AuditEntry>('/audit', { tenantId, after: idAt(since) }, signal)).reverse(),
  });

export const useAuditVerification = (tenantId: string | undefined): UseQueryResult<AuditVerification> =>
  useQuery({
    queryKey: ['audit-verification', tenantId],
    queryFn: ({ signal }) => get<AuditVerification>(`/audit/verification${query({ tenantId })}`, signal),
    enabled: false,
  });
