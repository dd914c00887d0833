import { Pagination } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useState } from 'react';
import { Link } from 'react-router';
import { useHosts, useTenants } from '../api/queries';
import type { Instance } from '../api/types';
import { To } from '../components/Id';
import { State } from '../components/State';
import { Time } from '../components/Time';
import { mebibytes } from '../format';

/** Names for ids, as far as they are known. */
export function useNames() {
  const hosts = useHosts();
  const tenants = useTenants();
  return {
    host: (id: string | undefined) => hosts.data?.find((host) => host.id === id)?.name,
    tenant: (id: string | undefined) => tenants.data?.find((tenant) => tenant.id === id)?.name ?? id,
  };
}

export function InstanceTable({ instances, label }: { instances: Instance[]; label: string }) {
  const [page, setPage] = useState(1);
  const [perPage, setPerPage] = useState(50);
  const names = useNames();
  const last = Math.max(1, Math.ceil(instances.length / perPage));
  const current = Math.min(page, last);
  const shown = instances.slice((current - 1) * perPage, current * perPage);
  return (
    <>
      <Table aria-label={label} variant="compact">
        <Thead>
          <Tr>
            <Th modifier="nowrap">Instance</Th>
            <Th modifier="nowrap">State</Th>
            <Th modifier="nowrap">Host</Th>
            <Th modifier="nowrap">Tenant</Th>
            <Th>vCPUs</Th>
            <Th modifier="nowrap">Memory</Th>
            <Th modifier="nowrap">Disk</Th>
            <Th modifier="nowrap">Created</Th>
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
              <Td dataLabel="Host">
                {instance.hostId ? <To path="/fleet" id={instance.hostId} name={names.host(instance.hostId)} /> : '–'}
              </Td>
              <Td dataLabel="Tenant">{names.tenant(instance.tenantId)}</Td>
              <Td dataLabel="vCPUs">{instance.resources.vcpus}</Td>
              <Td dataLabel="Memory">{mebibytes(instance.resources.memoryMiB)}</Td>
              <Td dataLabel="Disk">{mebibytes(instance.resources.diskMiB)}</Td>
              <Td dataLabel="Created">
                <Time iso={instance.createdAt} />
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
      {instances.length > perPage && (
        <Pagination
          itemCount={instances.length}
          page={current}
          perPage={perPage}
          onSetPage={(_, value) => setPage(value)}
          onPerPageSelect={(_, value) => setPerPage(value)}
          titles={{ paginationAriaLabel: `Pages of: ${label}` }}
        />
      )}
    </>
  );
}
