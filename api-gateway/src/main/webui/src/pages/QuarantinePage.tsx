import {
  Alert,
  Button,
  Content,
  FormGroup,
  FormSelect,
  FormSelectOption,
  PageSection,
  Switch,
  TextInput,
  Toolbar,
  ToolbarContent,
  ToolbarItem,
} from '@patternfly/react-core';
import { ExpandableRowContent, Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useState } from 'react';
import { answered, api, ITEMS_MAX, keyed } from '../api/client';
import { useQuarantine, useTenants } from '../api/queries';
import type { QuarantinedLine } from '../api/types';
import { Confirm } from '../components/Confirm';
import { useFilter } from '../components/filter';
import { WIDE } from '../components/columns';
import { Heading } from '../components/Heading';
import { CopyId, To } from '../components/Id';
import { Empty, Loadable } from '../components/Loadable';
import { Pages } from '../components/Pages';
import { State } from '../components/State';
import { Time } from '../components/Time';
import { bytes, count, millis, money, words } from '../format';
import { Terms } from './HostPage';
import { useNames } from './InstanceTable';

type Asking = { line: QuarantinedLine; action: 'release' | 'discard' };

export function QuarantinePage() {
  const filter = useFilter();
  const decided = filter.get('decided') === 'yes';
  const reason = filter.get('reason');
  const lines = useQuarantine(decided);
  const [asking, setAsking] = useState<Asking>();
  const reasons = [...new Set((lines.data ?? []).map((line) => line.reason))].sort();
  return (
    <>
      <Heading title="Quarantine">
        Usage that a host proved and that cannot be billed as it is. Some waits for a fact and is taken by itself; the
        rest waits for you.
      </Heading>
      <PageSection>
        <Toolbar>
          <ToolbarContent>
            <ToolbarItem>
              <FormSelect aria-label="Reason" value={reason} onChange={(_, value) => filter.set('reason', value)}>
                <FormSelectOption value="" label="Any reason" />
                {reasons.map((name) => (
                  <FormSelectOption key={name} value={name} label={words(name)} />
                ))}
              </FormSelect>
            </ToolbarItem>
            <ToolbarItem alignSelf="center">
              <Switch
                id="decided"
                label="Also what was decided"
                isChecked={decided}
                onChange={(_, on) => filter.set('decided', on ? 'yes' : '')}
              />
            </ToolbarItem>
          </ToolbarContent>
        </Toolbar>
        <Loadable
          query={lines}
          what="lines in quarantine"
          isEmpty={(items) => items.length === 0}
          empty={<Empty title="Nothing is in quarantine">All usage that came could be billed.</Empty>}
        >
          {(items) => (
            <>
              {items.length >= ITEMS_MAX && (
                <Alert component="p" isInline variant="warning" title={`Only the first ${ITEMS_MAX} are shown.`} />
              )}
              <Pages items={items.filter((line) => !reason || line.reason === reason)} label="Lines in quarantine">
                {(shown) => <Lines lines={shown} ask={setAsking} />}
              </Pages>
            </>
          )}
        </Loadable>
      </PageSection>
      {asking && <Decide {...asking} onClose={() => setAsking(undefined)} />}
    </>
  );
}

