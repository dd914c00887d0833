import { Button, Card, CardBody, CardFooter, CardTitle, Content, Gallery, PageSection } from '@patternfly/react-core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useAutomation, usePlans } from '../api/queries';
import type { Plan, PlanAutomation } from '../api/types';
import { Heading } from '../components/Heading';
import { Empty, Loadable } from '../components/Loadable';
import { State } from '../components/State';
import { Time } from '../components/Time';
import { count, words } from '../format';
import { limitsInWords, windowInWords } from './automation';
import { ChangeAutomation, MODES } from './ChangeAutomation';
import { Terms } from './HostPage';
import { PlanTable } from './PlanTable';

const SHOWN = 10;

const WANTS: Record<string, string> = {
  BALANCE: 'No host above its thresholds, and loads alike where that is worth the moves.',
  CONSOLIDATE: 'Hosts without guests, as many as the others can do without.',
  REPAIR: 'Groups as their tenants asked for, and no host whose guests would fit nowhere if it failed.',
};

/** What plans may do without being asked, and what they did. */
export function AutomationPage() {
  const automation = useAutomation();
  const plans = usePlans();
  const [changing, setChanging] = useState<PlanAutomation>();
  return (
    <>
      <Heading title="Automation">
        What plans may do without being asked. Hosts are emptied and maintained only when somebody says so.
      </Heading>
      <PageSection>
        <Loadable
          query={automation}
          what="rules"
          isEmpty={(items) => items.length === 0}
          empty={<Empty title="No rules">The planner has none.</Empty>}
        >
          {(items) => (
            <Gallery hasGutter minWidths={{ default: '20rem' }} component="ul" aria-label="Rules by goal">
              {items.map((rules) => (
                <li key={rules.goal}>
                  <Rules rules={rules} plans={plans.data ?? []} onChange={() => setChanging(rules)} />
                </li>
              ))}
            </Gallery>
          )}
        </Loadable>
      </PageSection>
      <PageSection>
        <Content component="h2">What it approved by itself</Content>
        <Loadable
          query={plans}
          what="plans"
          isEmpty={(items) => items.every((plan) => !byItself(plan))}
          empty={<Empty title="Nothing yet">No plan was approved without somebody looking at it.</Empty>}
        >
          {(items) => (
            <PlanTable
              label="Plans that were approved by themselves, the newest first"
              plans={items.filter(byItself).slice(0, SHOWN)}
            />
          )}
        </Loadable>
      </PageSection>
      {changing && <ChangeAutomation rules={changing} onClose={() => setChanging(undefined)} />}
    </>
  );
}

const byItself = (plan: Plan) => plan.approvedBy?.startsWith('automation') ?? false;

function Rules({ rules, plans, onChange }: { rules: PlanAutomation; plans: Plan[]; onChange: () => void }) {
  const last = plans.find((plan) => plan.id === rules.lastPlanId);
  const manual = rules.mode === 'MANUAL';
  return (
    <Card isFullHeight>
      <CardTitle component="h2">{words(rules.goal)}</CardTitle>
      <CardBody>
        <Content component="p">{WANTS[rules.goal]}</Content>
        <Terms
          terms={[
            ['Mode', MODES.find((mode) => mode.mode === rules.mode)?.label ?? words(rules.mode)],
            ...(manual
              ? []
              : ([
                  ['Looks', `every ${count(rules.intervalMinutes, 'minute')}`],
                  ['When', rules.windows.length === 0 ? 'always' : <Windows key="when" rules={rules} />],
                  ['Worth it from', `${rules.gainMin} times its price`],
                ] as const)),
            ...(rules.mode === 'APPROVE_SMALL' ? ([['Small is', limitsInWords(rules)]] as const) : []),
            ['A guest that moved', `is left in peace for ${count(rules.cooldownMinutes, 'minute')}`],
            ['Looked last', rules.lastLookedAt ? <Time key="looked" iso={rules.lastLookedAt} /> : 'never'],
            [
              'Last plan',
              rules.lastPlanId ? (
                <span key="plan">
                  <Link to={`/plans/${rules.lastPlanId}`}>
                    {last ? count(last.steps.length, 'move') : 'look at it'}
                  </Link>{' '}
                  {last && <State value={last.state} />}
                </span>
              ) : (
                'none'
              ),
            ],
          ]}
        />
      </CardBody>
      <CardFooter>
        <Button variant="secondary" onClick={onChange} aria-label={`Change the rules for ${words(rules.goal)}`}>
          Change
        </Button>
      </CardFooter>
    </Card>
  );
}

function Windows({ rules }: { rules: PlanAutomation }) {
  return (
    <>
      {rules.windows.map((window) => (
        <div key={windowInWords(window)}>{windowInWords(window)} UTC</div>
      ))}
    </>
  );
}
