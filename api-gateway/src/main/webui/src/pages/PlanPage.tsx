import { Alert, Button, Card, CardBody, CardTitle, Content, PageSection, Progress } from '@patternfly/react-core';
import { useState } from 'react';
import { useParams } from 'react-router';
import { answered, api, keyed } from '../api/client';
import { useInstances, usePlan } from '../api/queries';
import type { HostChange, Plan } from '../api/types';
import { Bar } from '../components/Bar';
import { Confirm } from '../components/Confirm';
import { Heading } from '../components/Heading';
import { CopyId } from '../components/Id';
import { Loadable } from '../components/Loadable';
import { State } from '../components/State';
import { StuckGuests } from '../components/Stuck';
import { Time, useNow } from '../components/Time';
import { bytes, epoch, millis, percent } from '../format';
import { Terms } from './HostPage';
import { useNames } from './InstanceTable';
import { PlanSteps } from './PlanSteps';
import { title } from './PlansPage';

export function PlanPage() {
  const { id = '' } = useParams();
  const plan = usePlan(id);
  const names = useNames();
  return (
    <>
      <Heading title={plan.data ? title(plan.data, names.host) : 'Plan'} above={{ to: '/plans', name: 'Plans' }} />
      <PageSection>
        <Loadable query={plan} what="this plan">
          {(data) => <Details plan={data} />}
        </Loadable>
      </PageSection>
    </>
  );
}

const NONE: ReadonlySet<number> = new Set();

function Details({ plan }: { plan: Plan }) {
  const [skip, setSkip] = useState<ReadonlySet<number>>(new Set());
  const [asking, setAsking] = useState<'approve' | 'cancel'>();
  const now = useNow();
  const open = plan.state === 'PROPOSED' && epoch(plan.expiresAt) > now;
  const running = plan.state === 'APPROVED' || plan.state === 'EXECUTING';
  const approved = plan.steps.length - skip.size;
  const toggle = (number: number) =>
    setSkip((known) => {
      const next = new Set(known);
      if (!next.delete(number)) next.add(number);
      return next;
    });
  return (
    <>
      <div className="xc-actions xc-first">
        {open && plan.steps.length > 0 && (
          <Button onClick={() => setAsking('approve')} isDisabled={approved === 0}>
            {approved === 1 ? 'Approve 1 move' : `Approve ${approved} moves`}
          </Button>
        )}
        {(open || running) && (
          <Button variant="secondary" onClick={() => setAsking('cancel')}>
            Cancel the plan
          </Button>
        )}
      </div>
      <div className="xc-gallery">
        <About plan={plan} />
        {plan.hosts.length > 0 && <Changes changes={plan.hosts} />}
      </div>
      {running && <Running plan={plan} />}
      {plan.stuck && plan.stuck.length > 0 && (
        <Alert
          component="p"
          isInline
          variant="warning"
          title={plan.stuck.length === 1 ? '1 guest stays' : `${plan.stuck.length} guests stay`}
        >
          <StuckGuests stuck={plan.stuck} />
        </Alert>
      )}
      {plan.steps.length > 0 && (
        <PlanSteps plan={plan} skip={open ? skip : NONE} {...(open ? { onSkip: toggle } : {})} />
      )}
      {plan.state === 'PROPOSED' && !open && (
        <Alert component="p" isInline variant="info" title="This plan is too old to be true; propose a new one." />
      )}
      {asking === 'approve' && <Approve plan={plan} skip={skip} onClose={() => setAsking(undefined)} />}
      {asking === 'cancel' && <Cancel plan={plan} onClose={() => setAsking(undefined)} />}
    </>
  );
}

