import { Alert, Button, Content, FormGroup, MenuToggle, TextInput } from '@patternfly/react-core';
import EllipsisVIcon from '@patternfly/react-icons/dist/esm/icons/ellipsis-v-icon';
import { ActionsColumn, type IAction } from '@patternfly/react-table';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { answered, api, keyed } from '../api/client';
import type { DrainAnswer, Host } from '../api/types';
import { Confirm } from '../components/Confirm';
import { DrainResult } from './DrainResult';
import { ProposePlan } from './ProposePlan';

type Asking = 'cordon' | 'uncordon' | 'drain' | 'attest-power-off' | 'plan';

/** What may be done with a host, each behind a question; the usual ones as buttons where there is room. */
export function HostActions({ host, withButtons = false }: { host: Host; withButtons?: boolean }) {
  const [asking, setAsking] = useState<Asking>();
  const [drained, setDrained] = useState<DrainAnswer>();
  const navigate = useNavigate();
  const close = () => setAsking(undefined);
  const items: IAction[] = [
    host.state === 'CORDONED' || host.state === 'DRAINING'
      ? { title: 'Uncordon', onClick: () => setAsking('uncordon') }
      : { title: 'Cordon', onClick: () => setAsking('cordon'), isDisabled: host.state !== 'UP' },
    { title: 'Plan a drain', onClick: () => setAsking('plan') },
    { title: 'Drain now', onClick: () => setAsking('drain') },
    { isSeparator: true },
    {
      title: 'Attest power-off',
      onClick: () => setAsking('attest-power-off'),
      isDanger: true,
      isDisabled: host.state === 'UP',
    },
  ];
  return (
    <>
      {withButtons && (
        <Button variant="secondary" onClick={() => setAsking('plan')}>
          Plan a drain
        </Button>
      )}
      <ActionsColumn
        items={items}
        actionsToggle={({ onToggle, isOpen, toggleRef }) => (
          <MenuToggle
            ref={toggleRef}
            variant="plain"
            aria-label={`Actions of ${host.name}`}
            icon={<EllipsisVIcon />}
            isExpanded={isOpen}
            onClick={onToggle}
          />
        )}
      />
      {asking === 'plan' && (
        <ProposePlan drain={host} onClose={close} onProposed={(plan) => void navigate(`/plans/${plan.id}`)} />
      )}
      {asking && asking !== 'plan' && <Ask host={host} action={asking} onClose={close} onDrained={setDrained} />}
      {drained && <DrainResult answer={drained} onClose={() => setDrained(undefined)} />}
    </>
  );
}

const TEXT = {
  cordon: {
    title: 'Cordon',
    text: 'It takes no new guests. Those that run there go on.',
    done: 'takes no new guests',
  },
  uncordon: { title: 'Uncordon', text: 'It takes new guests again.', done: 'takes new guests again' },
  drain: {
    title: 'Drain now',
    text: 'It is cordoned and its guests are moved away at once, where they fit. To see the moves first, plan a drain instead.',
    done: 'is being drained',
  },
  'attest-power-off': {
    title: 'Attest power-off of',
    text: '',
    done: 'counts as powered off',
  },
} as const;

function Ask({
  host,
  action,
  onClose,
  onDrained,
}: {
  host: Host;
  action: Exclude<Asking, 'plan'>;
  onClose: () => void;
  onDrained: (answer: DrainAnswer) => void;
}) {
  const [cause, setCause] = useState('');
  const text = TEXT[action];
  const dangerous = action === 'attest-power-off';
  return (
    <Confirm<Host | DrainAnswer>
      title={`${text.title} ${host.name}?`}
      button={dangerous ? 'It has no power' : text.title}
      danger={dangerous || action === 'drain'}
      {...(dangerous ? { typed: host.name } : {})}
      stale={['hosts', 'instances']}
      act={(key) =>
        answered(
          api.POST(`/operator/v1/hosts/{id}/${action}`, {
            params: { path: { id: host.id }, header: keyed(key) },
            body: cause ? { cause } : {},
          }),
        )
      }
      done={() => `${host.name} ${text.done}.`}
      onAnswer={(answer) => {
        if ('operations' in answer) onDrained(answer);
      }}
      onClose={onClose}
    >
      {dangerous ? (
        <Alert component="p" isInline variant="danger" title="Only when you know that it has no power">
          Guests that may be restarted are started elsewhere. If the host still runs them, they run twice and may
          destroy their disks.
        </Alert>
      ) : (
        <Content component="p">{text.text}</Content>
      )}
      <FormGroup label="Why (for the audit)" fieldId="cause">
        <TextInput id="cause" value={cause} onChange={(_, value) => setCause(value)} maxLength={200} />
      </FormGroup>
    </Confirm>
  );
}
