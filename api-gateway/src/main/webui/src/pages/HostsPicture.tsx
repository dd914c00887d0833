import { Button } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { useState } from 'react';
import type { HostChange } from '../api/types';
import { To } from '../components/Id';
import { percent } from '../format';
import { byChange } from './planShape';

const SHOWN = 12;

/** Each host's load before and after, those that change most first: a picture whose words are a table. */
export function HostsPicture({ changes }: { changes: HostChange[] }) {
  const [all, setAll] = useState(false);
  const hosts = byChange(changes);
  const network = changes.some((host) => host.networkBefore !== undefined);
  const disk = changes.some((host) => host.diskBefore !== undefined);
  return (
    <>
      <p className="xc-bar-words">
        <span className="xc-key xc-mark-before" aria-hidden /> before{' '}
        <span className="xc-key xc-mark-after" aria-hidden /> after
      </p>
      <Table aria-label="Hosts before and after" variant="compact">
        <Thead>
          <Tr>
            <Th modifier="nowrap">Host</Th>
            <Th modifier="nowrap">CPU</Th>
            <Th modifier="nowrap">Memory</Th>
            {network && <Th modifier="nowrap">Network</Th>}
            {disk && <Th modifier="nowrap">Disk</Th>}
          </Tr>
        </Thead>
        <Tbody>
          {hosts.slice(0, all ? hosts.length : SHOWN).map((host) => (
            <Tr key={host.hostId}>
              <Td dataLabel="Host">
                <To path="/fleet" id={host.hostId} name={host.hostName} />
              </Td>
              <Td dataLabel="CPU">
                <Change before={host.cpuBefore} after={host.cpuAfter} />
              </Td>
              <Td dataLabel="Memory">
                <Change before={host.memoryBefore} after={host.memoryAfter} />
              </Td>
              {network && (
                <Td dataLabel="Network">
                  <Known before={host.networkBefore} after={host.networkAfter} />
                </Td>
              )}
              {disk && (
                <Td dataLabel="Disk">
                  <Known before={host.diskBefore} after={host.diskAfter} />
                </Td>
              )}
            </Tr>
          ))}
        </Tbody>
      </Table>
      {hosts.length > SHOWN && (
        <Button variant="link" isInline onClick={() => setAll((shown) => !shown)}>
          {all ? 'Show fewer' : `Show all ${hosts.length} hosts`}
        </Button>
      )}
    </>
  );
}

/** What a host's card or disks carry is not always known. */
function Known({ before, after }: { before?: number | undefined; after?: number | undefined }) {
  return before === undefined || after === undefined ? 'not known' : <Change before={before} after={after} />;
}

/** From here to there on a line from nothing to full. */
export function Change({ before, after, seen }: { before: number; after: number; seen?: number | undefined }) {
  const [from, to] = [place(Math.min(before, after)), place(Math.max(before, after))];
  return (
    <div className="xc-dumbbell">
      <div className="xc-dumbbell-track" aria-hidden>
        <span className="xc-dumbbell-line" style={{ insetInlineStart: `${from}%`, inlineSize: `${to - from}%` }} />
        <span className="xc-mark xc-mark-before" style={{ insetInlineStart: `${place(before)}%` }} />
        <span className="xc-mark xc-mark-after" style={{ insetInlineStart: `${place(after)}%` }} />
        {seen !== undefined && (
          <span className="xc-mark xc-mark-seen" style={{ insetInlineStart: `${place(seen)}%` }} />
        )}
      </div>
      <span className="xc-bar-words xc-time">
        {percent(before)} → {percent(after)}
        {seen !== undefined && `, seen ${percent(seen)}`}
      </span>
    </div>
  );
}

const place = (fraction: number) => 100 * Math.min(1, Math.max(0, fraction));
