import { Alert, Card, CardBody, CardTitle } from '@patternfly/react-core';
import { useMemo } from 'react';
import { useInstances } from '../api/queries';
import type { Plan } from '../api/types';
import { StuckGuests } from '../components/Stuck';
import { count } from '../format';
import { HostsPicture } from './HostsPicture';
import { useNames } from './InstanceTable';
import { PlanSteps } from './PlanSteps';
import { Timeline } from './Timeline';

interface Props {
  plan: Plan;
  /** With all that is skipped because of another. */
  skip: ReadonlySet<number>;
  /** Absent once the plan is no longer open. */
  onToggle?: (number: number) => void;
}

/** A plan as a picture, then in words: hosts before and after, moves in time, each move with its reasons. */
export function PlanPreview({ plan, skip, onToggle }: Props) {
  const instances = useInstances({});
  const names = useNames();
  const known = useMemo(
    () => new Map((instances.data ?? []).map((instance) => [instance.id, instance.name])),
    [instances.data],
  );
  const toggling = onToggle ? { onToggle } : {};
  return (
    <>
      {plan.stuck.length > 0 && (
        <Alert
          className="xc-below"
          component="p"
          isInline
          variant="warning"
          title={`${count(plan.stuck.length, 'guest')} cannot move`}
        >
          <StuckGuests stuck={plan.stuck} />
        </Alert>
      )}
      {plan.steps.length > 0 && (
        <Card className="xc-below">
          <CardTitle component="h2">Moves in time</CardTitle>
          <CardBody>
            <Timeline
              plan={plan}
              skip={skip}
              {...toggling}
              instanceName={(id) => known.get(id)}
              hostName={names.host}
            />
          </CardBody>
        </Card>
      )}
      {plan.hosts.length > 0 && (
        <Card className="xc-below">
          <CardTitle component="h2">Hosts before and after</CardTitle>
          <CardBody>
            <HostsPicture changes={plan.hosts} />
          </CardBody>
        </Card>
      )}
      {plan.steps.length > 0 && <PlanSteps plan={plan} skip={skip} {...(onToggle ? { onSkip: onToggle } : {})} />}
    </>
  );
}
