import { Label } from '@patternfly/react-core';
import { words } from '../format';

type Status = 'success' | 'info' | 'warning' | 'danger' | undefined;

const STATUS: Record<string, Status> = {
  UP: 'success',
  RUNNING: 'success',
  SUCCEEDED: 'success',
  DONE: 'success',
  MOVED: 'success',
  OK: 'success',
  ACTIVE: 'success',
  OPEN: 'success',
  BILLED: 'success',
  PROPOSED: 'info',
  APPROVED: 'info',
  EXECUTING: 'info',
  MOVING: 'info',
  MIGRATING: 'info',
  PROVISIONING: 'info',
  PENDING: 'info',
  CORDONED: 'warning',
  DRAINING: 'warning',
  SUSPECT: 'warning',
  PARTLY_DONE: 'warning',
  REFUSED: 'warning',
  WARN: 'warning',
  REFUSE_NEW: 'warning',
  UNDOING: 'warning',
  FENCED: 'danger',
  DOWN: 'danger',
  ERROR: 'danger',
  FAILED: 'danger',
  STEP_FAILED: 'danger',
  SUSPEND: 'danger',
};

/** A state in words, with the icon and colour of how good it is; an operation that runs is under way, not well. */
export function State({ value, of }: { value: string; of?: 'operation' }) {
  const status = of === 'operation' && value === 'RUNNING' ? 'info' : STATUS[value];
  return status ? (
    <Label status={status} isCompact>
      {words(value)}
    </Label>
  ) : (
    <Label isCompact>{words(value)}</Label>
  );
}