function Lines({ lines, ask }: { lines: QuarantinedLine[]; ask: (asking: Asking) => void }) {
  const names = useNames();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) =>
    setOpen((known) => {
      const next = new Set(known);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
    <Table aria-label="Lines in quarantine" variant="compact">
      <Thead>
        <Tr>
          <Th screenReaderText="Details" />
          <Th modifier="nowrap">Why</Th>
          <Th modifier="nowrap">Since</Th>
          <Th modifier="nowrap">Host</Th>
          <Th modifier="nowrap">Instance</Th>
          <Th visibility={[...WIDE]} modifier="nowrap">
            Tenant
          </Th>
          <Th modifier="nowrap">For</Th>
          <Th screenReaderText="Decide" />
        </Tr>
      </Thead>
      {lines.map((held, row) => (
        <Tbody key={held.id} isExpanded={open.has(held.id)}>
          <Tr>
            <Td
              expand={{
                rowIndex: row,
                isExpanded: open.has(held.id),
                onToggle: () => toggle(held.id),
                expandId: 'line',
              }}
            />
            <Td dataLabel="Why">{words(held.reason)}</Td>
            <Td dataLabel="Since">
              <Time iso={held.quarantinedAt} />
            </Td>
            <Td dataLabel="Host">
              {held.line.hostId && <To path="/fleet" id={held.line.hostId} name={names.host(held.line.hostId)} />},{' '}
              {held.line.sequence}
            </Td>
            <Td dataLabel="Instance">
              <To path="/instances" id={held.line.instanceId} />
            </Td>
            <Td dataLabel="Tenant" visibility={[...WIDE]}>
              {names.tenant(held.tenantId)}
            </Td>
            <Td dataLabel="For">{millis(Math.round(held.line.durationNanos / 1e6))}</Td>
            <Td dataLabel="Decide" modifier="nowrap">
              {held.outcome ? (
                <State value={held.outcome} />
              ) : (
                <>
                  <Button size="sm" variant="secondary" onClick={() => ask({ line: held, action: 'release' })}>
                    Release
                  </Button>{' '}
                  <Button size="sm" variant="link" isDanger onClick={() => ask({ line: held, action: 'discard' })}>
                    Discard
                  </Button>
                </>
              )}
            </Td>
          </Tr>
          <Tr isExpanded={open.has(held.id)}>
            <Td />
            <Td colSpan={7}>
              <ExpandableRowContent>
                <Details held={held} />
              </ExpandableRowContent>
            </Td>
          </Tr>
        </Tbody>
      ))}
    </Table>
  );
}

function Details({ held }: { held: QuarantinedLine }) {
  const tenants = useTenants();
  const { line } = held;
  const currency = tenants.data?.find((tenant) => tenant.id === held.tenantId)?.currency ?? 'EUR';
  return (
    <>
      <Content component="p">{held.sentence}</Content>
      <Terms
        terms={[
          [
            'Time',
            <span key="time">
              <Time iso={line.start} absolute /> to <Time iso={line.end} absolute />
            </span>,
          ],
          ['State', words(line.state)],
          ['Size', `${count(line.vcpus, 'vCPU')}, ${bytes(line.memoryBytes)} memory, ${bytes(line.diskBytes)} disk`],
          ['CPU used', millis(Math.round(line.cpuNanos / 1e6))],
          ['Disk read, written', `${bytes(line.diskReadBytes)}, ${bytes(line.diskWriteBytes)}`],
          ['Network in, out', `${bytes(line.networkReceivedBytes)}, ${bytes(line.networkSentBytes)}`],
          ['Hash', <CopyId key="hash" id={line.hash} label="the line's hash" />],
          ...(held.outcome
            ? ([
                [
                  'Decided',
                  <span key="decided">
                    <Time iso={held.decidedAt} absolute />: {held.cause}
                  </span>,
                ],
                ['Price', held.outcome === 'BILLED' ? money(line.micros, currency) : 'none'],
              ] as const)
            : []),
        ]}
      />
    </>
  );
}

const TEXT = {
  release: {
    title: 'Release this line?',
    button: 'Release',
    text: 'It is judged again, by the rules for a line that has just come. If nothing is wrong any more it is billed; if something is, it stays here.',
  },
  discard: {
    title: 'Discard this line?',
    button: 'Discard',
    text: 'It is never billed. It stays as a record of what the host said and of why it was discarded.',
  },
} as const;

function Decide({ line, action, onClose }: Asking & { onClose: () => void }) {
  const [cause, setCause] = useState('');
  const text = TEXT[action];
  return (
    <Confirm<QuarantinedLine>
      title={text.title}
      button={text.button}
      danger={action === 'discard'}
      ready={cause.trim() !== ''}
      stale={['quarantine', 'tenants', 'usage']}
      act={(key) =>
        answered(
          api.POST(`/operator/v1/quarantine/{id}/${action}`, {
            params: { path: { id: line.id }, header: keyed(key) },
            body: { cause: cause.trim() },
          }),
        )
      }
      done={(answer) =>
        answer.outcome === 'BILLED'
          ? 'The line is billed.'
          : answer.outcome === 'DISCARDED'
            ? 'The line is discarded.'
            : `The line is held again: ${answer.sentence}`
      }
      onClose={onClose}
    >
      <Content component="p">{text.text}</Content>
      <FormGroup label="Why (kept with the line)" isRequired fieldId="cause">
        <TextInput
          id="cause"
          isRequired
          value={cause}
          onChange={(_, value) => setCause(value)}
          maxLength={200}
          autoComplete="off"
        />
      </FormGroup>
    </Confirm>
  );
}
