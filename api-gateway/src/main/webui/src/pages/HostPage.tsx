import {
  Card,
  CardBody,
  CardTitle,
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
  PageSection,
} from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { useHost, useInstances } from '../api/queries';
import type { Host } from '../api/types';
import { Bar } from '../components/Bar';
import { Heading } from '../components/Heading';
import { CopyId } from '../components/Id';
import { Loadable } from '../components/Loadable';
import { State } from '../components/State';
import { Time } from '../components/Time';
import { bytes } from '../format';
import { cpuMeter, diskMeter, memoryMeter, vcpuMeter } from './capacity';
import { HostActions } from './HostActions';
import { InstanceTable } from './InstanceTable';

export function HostPage() {
  const { id = '' } = useParams();
  const host = useHost(id);
  return (
    <>
      <Heading
        title={host.data?.name ?? 'Host'}
        above={{ to: '/fleet', name: 'Fleet' }}
        actions={host.data && <HostActions host={host.data} withButtons />}
      />
      <PageSection>
        <Loadable query={host} what="this host">
          {(data) => (
            <div className="xc-gallery">
              <Capacity host={data} />
              <Facts host={data} />
            </div>
          )}
        </Loadable>
      </PageSection>
      <PageSection>
        <Guests hostId={id} />
      </PageSection>
    </>
  );
}

function Capacity({ host }: { host: Host }) {
  const meters = [
    ['CPU load', cpuMeter(host)],
    ['vCPUs', vcpuMeter(host)],
    ['Memory', memoryMeter(host)],
    ['Disk', diskMeter(host)],
  ] as const;
  return (
    <Card>
      <CardTitle component="h2">Load and free capacity</CardTitle>
      <CardBody>
        <Terms terms={meters.map(([term, meter]) => [term, <Bar key={term} {...meter} />])} />
      </CardBody>
    </Card>
  );
}

function Facts({ host }: { host: Host }) {
  return (
    <Card>
      <CardTitle component="h2">About</CardTitle>
      <CardBody>
        <Terms
          terms={[
            ['State', <State key="state" value={host.state} />],
            ['Zone', host.zone],
            ['Agent', host.address],
            ['Xen', host.xenVersion || 'not reported'],
            ['Processor', host.cpuVendor || 'not reported'],
            ['Memory in use', bytes(host.load.memoryUsedBytes)],
            ['Network, disk', `${bytes(host.load.networkBytesPerSecond)}/s, ${bytes(host.load.diskBytesPerSecond)}/s`],
            [
              'Lease',
              <span key="lease">
                epoch {host.leaseEpoch}, ends <Time iso={host.leaseUntil} />
              </span>,
            ],
            ['Id', <CopyId key="id" id={host.id} label="the host's id" short />],
          ]}
        />
      </CardBody>
    </Card>
  );
}

export function Terms({ terms }: { terms: (readonly [string, ReactNode])[] }) {
  return (
    <DescriptionList isHorizontal isCompact>
      {terms.map(([term, description]) => (
        <DescriptionListGroup key={term}>
          <DescriptionListTerm>{term}</DescriptionListTerm>
          <DescriptionListDescription>{description}</DescriptionListDescription>
        </DescriptionListGroup>
      ))}
    </DescriptionList>
  );
}

function Guests({ hostId }: { hostId: string }) {
  const instances = useInstances({ hostId });
  return (
    <Card>
      <CardTitle component="h2">Instances here</CardTitle>
      <CardBody>
        <Loadable query={instances} what="instances on this host" isEmpty={(items) => items.length === 0}>
          {(items) => <InstanceTable instances={items} label="Instances on this host" withoutHost />}
        </Loadable>
      </CardBody>
    </Card>
  );
}
