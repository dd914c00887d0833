import {
  Alert,
  Button,
  Checkbox,
  Content,
  FormGroup,
  NumberInput,
  PageSection,
  ProgressStep,
  ProgressStepper,
  Radio,
} from '@patternfly/react-core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { answered, api, keyed } from '../api/client';
import { useHosts } from '../api/queries';
import type { Host, Plan } from '../api/types';
import { Heading } from '../components/Heading';
import { Empty, Loadable } from '../components/Loadable';
import { count, millis } from '../format';
import { ChooseHosts } from './ChooseHosts';
import { PlanPreview } from './PlanPreview';
import { skippedWith, toggled } from './planShape';

type Goal = 'DRAIN' | 'MAINTENANCE';

interface Wish {
  goal: Goal;
  hosts: ReadonlySet<string>;
  groupMax: number;
  cordon: boolean;
  force: boolean;
}

const PARTS = ['Choose hosts', 'Look at the plan', 'Approve'];
const NONE: ReadonlySet<number> = new Set();

/** Emptying hosts, step by step: which, then what that means, then yes or no. */
export function MaintenancePage() {
  const hosts = useHosts();
  return (
    <>
      <Heading title="Maintenance">
        Empty hosts for good or for a while. Nothing moves before you have seen the plan and approved it.
      </Heading>
      <PageSection>
        <Loadable
          query={hosts}
          what="hosts"
          isEmpty={(items) => items.length === 0}
          empty={<Empty title="No hosts yet">Register one on the page Fleet.</Empty>}
        >
          {(items) => <Wizard hosts={items} />}
        </Loadable>
      </PageSection>
    </>
  );
}

function Wizard({ hosts }: { hosts: Host[] }) {
  const [part, setPart] = useState(0);
  const [wish, setWish] = useState<Wish>({ goal: 'DRAIN', hosts: new Set(), groupMax: 1, cordon: true, force: false });
  const [plan, setPlan] = useState<Plan>();
  const [chosen, setChosen] = useState(NONE);
  const skip = useMemo(() => skippedWith(plan?.steps ?? [], chosen), [plan, chosen]);
  const head = useRef<HTMLHeadingElement>(null);
  const first = useRef(true);
  useEffect(() => {
    // Who does not see the page change hears where it is now.
    if (!first.current) head.current?.focus();
    first.current = false;
  }, [part]);
  return (
    <>
      <ProgressStepper aria-label="Steps of the maintenance" className="xc-below">
        {PARTS.map((name, index) => (
          <ProgressStep
            key={name}
            id={`part-${index}`}
            titleId={`part-${index}-title`}
            isCurrent={index === part}
            variant={index < part ? 'success' : index === part ? 'info' : 'pending'}
            aria-label={`${name}${index < part ? ', done' : ''}`}
          >
            {name}
          </ProgressStep>
        ))}
      </ProgressStepper>
      <h2 ref={head} tabIndex={-1} className="xc-strong">{`${part + 1}. ${PARTS[part] ?? ''}`}</h2>
      {part === 0 && (
        <Choice
          hosts={hosts}
          wish={wish}
          onWish={setWish}
          onPlan={(proposed) => {
            setPlan(proposed);
            setChosen(NONE);
            setPart(1);
          }}
        />
      )}
      {part === 1 && plan && (
        <>
          <Content component="p">{plan.summary}</Content>
          <Moves count={plan.steps.length - skip.size} onBack={() => setPart(0)} onNext={() => setPart(2)} />
          <PlanPreview
            plan={plan}
            skip={skip}
            onToggle={(number) => setChosen((known) => toggled(plan.steps, known, number))}
          />
        </>
      )}
      {part === 2 && plan && <Approval plan={plan} skip={skip} onBack={() => setPart(1)} />}
    </>
  );
}

function Moves({ count: moves, onBack, onNext }: { count: number; onBack: () => void; onNext: () => void }) {
  return (
    <div className="xc-actions">
      <Button onClick={onNext} isDisabled={moves === 0}>
        {moves === 0 ? 'Nothing to approve' : `Go on with ${count(moves, 'move')}`}
      </Button>
      <Button variant="secondary" onClick={onBack}>
        Back
      </Button>
    </div>
  );
}

interface ChoiceProps {
  hosts: Host[];
  wish: Wish;
  onWish: (wish: Wish) => void;
  onPlan: (plan: Plan) => void;
}

