import {
  Button,
  Checkbox,
  FormSelect,
  FormSelectOption,
  SearchInput,
  Toolbar,
  ToolbarContent,
  ToolbarItem,
} from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useState } from 'react';
import type { Host } from '../api/types';
import { Bar } from '../components/Bar';
import { Pages } from '../components/Pages';
import { State } from '../components/State';
import { count } from '../format';
import { cpuMeter, memoryMeter } from './capacity';
import { matches } from './FleetPage';

interface Props {
  hosts: Host[];
  chosen: ReadonlySet<string>;
  onChoose: (chosen: ReadonlySet<string>) => void;
}

/** A list of hosts to tick, by name or by zone. */
export function ChooseHosts({ hosts, chosen, onChoose }: Props) {
  const [text, setText] = useState('');
  const [zone, setZone] = useState('');
  const found = hosts.filter((host) => matches(host, text, '', zone));
  const zones = [...new Set(hosts.map((host) => host.zone))].sort();
  const tick = (ids: string[], on: boolean) => {
    const next = new Set(chosen);
    ids.forEach((id) => (on ? next.add(id) : next.delete(id)));
    onChoose(next);
  };
  return (
    <>
      <Toolbar>
        <ToolbarContent>
          <ToolbarItem>
            <SearchInput
              aria-label="Name, id or address"
              placeholder="Name, id or address"
              value={text}
              onChange={(_, value) => setText(value)}
              onClear={() => setText('')}
            />
          </ToolbarItem>
          <ToolbarItem>
            <FormSelect aria-label="Zone" value={zone} onChange={(_, value) => setZone(value)}>
              <FormSelectOption value="" label="Any zone" />
              {zones.map((name) => (
                <FormSelectOption key={name} value={name} label={name} />
              ))}
            </FormSelect>
          </ToolbarItem>
          <ToolbarItem>
            <Button
              variant="secondary"
              onClick={() =>
                tick(
                  found.map((host) => host.id),
                  true,
                )
              }
            >
              {`Choose ${found.length === hosts.length ? 'all' : 'these'} ${found.length}`}
            </Button>
          </ToolbarItem>
          {chosen.size > 0 && (
            <ToolbarItem>
              <Button variant="link" onClick={() => onChoose(new Set())}>
                Choose none
              </Button>
            </ToolbarItem>
          )}
          <ToolbarItem alignSelf="center">
            <span aria-live="polite">{`${count(chosen.size, 'host')} chosen`}</span>
          </ToolbarItem>
        </ToolbarContent>
      </Toolbar>
      <Pages items={found} label="Hosts to choose from">
        {(shown) => (
          <Table aria-label="Hosts to choose from" variant="compact">
            <Thead>
              <Tr>
                <Th screenReaderText="Chosen" />
                <Th modifier="nowrap">Host</Th>
                <Th modifier="nowrap">State</Th>
                <Th modifier="nowrap">CPU load</Th>
                <Th modifier="nowrap">Memory</Th>
                <Th modifier="nowrap">Guests</Th>
              </Tr>
            </Thead>
            <Tbody>
              {shown.map((host) => (
                <Tr key={host.id}>
                  <Td dataLabel="Chosen">
                    <Checkbox
                      id={`choose-${host.id}`}
                      aria-label={`Choose ${host.name}`}
                      isChecked={chosen.has(host.id)}
                      onChange={(_, on) => tick([host.id], on)}
                    />
                  </Td>
                  <Td dataLabel="Host">
                    <label htmlFor={`choose-${host.id}`}>{host.name}</label>
                    <div className="xc-bar-words">{host.zone}</div>
                  </Td>
                  <Td dataLabel="State">
                    <State value={host.state} />
                  </Td>
                  <Td dataLabel="CPU load">
                    <Bar {...cpuMeter(host)} />
                  </Td>
                  <Td dataLabel="Memory">
                    <Bar {...memoryMeter(host)} />
                  </Td>
                  <Td dataLabel="Guests">{host.instanceCount}</Td>
                </Tr>
              ))}
            </Tbody>
          </Table>
        )}
      </Pages>
    </>
  );
}
