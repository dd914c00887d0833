import {
  Button,
  Content,
  FormGroup,
  FormHelperText,
  HelperText,
  HelperTextItem,
  MenuToggle,
  PageSection,
  TextInput,
} from '@patternfly/react-core';
import EllipsisVIcon from '@patternfly/react-icons/dist/esm/icons/ellipsis-v-icon';
import { ActionsColumn, Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useState } from 'react';
import { Link } from 'react-router';
import { answered, api, keyed } from '../api/client';
import { useTenants } from '../api/queries';
import type { Balance, Quota, Tenant } from '../api/types';
import { Bar } from '../components/Bar';
import { Confirm } from '../components/Confirm';
import { WIDE } from '../components/columns';
import { Heading } from '../components/Heading';
import { CopyId } from '../components/Id';
import { Empty, Loadable } from '../components/Loadable';
import { State } from '../components/State';
import { mebibytes, money, parseMoney, share, words } from '../format';

export function TenantsPage() {
  const tenants = useTenants();
  const [opening, setOpening] = useState(false);
  const [asking, setAsking] = useState<Asking>();
  return (
    <>
      <Heading
        title="Tenants"
        actions={
          <Button variant="secondary" onClick={() => setOpening(true)}>
            Open a tenant
          </Button>
        }
      >
        Who uses the cloud, what they hold and what they have paid in advance.
      </Heading>
      <PageSection>
        <Loadable
          query={tenants}
          what="tenants"
          isEmpty={(items) => items.length === 0}
          empty={<Empty title="No tenants yet" />}
        >
          {(items) => <TenantTable tenants={items} ask={setAsking} />}
        </Loadable>
      </PageSection>
      {opening && <OpenTenant onClose={() => setOpening(false)} />}
      {asking?.action === 'top-up' && <TopUp tenant={asking.tenant} onClose={() => setAsking(undefined)} />}
      {asking?.action === 'quota' && <ChangeQuota tenant={asking.tenant} onClose={() => setAsking(undefined)} />}
      {asking?.action === 'close' && <CloseTenant tenant={asking.tenant} onClose={() => setAsking(undefined)} />}
    </>
  );
}

interface Asking {
  tenant: Tenant;
  action: 'top-up' | 'quota' | 'close';
}

/** How long the balance lasts at the present rate; undefined when nothing is used. */
export function hoursLeft(balance: Balance): number | undefined {
  return balance.burnMicrosPerHour > 0 ? Math.max(0, balance.balanceMicros) / balance.burnMicrosPerHour : undefined;
}

function lasts(balance: Balance): string {
  const hours = hoursLeft(balance);
  if (hours === undefined) return 'nothing is used';
  return hours > 48
    ? `lasts ${Math.floor(hours / 24)} days`
    : `lasts ${hours < 10 ? hours.toFixed(1) : Math.floor(hours)} hours`;
}