function Choice({ hosts, wish, onWish, onPlan }: ChoiceProps) {
  const queries = useQueryClient();
  const propose = useMutation({
    mutationFn: (key: string) => proposed(hosts, wish, key),
    onSuccess: (plan) => {
      void queries.invalidateQueries({ queryKey: ['plans'] });
      void queries.invalidateQueries({ queryKey: ['hosts'] });
      onPlan(plan);
    },
  });
  const amount = wish.hosts.size;
  const guests = hosts.filter((host) => wish.hosts.has(host.id)).reduce((sum, host) => sum + host.instanceCount, 0);
  return (
    <>
      <FormGroup role="radiogroup" label="What for" fieldId="what-for" className="xc-below">
        <Radio
          id="what-drain"
          name="what-for"
          label="Empty them, all at once"
          description="They stay empty until you uncordon them."
          isChecked={wish.goal === 'DRAIN'}
          onChange={() => onWish({ ...wish, goal: 'DRAIN' })}
        />
        <Radio
          id="what-maintenance"
          name="what-for"
          label="Rolling maintenance, some at a time"
          description="One plan of several phases: it waits after each until you say that its hosts are back in service."
          isChecked={wish.goal === 'MAINTENANCE'}
          onChange={() => onWish({ ...wish, goal: 'MAINTENANCE' })}
        />
      </FormGroup>
      {wish.goal === 'MAINTENANCE' ? (
        <FormGroup label="Hosts at a time, at most" fieldId="group" className="xc-below">
          <NumberInput
            id="group"
            inputName="group"
            inputAriaLabel="Hosts at a time, at most"
            minusBtnAriaLabel="Fewer"
            plusBtnAriaLabel="More"
            value={wish.groupMax}
            min={1}
            onMinus={() => onWish({ ...wish, groupMax: Math.max(1, wish.groupMax - 1) })}
            onPlus={() => onWish({ ...wish, groupMax: wish.groupMax + 1 })}
            onChange={(event) =>
              onWish({ ...wish, groupMax: Math.max(1, Number((event.target as HTMLInputElement).value) || 1) })
            }
          />
        </FormGroup>
      ) : (
        <Checkbox
          id="cordon-all"
          className="xc-below"
          label="Cordon them at once"
          description="New guests go elsewhere from now on."
          isChecked={wish.cordon}
          onChange={(_, on) => onWish({ ...wish, cordon: on })}
        />
      )}
      <Checkbox
        id="force-all"
        className="xc-below"
        label="Also guests whose tenants pinned them"
        description="Each such move says so in the plan, and the audit that you asked for it."
        isChecked={wish.force}
        onChange={(_, on) => onWish({ ...wish, force: on })}
      />
      <ChooseHosts hosts={hosts} chosen={wish.hosts} onChoose={(chosen) => onWish({ ...wish, hosts: chosen })} />
      {propose.isError && (
        <Alert component="p" isInline variant="danger" title="There is no plan">
          {propose.error.message}
        </Alert>
      )}
      <div className="xc-actions">
        <Button
          isDisabled={amount === 0 || propose.isPending}
          isLoading={propose.isPending}
          onClick={() => propose.mutate(crypto.randomUUID())}
        >
          {amount === 0 ? 'Choose a host' : `Plan for ${count(amount, 'host')}`}
        </Button>
        <span aria-live="polite" className="xc-bar-words xc-middle">
          {amount > 0 && `${count(guests, 'guest')} on ${amount === 1 ? 'it' : 'them'}`}
        </span>
      </div>
    </>
  );
}

/** The plan; hosts that shall be emptied at once take no new guests from before it is made. */
async function proposed(hosts: Host[], wish: Wish, key: string): Promise<Plan> {
  const open = hosts.filter((host) => wish.hosts.has(host.id) && host.state === 'UP');
  if (wish.goal === 'DRAIN' && wish.cordon) {
    for (const host of open) {
      await answered(
        api.POST('/operator/v1/hosts/{id}/cordon', {
          params: { path: { id: host.id }, header: keyed(`${key}-${host.id}`) },
          body: { cause: 'before a planned drain' },
        }),
      );
    }
  }
  return answered(
    api.POST('/operator/v1/plans', {
      params: { header: keyed(key) },
      body: {
        goal: wish.goal,
        hostIds: [...wish.hosts],
        force: wish.force,
        ...(wish.goal === 'MAINTENANCE' ? { groupMax: wish.groupMax } : {}),
      },
    }),
  );
}

function Approval({ plan, skip, onBack }: { plan: Plan; skip: ReadonlySet<number>; onBack: () => void }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [key] = useState(() => crypto.randomUUID());
  const approve = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/operator/v1/plans/{id}/approve', {
          params: { path: { id: plan.id }, header: keyed(key) },
          body: { hash: plan.hash, skipSteps: [...skip].sort((a, b) => a - b) },
        }),
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['plans'] });
      void navigate(`/plans/${plan.id}`);
    },
  });
  const moves = plan.steps.length - skip.size;
  return (
    <>
      <Content component="ul">
        <Content component="li">
          {count(moves, 'guest')} {moves === 1 ? 'moves' : 'move'} live, within about {millis(plan.makespanMillis)}
          {plan.phases.length > 1 && `, in ${count(plan.phases.length, 'phase')} with a wait after each`}.
        </Content>
        {skip.size > 0 && <Content component="li">{count(skip.size, 'move')} skipped: those guests stay.</Content>}
        {plan.stuck.length > 0 && (
          <Content component="li">{count(plan.stuck.length, 'guest')} cannot move and stay in any case.</Content>
        )}
        <Content component="li">
          A guest or host that is no longer as shown makes its step be refused, with those that wait for it.
        </Content>
      </Content>
      <Content component="small">
        You approve what you saw: <span className="xc-mono">{plan.hash}</span>
      </Content>
      {approve.isError && (
        <Alert component="p" isInline variant="danger" title="It is not approved">
          {approve.error.message}
        </Alert>
      )}
      <div className="xc-actions">
        <Button onClick={() => approve.mutate()} isLoading={approve.isPending} isDisabled={approve.isPending}>
          {`Approve ${count(moves, 'move')}`}
        </Button>
        <Button variant="secondary" onClick={onBack}>
          Back
        </Button>
      </div>
    </>
  );
}
