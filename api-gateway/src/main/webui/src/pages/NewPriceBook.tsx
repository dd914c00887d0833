import { FormGroup, TextInput } from '@patternfly/react-core';
import { useState } from 'react';
import { answered, api, keyed } from '../api/client';
import type { Price, PriceBook } from '../api/types';
import { Confirm } from '../components/Confirm';
import { parseMoney, words } from '../format';

const HOUR_NANOS = 3_600_000_000_000n;
const GIBIBYTE = 1_073_741_824n;

/** The usual units; a first price book starts with them. */
const UNITS: Omit<Price, 'micros'>[] = [
  { dimension: 'CPU_USED', per: String(HOUR_NANOS), unitLabel: 'CPU hour' },
  { dimension: 'VCPU_RESERVED', per: String(HOUR_NANOS), unitLabel: 'vCPU hour' },
  { dimension: 'MEMORY_RESERVED', per: String(GIBIBYTE * HOUR_NANOS), unitLabel: 'GiB hour' },
  { dimension: 'DISK_RESERVED', per: String(GIBIBYTE * HOUR_NANOS), unitLabel: 'GiB hour' },
  { dimension: 'DISK_READ', per: String(GIBIBYTE), unitLabel: 'GiB' },
  { dimension: 'DISK_WRITTEN', per: String(GIBIBYTE), unitLabel: 'GiB' },
  { dimension: 'DISK_OPERATIONS', per: '1000000', unitLabel: 'million operations' },
  { dimension: 'NETWORK_RECEIVED', per: String(GIBIBYTE), unitLabel: 'GiB' },
  { dimension: 'NETWORK_SENT', per: String(GIBIBYTE), unitLabel: 'GiB' },
];

function amount(micros: number): string {
  return (micros / 1_000_000).toFixed(6).replace(/0{1,4}$/, '');
}

/** The prices of the newest version, to be changed and published as the next one. */
export function NewPriceBook({ from, onClose }: { from?: PriceBook; onClose: () => void }) {
  const [id] = useState(() => crypto.randomUUID());
  const prices = from?.prices ?? UNITS.map((unit) => ({ ...unit, micros: 0 }));
  const [currency, setCurrency] = useState(from?.currency ?? 'EUR');
  const [validFrom, setValidFrom] = useState('');
  const [amounts, setAmounts] = useState<Record<string, string>>(
    Object.fromEntries(prices.map((price) => [price.dimension, amount(price.micros)])),
  );
  const parsed = prices.map((price) => ({ ...price, micros: parseMoney(amounts[price.dimension] ?? '') }));
  const ready = /^[A-Z]{3}$/.test(currency) && parsed.every((price) => price.micros !== undefined);
  const body = {
    currency,
    ...(validFrom ? { validFrom: new Date(`${validFrom}Z`).toISOString() } : {}),
    prices: parsed.map((price) => ({ ...price, micros: price.micros ?? 0 })),
  };
  return (
    <Confirm<PriceBook>
      title="New version of the prices"
      button="Publish"
      ready={ready}
      stale={['price-books']}
      act={(key) =>
        answered(api.PUT('/operator/v1/price-books/{id}', { params: { path: { id }, header: keyed(key) }, body }))
      }
      done={(book) => `Version ${book.version} is published.`}
      onClose={onClose}
    >
      <FormGroup label="Currency" isRequired fieldId="currency">
        <TextInput
          id="currency"
          isRequired
          value={currency}
          maxLength={3}
          onChange={(_, value) => setCurrency(value.toUpperCase())}
        />
      </FormGroup>
      <FormGroup label="Valid from, in UTC (empty: at once)" fieldId="valid-from">
        <TextInput
          id="valid-from"
          type="datetime-local"
          value={validFrom}
          onChange={(_, value) => setValidFrom(value)}
        />
      </FormGroup>
      {parsed.map((price) => (
        <FormGroup
          key={price.dimension}
          label={`${words(price.dimension)}, per ${price.unitLabel}`}
          fieldId={price.dimension}
          isRequired
        >
          <TextInput
            id={price.dimension}
            inputMode="decimal"
            isRequired
            value={amounts[price.dimension] ?? ''}
            validated={price.micros === undefined ? 'error' : 'default'}
            onChange={(_, value) => setAmounts((known) => ({ ...known, [price.dimension]: value }))}
          />
        </FormGroup>
      ))}
    </Confirm>
  );
}