function About({ plan }: { plan: Plan }) {
  const copy = plan.steps.reduce((sum, step) => sum + step.predictedCopyMillis, 0);
  const amount = plan.steps.reduce((sum, step) => sum + step.predictedBytes, 0);
  return (
    <Card>
      <CardTitle component="h2">About</CardTitle>
      <CardBody>
        <Content component="p">{plan.summary}</Content>
        <Terms
          terms={[
            ['State', <State key="state" value={plan.state} />],
            ['Expected', plan.steps.length > 0 ? `${bytes(amount)} copied in ${millis(copy)}` : 'nothing to do'],
            ['Proposed', <Time key="created" iso={plan.createdAt} />],
            ...(plan.state === 'PROPOSED' ? ([['Expires', <Time key="expires" iso={plan.expiresAt} />]] as const) : []),
            ['Hash', <CopyId key="hash" id={plan.hash} label="the plan's hash" short />],
          ]}
        />
      </CardBody>
    </Card>
  );
}

function Changes({ changes }: { changes: HostChange[] }) {
  return (
    <Card>
      <CardTitle component="h2">Hosts before and after</CardTitle>
      <CardBody>
        {changes.map((host) => (
          <section key={host.hostId} aria-label={`${host.hostName} before and after`}>
            <h3 className="xc-strong">{host.hostName}</h3>
            <div className="xc-change">
              <span>Before</span>
              <Bar
                label={`${host.hostName} before`}
                fraction={host.cpuBefore}
                words={load(host.cpuBefore, host.memoryBefore)}
              />
              <span>After</span>
              <Bar
                label={`${host.hostName} after`}
                fraction={host.cpuAfter}
                words={load(host.cpuAfter, host.memoryAfter)}
              />
            </div>
          </section>
        ))}
      </CardBody>
    </Card>
  );
}

function load(cpu: number, memory: number): string {
  return `${percent(cpu)} CPU, ${percent(memory)} memory`;
}

function Running({ plan }: { plan: Plan }) {
  const wanted = plan.steps.filter((step) => step.state !== 'SKIPPED');
  const ended = wanted.filter((step) => step.state !== 'WAITING' && step.state !== 'MOVING');
  return (
    <div aria-live="polite">
      <Progress
        title="Steps done"
        value={wanted.length === 0 ? 100 : (100 * ended.length) / wanted.length}
        label={`${ended.length} of ${wanted.length}`}
        valueText={`${ended.length} of ${wanted.length} steps`}
      />
    </div>
  );
}

function Approve({ plan, skip, onClose }: { plan: Plan; skip: ReadonlySet<number>; onClose: () => void }) {
  const moves = plan.steps.length - skip.size;
  return (
    <Confirm<Plan>
      title={moves === 1 ? 'Move 1 guest?' : `Move ${moves} guests?`}
      button="Approve"
      stale={['plans']}
      act={(key) =>
        answered(
          api.POST('/operator/v1/plans/{id}/approve', {
            params: { path: { id: plan.id }, header: keyed(key) },
            body: { hash: plan.hash, skipSteps: [...skip].sort((a, b) => a - b) },
          }),
        )
      }
      done={() => 'The plan is approved; its first step begins.'}
      onClose={onClose}
    >
      <Content component="p">
        They move live, one after the other. A guest or host that is no longer as shown makes its step be refused; the
        others go on. What has moved is not moved back.
      </Content>
      <Content component="small">
        You approve what you see: <span className="xc-mono">{plan.hash}</span>
      </Content>
    </Confirm>
  );
}

function Cancel({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  // Guests by name are worth a request only when somebody looks.
  const moving = plan.steps.find((step) => step.state === 'MOVING');
  const instances = useInstances({});
  const name = instances.data?.find((instance) => instance.id === moving?.instanceId)?.name;
  return (
    <Confirm<Plan>
      title="Cancel the plan?"
      button="Cancel the plan"
      danger
      stale={['plans']}
      act={(key) =>
        answered(api.POST('/operator/v1/plans/{id}/cancel', { params: { path: { id: plan.id }, header: keyed(key) } }))
      }
      done={() => 'The plan is cancelled.'}
      onClose={onClose}
    >
      <Content component="p">
        {moving
          ? `${name ?? 'A guest'} is moving and goes on; the steps that wait are skipped.`
          : 'No further step begins.'}
      </Content>
    </Confirm>
  );
}
