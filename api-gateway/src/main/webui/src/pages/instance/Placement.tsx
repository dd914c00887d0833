import {
  Alert,
  Button,
  Card,
  CardBody,
  CardTitle,
  Checkbox,
  Content,
  FormGroup,
  FormSelect,
  FormSelectOption,
} from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api, keyed } from '../../api/client';
import { useHosts } from '../../api/queries';
import type { Instance, WhatIf } from '../../api/types';
import { Confirm } from '../../components/Confirm';
import { To } from '../../components/Id';
import { Reasons } from '../../components/Stuck';
import { memoryMeter } from '../capacity';
import { Terms } from '../HostPage';
import { useNames } from '../InstanceTable';

/** Where it is, what it asked for, and where one like it would go now. */
export function Placement({ instance }: { instance: Instance }) {
  const names = useNames();
  const [moving, setMoving] = useState(false);
  const whatIf = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/operator/v1/placement/what-if', {
          body: {
            tenantId: instance.tenantId,
            ...instance.resources,
            ...(instance.zone ? { zone: instance.zone } : {}),
            ...(instance.affinityGroup ? { affinityGroup: instance.affinityGroup } : {}),
            ...(instance.antiAffinityGroup ? { antiAffinityGroup: instance.antiAffinityGroup } : {}),
          },
        }),
      ),
  });
  return (
    <Card>
      <CardTitle component="h2">Placement</CardTitle>
      <CardBody>
        <Terms
          terms={[
            [
              'Host',
              instance.hostId ? (
                <To key="host" path="/fleet" id={instance.hostId} name={names.host(instance.hostId)} />
              ) : (
                'nowhere'
              ),
            ],
            ['Epoch', String(instance.epoch)],
            ['Asked zone', instance.zone || 'any'],
            ['Together with', instance.affinityGroup || 'nobody in particular'],
            ['Apart from', instance.antiAffinityGroup || 'nobody in particular'],
            ['Live moves', moves(instance)],
          ]}
        />
        <div className="xc-actions">
          <Button
            variant="secondary"
            onClick={() => whatIf.mutate()}
            isLoading={whatIf.isPending}
            isDisabled={whatIf.isPending}
          >
            Where would one like it go now?
          </Button>
          <Button variant="secondary" onClick={() => setMoving(true)} isDisabled={instance.state !== 'RUNNING'}>
            Move it
          </Button>
        </div>
        <div aria-live="polite">
          {whatIf.isError && (
            <Alert component="p" isInline variant="danger" title="No answer">
              {whatIf.error.message}
            </Alert>
          )}
          {whatIf.data && <Answer answer={whatIf.data} />}
        </div>
        {moving && <Move instance={instance} onClose={() => setMoving(false)} />}
      </CardBody>
    </Card>
  );
}

function moves(instance: Instance) {
  const pause = instance.pauseMaxMillis;
  return (
    (instance.migration === 'PINNED' ? 'pinned by its tenant' : 'as you like') +
    (pause ? `, standing still for ${pause} ms at most` : '')
  );
}

function Answer({ answer }: { answer: WhatIf }) {
  const names = useNames();
  if (answer.hostId) {
    return (
      <Alert component="p" isInline variant="success" title="It has a place">
        To <To path="/fleet" id={answer.hostId} name={names.host(answer.hostId)} />, of {answer.hostsConsidered} hosts
        looked at.
      </Alert>
    );
  }
  return (
    <Alert component="p" isInline variant="warning" title={`None of ${answer.hostsConsidered} hosts can take it`}>
      <Reasons reasons={answer.rejections} />
    </Alert>
  );
}

function Move({ instance, onClose }: { instance: Instance; onClose: () => void }) {
  const hosts = useHosts();
  const [target, setTarget] = useState('');
  const [force, setForce] = useState(false);
  const pinned = instance.migration === 'PINNED';
  return (
    <Confirm
      title={`Move ${instance.name}?`}
      button={pinned ? 'Move it all the same' : 'Move it'}
      danger={pinned}
      ready={!pinned || force}
      stale={['instances', 'operations', 'hosts']}
      act={(key) =>
        answered(
          api.POST('/operator/v1/instances/{id}/migrate', {
            params: { path: { id: instance.id }, header: keyed(key) },
            body: { ...(target ? { targetHostId: target } : {}), ...(pinned ? { force } : {}) },
          }),
        )
      }
      done={() => `${instance.name} is being moved.`}
      onClose={onClose}
    >
      <Content component="p">It moves live, and pauses for a moment at the end.</Content>
      {pinned && (
        <Alert component="p" isInline variant="warning" title="Its tenant asked that it not be moved">
          <Checkbox
            id="move-force"
            label="Its host has to be empty: move it all the same"
            description="The audit says that you did."
            isChecked={force}
            onChange={(_, on) => setForce(on)}
          />
        </Alert>
      )}
      <FormGroup label="To" fieldId="move-target">
        <FormSelect id="move-target" value={target} onChange={(_, value) => setTarget(value)}>
          <FormSelectOption value="" label="The host that suits best" />
          {(hosts.data ?? [])
            .filter((host) => host.state === 'UP' && host.id !== instance.hostId)
            .map((host) => (
              <FormSelectOption key={host.id} value={host.id} label={`${host.name}: ${memoryMeter(host).words}`} />
            ))}
        </FormSelect>
      </FormGroup>
    </Confirm>
  );
}
