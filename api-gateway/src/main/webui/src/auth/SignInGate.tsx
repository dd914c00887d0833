import {
  Alert,
  Bullseye,
  Button,
  Card,
  CardBody,
  CardTitle,
  Content,
  Spinner,
  Stack,
  StackItem,
} from '@patternfly/react-core';
import { type ReactNode, useEffect, useState } from 'react';
import { onSession, open, type Session, signIn, signOut } from './session';

type Gate = { kind: 'opening' } | { kind: 'broken'; reason: string } | Session;

/** Shows the console to operators; to others, how to sign in, or why not. */
export function SignInGate({ children }: { children: (name: string) => ReactNode }) {
  const [gate, setGate] = useState<Gate>({ kind: 'opening' });
  const begin = () => {
    setGate({ kind: 'opening' });
    open().then(setGate, (failure: unknown) =>
      setGate({ kind: 'broken', reason: failure instanceof Error ? failure.message : String(failure) }),
    );
  };
  useEffect(() => {
    begin();
    return onSession(setGate);
  }, []);

  switch (gate.kind) {
    case 'opening':
      return (
        <Bullseye>
          <Spinner aria-label="Opening the console" />
        </Bullseye>
      );
    case 'broken':
      return (
        <Door>
          <Alert component="p" isInline variant="danger" title="The console cannot open">
            {gate.reason}
          </Alert>
          <Button onClick={begin}>Try again</Button>
        </Door>
      );
    case 'signed-out':
      return (
        <Door>
          {gate.reason && <Alert component="p" isInline variant="info" title={gate.reason} />}
          <Content component="p">
            Hosts, instances, plans, prices and tenants of this cloud. For operators only.
          </Content>
          <SignIn />
        </Door>
      );
    case 'signed-in':
      return gate.operator ? (
        children(gate.name)
      ) : (
        <Door>
          <Alert component="p" isInline variant="warning" title={`${gate.name} is no operator`}>
            The console needs the role “operator”. Ask an administrator for it, or sign in as somebody else.
          </Alert>
          <Button variant="secondary" onClick={() => void signOut()}>
            Sign out
          </Button>
        </Door>
      );
  }
}

function SignIn() {
  const [failure, setFailure] = useState<string>();
  const [going, setGoing] = useState(false);
  const go = () => {
    setGoing(true);
    signIn().catch((reason: unknown) => {
      setGoing(false);
      setFailure(reason instanceof Error ? reason.message : String(reason));
    });
  };
  return (
    <>
      {failure && (
        <Alert component="p" isInline variant="danger" title="Keycloak does not answer">
          {failure}
        </Alert>
      )}
      <Button onClick={go} isLoading={going} isDisabled={going} size="lg">
        Sign in
      </Button>
    </>
  );
}

function Door({ children }: { children: ReactNode }) {
  const parts = Array.isArray(children) ? (children as ReactNode[]) : [children];
  return (
    <Bullseye>
      <Card component="main" style={{ inlineSize: 'min(28rem, 92vw)' }}>
        <CardTitle component="h1">
          <span className="xc-brand">
            <img src={`${import.meta.env.BASE_URL}favicon.svg`} alt="" />
            Xenopolis operator console
          </span>
        </CardTitle>
        <CardBody>
          <Stack hasGutter>
            {parts.map((part, index) => (
              // Parts have no identity of their own and never change places.
              <StackItem key={index}>{part}</StackItem>
            ))}
          </Stack>
        </CardBody>
      </Card>
    </Bullseye>
  );
}
