import {
  Button,
  Card,
  CardBody,
  CardTitle,
  FormSelect,
  FormSelectOption,
  PageSection,
  SearchInput,
  Toolbar,
  ToolbarContent,
  ToolbarItem,
} from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useState } from 'react';
import { Link } from 'react-router';
import { useHosts } from '../api/queries';
import type { Host } from '../api/types';
import { Bar } from '../components/Bar';
import { useFilter } from '../components/filter';
import { WIDE } from '../components/columns';
import { Heading } from '../components/Heading';
import { Empty, Loadable } from '../components/Loadable';
import { Pages } from '../components/Pages';
import { useSorting } from '../components/sorting';
import { State } from '../components/State';
import { mebibytes, percent, words } from '../format';
import { cpuMeter, diskMeter, fleetTotals, memoryMeter, vcpuMeter } from './capacity';
import { HostActions } from './HostActions';
import { RegisterHost } from './RegisterHost';

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
              <Filtered hosts={items} />
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
    <div className="xc-figures">
      {cards.map((card) => (
        <Card key={card.title} isCompact>
          <CardTitle component="h2">{card.title}</CardTitle>
          <CardBody className="xc-number">{card.value}</CardBody>
        </Card>
      ))}
    </div>
  );
}

/** Whether a host is meant by what was typed and chosen. */
export function matches(host: Host, text: string, state: string, zone: string): boolean {
  const wanted = text.trim().toLowerCase();
  return (
    (!state || host.state === state) &&
    (!zone || host.zone === zone) &&
    [host.name, host.id, host.address].some((value) => value.toLowerCase().includes(wanted))
  );
}

function Filtered({ hosts }: { hosts: Host[] }) {
  const filter = useFilter();
  const [text, state, zone] = [filter.get('text'), filter.get('state'), filter.get('zone')];
  const distinct = (value: (host: Host) => string) => [...new Set(hosts.map(value))].sort();
  const found = hosts.filter((host) => matches(host, text, state, zone));
  return (
    <>
      <Toolbar>
        <ToolbarContent>
          <ToolbarItem>
            <SearchInput
              aria-label="Name, id or address"
              placeholder="Name, id or address"
              value={text}
              onChange={(_, value) => filter.set('text', value)}
              onClear={() => filter.set('text', '')}
            />
          </ToolbarItem>
          <ToolbarItem>
            <FormSelect aria-label="State" value={state} onChange={(_, value) => filter.set('state', value)}>
              <FormSelectOption value="" label="Any state" />
              {distinct((host) => host.state).map((name) => (
                <FormSelectOption key={name} value={name} label={words(name)} />
              ))}
            </FormSelect>
          </ToolbarItem>
          <ToolbarItem>
            <FormSelect aria-label="Zone" value={zone} onChange={(_, value) => filter.set('zone', value)}>
              <FormSelectOption value="" label="Any zone" />
              {distinct((host) => host.zone).map((name) => (
                <FormSelectOption key={name} value={name} label={name} />
              ))}
            </FormSelect>
          </ToolbarItem>
        </ToolbarContent>
      </Toolbar>
      {found.length === 0 ? <Empty title="No host is like that">Change the filter.</Empty> : <Hosts hosts={found} />}
    </>
  );
}

function Hosts({ hosts }: { hosts: Host[] }) {
  const { sorted, sort } = useSorting<Host, 'name' | 'state' | 'cpu' | 'vcpus' | 'memory' | 'disk' | 'instances'>(
    {
      name: (host) => host.name,
      state: (host) => host.state,
      cpu: (host) => cpuMeter(host).fraction,
      vcpus: (host) => vcpuMeter(host).fraction,
      memory: (host) => memoryMeter(host).fraction,
      disk: (host) => diskMeter(host).fraction,
      instances: (host) => host.instanceCount,
    },
    'name',
  );
  return (
    <Pages items={sorted(hosts)} label="Hosts">
      {(shown) => (
        <Table aria-label="Hosts" variant="compact">
          <Thead>
            <Tr>
              <Th modifier="nowrap" sort={sort('name')}>
                Host
              </Th>
              <Th modifier="nowrap" sort={sort('state')}>
                State
              </Th>
              <Th modifier="nowrap" sort={sort('cpu')}>
                CPU load
              </Th>
              <Th visibility={[...WIDE]} modifier="nowrap" sort={sort('vcpus')}>
                vCPUs
              </Th>
              <Th modifier="nowrap" sort={sort('memory')}>
                Memory
              </Th>
              <Th visibility={[...WIDE]} modifier="nowrap" sort={sort('disk')}>
                Disk
              </Th>
              <Th modifier="nowrap" sort={sort('instances')}>
                Guests
              </Th>
              <Th screenReaderText="Actions" />
            </Tr>
          </Thead>
          <Tbody>
            {shown.map((host) => (
              <Tr key={host.id}>
                <Td dataLabel="Host">
                  <Link to={`/fleet/${host.id}`}>{host.name}</Link>
                  <div className="xc-bar-words">{host.zone}</div>
                </Td>
                <Td dataLabel="State">
                  <State value={host.state} />
                </Td>
                <Td dataLabel="CPU load">
                  <Bar {...cpuMeter(host)} />
                </Td>
                <Td dataLabel="vCPUs" visibility={[...WIDE]}>
                  <Bar {...vcpuMeter(host)} />
                </Td>
                <Td dataLabel="Memory">
                  <Bar {...memoryMeter(host)} />
                </Td>
                <Td dataLabel="Disk" visibility={[...WIDE]}>
                  <Bar {...diskMeter(host)} />
                </Td>
                <Td dataLabel="Guests">{host.instanceCount}</Td>
                <Td isActionCell>
                  <HostActions host={host} />
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </Pages>
  );
}
