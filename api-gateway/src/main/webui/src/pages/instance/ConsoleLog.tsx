import { Button, CodeBlock, CodeBlockCode } from '@patternfly/react-core';
import { ApiProblem } from '../../api/client';
import { useConsoleLog } from '../../api/queries';
import { Empty, Loadable } from '../../components/Loadable';

/** What the guest wrote to its console, as far as its host still has it. */
export function ConsoleLog({ instanceId }: { instanceId: string }) {
  const log = useConsoleLog(instanceId);
  if (log.error instanceof ApiProblem && log.error.status === 404) {
    return <Empty title="No console log">It runs nowhere, or its host keeps no log of it.</Empty>;
  }
  return (
    <Loadable
      query={log}
      what="the console log"
      isEmpty={(text) => text === ''}
      empty={<Empty title="It has written nothing yet" />}
    >
      {(text) => (
        <>
          <Button variant="link" isInline onClick={() => void log.refetch()} isLoading={log.isFetching}>
            Read again
          </Button>
          <CodeBlock>
            <div className="xc-log" tabIndex={0} role="region" aria-label="Console log">
              <CodeBlockCode>{text}</CodeBlockCode>
            </div>
          </CodeBlock>
        </>
      )}
    </Loadable>
  );
}
