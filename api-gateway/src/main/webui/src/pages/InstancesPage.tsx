import {
  Alert,
  FormSelect,
  FormSelectOption,
  PageSection,
  SearchInput,
  Toolbar,
  ToolbarContent,
  ToolbarItem,
} from '@patternfly/react-core';
import { ITEMS_MAX } from '../api/client';
import { useInstances, useTenants } from '../api/queries';
import type { Instance } from '../api/types';
import { useFilter } from '../components/filter';
import { Heading } from '../components/Heading';
import { Empty, Loadable } from '../components/Loadable';
import { words } from '../format';
import { InstanceTable } from './InstanceTable';

const STATES = [
  'RUNNING',
  'PENDING',
  'PROVISIONING',
  'MIGRATING',
  'PAUSED',
  'SUSPENDED',
  'STOPPED',
  'ERROR',
  'DELETED',
];

/** Whether an instance is meant by what was typed: part of its name, or of an id. */
export function matches(instance: Instance, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return [instance.name, instance.id, instance.tenantId ?? '', ...instance.nics.map((nic) => nic.ipv4)].some((value) =>
    value.toLowerCase().includes(wanted),
  );
}

export function InstancesPage() {
  const filter = useFilter();
  const tenants = useTenants();
  const tenantId = filter.get('tenant');
  const state = filter.get('state');
  const text = filter.get('text');
  const instances = useInstances(tenantId ? { tenantId } : {});
  return (
    <>
      <Heading title="Instances">Every tenant’s instances.</Heading>
      <PageSection>
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
                {STATES.map((name) => (
                  <FormSelectOption key={name} value={name} label={words(name)} />
                ))}
              </FormSelect>
            </ToolbarItem>
            <ToolbarItem>
              <FormSelect aria-label="Tenant" value={tenantId} onChange={(_, value) => filter.set('tenant', value)}>
                <FormSelectOption value="" label="Any tenant" />
                {(tenants.data ?? []).map((tenant) => (
                  <FormSelectOption key={tenant.id} value={tenant.id} label={tenant.name} />
                ))}
              </FormSelect>
            </ToolbarItem>
          </ToolbarContent>
        </Toolbar>
        <Loadable query={instances} what="instances">
          {(items) => {
            const found = items.filter(
              (item) => (state ? item.state === state : item.state !== 'DELETED') && matches(item, text),
            );
            return (
              <>
                {items.length >= ITEMS_MAX && (
                  <Alert
                    component="p"
                    isInline
                    variant="warning"
                    title={`Only the first ${ITEMS_MAX} are shown; choose a tenant.`}
                  />
                )}
                {found.length === 0 ? (
                  <Empty title={items.length === 0 ? 'No instances yet' : 'No instance is like that'}>
                    {items.length === 0
                      ? 'Tenants create them with the API or the command line.'
                      : 'Change the filter.'}
                  </Empty>
                ) : (
                  <InstanceTable instances={found} label="Instances" />
                )}
              </>
            );
          }}
        </Loadable>
      </PageSection>
    </>
  );
}
