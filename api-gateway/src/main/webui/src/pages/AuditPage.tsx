import {
  Alert,
  Button,
  FormSelect,
  FormSelectOption,
  List,
  ListItem,
  PageSection,
  Toolbar,
  ToolbarContent,
  ToolbarItem,
} from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useMemo, useState } from 'react';
import { ITEMS_MAX } from '../api/client';
import { useAudit, useAuditVerification, useTenants } from '../api/queries';
import type { AuditEntry, AuditVerification } from '../api/types';
import { WIDE } from '../components/columns';
import { Heading } from '../components/Heading';
import { Empty, Failure, Loadable } from '../components/Loadable';
import { To } from '../components/Id';
import { shortId } from '../format';
import { Time } from '../components/Time';
import { useNames } from './InstanceTable';

const SPANS = [
  { name: 'Last hour', hours: 1 },
  { name: 'Last day', hours: 24 },
  { name: 'Last week', hours: 24 * 7 },
  { name: 'Last 90 days', hours: 24 * 90 },
];

export function AuditPage() {
  const [hours, setHours] = useState(24);
  const [tenantId, setTenantId] = useState('');
  const tenants = useTenants();
  const since = useMemo(() => new Date(Date.now() - hours * 3_600_000), [hours]);
  const audit = useAudit(since, tenantId || undefined);
  const verification = useAuditVerification(tenantId || undefined);
  return (
    <>
      <Heading
        title="Audit"
        actions={
          <Button
            variant="secondary"
            onClick={() => void verification.refetch()}
            isLoading={verification.isFetching}
            isDisabled={verification.isFetching}
          >
            Verify the chains
          </Button>
        }
      >
        Who changed what. Each entry holds the hash of the one before it, so none can be changed or taken out unseen.
      </Heading>
      <PageSection>
        <div aria-live="polite">
          {verification.isError && <Failure what="the verification" failure={verification.error} />}
          {verification.data && <Verified answer={verification.data} />}
        </div>
        <Toolbar>
          <ToolbarContent>
            <ToolbarItem>
              <FormSelect aria-label="Since" value={hours} onChange={(_, value) => setHours(Number(value))}>
                {SPANS.map((span) => (
                  <FormSelectOption key={span.hours} value={span.hours} label={span.name} />
                ))}
              </FormSelect>
            </ToolbarItem>
            <ToolbarItem>
              <FormSelect aria-label="Tenant" value={tenantId} onChange={(_, value) => setTenantId(value)}>
                <FormSelectOption value="" label="All chains" />
                {(tenants.data ?? []).map((tenant) => (
                  <FormSelectOption key={tenant.id} value={tenant.id} label={tenant.name} />
                ))}
              </FormSelect>
            </ToolbarItem>
            <ToolbarItem>
              <Button variant="link" onClick={() => void audit.refetch()} isLoading={audit.isFetching}>
                Read again
              </Button>
            </ToolbarItem>
          </ToolbarContent>
        </Toolbar>
        <Loadable
          query={audit}
          what="audit entries"
          isEmpty={(items) => items.length === 0}
          empty={<Empty title="Nothing was changed in that time" />}
        >
          {(items) => (
            <>
              {items.length >= ITEMS_MAX && (
                <Alert
                  component="p"
                  isInline
                  variant="warning"
                  title={`The list is cut at ${ITEMS_MAX}; choose less time.`}
                />
              )}
              <Entries entries={items} />
            </>
          )}
        </Loadable>
      </PageSection>
    </>
  );
}

function Verified({ answer }: { answer: AuditVerification }) {
  return answer.intact ? (
    <Alert
      component="p"
      isInline
      variant="success"
      title={`Intact: ${answer.entries} entries in ${answer.chains} chains`}
    />
  ) : (
    <Alert
      component="p"
      isInline
      variant="danger"
      title={`Not intact: ${answer.faults.length} faults in ${answer.entries} entries`}
    >
      <List>
        {answer.faults.map((fault) => (
          <ListItem key={`${fault.chain}-${fault.sequence}`}>
            Chain {fault.chain}, entry {fault.sequence}: {fault.fault}
          </ListItem>
        ))}
      </List>
    </Alert>
  );
}

/** Links to what has a page. */
function Target({ entry }: { entry: AuditEntry }) {
  const place = { instances: '/instances', hosts: '/fleet', plans: '/plans' }[entry.action.split('.')[0] ?? ''];
  return place ? <To path={place} id={entry.target} /> : <span title={entry.target}>{shortId(entry.target)}</span>;
}

const SHOWN_MAX = 500;

/** The chain of what operators do that concerns no one tenant. */
const OPERATORS = '00000000-0000-0000-0000-000000000000';

function Entries({ entries }: { entries: AuditEntry[] }) {
  const names = useNames();
  const chain = (id: string) => (id === OPERATORS ? 'Operators' : (names.tenant(id) ?? id));
  return (
    <>
      <Table aria-label="Audit entries, the newest first" variant="compact">
        <Thead>
          <Tr>
            <Th modifier="nowrap">When</Th>
            <Th modifier="nowrap">Who</Th>
            <Th modifier="nowrap">What</Th>
            <Th modifier="nowrap">On</Th>
            <Th modifier="nowrap">Outcome</Th>
            <Th visibility={[...WIDE]} modifier="nowrap">
              Chain and number
            </Th>
          </Tr>
        </Thead>
        <Tbody>
          {entries.slice(0, SHOWN_MAX).map((entry) => (
            <Tr key={entry.id}>
              <Td dataLabel="When">
                <Time iso={entry.at} absolute />
              </Td>
              <Td dataLabel="Who">
                <span title={entry.actor}>{shortId(entry.actor)}</span>
              </Td>
              <Td dataLabel="What">{entry.action}</Td>
              <Td dataLabel="On" className="xc-mono">
                <Target entry={entry} />
              </Td>
              <Td dataLabel="Outcome">{entry.outcome}</Td>
              <Td dataLabel="Chain and number" visibility={[...WIDE]}>
                <span title={`hash ${entry.hash}`}>
                  {chain(entry.chain)}, {entry.sequence}
                </span>
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
      {entries.length > SHOWN_MAX && (
        <p>
          The newest {SHOWN_MAX} of {entries.length}.
        </p>
      )}
    </>
  );
}
