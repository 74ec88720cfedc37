/** ECS instances. */
import { instances } from '../../api/listings.js';
import type { Instance } from '../../api/rows.js';
import type { Words } from '../../i18n/words.js';
import { asking, tagging } from '../../resources/common-actions.js';
import { optionsOf, ResourceLink, Status, TagsView } from '../../resources/kit.js';
import type { Action, Resource } from '../../resources/resource.js';
import { SeeInstance } from '../../resources/see-it.js';
import { InstanceHistory } from '../history/tab.js';
import { Create } from './create.js';
import { Modify } from './modify.js';
import { Nics, Shell } from './tabs.js';

export const instanceResource: Resource<Instance> = {
  path: 'instances',
  listing: instances,
  grouped: true,
  id: ({ InstanceId }) => InstanceId,
  name: ({ InstanceName }) => InstanceName,
  byId: (id) => ({ InstanceIds: JSON.stringify([id]) }),
  view: (words) => {
    const { t, date, number } = words;
    return {
      Notice: SeeInstance,
      title: t.nav.instances,
      empty: t.instance.empty,
      create: { label: t.instance.create, Dialog: Create },
      columns: [
        { key: 'status', title: t.common.status, render: ({ Status: status }) => <Status status={status} words={t.status.other} /> },
        { key: 'type', title: t.instance.type, render: ({ InstanceType }) => InstanceType },
        { key: 'ip', title: t.instance.privateIp, render: ({ VpcAttributes: { PrivateIpAddress: { IpAddress } } }) => <span className="mono">{IpAddress.join(', ')}</span> },
        { key: 'eip', title: t.instance.eip, render: ({ EipAddress: { AllocationId, IpAddress } }) => (AllocationId === '' ? t.common.none : <><span className="mono">{IpAddress}</span> <ResourceLink to="eips" id={AllocationId} /></>) },
        { key: 'nics', title: t.instance.nics, render: ({ NetworkInterfaces: { NetworkInterface } }) => number(NetworkInterface.length) },
        { key: 'zone', title: t.common.zone, render: ({ ZoneId }) => ZoneId },
      ],
      filters: [
        { parameter: 'InstanceName', label: t.common.name },
        { parameter: 'Status', label: t.common.status, options: optionsOf({ Running: t.status.other.Running, Stopped: t.status.other.Stopped, Starting: t.status.other.Starting, Stopping: t.status.other.Stopping }) },
        { parameter: 'InstanceType', label: t.instance.type },
        { parameter: 'VpcId', label: `${t.vpc.vpc} ID` },
      ],
      actions: [
        power(words, 'start'),
        power(words, 'stop'),
        power(words, 'reboot'),
        { key: 'modify', label: t.common.edit, Dialog: Modify },
        tagging(words, { product: 'Ecs', type: 'instance' }, ({ InstanceId }) => InstanceId),
        {
          key: 'delete', label: t.instance.delete, danger: true, forbidden: ({ DeletionProtection }) => (DeletionProtection ? t.eip.protected : undefined),
          Dialog: asking({
            title: ({ InstanceId }) => t.instance.deleteTitle(InstanceId),
            text: () => t.instance.deleteText,
            danger: t.instance.delete,
            call: ({ InstanceId, Status: status }) => ({ product: 'Ecs', action: 'DeleteInstance', parameters: { InstanceId, Force: status !== 'Stopped' } }),
          }),
        },
      ],
      fields: [
        { key: 'vpc', title: t.vpc.vpc, render: ({ VpcAttributes: { VpcId } }) => <ResourceLink to="vpcs" id={VpcId} /> },
        { key: 'vswitch', title: t.vswitch.vswitch, render: ({ VpcAttributes: { VSwitchId } }) => <ResourceLink to="vswitches" id={VSwitchId} /> },
        { key: 'groups', title: t.group.group, render: ({ SecurityGroupIds: { SecurityGroupId } }) => SecurityGroupId.map((id) => <div key={id}><ResourceLink to="security-groups" id={id} /></div>) },
        { key: 'size', title: t.instance.cpu, render: ({ Cpu, Memory }) => t.instance.size(number(Cpu), number(Memory / 1024)) },
        { key: 'os', title: t.instance.os, render: ({ OSName, ImageId }) => `${OSName} (${ImageId})` },
        { key: 'host', title: t.instance.host, render: ({ HostName }) => HostName },
        { key: 'created', title: t.common.created, render: ({ CreationTime }) => date(CreationTime) },
        { key: 'tags', title: t.common.tags, render: ({ Tags }) => <TagsView tags={Tags} /> },
      ],
      tabs: [
        { key: 'nics', label: t.instance.nics, Content: Nics },
        { key: 'shell', label: t.instance.exec, Content: Shell },
        { key: 'history', label: t.seeing.history.title, Content: InstanceHistory },
      ],
    };
  },
};

function power({ t }: Words, key: 'start' | 'stop' | 'reboot'): Action<Instance> {
  const { action, text } = {
    start: { action: 'StartInstance', text: t.instance.startText },
    stop: { action: 'StopInstance', text: t.instance.stopText },
    reboot: { action: 'RebootInstance', text: t.instance.rebootText },
  }[key];
  const title = { start: t.instance.startTitle, stop: t.instance.stopTitle, reboot: t.instance.rebootTitle }[key];
  return {
    key,
    label: t.instance[key],
    forbidden: ({ Status: status }) => {
      if (status !== 'Running' && status !== 'Stopped') return t.instance.busy;
      if (key === 'start') return status === 'Stopped' ? undefined : t.instance.notStopped;
      return status === 'Running' ? undefined : t.instance.notRunning;
    },
    Dialog: asking({ title: ({ InstanceId }) => title(InstanceId), text: () => text, call: ({ InstanceId }) => ({ product: 'Ecs', action, parameters: { InstanceId } }) }),
  };
}
