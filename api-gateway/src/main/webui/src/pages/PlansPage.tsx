import { Button, PageSection } from '@patternfly/react-core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { usePlans } from '../api/queries';
import { Heading } from '../components/Heading';
import { Empty, Loadable } from '../components/Loadable';
import { PlanTable } from './PlanTable';
import { ProposePlan } from './ProposePlan';
import { SaveFleet } from './SaveFleet';

export function PlansPage() {
  const plans = usePlans();
  const navigate = useNavigate();
  const [proposing, setProposing] = useState(false);
  return (
    <>
      <Heading
        title="Plans"
        actions={
          <div className="xc-actions xc-first">
            <Button onClick={() => setProposing(true)}>Propose a plan</Button>
            <Button variant="secondary" onClick={() => void navigate('/maintenance')}>
              Empty or maintain hosts
            </Button>
            <SaveFleet />
          </div>
        }
      >
        Moves between hosts: proposed, looked at, approved, then executed; afterwards held against what came.
      </Heading>
      <PageSection>
        <Loadable
          query={plans}
          what="plans"
          isEmpty={(items) => items.length === 0}
          empty={<Empty title="No plans yet">Propose one to relieve hot hosts or to empty one.</Empty>}
        >
          {(items) => <PlanTable label="Plans, the newest first" plans={items} />}
        </Loadable>
      </PageSection>
      {proposing && (
        <ProposePlan onClose={() => setProposing(false)} onProposed={(plan) => void navigate(`/plans/${plan.id}`)} />
      )}
    </>
  );
}
