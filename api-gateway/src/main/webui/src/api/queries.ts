import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { all, answered, api, ApiProblem, idAt } from './client';
import type {
  AuditEntry,
  AuditVerification,
  Host,
  Instance,
  LoadForecast,
  Operation,
  Plan,
  PlanAutomation,
  PlanRegret,
  PriceBook,
  QuarantinedLine,
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
    queryFn: async ({ signal }) =>
      byName(await all((query) => answered(api.GET('/operator/v1/hosts', { params: { query }, signal })))),
    refetchInterval: LOADS_MILLIS,
  });

export const useHost = (id: string): UseQueryResult<Host> =>
  useQuery({
    queryKey: ['hosts', id],
    queryFn: ({ signal }) => answered(api.GET('/operator/v1/hosts/{id}', { params: { path: { id } }, signal })),
    refetchInterval: LOADS_MILLIS,
  });

export const useInstances = (filter: { hostId?: string; tenantId?: string }): UseQueryResult<Instance[]> =>
  useQuery({
    queryKey: ['instances', filter],
    queryFn: async ({ signal }) =>
      byName(
        await all((page) =>
          answered(api.GET('/operator/v1/instances', { params: { query: { ...filter, ...page } }, signal })),
        ),
      ),
    refetchInterval: SLOWLY_MILLIS,
  });

export const useInstance = (id: string): UseQueryResult<Instance> =>
  useQuery({
    queryKey: ['instances', id],
    queryFn: ({ signal }) => answered(api.GET('/operator/v1/instances/{id}', { params: { path: { id } }, signal })),
    refetchInterval: SLOWLY_MILLIS,
  });

export const useOperations = (instanceId: string): UseQueryResult<Operation[]> =>
  useQuery({
    queryKey: ['operations', instanceId],
    queryFn: async ({ signal }) =>
      (
        await all((page) =>
          answered(api.GET('/operator/v1/operations', { params: { query: { instanceId, ...page } }, signal })),
        )
      ).reverse(),
    refetchInterval: SLOWLY_MILLIS,
  });

export const useUsage = (tenantId: string, instanceId: string): UseQueryResult<UsageLine[]> =>
  useQuery({
    queryKey: ['usage', instanceId],
    queryFn: ({ signal }) =>
      all((page) =>
        answered(api.GET('/operator/v1/usage', { params: { query: { tenantId, instanceId, ...page } }, signal })),
      ),
    refetchInterval: SLOWLY_MILLIS,
  });

export const useConsoleLog = (instanceId: string): UseQueryResult<string> =>
  useQuery({
    queryKey: ['console', instanceId],
    queryFn: ({ signal }) =>
      answered(
        api.GET('/operator/v1/instances/{id}/console', {
          params: { path: { id: instanceId } },
          parseAs: 'text',
          signal,
        }),
      ),
    retry: false,
  });

export const usePlans = (): UseQueryResult<Plan[]> =>
  useQuery({
    queryKey: ['plans'],
    queryFn: async ({ signal }) =>
      (await all((query) => answered(api.GET('/operator/v1/plans', { params: { query }, signal })))).sort((a, b) =>
        (b.createdAt ?? '').localeCompare(a.createdAt ?? ''),
      ),
    refetchInterval: SLOWLY_MILLIS,
  });

export const usePlan = (id: string): UseQueryResult<Plan> =>
  useQuery({
    queryKey: ['plans', id],
    queryFn: ({ signal }) => answered(api.GET('/operator/v1/plans/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) =>
      state.data && ['APPROVED', 'EXECUTING'].includes(state.data.state) ? 1_500 : SLOWLY_MILLIS,
  });

export const useAutomation = (): UseQueryResult<PlanAutomation[]> =>
  useQuery({
    queryKey: ['automation'],
    queryFn: async ({ signal }) => (await answered(api.GET('/operator/v1/plan-automation', { signal }))).items,
    refetchInterval: SLOWLY_MILLIS,
  });

/** Null until what came after the plan was watched for long enough. */
export const useRegret = (id: string): UseQueryResult<PlanRegret | null> =>
  useQuery({
    queryKey: ['regret', id],
    queryFn: ({ signal }) =>
      answered(api.GET('/operator/v1/plans/{id}/regret', { params: { path: { id } }, signal })).catch(
        (failure: unknown) => {
          if (failure instanceof ApiProblem && failure.code === 'no-regret-yet') return null;
          throw failure;
        },
      ),
    refetchInterval: SLOWLY_MILLIS,
  });

export const useLoadForecast = (): UseQueryResult<LoadForecast> =>
  useQuery({
    queryKey: ['load-forecast'],
    queryFn: ({ signal }) => answered(api.GET('/operator/v1/load-forecast', { signal })),
    refetchInterval: SLOWLY_MILLIS,
  });

export const usePriceBooks = (): UseQueryResult<PriceBook[]> =>
  useQuery({
    queryKey: ['price-books'],
    queryFn: async ({ signal }) =>
      (await answered(api.GET('/operator/v1/price-books', { signal }))).items.sort((a, b) => b.version - a.version),
  });

export const useTenants = (): UseQueryResult<Tenant[]> =>
  useQuery({
    queryKey: ['tenants'],
    queryFn: async ({ signal }) =>
      byName(await all((query) => answered(api.GET('/operator/v1/tenants', { params: { query }, signal })))),
    refetchInterval: SLOWLY_MILLIS,
  });

export const useQuarantine = (decided: boolean): UseQueryResult<QuarantinedLine[]> =>
  useQuery({
    queryKey: ['quarantine', decided],
    queryFn: ({ signal }) =>
      all((page) => answered(api.GET('/operator/v1/quarantine', { params: { query: { decided, ...page } }, signal }))),
    refetchInterval: SLOWLY_MILLIS,
  });

export const useAudit = (since: Date, tenantId: string | undefined): UseQueryResult<AuditEntry[]> =>
  useQuery({
    queryKey: ['audit', since.getTime(), tenantId],
    queryFn: async ({ signal }) =>
      (
        await all(
          (page) =>
            answered(
              api.GET('/operator/v1/audit', {
                params: { query: { ...(tenantId ? { tenantId } : {}), ...page } },
                signal,
              }),
            ),
          idAt(since),
        )
      ).reverse(),
  });

export const useAuditVerification = (tenantId: string | undefined): UseQueryResult<AuditVerification> =>
  useQuery({
    queryKey: ['audit-verification', tenantId],
    queryFn: ({ signal }) =>
      answered(api.GET('/operator/v1/audit/verification', { params: { query: tenantId ? { tenantId } : {} }, signal })),
    enabled: false,
  });