function TenantTable({ tenants, ask }: { tenants: Tenant[]; ask: (asking: Asking) => void }) {
  return (
    <Table aria-label="Tenants" variant="compact">
      <Thead>
        <Tr>
          <Th modifier="nowrap">Tenant</Th>
          <Th modifier="nowrap">State</Th>
          <Th modifier="nowrap">Balance</Th>
          <Th modifier="nowrap">Burns</Th>
          <Th modifier="nowrap">Instances</Th>
          <Th visibility={[...WIDE]}>vCPUs</Th>
          <Th visibility={[...WIDE]} modifier="nowrap">
            Memory
          </Th>
          <Th screenReaderText="Actions" />
        </Tr>
      </Thead>
      <Tbody>
        {tenants.map((tenant) => (
          <Tr key={tenant.id}>
            <Td dataLabel="Tenant">
              <strong>{tenant.name}</strong>
              <div>
                <CopyId id={tenant.id} label="the tenant's id" short />
              </div>
            </Td>
            <Td dataLabel="State">
              <State value={tenant.state} />
            </Td>
            <Td dataLabel="Balance">
              {tenant.balance ? (
                <>
                  {money(tenant.balance.balanceMicros, tenant.currency)} <State value={tenant.balance.level} />
                  {tenant.balance.heldMicros > 0 && (
                    <div className="xc-bar-words">{money(tenant.balance.heldMicros, tenant.currency)} held</div>
                  )}
                </>
              ) : (
                'not known'
              )}
            </Td>
            <Td dataLabel="Burns">
              {tenant.balance && (
                <>
                  {money(tenant.balance.burnMicrosPerHour, tenant.currency)}/h
                  <div className="xc-bar-words">{lasts(tenant.balance)}</div>
                </>
              )}
            </Td>
            <Td dataLabel="Instances">
              <Link to={`/instances?tenant=${tenant.id}`} aria-label={`Instances of ${tenant.name}`}>
                {tenant.used.instances} of {tenant.quota.instances}
              </Link>
            </Td>
            <Td dataLabel="vCPUs" visibility={[...WIDE]}>
              <Bar
                label={`vCPUs of ${tenant.name}`}
                fraction={share(tenant.used.vcpus, tenant.quota.vcpus)}
                words={`${tenant.used.vcpus} of ${tenant.quota.vcpus}`}
              />
            </Td>
            <Td dataLabel="Memory" visibility={[...WIDE]}>
              <Bar
                label={`Memory of ${tenant.name}`}
                fraction={share(tenant.used.memoryMiB, tenant.quota.memoryMiB)}
                words={`${mebibytes(tenant.used.memoryMiB)} of ${mebibytes(tenant.quota.memoryMiB)}`}
              />
            </Td>
            <Td isActionCell>
              <ActionsColumn
                items={[
                  { title: 'Top up', onClick: () => ask({ tenant, action: 'top-up' }) },
                  { title: 'Change the quota', onClick: () => ask({ tenant, action: 'quota' }) },
                  { isSeparator: true },
                  {
                    title: 'Close',
                    isDanger: true,
                    isDisabled: tenant.state !== 'OPEN',
                    onClick: () => ask({ tenant, action: 'close' }),
                  },
                ]}
                actionsToggle={({ onToggle, isOpen, toggleRef }) => (
                  <MenuToggle
                    ref={toggleRef}
                    variant="plain"
                    aria-label={`Actions of ${tenant.name}`}
                    icon={<EllipsisVIcon />}
                    isExpanded={isOpen}
                    onClick={onToggle}
                  />
                )}
              />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function TopUp({ tenant, onClose }: { tenant: Tenant; onClose: () => void }) {
  const [amount, setAmount] = useState('');
  const [reference, setReference] = useState('');
  const micros = parseMoney(amount);
  return (
    <Confirm<Balance>
      title={`Top up ${tenant.name}`}
      button={micros ? `Add ${money(micros, tenant.currency)}` : 'Add'}
      ready={!!micros}
      stale={['tenants']}
      act={(key) =>
        answered(
          api.POST('/operator/v1/tenants/{id}/top-ups', {
            params: { path: { id: tenant.id }, header: keyed(key) },
            body: { amountMicros: micros ?? 0, ...(reference ? { reference } : {}) },
          }),
        )
      }
      done={(balance) => `${tenant.name} has ${money(balance.balanceMicros, tenant.currency)} now.`}
      onClose={onClose}
    >
      <FormGroup label={`Amount in ${tenant.currency}`} isRequired fieldId="amount">
        <TextInput
          id="amount"
          isRequired
          inputMode="decimal"
          value={amount}
          onChange={(_, value) => setAmount(value)}
          validated={amount && !micros ? 'error' : 'default'}
        />
      </FormGroup>
      <FormGroup label="Reference of the payment" fieldId="reference">
        <TextInput id="reference" value={reference} onChange={(_, value) => setReference(value)} maxLength={200} />
        <FormHelperText>
          <HelperText>
            <HelperTextItem>One reference is booked once, however often it is sent.</HelperTextItem>
          </HelperText>
        </FormHelperText>
      </FormGroup>
    </Confirm>
  );
}

const DIMENSIONS = ['instances', 'vcpus', 'memoryMiB', 'diskMiB', 'volumes'] as const;
const DIMENSION_NAMES = {
  instances: 'Instances',
  vcpus: 'vCPUs',
  memoryMiB: 'Memory in MiB',
  diskMiB: 'Disk in MiB',
  volumes: 'Volumes',
};

function ChangeQuota({ tenant, onClose }: { tenant: Tenant; onClose: () => void }) {
  const [quota, setQuota] = useState<Quota>(tenant.quota);
  return (
    <Confirm<Tenant>
      title={`Quota of ${tenant.name}`}
      button="Change"
      ready={DIMENSIONS.every((name) => Number.isSafeInteger(quota[name]) && quota[name] >= tenant.used[name])}
      stale={['tenants']}
      act={(key) =>
        answered(
          api.PUT('/operator/v1/tenants/{id}/quota', {
            params: { path: { id: tenant.id }, header: keyed(key) },
            body: quota,
          }),
        )
      }
      done={(changed) => `The quota of ${changed.name} is changed.`}
      onClose={onClose}
    >
      {DIMENSIONS.map((name) => (
        <FormGroup
          key={name}
          label={`${DIMENSION_NAMES[name]} (${tenant.used[name]} in use)`}
          isRequired
          fieldId={`quota-${name}`}
        >
          <TextInput
            id={`quota-${name}`}
            type="number"
            min={tenant.used[name]}
            isRequired
            value={Number.isNaN(quota[name]) ? '' : quota[name]}
            validated={quota[name] >= tenant.used[name] ? 'default' : 'error'}
            onChange={(_, value) => setQuota((known) => ({ ...known, [name]: value === '' ? NaN : Number(value) }))}
          />
        </FormGroup>
      ))}
    </Confirm>
  );
}

function CloseTenant({ tenant, onClose }: { tenant: Tenant; onClose: () => void }) {
  return (
    <Confirm<Tenant>
      title={`Close ${tenant.name}?`}
      button="Close the tenant"
      danger
      typed={tenant.name}
      stale={['tenants']}
      act={(key) =>
        answered(
          api.POST('/operator/v1/tenants/{id}/close', {
            params: { path: { id: tenant.id }, header: keyed(key) },
          }),
        )
      }
      done={(closed) => `${closed.name} is ${words(closed.state).toLowerCase()}.`}
      onClose={onClose}
    >
      <Content component="p">
        Its logins are refused from then on, for good. What it runs goes on and is billed until somebody deletes it.
      </Content>
    </Confirm>
  );
}

function OpenTenant({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [currency, setCurrency] = useState('EUR');
  return (
    <Confirm<Tenant>
      title="Open a tenant"
      button="Open"
      ready={name.trim() !== '' && /^[A-Z]{3}$/.test(currency)}
      stale={['tenants']}
      act={(key) =>
        answered(
          api.POST('/operator/v1/tenants', { params: { header: keyed(key) }, body: { name: name.trim(), currency } }),
        )
      }
      done={(tenant) => `${tenant.name} is open; give its people a login with the tenant ${tenant.id}.`}
      onClose={onClose}
    >
      <FormGroup label="Name" isRequired fieldId="tenant-name">
        <TextInput id="tenant-name" isRequired value={name} onChange={(_, value) => setName(value)} />
      </FormGroup>
      <FormGroup label="Currency" isRequired fieldId="tenant-currency">
        <TextInput
          id="tenant-currency"
          isRequired
          value={currency}
          maxLength={3}
          onChange={(_, value) => setCurrency(value.toUpperCase())}
        />
      </FormGroup>
    </Confirm>
  );
}
