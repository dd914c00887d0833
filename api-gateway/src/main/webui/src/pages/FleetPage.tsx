import { Button, Card, CardBody, CardTitle, PageSection } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useState } from 'react';
import { Link } from 'react-router';
import { useHosts } from '../api/queries';
import type { Host } from '../api/types';
import { Bar } from '../components/Bar';
import { Heading } from '../components/Heading';
import { Empty, Loadable } from '../components/Loadable';
import { State } from '../components/State';
import { mebibytes, percent } from '../format';
import { cpuMeter, diskMeter, fleetTotals, memoryMeter, type Meter, vcpuMeter } from './capacity';
import { HostActions } from './HostActions';
import { RegisterHost } from './RegisterHost';

type Column = 'name' | 'cpu' | 'memory' | 'instances';

const VALUE: Record<Column, (host: Host) => number | string> = {
  name: (host) => host.name,
  cpu: (host) => host.load.cpuFraction,
  memory: (host) => memoryMeter(host).fraction,
  instances: (host) => host.instanceCount,
};

export function FleetPage() {
  const hosts = useHosts();
  const [registering, setRegistering] = useState(false);
  return (
    <>
      <Heading
        title="Fleet"
        actions={
          <Button variant="secondary" onClick={() => setRegistering(true)}>
            Register a host
          </Button>
        }
      >
        Load and free capacity of every host.
      </Heading>
      <PageSection>
        <Loadable
          query={hosts}
          what="hosts"
          isEmpty={(items) => items.length === 0}
          empty={<Empty title="No hosts yet">Install the agent on a host, then register it here.</Empty>}
        >
          {(items) => (
            <>
              <Totals hosts={items} />
              <Hosts hosts={items} />
            </>
          )}
        </Loadable>
      </PageSection>
      {registering && <RegisterHost onClose={() => setRegistering(false)} />}
    </>
  );
}

function Totals({ hosts }: { hosts: Host[] }) {
  const totals = fleetTotals(hosts);
  const cards = [
    { title: 'Hosts up', value: `${totals.up} of ${totals.hosts}` },
    { title: 'Instances', value: String(totals.instances) },
    { title: `Busy of ${totals.cpus} CPUs`, value: percent(totals.cpuFraction) },
    { title: 'Memory promised', value: percent(totals.memoryFraction) },
    { title: 'Memory free', value: mebibytes(totals.memoryFreeMiB) },
  ];
  return (
    <div className="xc-gallery">
      {cards.map((card) => (
        <Card key={card.title} isCompact>
          <CardTitle component="h2">{card.title}</CardTitle>
          <CardBody className="xc-number">{card.value}</CardBody>
        </Card>
      ))}
    </div>
  );
}

function Hosts({ hosts }: { hosts: Host[] }) {
  const [order, setOrder] = useState<{ column: Column; direction: 'asc' | 'desc' }>({
    column: 'name',
    direction: 'asc',
  });
  const columns: Column[] = ['name', 'cpu', 'memory', 'instances'];
  const sorted = [...hosts].sort((a, b) => {
    const left = VALUE[order.column](a);
    const right = VALUE[order.column](b);
    const rising =
      typeof left === 'string' ? left.localeCompare(String(right), 'en', { numeric: true }) : left - Number(right);
    return order.direction === 'asc' ? rising : -rising;
  });
  const sort = (column: Column) => ({
    sortBy: { index: columns.indexOf(order.column), direction: order.direction },
    onSort: (_: unknown, __: number, direction: 'asc' | 'desc') => setOrder({ column, direction }),
    columnIndex: columns.indexOf(column),
  });
  return (
    <Table aria-label="Hosts" variant="compact">
      <Thead>
        <Tr>
          <Th modifier="nowrap" sort={sort('name')}>
            Host
          </Th>
          <Th modifier="nowrap">State</Th>
          <Th modifier="nowrap" sort={sort('cpu')}>
            CPU load
          </Th>
          <Th>vCPUs</Th>
          <Th modifier="nowrap" sort={sort('memory')}>
            Memory
          </Th>
          <Th modifier="nowrap">Disk</Th>
          <Th modifier="nowrap" sort={sort('instances')}>
            Instances
          </Th>
          <Th screenReaderText="Actions" />
        </Tr>
      </Thead>
      <Tbody>
        {sorted.map((host) => (
          <Tr key={host.id}>
            <Td dataLabel="Host">
              <Link to={`/fleet/${host.id}`}>{host.name}</Link>
              <div className="xc-bar-words">{host.zone}</div>
            </Td>
            <Td dataLabel="State">
              <State value={host.state} />
            </Td>
            <Td dataLabel="CPU load">
              <HostBar meter={cpuMeter(host)} />
            </Td>
            <Td dataLabel="vCPUs">
              <HostBar meter={vcpuMeter(host)} />
            </Td>
            <Td dataLabel="Memory">
              <HostBar meter={memoryMeter(host)} />
            </Td>
            <Td dataLabel="Disk">
              <HostBar meter={diskMeter(host)} />
            </Td>
            <Td dataLabel="Instances">{host.instanceCount}</Td>
            <Td isActionCell>
              <HostActions host={host} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

export function HostBar({ meter }: { meter: Meter }) {
  return <Bar {...meter} />;
}
