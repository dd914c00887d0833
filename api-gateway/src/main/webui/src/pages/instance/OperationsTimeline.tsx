import { ProgressStep, ProgressStepper } from '@patternfly/react-core';
import { useOperations } from '../../api/queries';
import type { Operation } from '../../api/types';
import { Loadable } from '../../components/Loadable';
import { State } from '../../components/State';
import { Time } from '../../components/Time';
import { epoch, millis, words } from '../../format';

type Variant = 'pending' | 'info' | 'warning' | 'success' | 'danger' | 'default';

const VARIANT: Record<string, Variant> = {
  PENDING: 'pending',
  RUNNING: 'info',
  UNDOING: 'warning',
  SUCCEEDED: 'success',
  FAILED: 'danger',
  CANCELLED: 'default',
};

/** What was done to it, the newest first. */
export function OperationsTimeline({ instanceId }: { instanceId: string }) {
  const operations = useOperations(instanceId);
  return (
    <Loadable query={operations} what="operations" isEmpty={(items) => items.length === 0}>
      {(items) => (
        <ProgressStepper isVertical aria-label="Operations, the newest first" className="xc-timeline">
          {items.map((operation) => (
            <ProgressStep
              key={operation.id}
              id={operation.id}
              titleId={`title-${operation.id}`}
              variant={VARIANT[operation.state] ?? 'default'}
              aria-label={`${words(operation.kind)}: ${words(operation.state)}`}
              description={<Description operation={operation} />}
            >
              {words(operation.kind)}
            </ProgressStep>
          ))}
        </ProgressStepper>
      )}
    </Loadable>
  );
}

function Description({ operation }: { operation: Operation }) {
  const took = operation.finishedAt
    ? `took ${millis(epoch(operation.finishedAt) - epoch(operation.createdAt))}`
    : `at step “${operation.step || 'first'}”, ${operation.progressPercent ?? 0} %`;
  return (
    <>
      <State value={operation.state} of="operation" /> <Time iso={operation.createdAt} />, {took}
      {operation.error && (
        <div>
          <strong>{operation.error.code}</strong>: {operation.error.message}
        </div>
      )}
      {operation.result && Object.keys(operation.result).length > 0 && (
        <div className="xc-bar-words">
          {Object.entries(operation.result)
            .map(([name, value]) => `${name} ${value}`)
            .join(' · ')}
        </div>
      )}
    </>
  );
}
