import { FormGroup, FormHelperText, HelperText, HelperTextItem, TextInput } from '@patternfly/react-core';
import { useState } from 'react';
import { answered, api, keyed } from '../api/client';
import type { Host } from '../api/types';
import { Confirm } from '../components/Confirm';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Tells the cloud of a host whose agent has been installed. */
export function RegisterHost({ onClose }: { onClose: () => void }) {
  const [form, setForm] = useState({ id: '', name: '', zone: '', address: '', overcommit: '1' });
  const set = (field: keyof typeof form) => (_: unknown, value: string) =>
    setForm((known) => ({ ...known, [field]: value.trim() }));
  const permille = Math.round(Number(form.overcommit.replace(',', '.')) * 1_000);
  const ready =
    UUID.test(form.id) && form.name !== '' && form.zone !== '' && /^.+:\d+$/.test(form.address) && permille >= 1_000;
  return (
    <Confirm<Host>
      title="Register a host"
      button="Register"
      ready={ready}
      stale={['hosts']}
      act={(key) =>
        answered(
          api.PUT('/operator/v1/hosts/{id}', {
            params: { path: { id: form.id }, header: keyed(key) },
            body: { name: form.name, zone: form.zone, address: form.address, vcpuOvercommitPermille: permille },
          }),
        )
      }
      done={(host) => `${host.name} is registered; it takes guests once its agent has reported.`}
      onClose={onClose}
    >
      <FormGroup label="Host id" isRequired fieldId="host-id">
        <TextInput
          id="host-id"
          isRequired
          value={form.id}
          onChange={set('id')}
          validated={form.id && !UUID.test(form.id) ? 'error' : 'default'}
        />
        <FormHelperText>
          <HelperText>
            <HelperTextItem>The UUID in the certificate of its agent.</HelperTextItem>
          </HelperText>
        </FormHelperText>
      </FormGroup>
      <FormGroup label="Name" isRequired fieldId="host-name">
        <TextInput id="host-name" isRequired value={form.name} onChange={set('name')} />
      </FormGroup>
      <FormGroup label="Zone" isRequired fieldId="host-zone">
        <TextInput id="host-zone" isRequired value={form.zone} onChange={set('zone')} />
      </FormGroup>
      <FormGroup label="Address of the agent (host:port)" isRequired fieldId="host-address">
        <TextInput id="host-address" isRequired value={form.address} onChange={set('address')} />
      </FormGroup>
      <FormGroup label="vCPUs per CPU" isRequired fieldId="host-overcommit">
        <TextInput
          id="host-overcommit"
          isRequired
          value={form.overcommit}
          onChange={set('overcommit')}
          inputMode="decimal"
        />
      </FormGroup>
    </Confirm>
  );
}
