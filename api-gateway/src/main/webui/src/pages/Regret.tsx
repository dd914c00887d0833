import { Card, CardBody, CardTitle, Content } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useInstances, useRegret } from '../api/queries';
import type { HostRegret, Plan, PlanRegret, StepRegret } from '../api/types';
import { To } from '../components/Id';
import { Empty, Loadable } from '../components/Loadable';
import { Pages } from '../components/Pages';
import { Time } from '../components/Time';
import { bytes, millis, percent } from '../format';
import { Change } from './HostsPicture';

/** What was foretold against what came, once a plan has ended and was watched for a while. */
export function Regret({ plan }: { plan: Plan }) {
  const regret = useRegret(plan.id);
  return (
    <Card className="xc-below">
      <CardTitle component="h2">Was it worth it?</CardTitle>
      <CardBody>
        <Loadable
          query={regret}
          what="the report"
          isEmpty={(report) => report === null}
          empty={
            <Empty title="Too early to say">
              Loads are watched for {plan.benefit.horizonMinutes} min after the last move; then the forecast is held
              against them.
            </Empty>
          }
        >
          {(report) => report && <Report report={report} />}
        </Loadable>
      </CardBody>
    </Card>
  );
}

function Report({ report }: { report: PlanRegret }) {
  const most = Math.max(report.excessWithout, report.excessExpected, report.excessSeen, 1e-9);
  const rows = [
    { name: 'Without the plan', value: report.excessWithout, look: 'warning' },
    { name: 'Foretold with it', value: report.excessExpected, look: 'fine' },
    { name: 'Seen', value: report.excessSeen, look: report.worthIt ? 'fine' : 'danger' },
  ];
  return (
    <>
      <Content component="p">
        <strong>{report.worthIt ? 'Yes.' : 'No.'}</strong> It kept {percent(report.benefitKept)} of the benefit that was
        foretold; copies took {factor(report.copyFactor)} and pauses {factor(report.pauseFactor)} of what was foretold.{' '}
        {report.watchedAt && (
          <>
            Watched <Time iso={report.watchedAt} />.
          </>
        )}
      </Content>
      <h3 className="xc-strong">Heat above the threshold, over all hosts</h3>
      <dl className="xc-compared">
        {rows.map((row) => (
          <div key={row.name}>
            <dt>{row.name}</dt>
            <dd>
              <span
                className={`xc-compared-bar xc-${row.look}`}
                style={{ inlineSize: `${(70 * row.value) / most}%` }}
              />
              {row.value.toLocaleString('en-GB', { maximumFractionDigits: 2 })}
            </dd>
          </div>
        ))}
      </dl>
      {report.hosts.length > 0 && <Hosts hosts={report.hosts} />}
      {report.steps.length > 0 && <Steps steps={report.steps} />}
    </>
  );
}

const factor = (value: number) => `${value.toLocaleString('en-GB', { maximumFractionDigits: 2 })} ×`;

function Hosts({ hosts }: { hosts: HostRegret[] }) {
  return (
    <Pages items={hosts} label="Hosts, foretold and seen">
      {(shown) => (
        <Table aria-label="Hosts, foretold and seen" variant="compact">
          <Thead>
            <Tr>
              <Th modifier="nowrap">Host</Th>
              <Th>
                CPU: <span className="xc-key xc-mark-before" aria-hidden /> before{' '}
                <span className="xc-key xc-mark-after" aria-hidden /> foretold{' '}
                <span className="xc-key xc-mark-seen" aria-hidden /> seen
              </Th>
            </Tr>
          </Thead>
          <Tbody>
            {shown.map((host) => (
              <Tr key={host.hostId}>
                <Td dataLabel="Host">
                  <To path="/fleet" id={host.hostId} name={host.hostName} />
                </Td>
                <Td dataLabel="CPU">
                  <Change before={host.cpuBefore} after={host.cpuExpected} seen={host.cpuSeen} />
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </Pages>
  );
}

function Steps({ steps }: { steps: StepRegret[] }) {
  const instances = useInstances({});
  return (
    <Pages items={steps} label="Moves, foretold and measured">
      {(shown) => (
        <Table aria-label="Moves, foretold and measured" variant="compact">
          <Thead>
            <Tr>
              <Th modifier="nowrap">Step</Th>
              <Th modifier="nowrap">Instance</Th>
              <Th modifier="nowrap">Copy</Th>
              <Th modifier="nowrap">Pause</Th>
              <Th modifier="nowrap">Bytes</Th>
            </Tr>
          </Thead>
          <Tbody>
            {shown.map((step) => (
              <Tr key={step.number}>
                <Td dataLabel="Step">{step.number}</Td>
                <Td dataLabel="Instance">
                  <To
                    path="/instances"
                    id={step.instanceId}
                    name={instances.data?.find((instance) => instance.id === step.instanceId)?.name}
                  />
                </Td>
                <Td dataLabel="Copy">
                  {millis(step.predictedCopyMillis)} → {millis(step.actualCopyMillis)}
                </Td>
                <Td dataLabel="Pause">
                  {millis(step.predictedPauseMillis)} → {millis(step.actualPauseMillis)}
                </Td>
                <Td dataLabel="Bytes">
                  {bytes(step.predictedBytes)} → {bytes(step.actualBytes)}
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </Pages>
  );
}
