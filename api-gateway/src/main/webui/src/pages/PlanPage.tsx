import { Alert, Button, Card, CardBody, CardTitle, Content, PageSection, Progress } from '@patternfly/react-core';
import { useMemo, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { answered, api, keyed } from '../api/client';
import { useInstances, usePlan } from '../api/queries';
import type { Plan } from '../api/types';
import { Confirm } from '../components/Confirm';
import { Heading } from '../components/Heading';
import { CopyId } from '../components/Id';
import { Loadable } from '../components/Loadable';
import { State } from '../components/State';
import { Time, useNow } from '../components/Time';
import { bytes, count, epoch, millis, money, percent } from '../format';
import { Terms } from './HostPage';
import { useNames } from './InstanceTable';
import { PlanPreview } from './PlanPreview';
import { skippedWith, title, toggled } from './planShape';
import { Regret } from './Regret';

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
const ENDED: ReadonlySet<string> = new Set(['DONE', 'PARTLY_DONE', 'FAILED', 'CANCELLED', 'EXPIRED']);
type Phase = Plan['phases'][number];

/** Whether all moves of the phase that was let begin have ended. */
function phaseIsOver(plan: Plan): boolean {
  return plan.steps
    .filter((step) => step.phase <= plan.releasedPhase)
    .every((step) => step.state !== 'WAITING' && step.state !== 'MOVING');
}

function Details({ plan }: { plan: Plan }) {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(NONE);
  const skip = useMemo(() => skippedWith(plan.steps, chosen), [plan.steps, chosen]);
  const [asking, setAsking] = useState<'approve' | 'cancel' | 'replan'>();
  const [back, setBack] = useState<Phase>();
  const navigate = useNavigate();
  const now = useNow();
  const open = plan.state === 'PROPOSED' && epoch(plan.expiresAt) > now;
  const running = plan.state === 'APPROVED' || plan.state === 'EXECUTING';
  const approved = plan.steps.length - skip.size;
  const ended = ENDED.has(plan.state);
  const toggle = (number: number) => setChosen((known) => toggled(plan.steps, known, number));
  const waiting =
    plan.phases.length > 1 && running && phaseIsOver(plan) ? plan.phases[plan.releasedPhase - 1] : undefined;
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
        {ended && (
          <Button variant="secondary" onClick={() => setAsking('replan')}>
            Plan again
          </Button>
        )}
      </div>
      {waiting && waiting.number < plan.phases.length && (
        <Alert
          className="xc-below"
          component="p"
          isInline
          variant="info"
          title={`Phase ${waiting.number} is over: its hosts are empty`}
          actionLinks={
            <Button variant="link" isInline onClick={() => setBack(waiting)}>
              They are back in service
            </Button>
          }
        >
          {waiting.sentence}
        </Alert>
      )}
      <About plan={plan} />
      {ended && plan.steps.some((step) => step.state === 'MOVED') && <Regret plan={plan} />}
      {running && <Running plan={plan} />}
      <PlanPreview plan={plan} skip={open ? skip : NONE} {...(open ? { onToggle: toggle } : {})} />
      {plan.state === 'PROPOSED' && !open && (
        <Alert component="p" isInline variant="info" title="This plan is too old to be true; propose a new one." />
      )}
      {asking === 'approve' && <Approve plan={plan} skip={skip} onClose={() => setAsking(undefined)} />}
      {asking === 'replan' && (
        <Replan
          plan={plan}
          onClose={() => setAsking(undefined)}
          onPlan={(next) => void navigate(`/plans/${next.id}`)}
        />
      )}
      {back && <Continue plan={plan} phase={back} onClose={() => setBack(undefined)} />}
      {asking === 'cancel' && <Cancel plan={plan} onClose={() => setAsking(undefined)} />}
    </>
  );
}

