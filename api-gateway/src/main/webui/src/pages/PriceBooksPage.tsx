import { Button, Card, CardBody, CardTitle, PageSection, Label } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useState } from 'react';
import { usePriceBooks } from '../api/queries';
import type { PriceBook } from '../api/types';
import { Heading } from '../components/Heading';
import { Empty, Loadable } from '../components/Loadable';
import { useNow } from '../components/Time';
import { money, when, words } from '../format';
import { NewPriceBook } from './NewPriceBook';

export function PriceBooksPage() {
  const books = usePriceBooks();
  const now = useNow();
  const [writing, setWriting] = useState(false);
  return (
    <>
      <Heading
        title="Price books"
        actions={
          <Button onClick={() => setWriting(true)} isDisabled={!books.data}>
            New version
          </Button>
        }
      >
        What is used is priced by the version that was valid at that time; versions never change.
      </Heading>
      <PageSection>
        <Loadable
          query={books}
          what="price books"
          isEmpty={(items) => items.length === 0}
          empty={<Empty title="No prices yet">Without a price book nothing can be quoted or billed.</Empty>}
        >
          {(items) => (
            <div className="xc-cards">
              {items.map((book) => (
                <Book
                  key={book.id}
                  book={book}
                  current={book.id === current(items, book.currency, now)?.id}
                  now={now}
                />
              ))}
            </div>
          )}
        </Loadable>
      </PageSection>
      {writing && (
        <NewPriceBook {...(books.data?.[0] ? { from: books.data[0] } : {})} onClose={() => setWriting(false)} />
      )}
    </>
  );
}

/** The version that prices what is used now: the highest that is valid already. */
export function current(books: PriceBook[], currency: string, now: number): PriceBook | undefined {
  return books
    .filter((book) => book.currency === currency && (!book.validFrom || new Date(book.validFrom).getTime() <= now))
    .sort((a, b) => b.version - a.version)[0];
}

function Book({ book, current, now }: { book: PriceBook; current: boolean; now: number }) {
  const future = !!book.validFrom && new Date(book.validFrom).getTime() > now;
  return (
    <Card isCompact>
      <CardTitle component="h2">
        Version {book.version}, {book.currency}{' '}
        {current && (
          <Label status="success" isCompact>
            Valid now
          </Label>
        )}
        {future && (
          <Label status="info" isCompact>
            Not yet valid
          </Label>
        )}
      </CardTitle>
      <CardBody>
        {book.validFrom && <p>From {when(book.validFrom)}</p>}
        <Table aria-label={`Prices of version ${book.version}`} variant="compact" borders={false}>
          <Thead>
            <Tr>
              <Th modifier="nowrap">For</Th>
              <Th modifier="nowrap">Price</Th>
              <Th modifier="nowrap">Unit</Th>
            </Tr>
          </Thead>
          <Tbody>
            {book.prices.map((price) => (
              <Tr key={price.dimension}>
                <Td dataLabel="For">{words(price.dimension)}</Td>
                <Td dataLabel="Price">{money(price.micros, book.currency)}</Td>
                <Td dataLabel="Unit">{price.unitLabel}</Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      </CardBody>
    </Card>
  );
}
