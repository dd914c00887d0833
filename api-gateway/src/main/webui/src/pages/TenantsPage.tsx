import {
  Button,
  FormGroup,
  FormHelperText,
  HelperText,
  HelperTextItem,
  PageSection,
  TextInput,
} from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useState } from 'react';
import { Link } from 'react-router';
import { answered, api, keyed } from '../api/client';
import { useTenants } from '../api/queries';
import type { Balance, Tenant } from '../api/types';
import { Confirm } from '../components/Confirm';
import { Heading } from '../components/Heading';
import { CopyId } from '../components/Id';
import { Empty, Loadable } from '../components/Loadable';
import { State } from '../components/State';
import { mebibytes, money, parseMoney } from '../format';

export function TenantsPage() {
  const tenants = useTenants();
  const [opening, setOpening] = useState(false);
  const [paying, setPaying] = useState<Tenant>();
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
          {(items) => <TenantTable tenants={items} onPay={setPaying} />}
        </Loadable>
      </PageSection>
      {opening && <OpenTenant onClose={() => setOpening(false)} />}
      {paying && <TopUp tenant={paying} onClose={() => setPaying(undefined)} />}
    </>
  );
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

function TenantTable({ tenants, onPay }: { tenants: Tenant[]; onPay: (tenant: Tenant) => void }) {
  return (
    <Table aria-label="Tenants" variant="compact">
      <Thead>
        <Tr>
          <Th modifier="nowrap">Tenant</Th>
          <Th modifier="nowrap">State</Th>
          <Th modifier="nowrap">Balance</Th>
          <Th modifier="nowrap">Burns</Th>
          <Th modifier="nowrap">Instances</Th>
          <Th>vCPUs</Th>
          <Th modifier="nowrap">Memory</Th>
          <Th screenReaderText="Actions" />
        </Tr>
      </Thead>
      <Tbody>
        {tenants.map((tenant) => (
          <Tr key={tenant.id}>
            <Td dataLabel="Tenant">
              <strong>{tenant.name}</strong>
              <div>
                <CopyId id={tenant.id} label="the tenant's id" />
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
            <Td dataLabel="vCPUs">
              {tenant.used.vcpus} of {tenant.quota.vcpus}
            </Td>
            <Td dataLabel="Memory">
              {mebibytes(tenant.used.memoryMiB)} of {mebibytes(tenant.quota.memoryMiB)}
            </Td>
            <Td dataLabel="Actions">
              <Button variant="secondary" size="sm" onClick={() => onPay(tenant)} aria-label={`Top up ${tenant.name}`}>
                Top up
              </Button>
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
