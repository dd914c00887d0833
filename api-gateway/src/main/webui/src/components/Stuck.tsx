import { List, ListItem } from '@patternfly/react-core';
import { useInstances } from '../api/queries';
import type { Reason, StuckGuest } from '../api/types';
import { To } from './Id';

/** Why no host takes it, counted over hosts. */
export function Reasons({ reasons }: { reasons: Reason[] }) {
  return (
    <List>
      {reasons.map((reason) => (
        <ListItem key={reason.reason}>
          {reason.hosts > 0 && <strong>{reason.hosts === 1 ? '1 host: ' : `${reason.hosts} hosts: `}</strong>}
          {reason.sentence}
        </ListItem>
      ))}
    </List>
  );
}

export function StuckGuests({ stuck }: { stuck: StuckGuest[] }) {
  const instances = useInstances({});
  const nameOf = (id: string) => instances.data?.find((instance) => instance.id === id)?.name;
  return (
    <List isPlain>
      {stuck.map((guest) => (
        <ListItem key={guest.instanceId}>
          <To path="/instances" id={guest.instanceId} name={nameOf(guest.instanceId)} />
          <Reasons reasons={guest.reasons} />
        </ListItem>
      ))}
    </List>
  );
}
