import { Checkbox } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useInstances } from '../api/queries';
import type { Plan, PlanStep } from '../api/types';
import { To } from '../components/Id';
import { State } from '../components/State';
import { Pages } from '../components/Pages';
import { bytes, millis } from '../format';
import { useNames } from './InstanceTable';

interface Props {
  plan: Plan;
  skip: ReadonlySet<number>;
  /** Absent once the plan is no longer open. */
  onSkip?: (number: number) => void;
}

/** The moves in their order, each with why, what it is expected to take, and what became of it. */
export function PlanSteps({ plan, skip, onSkip }: Props) {
  const instances = useInstances({});
  const names = useNames();
  const nameOf = (id: string) => instances.data?.find((instance) => instance.id === id)?.name;
  return (
    <Pages items={plan.steps} label="Steps">
      {(shown) => (
        <Table aria-label="Steps" variant="compact">
          <Thead>
            <Tr>
              {onSkip && <Th modifier="nowrap">Do it</Th>}
              <Th modifier="nowrap">Step</Th>
              <Th modifier="nowrap">Instance</Th>
              <Th modifier="nowrap">From → to</Th>
              <Th modifier="nowrap">Why, and what if not</Th>
              <Th modifier="nowrap">Expected</Th>
              <Th modifier="nowrap">State</Th>
            </Tr>
          </Thead>
          <Tbody>
            {shown.map((step) => (
              <Tr key={step.number} className={skip.has(step.number) || step.state === 'SKIPPED' ? 'xc-skipped' : ''}>
                {onSkip && (
                  <Td dataLabel="Do it">
                    <Checkbox
                      id={`step-${step.number}`}
                      aria-label={`Do step ${step.number}`}
                      isChecked={!skip.has(step.number)}
                      onChange={() => onSkip(step.number)}
                    />
                  </Td>
                )}
                <Td dataLabel="Step">
                  {step.number}
                  {step.after.length > 0 && <div className="xc-bar-words xc-time">after {step.after.join(', ')}</div>}
                </Td>
                <Td dataLabel="Instance">
                  <To path="/instances" id={step.instanceId} name={nameOf(step.instanceId)} />
                </Td>
                <Td dataLabel="From → to">
                  <To path="/fleet" id={step.fromHostId} name={names.host(step.fromHostId)} /> →{' '}
                  <To path="/fleet" id={step.toHostId} name={names.host(step.toHostId)} />
                </Td>
                <Td dataLabel="Why, and what if not" className="xc-reason">
                  {step.reason}
                  <div className="xc-bar-words">Skipped: {step.ifSkipped}</div>
                </Td>
                <Td dataLabel="Expected">
                  <Times step={step} />
                </Td>
                <Td dataLabel="State">
                  <State value={skip.has(step.number) ? 'SKIPPED' : step.state} />
                  {step.outcome && <div className="xc-bar-words">{step.outcome}</div>}
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </Pages>
  );
}

function Times({ step }: { step: PlanStep }) {
  return (
    <>
      {bytes(step.predictedBytes)} in {millis(step.predictedCopyMillis)}, pause {millis(step.predictedPauseMillis)}
      {!!step.actualCopyMillis && (
        <div className="xc-bar-words">
          Took {millis(step.actualCopyMillis)}, pause {millis(step.actualPauseMillis ?? 0)}
        </div>
      )}
    </>
  );
}
