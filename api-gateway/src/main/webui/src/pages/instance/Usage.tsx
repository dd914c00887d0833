import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useMemo } from 'react';
import { useTenants, useUsage } from '../../api/queries';
import type { UsageLine } from '../../api/types';
import { Chart } from '../../components/Chart';
import { WIDE } from '../../components/columns';
import { Empty, Loadable } from '../../components/Loadable';
import { Time } from '../../components/Time';
import { bytes, count, epoch, millis, money, words } from '../../format';

const LINES_SHOWN = 100;

/** What it used and what that costs, by the lines that the hosts signed. */
export function Usage({ instanceId, tenantId }: { instanceId: string; tenantId: string }) {
  const usage = useUsage(tenantId, instanceId);
  const tenants = useTenants();
  const currency = tenants.data?.find((tenant) => tenant.id === tenantId)?.currency ?? 'EUR';
  return (
    <Loadable
      query={usage}
      what="usage"
      isEmpty={(lines) => lines.length === 0}
      empty={<Empty title="No usage yet">Lines come while it runs, every few seconds.</Empty>}
    >
      {(lines) => <Lines lines={lines} currency={currency} />}
    </Loadable>
  );
}

/** CPUs busy, at the middle of each line's interval. */
export function cpuSeries(lines: UsageLine[]): { times: number[]; values: number[] } {
  const points = lines
    .filter((line) => line.durationNanos > 0)
    .map((line) => ({
      time: (epoch(line.start) + epoch(line.end)) / 2_000,
      value: line.cpuNanos / line.durationNanos,
    }))
    .sort((a, b) => a.time - b.time);
  return { times: points.map((point) => point.time), values: points.map((point) => point.value) };
}

function Lines({ lines, currency }: { lines: UsageLine[]; currency: string }) {
  const series = useMemo(() => cpuSeries(lines), [lines]);
  const total = lines.reduce((sum, line) => sum + line.micros, 0);
  const seconds = lines.reduce((sum, line) => sum + line.durationNanos / 1e9, 0);
  const newest = lines.slice(-LINES_SHOWN).reverse();
  return (
    <>
      <p>
        <strong>{money(total, currency)}</strong> for {millis(Math.round(seconds * 1_000))} in{' '}
        {count(lines.length, 'line')}.
      </p>
      <Chart label={`CPUs busy over time, ${lines.length} intervals`} unit="CPUs busy" {...series} />
      <Table aria-label="Usage lines, the newest first" variant="compact">
        <Thead>
          <Tr>
            <Th modifier="nowrap">From</Th>
            <Th modifier="nowrap">For</Th>
            <Th visibility={[...WIDE]} modifier="nowrap">
              State
            </Th>
            <Th modifier="nowrap">CPU used</Th>
            <Th modifier="nowrap">Memory</Th>
            <Th visibility={[...WIDE]} modifier="nowrap">
              Network in, out
            </Th>
            <Th visibility={[...WIDE]} modifier="nowrap">
              Disk read, written
            </Th>
            <Th modifier="nowrap">Price</Th>
          </Tr>
        </Thead>
        <Tbody>
          {newest.map((line) => (
            <Tr key={line.id}>
              <Td dataLabel="From">
                <Time iso={line.start} absolute />
              </Td>
              <Td dataLabel="For">{millis(Math.round(line.durationNanos / 1e6))}</Td>
              <Td dataLabel="State" visibility={[...WIDE]}>
                {words(line.state)}
              </Td>
              <Td dataLabel="CPU used">{millis(Math.round(line.cpuNanos / 1e6))}</Td>
              <Td dataLabel="Memory">{bytes(line.memoryBytes)}</Td>
              <Td dataLabel="Network in, out" visibility={[...WIDE]}>
                {bytes(line.networkReceivedBytes)}, {bytes(line.networkSentBytes)}
              </Td>
              <Td dataLabel="Disk read, written" visibility={[...WIDE]}>
                {bytes(line.diskReadBytes)}, {bytes(line.diskWriteBytes)}
              </Td>
              <Td dataLabel="Price">{money(line.micros, currency)}</Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
      {lines.length > LINES_SHOWN && (
        <p>
          The newest {LINES_SHOWN} of {lines.length} lines.
        </p>
      )}
    </>
  );
}
