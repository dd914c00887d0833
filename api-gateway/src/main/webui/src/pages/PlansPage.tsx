import { Button, PageSection } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { usePlans } from '../api/queries';
import type { Plan } from '../api/types';
import { Heading } from '../components/Heading';
import { Empty, Loadable } from '../components/Loadable';
import { State } from '../components/State';
import { Time } from '../components/Time';
import { useNames } from './InstanceTable';
import { title } from './planShape';
import { ProposePlan } from './ProposePlan';

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
          {(items) => <PlanTable plans={items} />}
        </Loadable>
      </PageSection>
      {proposing && (
        <ProposePlan onClose={() => setProposing(false)} onProposed={(plan) => void navigate(`/plans/${plan.id}`)} />
      )}
    </>
  );
}

function PlanTable({ plans }: { plans: Plan[] }) {
  const names = useNames();
  return (
    <Table aria-label="Plans, the newest first" variant="compact">
      <Thead>
        <Tr>
          <Th modifier="nowrap">Goal</Th>
          <Th modifier="nowrap">State</Th>
          <Th modifier="nowrap">Moves</Th>
          <Th modifier="nowrap">Summary</Th>
          <Th modifier="nowrap">Proposed</Th>
        </Tr>
      </Thead>
      <Tbody>
        {plans.map((plan) => (
          <Tr key={plan.id}>
            <Td dataLabel="Goal">
              <Link to={`/plans/${plan.id}`}>{title(plan, names.host)}</Link>
            </Td>
            <Td dataLabel="State">
              <State value={plan.state} />
            </Td>
            <Td dataLabel="Moves">
              {plan.steps.filter((step) => step.state === 'MOVED').length} of {plan.steps.length}
            </Td>
            <Td dataLabel="Summary">{plan.summary}</Td>
            <Td dataLabel="Proposed">
              <Time iso={plan.createdAt} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
