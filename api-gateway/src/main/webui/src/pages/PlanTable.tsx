import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { Link } from 'react-router';
import type { Plan } from '../api/types';
import { State } from '../components/State';
import { Time } from '../components/Time';
import { useNames } from './InstanceTable';
import { title } from './planShape';

/** Plans, a line each. */
export function PlanTable({ label, plans }: { label: string; plans: Plan[] }) {
  const names = useNames();
  return (
    <Table aria-label={label} variant="compact">
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
