import { Alert, Checkbox, ConfigProvider, Form, Radio } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import { order, send } from '../../api/call.js';
import { vpcs } from '../../api/listings.js';
import type { SecurityGroup } from '../../api/rows.js';
import { useWords } from '../../i18n/words.js';
import { usePlace } from '../../layout/place.js';
import { ActionDialog } from '../../resources/action-dialog.js';
import { Choice, labelled, NumberField, optionsOf, SelectField, TextField } from '../../resources/kit.js';
import type { DialogProps } from '../../resources/resource.js';

/** What the cloud's own console lets into a new group (behaviour §2.8). */
export const USUAL_RULES = [['ICMP', '-1/-1'], ['TCP', '22/22'], ['TCP', '3389/3389'], ['TCP', '80/80']]
  .map(([IpProtocol = '', PortRange = '']) => ({ IpProtocol, PortRange, SourceCidrIp: '0.0.0.0/0', Policy: 'accept', Priority: '100' }));

interface Creation {
  readonly VpcId: string;
  readonly SecurityGroupName?: string;
  readonly SecurityGroupType: 'normal' | 'enterprise';
  readonly Description?: string;
  readonly usual: boolean;
}

export function Create({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const { region, group } = usePlace();
  // There is such a group already where only its rules were refused: another OK does not make a second one.
  const [made, setMade] = useState<string>();
  const createGroup = async (values: Omit<Creation, 'usual'>) => {
    const { SecurityGroupId } = await send({ product: 'Ecs', action: 'CreateSecurityGroup', parameters: { RegionId: region, ResourceGroupId: group, ...values } }, z.object({ SecurityGroupId: z.string() }));
    setMade(SecurityGroupId);
    return SecurityGroupId;
  };
  const create = async ({ usual, ...values }: Creation) => {
    const SecurityGroupId = made ?? await createGroup(values);
    if (usual) await order({ product: 'Ecs', action: 'AuthorizeSecurityGroup', parameters: { RegionId: region, SecurityGroupId, Permissions: USUAL_RULES } });
  };
  return (
    <ActionDialog<Creation> title={t.group.createTitle} onClose={onClose} submit={create} initial={{ SecurityGroupType: 'normal', usual: true }}>
      {made !== undefined && <Alert type="info" showIcon title={t.group.made(made)} style={{ marginBottom: 16 }} />}
      <ConfigProvider componentDisabled={made !== undefined}>
        <TextField name="SecurityGroupName" title={t.common.name} />
        <Choice listing={vpcs} name="VpcId" title={t.vpc.vpc} required id={({ VpcId }) => VpcId} label={({ VpcId, VpcName }) => labelled(VpcId, VpcName)} />
        <Form.Item name="SecurityGroupType" label={t.common.type}><Radio.Group options={optionsOf(t.group.types)} /></Form.Item>
        <TextField name="Description" title={t.common.description} />
      </ConfigProvider>
      <Form.Item name="usual" valuePropName="checked"><Checkbox>{t.group.usual}</Checkbox></Form.Item>
    </ActionDialog>
  );
}

interface Naming {
  readonly SecurityGroupName?: string;
  readonly Description?: string;
}

export function Modify({ row, onClose }: DialogProps<SecurityGroup>) {
  const { t } = useWords();
  const { region } = usePlace();
  const modify = (values: Naming) => order({ product: 'Ecs', action: 'ModifySecurityGroupAttribute', parameters: { RegionId: region, SecurityGroupId: row.SecurityGroupId, ...values } });
  return (
    <ActionDialog<Naming> title={`${t.common.edit}: ${row.SecurityGroupId}`} onClose={onClose} submit={modify} initial={{ SecurityGroupName: row.SecurityGroupName, Description: row.Description }}>
      <TextField name="SecurityGroupName" title={t.common.name} was={row.SecurityGroupName} />
      <TextField name="Description" title={t.common.description} was={row.Description} />
    </ActionDialog>
  );
}

interface Rule {
  readonly direction: 'ingress' | 'egress';
  readonly IpProtocol: string;
  readonly PortRange: string;
  readonly Policy: 'accept' | 'drop';
  readonly Priority: number;
  readonly peer: string;
  readonly Description?: string;
}

export function AddRule({ row, onClose }: DialogProps<SecurityGroup>) {
  const { t } = useWords();
  const { region } = usePlace();
  const add = ({ direction, peer, Priority, ...rule }: Rule) => {
    const permission = { ...rule, Priority: String(Priority), ...(direction === 'ingress' ? { SourceCidrIp: peer } : { DestCidrIp: peer }) };
    return order({
      product: 'Ecs', action: direction === 'ingress' ? 'AuthorizeSecurityGroup' : 'AuthorizeSecurityGroupEgress',
      parameters: { RegionId: region, SecurityGroupId: row.SecurityGroupId, Permissions: [permission] },
    });
  };
  return (
    <ActionDialog<Rule>
      title={`${t.group.addRuleTitle}: ${row.SecurityGroupId}`}
      onClose={onClose}
      submit={add}
      initial={{ direction: 'ingress', IpProtocol: 'TCP', PortRange: '80/80', Policy: 'accept', Priority: 1, peer: '0.0.0.0/0' }}
    >
      <Form.Item name="direction" label={t.common.type}><Radio.Group options={[{ value: 'ingress', label: t.group.ingress }, { value: 'egress', label: t.group.egress }]} /></Form.Item>
      <Form.Item name="Policy" label={t.group.policy}><Radio.Group options={[{ value: 'accept', label: t.group.policies.Accept }, { value: 'drop', label: t.group.policies.Drop }]} /></Form.Item>
      <SelectField name="IpProtocol" title={t.group.protocol} options={['TCP', 'UDP', 'ICMP', 'GRE', 'ALL'].map((value) => ({ value, label: value }))} />
      <TextField name="PortRange" title={t.group.ports} required extra="80/80, 1/65535, -1/-1" />
      <TextField name="peer" title={`${t.group.peer} / ${t.group.peerTo} (${t.group.cidr})`} required />
      <NumberField name="Priority" title={t.group.priority} required min={1} max={100} />
      <TextField name="Description" title={t.common.description} />
    </ActionDialog>
  );
}
