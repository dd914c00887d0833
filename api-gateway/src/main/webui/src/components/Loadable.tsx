import { Alert, Button, EmptyState, EmptyStateBody, Skeleton } from '@patternfly/react-core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiProblem } from '../api/client';

interface Props<T> {
  query: UseQueryResult<T>;
  what: string;
  isEmpty?: (data: T) => boolean;
  /** Shown instead of the content when there is nothing. */
  empty?: ReactNode;
  children: (data: T) => ReactNode;
}

/** Loading, failed, empty or there: every list and every thing is one of these. */
export function Loadable<T>({ query, what, isEmpty, empty, children }: Props<T>) {
  if (query.data === undefined) {
    return query.isError ? (
      <Failure what={what} failure={query.error} retry={() => void query.refetch()} />
    ) : (
      <div role="status" aria-label={`Loading ${what}`}>
        {[90, 75, 85, 60].map((width) => (
          <Skeleton key={width} width={`${width}%`} className="xc-skeleton" />
        ))}
      </div>
    );
  }
  return (
    <>
      {query.isError && (
        <Failure
          what={`${what} again; what you see may be old`}
          failure={query.error}
          retry={() => void query.refetch()}
        />
      )}
      {isEmpty?.(query.data) ? (empty ?? <Empty title={`No ${what}`} />) : children(query.data)}
    </>
  );
}

export function Failure({ what, failure, retry }: { what: string; failure: Error; retry?: () => void }) {
  const notFound = failure instanceof ApiProblem && failure.status === 404;
  return (
    <Alert
      component="p"
      isInline
      variant={notFound ? 'warning' : 'danger'}
      title={notFound ? `Not there: ${what}` : `Could not load ${what}`}
      actionLinks={
        !notFound &&
        retry && (
          <Button variant="link" isInline onClick={retry}>
            Try again
          </Button>
        )
      }
    >
      {notFound ? 'It was removed, or the address is wrong.' : failure.message}
    </Alert>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <EmptyState titleText={title} headingLevel="h2" variant="sm">
      {children && <EmptyStateBody>{children}</EmptyStateBody>}
    </EmptyState>
  );
}
