import { Checkbox, Content, FormGroup, FormSelect, FormSelectOption, NumberInput, Radio } from '@patternfly/react-core';
import { useState } from 'react';
import { answered, api, keyed } from '../api/client';
import { useHosts } from '../api/queries';
import type { Host, Plan } from '../api/types';
import { Confirm } from '../components/Confirm';

type Goal = 'BALANCE' | 'CONSOLIDATE' | 'REPAIR' | 'DRAIN';

const GOALS: { goal: Goal; label: string }[] = [
  { goal: 'BALANCE', label: 'Balance: relieve the hottest hosts' },
  { goal: 'CONSOLIDATE', label: 'Consolidate: empty hosts that are not needed' },
  { goal: 'REPAIR', label: 'Repair: put right what breaks a rule, and make every host replaceable' },
  { goal: 'DRAIN', label: 'Drain: empty one host' },
];

/** Asks the planner for moves; nothing is moved until the plan is approved. */
export function ProposePlan({
  drain,
  onClose,
  onProposed,
}: {
  drain?: Host;
  onClose: () => void;
  onProposed: (plan: Plan) => void;
}) {
  const hosts = useHosts();
  const [goal, setGoal] = useState<Goal>(drain ? 'DRAIN' : 'BALANCE');
  const [hostId, setHostId] = useState(drain?.id ?? '');
  const [moves, setMoves] = useState(20);
  const [cordon, setCordon] = useState(true);
  const [force, setForce] = useState(false);
  const host = hosts.data?.find((known) => known.id === hostId);
  const open = host?.state === 'UP';
  const ready = (goal !== 'DRAIN' || hostId !== '') && moves >= 1;
  return (
    <Confirm<Plan>
      title="Propose a plan"
      button="Propose"
      ready={ready}
      stale={['plans', 'hosts']}
      act={async (key) => {
        if (goal === 'DRAIN' && open && cordon) {
          await answered(
            api.POST('/operator/v1/hosts/{id}/cordon', {
              params: { path: { id: hostId }, header: keyed(`${key}-cordon`) },
              body: { cause: 'before a planned drain' },
            }),
          );
        }
        return answered(
          api.POST('/operator/v1/plans', {
            params: { header: keyed(key) },
            body: { goal, movesMax: moves, ...(goal === 'DRAIN' ? { drainHostId: hostId, force } : {}) },
          }),
        );
      }}
      done={(plan) =>
        plan.steps.length === 1 ? 'A plan of 1 move is proposed.' : `A plan of ${plan.steps.length} moves is proposed.`
      }
      onAnswer={onProposed}
      onClose={onClose}
    >
      <Content component="p">
        Nothing is moved yet: you see the moves first, may skip some, and approve the rest.
      </Content>
      <FormGroup role="radiogroup" label="Goal" fieldId="goal">
        {GOALS.map((one) => (
          <Radio
            key={one.goal}
            id={`goal-${one.goal.toLowerCase()}`}
            name="goal"
            label={one.label}
            isChecked={goal === one.goal}
            onChange={() => setGoal(one.goal)}
          />
        ))}
      </FormGroup>
      {goal === 'DRAIN' && (
        <FormGroup label="Host" isRequired fieldId="drain-host">
          <FormSelect id="drain-host" isRequired value={hostId} onChange={(_, value) => setHostId(value)}>
            <FormSelectOption value="" label="Choose a host" isDisabled />
            {(hosts.data ?? []).map((host) => (
              <FormSelectOption
                key={host.id}
                value={host.id}
                label={`${host.name} (${host.instanceCount} instances)`}
              />
            ))}
          </FormSelect>
        </FormGroup>
      )}
      {goal === 'DRAIN' && open && (
        <Checkbox
          id="cordon-first"
          label="Cordon it at once"
          description="New guests go elsewhere meanwhile; it stays cordoned until you uncordon it."
          isChecked={cordon}
          onChange={(_, on) => setCordon(on)}
        />
      )}
      {goal === 'DRAIN' && (
        <Checkbox
          id="force"
          label="Also guests whose tenants pinned them"
          description="Each such move says so in the plan, and the audit that you asked for it."
          isChecked={force}
          onChange={(_, on) => setForce(on)}
        />
      )}
      <FormGroup label="Moves at most" fieldId="moves">
        <NumberInput
          id="moves"
          inputName="moves"
          inputAriaLabel="Moves at most"
          minusBtnAriaLabel="Fewer"
          plusBtnAriaLabel="More"
          value={moves}
          min={1}
          onMinus={() => setMoves((value) => Math.max(1, value - 1))}
          onPlus={() => setMoves((value) => value + 1)}
          onChange={(event) => setMoves(Number((event.target as HTMLInputElement).value) || 0)}
        />
      </FormGroup>
    </Confirm>
  );
}