function About({ plan }: { plan: Plan }) {
  return (
    <Card className="xc-below">
      <CardTitle component="h2">About</CardTitle>
      <CardBody>
        <Content component="p">{plan.summary}</Content>
        <Terms
          terms={[
            ['State', <State key="state" value={plan.state} />],
            ['Expected', plan.steps.length > 0 ? expected(plan) : 'nothing to do'],
            ...(plan.steps.length > 0 ? ([['Gain', gain(plan)]] as const) : []),
            ['Forecast', forecast(plan)],
            ['Proposed', <Time key="created" iso={plan.createdAt} />],
            ...(plan.state === 'PROPOSED' ? ([['Expires', <Time key="expires" iso={plan.expiresAt} />]] as const) : []),
            ['Hash', <CopyId key="hash" id={plan.hash} label="the plan's hash" short />],
          ]}
        />
      </CardBody>
    </Card>
  );
}

function expected(plan: Plan): string {
  const { benefit } = plan;
  return (
    `${bytes(benefit.bytes)} copied in ${millis(plan.makespanMillis)} ` +
    `(no schedule is shorter than ${millis(plan.busiestNicMillis)}), ${millis(benefit.pauseMillis)} of pauses in all` +
    (plan.currency ? `; it costs you ${money(plan.predictedCostMicros, plan.currency)}` : '')
  );
}

function gain({ benefit }: Plan): string {
  const number = (value: number) => value.toLocaleString('en-GB', { maximumFractionDigits: 2 });
  const parts = [
    `heat above the threshold ${number(benefit.excessBefore)} → ${number(benefit.excessAfter)}`,
    `spread ${number(benefit.spreadBefore)} → ${number(benefit.spreadAfter)}`,
  ];
  if (benefit.emptyHostsAfter !== benefit.emptyHostsBefore) {
    parts.push(`empty hosts ${benefit.emptyHostsBefore} → ${benefit.emptyHostsAfter}`);
  }
  if (benefit.hostsThatCannotFailAfter !== benefit.hostsThatCannotFailBefore) {
    parts.push(
      `hosts that nobody could replace ${benefit.hostsThatCannotFailBefore} → ${benefit.hostsThatCannotFailAfter}`,
    );
  }
  return parts.join(', ');
}

function forecast({ forecast: known }: Plan): string {
  if (known.guestsWithHistory === 0) return 'none yet: loads as they are now';
  return (
    `${known.horizonMinutes} min ahead, from the history of ${known.guestsWithHistory} of ${count(known.guests, 'guest')}, ` +
    `off by ${percent(known.mape)} so far`
  );
}

function Running({ plan }: { plan: Plan }) {
  const wanted = plan.steps.filter((step) => step.state !== 'SKIPPED');
  const ended = wanted.filter((step) => step.state !== 'WAITING' && step.state !== 'MOVING');
  return (
    <div aria-live="polite" className="xc-below">
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
        They move live, at the times shown. A guest or host that is no longer as shown makes its step be refused, with
        those that wait for it; the others go on. What has moved is not moved back.
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

function Replan({ plan, onClose, onPlan }: { plan: Plan; onClose: () => void; onPlan: (next: Plan) => void }) {
  return (
    <Confirm<Plan>
      title="Plan again?"
      button="Plan again"
      stale={['plans']}
      act={(key) =>
        answered(api.POST('/operator/v1/plans/{id}/replan', { params: { path: { id: plan.id }, header: keyed(key) } }))
      }
      done={(next) => `A plan of ${count(next.steps.length, 'move')} is proposed.`}
      onAnswer={onPlan}
      onClose={onClose}
    >
      <Content component="p">The same goal, against the fleet as it is now. Nothing is moved yet.</Content>
    </Confirm>
  );
}

function Continue({ plan, phase, onClose }: { plan: Plan; phase: Phase; onClose: () => void }) {
  const names = useNames();
  return (
    <Confirm<Plan>
      title={`Go on with phase ${phase.number + 1}?`}
      button="Go on"
      stale={['plans']}
      act={(key) =>
        answered(
          api.POST('/operator/v1/plans/{id}/continue', {
            params: { path: { id: plan.id }, header: keyed(key) },
            body: { phase: plan.releasedPhase },
          }),
        )
      }
      done={() => `Phase ${phase.number + 1} begins.`}
      onClose={onClose}
    >
      <Content component="p">
        You say that these hosts take guests again: {phase.hostIds.map((id) => names.host(id) ?? id).join(', ')}.
      </Content>
    </Confirm>
  );
}
