import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { Link } from 'react-router';
import { useHosts, useTenants } from '../api/queries';
import type { Instance } from '../api/types';
import { To } from '../components/Id';
import { WIDE } from '../components/columns';
import { Pages } from '../components/Pages';
import { useSorting } from '../components/sorting';
import { State } from '../components/State';
import { Time } from '../components/Time';
import { epoch, mebibytes } from '../format';

/** Names for ids, as far as they are known. */
export function useNames() {
  const hosts = useHosts();
  const tenants = useTenants();
  return {
    host: (id: string | undefined) => hosts.data?.find((host) => host.id === id)?.name,
    tenant: (id: string | undefined) => tenants.data?.find((tenant) => tenant.id === id)?.name ?? id,
  };
}

interface Props {
  instances: Instance[];
  label: string;
  /** On a host's own page its name need not be said in every row. */
  withoutHost?: boolean;
}

export function InstanceTable({ instances, label, withoutHost = false }: Props) {
  const names = useNames();
  const { sorted, sort } = useSorting<
    Instance,
    'name' | 'state' | 'host' | 'tenant' | 'vcpus' | 'memory' | 'disk' | 'created'
  >(
    {
      name: (instance) => instance.name,
      state: (instance) => instance.state,
      host: (instance) => names.host(instance.hostId) ?? '',
      tenant: (instance) => names.tenant(instance.tenantId) ?? '',
      vcpus: (instance) => instance.resources.vcpus,
      memory: (instance) => instance.resources.memoryMiB,
      disk: (instance) => instance.resources.diskMiB,
      created: (instance) => -epoch(instance.createdAt),
    },
    'name',
  );
  return (
    <Pages items={sorted(instances)} label={label}>
      {(shown) => (
        <Table aria-label={label} variant="compact">
          <Thead>
            <Tr>
              <Th modifier="nowrap" sort={sort('name')}>
                Instance
              </Th>
              <Th modifier="nowrap" sort={sort('state')}>
                State
              </Th>
              {!withoutHost && (
                <Th modifier="nowrap" sort={sort('host')}>
                  Host
                </Th>
              )}
              <Th modifier="nowrap" sort={sort('tenant')}>
                Tenant
              </Th>
              <Th modifier="nowrap" sort={sort('vcpus')}>
                vCPUs
              </Th>
              <Th modifier="nowrap" sort={sort('memory')}>
                Memory
              </Th>
              <Th visibility={[...WIDE]} modifier="nowrap" sort={sort('disk')}>
                Disk
              </Th>
              <Th visibility={[...WIDE]} modifier="nowrap" sort={sort('created')}>
                Created
              </Th>
            </Tr>
          </Thead>
          <Tbody>
            {shown.map((instance) => (
              <Tr key={instance.id}>
                <Td dataLabel="Instance">
                  <Link to={`/instances/${instance.id}`}>{instance.name}</Link>
                </Td>
                <Td dataLabel="State">
                  <State value={instance.state} />
                </Td>
                {!withoutHost && (
                  <Td dataLabel="Host">
                    {instance.hostId ? (
                      <To path="/fleet" id={instance.hostId} name={names.host(instance.hostId)} />
                    ) : (
                      '–'
                    )}
                  </Td>
                )}
                <Td dataLabel="Tenant">{names.tenant(instance.tenantId)}</Td>
                <Td dataLabel="vCPUs">{instance.resources.vcpus}</Td>
                <Td dataLabel="Memory">{mebibytes(instance.resources.memoryMiB)}</Td>
                <Td dataLabel="Disk" visibility={[...WIDE]}>
                  {mebibytes(instance.resources.diskMiB)}
                </Td>
                <Td dataLabel="Created" visibility={[...WIDE]}>
                  <Time iso={instance.createdAt} />
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </Pages>
  );
}
