import { Tooltip } from '@patternfly/react-core';
import { useEffect, useState } from 'react';
import { relative, when } from '../format';

/** The present, every few seconds: relative times would lie otherwise. */
export function useNow(everyMillis = 5_000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMillis);
    return () => clearInterval(timer);
  }, [everyMillis]);
  return now;
}

export function Time({ iso }: { iso: string | undefined }) {
  const now = useNow();
  if (!iso) return <>–</>;
  return (
    <Tooltip content={when(iso)}>
      <time dateTime={iso}>{relative(iso, now)}</time>
    </Tooltip>
  );
}
