import { Pagination } from '@patternfly/react-core';
import { type ReactNode, useState } from 'react';

const PER_PAGE = 50;

/** Shows a long list page by page. */
export function Pages<T>({
  items,
  label,
  children,
}: {
  items: T[];
  label: string;
  children: (shown: T[]) => ReactNode;
}) {
  const [page, setPage] = useState(1);
  const [perPage, setPerPage] = useState(PER_PAGE);
  const current = Math.min(page, Math.max(1, Math.ceil(items.length / perPage)));
  return (
    <>
      {children(items.slice((current - 1) * perPage, current * perPage))}
      {items.length > PER_PAGE && (
        <Pagination
          itemCount={items.length}
          page={current}
          perPage={perPage}
          onSetPage={(_, value) => setPage(value)}
          onPerPageSelect={(_, value) => setPerPage(value)}
          titles={{ paginationAriaLabel: `Pages of: ${label}` }}
        />
      )}
    </>
  );
}
