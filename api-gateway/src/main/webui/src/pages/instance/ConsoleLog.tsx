import { Alert, Button, CodeBlock, CodeBlockCode, Switch } from '@patternfly/react-core';
import { useEffect, useRef, useState } from 'react';
import { answered, api, ApiProblem } from '../../api/client';
import { useConsoleLog } from '../../api/queries';
import { Empty, Failure, Loadable } from '../../components/Loadable';

/** What the guest wrote to its console, as far as its host still has it. */
export function ConsoleLog({ instanceId }: { instanceId: string }) {
  const [following, setFollowing] = useState(false);
  return (
    <>
      <div className="xc-actions xc-first">
        <Switch id="follow" label="Follow as it writes" isChecked={following} onChange={(_, on) => setFollowing(on)} />
      </div>
      {following ? <Followed instanceId={instanceId} /> : <AsItIs instanceId={instanceId} />}
    </>
  );
}

function AsItIs({ instanceId }: { instanceId: string }) {
  const log = useConsoleLog(instanceId);
  if (isGone(log.error)) return <Nothing />;
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
          <Log text={text} />
        </>
      )}
    </Loadable>
  );
}

// As much as a person scrolls through; the host's own log is bounded too.
const CHARACTERS_MAX = 1_000_000;

function Followed({ instanceId }: { instanceId: string }) {
  const [text, setText] = useState('');
  const [failure, setFailure] = useState<Error>();
  const [ended, setEnded] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    const read = async () => {
      const body = await answered(
        api.GET('/operator/v1/instances/{id}/console', {
          params: { path: { id: instanceId }, query: { follow: true } },
          parseAs: 'stream',
          signal: stop.signal,
        }),
      );
      const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const piece = await reader?.read();
        if (!piece || piece.done) return;
        setText((known) => (known + piece.value).slice(-CHARACTERS_MAX));
      }
    };
    read()
      .then(() => setEnded(true))
      .catch((problem: unknown) => {
        if (!stop.signal.aborted) setFailure(problem instanceof Error ? problem : new Error(String(problem)));
      });
    return () => stop.abort();
  }, [instanceId]);
  if (isGone(failure)) return <Nothing />;
  return (
    <>
      {failure && <Failure what="the console log" failure={failure} />}
      {ended && <Alert component="p" isInline variant="info" title="It has stopped writing, or has moved." />}
      {text === '' ? <Empty title="It has written nothing yet" /> : <Log text={text} toEnd />}
    </>
  );
}

function Log({ text, toEnd = false }: { text: string; toEnd?: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (toEnd && place.current) place.current.scrollTop = place.current.scrollHeight;
  }, [text, toEnd]);
  return (
    <CodeBlock>
      <div ref={place} className="xc-log" tabIndex={0} role="region" aria-label="Console log">
        <CodeBlockCode>{text}</CodeBlockCode>
      </div>
    </CodeBlock>
  );
}

function Nothing() {
  return <Empty title="No console log">It runs nowhere, or its host keeps no log of it.</Empty>;
}

function isGone(failure: Error | null | undefined): boolean {
  return failure instanceof ApiProblem && failure.status === 404;
}
