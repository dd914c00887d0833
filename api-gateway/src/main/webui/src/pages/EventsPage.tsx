import {
  Alert,
  Button,
  PageSection,
  SearchInput,
  Switch,
  Toolbar,
  ToolbarContent,
  ToolbarItem,
} from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useState } from 'react';
import type { CloudEvent } from '../api/types';
import { Heading } from '../components/Heading';
import { To } from '../components/Id';
import { Empty } from '../components/Loadable';
import { Time } from '../components/Time';
import { useEvents } from '../events/EventsProvider';
import { useNames } from './InstanceTable';

export function EventsPage() {
  const { events, state, clear } = useEvents();
  const [held, setHeld] = useState<CloudEvent[]>();
  const [text, setText] = useState('');
  const shown = (held ?? events).filter((event) => JSON.stringify(event).toLowerCase().includes(text.toLowerCase()));
  return (
    <>
      <Heading title="Live events">
        What happens in the whole cloud, as it happens; since you opened the console.
      </Heading>
      <PageSection>
        {state === 'broken' && (
          <Alert
            component="p"
            isInline
            variant="warning"
            title="The stream is broken; trying again, nothing is lost."
          />
        )}
        <Toolbar>
          <ToolbarContent>
            <ToolbarItem>
              <SearchInput
                aria-label="Type, id or word"
                placeholder="Type, id or word"
                value={text}
                onChange={(_, value) => setText(value)}
                onClear={() => setText('')}
              />
            </ToolbarItem>
            <ToolbarItem alignSelf="center">
              <Switch
                id="hold"
                label="Hold still"
                isChecked={!!held}
                onChange={(_, on) => setHeld(on ? events : undefined)}
              />
            </ToolbarItem>
            <ToolbarItem>
              <Button variant="link" onClick={clear}>
                Clear
              </Button>
            </ToolbarItem>
          </ToolbarContent>
        </Toolbar>
        {shown.length === 0 ? (
          <Empty title={events.length === 0 ? 'Nothing has happened yet' : 'No event is like that'} />
        ) : (
          <EventTable events={shown} />
        )}
      </PageSection>
    </>
  );
}

function EventTable({ events }: { events: CloudEvent[] }) {
  return (
    <Table aria-label="Events, the newest first" variant="compact">
      <Thead>
        <Tr>
          <Th modifier="nowrap">Time</Th>
          <Th modifier="nowrap">Event</Th>
          <Th modifier="nowrap">About</Th>
          <Th modifier="nowrap">Details</Th>
        </Tr>
      </Thead>
      <Tbody>
        {events.map((event) => (
          <Tr key={event.id}>
            <Td dataLabel="Time" modifier="nowrap">
              <Time iso={event.occurredAt} absolute />
            </Td>
            <Td dataLabel="Event">{event.type}</Td>
            <Td dataLabel="About">
              <About event={event} />
            </Td>
            <Td dataLabel="Details" className="xc-mono">
              {details(event)}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function About({ event }: { event: CloudEvent }) {
  const names = useNames();
  const hostId = event.data?.hostId;
  const planId = event.data?.planId;
  if (event.instanceId) return <To path="/instances" id={event.instanceId} />;
  if (typeof hostId === 'string') return <To path="/fleet" id={hostId} name={names.host(hostId)} />;
  if (typeof planId === 'string') return <To path="/plans" id={planId} name="plan" />;
  return <>{names.tenant(event.tenantId) ?? '–'}</>;
}

const DETAILS_MAX = 200;

/** The event's own fields in one line. */
export function details(event: CloudEvent): string {
  const line = Object.entries(event.data ?? {})
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' ');
  return line.length > DETAILS_MAX ? `${line.slice(0, DETAILS_MAX)}…` : line;
}
