import { Alert, Card, CardBody, CardTitle, PageSection, Tab, Tabs, TabTitleText } from '@patternfly/react-core';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useInstance } from '../api/queries';
import type { Instance } from '../api/types';
import { Heading } from '../components/Heading';
import { CopyId } from '../components/Id';
import { Loadable } from '../components/Loadable';
import { State } from '../components/State';
import { Time } from '../components/Time';
import { count, mebibytes, words } from '../format';
import { Terms } from './HostPage';
import { ConsoleLog } from './instance/ConsoleLog';
import { OperationsTimeline } from './instance/OperationsTimeline';
import { Placement } from './instance/Placement';
import { Usage } from './instance/Usage';
import { useNames } from './InstanceTable';

/** One instance's story: what it is, where and why, what was done to it, what it used. */
export function InstancePage() {
  const { id = '' } = useParams();
  const instance = useInstance(id);
  return (
    <>
      <Heading title={instance.data?.name ?? 'Instance'} above={{ to: '/instances', name: 'Instances' }} />
      <PageSection>
        <Loadable query={instance} what="this instance">
          {(data) => (
            <>
              {data.error && (
                <Alert component="p" isInline variant="danger" title={`Error: ${data.error.code}`}>
                  {data.error.message}
                </Alert>
              )}
              <div className="xc-gallery">
                <About instance={data} />
                <Placement instance={data} />
              </div>
              <Story instance={data} />
            </>
          )}
        </Loadable>
      </PageSection>
    </>
  );
}

function About({ instance }: { instance: Instance }) {
  const names = useNames();
  const size = instance.resources;
  return (
    <Card>
      <CardTitle component="h2">About</CardTitle>
      <CardBody>
        <Terms
          terms={[
            ['State', <State key="state" value={instance.state} />],
            ['Tenant', names.tenant(instance.tenantId)],
            [
              'Size',
              `${count(size.vcpus, 'vCPU')}, ${mebibytes(size.memoryMiB)} memory, ${mebibytes(size.diskMiB)} disk`,
            ],
            ['Addresses', instance.nics?.map((nic) => nic.ipv4).join(', ') || 'none'],
            ['Recovery', words(instance.recovery ?? 'KEEP_RUNNING')],
            ['Created', <Time key="created" iso={instance.createdAt} />],
            ['Changed', <Time key="updated" iso={instance.updatedAt} />],
            ['Id', <CopyId key="id" id={instance.id} label="the instance's id" short />],
            ['Image', <CopyId key="image" id={instance.imageId} label="the image's id" short />],
          ]}
        />
      </CardBody>
    </Card>
  );
}

function Story({ instance }: { instance: Instance }) {
  const [tab, setTab] = useState<string | number>('operations');
  return (
    <Tabs activeKey={tab} onSelect={(_, key) => setTab(key)} mountOnEnter unmountOnExit aria-label="Its story">
      <Tab eventKey="operations" title={<TabTitleText>Operations</TabTitleText>} className="xc-tab">
        <OperationsTimeline instanceId={instance.id} />
      </Tab>
      <Tab eventKey="usage" title={<TabTitleText>Usage</TabTitleText>} className="xc-tab">
        <Usage instanceId={instance.id} tenantId={instance.tenantId ?? ''} />
      </Tab>
      <Tab eventKey="console" title={<TabTitleText>Console log</TabTitleText>} className="xc-tab">
        <ConsoleLog instanceId={instance.id} />
      </Tab>
    </Tabs>
  );
}
