import { useQuery } from '@tanstack/react-query';
import { Form, Radio, Select } from 'antd';
import { useState } from 'react';
import { order } from '../../api/call.js';
import { images, instanceTypes, listQuery, resourceGroups, securityGroups, vswitches } from '../../api/listings.js';
import type { VSwitch } from '../../api/rows.js';
import { useWords, wordFor } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { ActionDialog } from '../../resources/action-dialog.js';
import { Choice, labelled, NumberField, TextField } from '../../resources/kit.js';

interface Values {
  readonly InstanceName?: string;
  readonly InstanceType: string;
  readonly ImageId: string;
  readonly VSwitchId: string;
  readonly SecurityGroupIds: readonly string[];
  readonly PrivateIpAddress?: string;
  readonly Amount: number;
  readonly UserData?: string;
  readonly ResourceGroupId?: string;
}

export function Create({ onClose }: { readonly onClose: () => void }) {
  const { t, number } = useWords();
  const { region, group } = usePlace();
  const [vswitch, setVswitch] = useState<VSwitch>();
  const types = useQuery(listQuery(instanceTypes, region));
  const known = useQuery(listQuery(images, region));
  const create = ({ UserData, ...values }: Values) =>
    order({ product: 'Ecs', action: 'RunInstances', parameters: { RegionId: region, ...values, UserData: UserData === undefined ? undefined : encoded(UserData) } });
  return (
    <ActionDialog<Values>
      title={t.instance.createTitle}
      onClose={onClose}
      submit={create}
      initial={{ InstanceType: 'ecs.g5.xlarge', ImageId: 'openeip_auto', Amount: 1, ...(group === '' ? {} : { ResourceGroupId: group }) }}
    >
      <TextField name="InstanceName" title={t.common.name} />
      <Form.Item name="InstanceType" label={t.instance.type} rules={[{ required: true, message: t.common.required }]}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          loading={types.isPending}
          options={(types.data?.rows ?? []).map(({ InstanceTypeId, CpuCoreCount, MemorySize, EniQuantity, EniPrivateIpAddressQuantity }) => ({
            value: InstanceTypeId,
            label: `${InstanceTypeId} – ${t.instance.size(number(CpuCoreCount), number(MemorySize))}, ${t.instance.limits(number(EniQuantity), number(EniPrivateIpAddressQuantity))}`,
          }))}
        />
      </Form.Item>
      <Form.Item name="ImageId" label={t.instance.image}>
        <Radio.Group options={(known.data?.rows ?? []).map(({ ImageId, OSName }) => ({ value: ImageId, label: `${OSName} – ${wordFor(t.instance.images, ImageId)}` }))} />
      </Form.Item>
      <Choice
        listing={vswitches} name="VSwitchId" title={t.vswitch.vswitch} required
        onRow={(chosen, form) => {
          // Groups of another VPC.
          if (chosen?.VpcId !== vswitch?.VpcId) form.resetFields(['SecurityGroupIds']);
          setVswitch(chosen);
        }}
        id={({ VSwitchId }) => VSwitchId} label={({ VSwitchId, VSwitchName, CidrBlock, ZoneId }) => `${labelled(VSwitchId, VSwitchName)} ${CidrBlock} ${ZoneId}`}
      />
      <Choice
        listing={securityGroups} name="SecurityGroupIds" title={t.group.group} required multiple filters={{ VpcId: vswitch?.VpcId }} disabled={vswitch === undefined}
        id={({ SecurityGroupId }) => SecurityGroupId} label={({ SecurityGroupId, SecurityGroupName }) => labelled(SecurityGroupId, SecurityGroupName)}
      />
      <NumberField name="Amount" title={t.instance.amount} required min={1} max={100} />
      <TextField name="PrivateIpAddress" title={t.instance.privateIp} placeholder={t.common.automatic} />
      <TextField name="UserData" title={t.instance.userData} rows={4} placeholder={'#!/bin/sh\n'} extra={t.instance.userDataHint} />
      <Choice listing={resourceGroups} name="ResourceGroupId" title={t.top.resourceGroup} id={({ Id }) => Id} label={({ Id, DisplayName }) => labelled(Id, DisplayName)} />
    </ActionDialog>
  );
}

/** Base64 of the text in UTF-8. */
export function encoded(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
