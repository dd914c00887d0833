import {
  Alert,
  Button,
  Form,
  FormGroup,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  TextInput,
} from '@patternfly/react-core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useToasts } from './Toasts';

interface Props<T> {
  title: string;
  button: string;
  danger?: boolean;
  /** What has to be typed first; for what cannot be undone. */
  typed?: string;
  /** Whether the form inside may be sent. */
  ready?: boolean;
  act: (key: string) => Promise<T>;
  /** Lists that are stale afterwards. */
  stale: string[];
  done: (answer: T) => string;
  onAnswer?: (answer: T) => void;
  onClose: () => void;
  children?: ReactNode;
}

/**
 * Asks before anything is changed. One dialogue has one idempotency key: pressing the button again after an error, or
 * twice, has one effect.
 */
export function Confirm<T>(props: Props<T>) {
  const queries = useQueryClient();
  const toast = useToasts();
  const [typed, setTyped] = useState('');
  // A refusal settles a key; what is sent after it was corrected is another request.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const change = useMutation({
    mutationFn: () => props.act(key),
    onSuccess: (answer) => {
      props.stale.forEach((name) => void queries.invalidateQueries({ queryKey: [name] }));
      toast({ variant: 'success', title: props.done(answer) });
      props.onClose();
      props.onAnswer?.(answer);
    },
    onError: (failure) => {
      if ('status' in failure && Number(failure.status) >= 400 && Number(failure.status) < 500) {
        setKey(crypto.randomUUID());
      }
    },
  });
  const allowed = (props.ready ?? true) && (!props.typed || typed === props.typed);
  const submit = () => {
    if (allowed && !change.isPending) change.mutate();
  };
  return (
    <Modal
      isOpen
      variant="small"
      onClose={props.onClose}
      aria-labelledby="confirm-title"
      aria-describedby="confirm-body"
    >
      <ModalHeader
        title={props.title}
        labelId="confirm-title"
        {...(props.danger ? { titleIconVariant: 'warning' } : {})}
      />
      <ModalBody id="confirm-body">
        <Form
          id="confirm-form"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          {change.isError && (
            <Alert component="p" isInline variant="danger" title="This was not done">
              {change.error.message}
            </Alert>
          )}
          {props.children}
          {props.typed && (
            <FormGroup label={`Type ${props.typed} to go on`} fieldId="confirm-typed">
              <TextInput id="confirm-typed" value={typed} onChange={(_, value) => setTyped(value)} autoComplete="off" />
            </FormGroup>
          )}
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button
          type="submit"
          form="confirm-form"
          variant={props.danger ? 'danger' : 'primary'}
          isDisabled={!allowed || change.isPending}
          isLoading={change.isPending}
        >
          {props.button}
        </Button>
        <Button variant="link" onClick={props.onClose}>
          Cancel
        </Button>
      </ModalFooter>
    </Modal>
  );
}
