import { Alert, Button, Content, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import type { DrainAnswer } from '../api/types';
import { StuckGuests } from '../components/Stuck';

/** What a drain has begun, and which guests stay and why. */
export function DrainResult({ answer, onClose }: { answer: DrainAnswer; onClose: () => void }) {
  const moves = answer.operations.length;
  return (
    <Modal isOpen variant="medium" onClose={onClose} aria-labelledby="drain-title" aria-describedby="drain-body">
      <ModalHeader title={`Draining ${answer.host.name}`} labelId="drain-title" />
      <ModalBody id="drain-body">
        <Content component="p">
          {moves === 1 ? '1 guest is being moved away.' : `${moves} guests are being moved away.`}
        </Content>
        {answer.stuck.length > 0 && (
          <Alert component="p" isInline variant="warning" title={`${answer.stuck.length} fit nowhere and stay`}>
            <StuckGuests stuck={answer.stuck} />
          </Alert>
        )}
      </ModalBody>
      <ModalFooter>
        <Button onClick={onClose}>Close</Button>
      </ModalFooter>
    </Modal>
  );
}
