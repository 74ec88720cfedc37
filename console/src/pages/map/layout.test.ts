import { describe, expect, it } from 'vitest';
import type { Trace } from '../../api/trace.js';
import type { Eip, Eni, Instance, Ipv4Gateway, Vpc, VSwitch } from '../../api/rows.js';
import { elementsOf } from './elements.js';
import { layoutOf, type Layout, type Placed } from './layout.js';
import { eipsIn, ofGroups, treeOf, type Rows } from './region.js';
import { speedText } from './speed.js';
import { trackOf } from './track.js';

const tags = { Tag: [] };
const vpc = (VpcId: string): Vpc => ({
  VpcId, VpcName: '', Description: '', CidrBlock: '10.0.0.0/8', Status: 'Available', CreationTime: '', VRouterId: '', ResourceGroupId: '', SecondaryCidrBlocks: { SecondaryCidrBlock: [] },
  UserCidrs: { UserCidr: [] }, VSwitchIds: { VSwitchId: [] }, Tags: tags,
});
const vswitch = (VSwitchId: string, VpcId: string): VSwitch => ({
  VSwitchId, VSwitchName: '', Description: '', VpcId, ZoneId: 'z', CidrBlock: '10.0.0.0/24', Status: 'Available', AvailableIpAddressCount: 1, CreationTime: '', ResourceGroupId: '',
  RouteTable: { RouteTableId: 'vtb-1', RouteTableType: 'System' }, Tags: tags,
});
const instance = (InstanceId: string, VSwitchId: string, Status = 'Running'): Instance => ({
  InstanceId, InstanceName: '', Description: '', HostName: '', ZoneId: '', Status, CreationTime: '', InstanceType: '', InstanceTypeFamily: '', Cpu: 1, Memory: 1, OSName: '', ImageId: '', ResourceGroupId: '',
  DeletionProtection: false, EipAddress: { AllocationId: '', IpAddress: '' }, VpcAttributes: { VpcId: 'vpc-1', VSwitchId, PrivateIpAddress: { IpAddress: [] } }, SecurityGroupIds: { SecurityGroupId: [] },
  NetworkInterfaces: { NetworkInterface: [] }, Tags: tags,
});
const eni = (NetworkInterfaceId: string, VSwitchId: string, InstanceId: string, DeviceIndex = 0, ip = '10.0.0.9'): Eni => ({
  NetworkInterfaceId, NetworkInterfaceName: '', Description: '', Status: 'InUse', Type: DeviceIndex === 0 && InstanceId !== '' ? 'Primary' : 'Secondary', VpcId: 'vpc-1', VSwitchId, ZoneId: '', MacAddress: '',
  PrivateIpAddress: ip, ResourceGroupId: '', SecurityGroupIds: { SecurityGroupId: [] }, SourceDestCheck: false, DeleteOnRelease: true, InstanceId, CreationTime: '', Attachment: { DeviceIndex },
  PrivateIpSets: { PrivateIpSet: [{ PrivateIpAddress: ip, Primary: true, AssociatedPublicIp: {} }] }, Tags: tags,
});
const eip = (AllocationId: string, InstanceId: string, more: Partial<Eip> = {}): Eip => ({
  AllocationId, AllocationTime: '', IpAddress: `198.18.0.${AllocationId.slice(4)}`, Status: InstanceId === '' ? 'Available' : 'InUse', Name: '', Description: '', Bandwidth: '5', BandwidthPackageId: '', BusinessStatus: 'Normal',
  ChargeType: 'PostPaid', InternetChargeType: '', ExpiredTime: '', DeletionProtection: false, ISP: '', InstanceId, InstanceType: InstanceId === '' ? '' : 'NetworkInterface', Mode: 'NAT', PrivateIpAddress: '', VpcId: '',
  ResourceGroupId: '', Tags: tags, Held: false, ...more,
});
const gateway: Ipv4Gateway = { Ipv4GatewayId: 'ipv4gw-2', Ipv4GatewayName: '', Ipv4GatewayDescription: '', Enabled: true, Status: 'Created', VpcId: 'vpc-2', Ipv4GatewayRouteTableId: '', GmtCreate: '', ResourceGroupId: '', Tags: tags };

const rows: Rows = {
  vpcs: [vpc('vpc-1'), vpc('vpc-2')], vswitches: [vswitch('vsw-1', 'vpc-1'), vswitch('vsw-2', 'vpc-1')], gateways: [gateway],
  instances: [instance('i-1', 'vsw-1'), instance('i-2', 'vsw-1', 'Stopped')],
  enis: [eni('eni-2', 'vsw-2', 'i-1', 1), eni('eni-1', 'vsw-1', 'i-1'), eni('eni-3', 'vsw-1', 'i-2', 0, '10.0.0.3'), eni('eni-4', 'vsw-2', '')],
  eips: [
    eip('eip-1', 'eni-2'), eip('eip-2', 'eni-2', { Mode: 'MULTI_BINDED' }), eip('eip-3', 'i-2', { InstanceType: 'EcsInstance' }), eip('eip-4', ''),
    eip('eip-5', '10.0.0.3', { InstanceType: 'IpAddress', VpcId: 'vpc-1' }), eip('eip-6', '10.0.0.77', { InstanceType: 'IpAddress', VpcId: 'vpc-1' }),
  ],
};

describe('a region as what stands in what', () => {
  const tree = treeOf(rows);

  it('ENIs stand at their instance in the order of its NICs, whatever their vSwitch; one that is at none stands alone in its own', () => {
    expect(tree.vpcs[0]?.vswitches.map(({ vswitch: { VSwitchId }, cells }) => [VSwitchId, cells.map((cell) => [cell.instance?.InstanceId, cell.enis.map((place) => place.eni.NetworkInterfaceId)])])).toEqual([
      ['vsw-1', [['i-1', ['eni-1', 'eni-2']], ['i-2', ['eni-3']]]], ['vsw-2', [[undefined, ['eni-4']]]],
    ]);
  });

  it('EIPs stand at the ENI that they lead to: by its id, as the primary one of an instance, or by an address that it has', () => {
    const led = tree.vpcs.flatMap(({ vswitches }) => vswitches.flatMap(({ cells }) => cells.flatMap(({ enis }) => enis.map((place) => [place.eni.NetworkInterfaceId, place.eips.map(({ AllocationId }) => AllocationId)]))));
    expect(led).toEqual([['eni-1', []], ['eni-2', ['eip-1', 'eip-2']], ['eni-3', ['eip-3', 'eip-5']], ['eni-4', []]]);
    expect(tree.vpcs[0]?.loose.map(({ AllocationId }) => AllocationId)).toEqual(['eip-6']);
    expect(tree.unbound.map(({ AllocationId }) => AllocationId)).toEqual(['eip-4']);
    expect(tree.vpcs.map((place) => eipsIn(place).length)).toEqual([5, 0]);
  });

  it('of one VPC alone, without what belongs to none', () => {
    expect(treeOf(rows, 'vpc-2')).toMatchObject({ vpcs: [{ vpc: { VpcId: 'vpc-2' }, gateway: { Ipv4GatewayId: 'ipv4gw-2' } }], unbound: [] });
  });

  it('a row that came on two pages is there once', () => {
    expect(treeOf({ ...rows, eips: [...rows.eips, ...rows.eips], enis: [...rows.enis, ...rows.enis] })).toEqual(tree);
  });
});

const inside = (inner: Placed, outer: Placed) => inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;
const apart = (one: Placed, other: Placed) => one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y || other.y + other.height <= one.y;
const ofKind = (layout: Layout, ...kinds: Placed['thing']['kind'][]) => layout.placed.filter(({ thing }) => kinds.includes(thing.kind));

describe('what belongs to a resource group', () => {
  const idsOf = (of: Rows) => [
    of.vpcs.map(({ VpcId }) => VpcId), of.vswitches.map(({ VSwitchId }) => VSwitchId), of.instances.map(({ InstanceId }) => InstanceId),
    of.enis.map(({ NetworkInterfaceId }) => NetworkInterfaceId), of.eips.map(({ AllocationId }) => AllocationId),
  ];
  const chosen = (more: Partial<Rows>, ...groups: readonly string[]) => idsOf(ofGroups({ ...rows, ...more }, groups));

  it('an EIP has with it what it leads to, and what that is in', () => {
    expect(chosen({ eips: [...rows.eips, eip('eip-7', 'eni-2', { ResourceGroupId: 'rg-1' })] }, 'rg-1')).toEqual([['vpc-1'], ['vsw-1', 'vsw-2'], ['i-1'], ['eni-2'], ['eip-7']]);
    expect(chosen({ eips: [eip('eip-7', 'i-2', { InstanceType: 'EcsInstance', ResourceGroupId: 'rg-1' })] }, 'rg-1')).toEqual([['vpc-1'], ['vsw-1'], ['i-2'], ['eni-3'], ['eip-7']]);
    expect(chosen({ eips: [eip('eip-7', '10.0.0.77', { InstanceType: 'IpAddress', VpcId: 'vpc-1', ResourceGroupId: 'rg-1' })] }, 'rg-1')).toEqual([['vpc-1'], [], [], [], ['eip-7']]);
  });

  it('an instance has its ENIs with it, but not the EIPs of others', () => {
    expect(chosen({ instances: [{ ...instance('i-1', 'vsw-1'), ResourceGroupId: 'rg-1' }] }, 'rg-1')).toEqual([['vpc-1'], ['vsw-1', 'vsw-2'], ['i-1'], ['eni-2', 'eni-1'], []]);
  });

  it('a VPC or a vSwitch is there without what is in it, and nothing where nothing is', () => {
    expect(chosen({ vpcs: [vpc('vpc-1'), { ...vpc('vpc-2'), ResourceGroupId: 'rg-1' }] }, 'rg-1')).toEqual([['vpc-2'], [], [], [], []]);
    expect(chosen({}, 'rg-1')).toEqual([[], [], [], [], []]);
  });

  it('what names no group belongs to the default one', () => {
    expect(chosen({}, 'rg-default', '').map((ids) => ids.length)).toEqual(idsOf(rows).map((ids) => ids.length));
  });
});

describe('the layout', () => {
  const layout = layoutOf(treeOf(rows));
  const at = (id: string) => layout.placed.find((placed) => placed.id === id) as Placed;

  it('places everything, each thing in what it belongs to', () => {
    expect(layout.placed.map(({ id }) => id).sort()).toEqual([
      'alone eni-4', 'eip-1', 'eip-2', 'eip-3', 'eip-4', 'eip-5', 'eip-6', 'eni-1', 'eni-2', 'eni-3', 'eni-4', 'i-1', 'i-2', 'internet', 'ipv4gw-2', 'unbound', 'vpc-1', 'vpc-2', 'vsw-1', 'vsw-2',
    ]);
    for (const [inner, outer] of [['vsw-1', 'vpc-1'], ['vsw-2', 'vpc-1'], ['i-1', 'vsw-1'], ['i-2', 'vsw-1'], ['eni-1', 'i-1'], ['eni-2', 'i-1'], ['eip-1', 'vsw-1'], ['eip-6', 'vpc-1'], ['eip-4', 'unbound'], ['eni-4', 'alone eni-4']] as const) {
      expect(inside(at(inner), at(outer)), `${inner} in ${outer}`).toBe(true);
    }
  });

  it('draws a line for each EIP that leads to an ENI, by its mode or as an address, and one from the Internet into each VPC', () => {
    expect(layout.lines.map(({ eip: { AllocationId }, eni: to, way }) => [AllocationId, to, way])).toEqual([
      ['eip-1', 'eni-2', 'NAT'], ['eip-2', 'eni-2', 'MULTI_BINDED'], ['eip-3', 'eni-3', 'NAT'], ['eip-5', 'eni-3', 'IpAddress'],
    ]);
    expect(layout.trunks.map((trunk) => [trunk.vpc, trunk.gateway?.Ipv4GatewayId])).toEqual([['vpc-1', undefined], ['vpc-2', 'ipv4gw-2']]);
  });

  it('is the same for the same region, in whatever order its rows come', () => {
    const turned = Object.fromEntries(Object.entries(rows).map(([name, list]) => [name, (list as readonly unknown[]).toReversed()])) as unknown as Rows;
    expect(layoutOf(treeOf(turned))).toEqual(layout);
  });

  it('of 500 instances lets nothing overlap, is no strip, and from afar shows outlines only', () => {
    const many = Array.from({ length: 500 }, (_, n) => n);
    const big: Rows = {
      ...rows, instances: many.map((n) => instance(`i-${String(n)}`, 'vsw-1')), enis: many.map((n) => eni(`eni-${String(n)}`, 'vsw-1', `i-${String(n)}`)), eips: many.map((n) => eip(`eip-${String(n)}`, `eni-${String(n)}`)),
    };
    const large = layoutOf(treeOf(big));
    const things = ofKind(large, 'eni', 'eip');
    expect(things).toHaveLength(1_000);
    const clashes = things.flatMap((one, index) => things.slice(index + 1).filter((other) => !apart(one, other)));
    expect(clashes).toEqual([]);
    expect(large.width / large.height).toBeGreaterThan(0.4);
    expect(large.width / large.height).toBeLessThan(4);
    expect(elementsOf(large, true, '').nodes.map(({ id }) => id)).toEqual(['internet', 'vpc-1', 'vsw-1', 'vsw-2', 'vpc-2', 'ipv4gw-2']);
    expect(elementsOf(large, true, 'eni-7').nodes.map(({ id }) => id)).toContain('eni-7');
    expect(elementsOf(large, false, '').edges).toHaveLength(502);
  });
});

describe('a traced packet on the map', () => {
  const layout = layoutOf(treeOf(rows));
  const packet = { source: 'a', destination: 'b', protocol: 6, sourcePort: 1, destinationPort: 80 };
  const hop = (at: string, decision: string, facts: Record<string, string> = {}, by = '') => ({ at, decision, by, text: '', facts, before: packet, after: packet });
  const cause = { code: 'SecurityGroupIngress.NoRule', what: '', mend: '', facts: {} };
  const arrived = {
    arrived: 'eni-2', packet, cause: null,
    hops: [
      hop('internet', 'sent'), hop('edge', 'to-vpc', { eip: 'eip-1', vpc: 'vpc-1' }, 'eip-1'), hop('vpc-1', 'destination-translated', { eip: 'eip-1' }, 'eip-1'),
      hop('vpc-1', 'ingress-accepted', { eni: 'eni-2' }, 'sg-1'), hop('eni-2', 'delivered', { eni: 'eni-2' }, 'eni-2'),
    ],
  };
  const back = {
    arrived: 'internet', packet, cause: null,
    hops: [hop('eni-2', 'sent'), hop('vpc-1', 'session'), hop('vpc-1', 'source-translated', { eip: 'eip-1' }, 'eip-1'), hop('edge', 'to-internet'), hop('internet', 'received')],
  };
  const trace = (forward: Trace['forward'], answer: Trace['back']): Trace => ({ delivered: true, answered: true, forward, back: answer, notes: [], probe: null });

  it('stops where its hops fall, the way back going on with the numbers; what the VPC decides between EIP and ENI is told at the EIP', () => {
    const track = trackOf(trace(arrived, back), layout);
    const stops = (leg: typeof track.there | undefined) => leg?.stops.map(({ at, first, last }) => [at, first, last]);
    expect(stops(track.there)).toEqual([['internet', 1, 1], ['edge', 2, 2], ['eip-1', 3, 4], ['eni-2', 5, 5]]);
    expect(stops(track.back)).toEqual([['eni-2', 6, 6], ['eip-1', 7, 8], ['edge', 9, 9], ['internet', 10, 10]]);
  });

  it('has a line that ends at the ENI, and another beside it for the way back', () => {
    const { there, back: answer } = trackOf(trace(arrived, back), layout);
    const eniAt = layout.placed.find(({ id }) => id === 'eni-2') as Placed;
    expect(there.line.at(-1)).toMatchObject({ x: eniAt.x });
    expect(answer?.line[0]).toMatchObject({ x: eniAt.x });
    const known = new Set(there.line.map(({ x, y }) => `${String(x)} ${String(y)}`));
    expect(answer?.line.filter(({ x, y }) => known.has(`${String(x)} ${String(y)}`))).toEqual([]);
  });

  it('dies at the ENI whose door is shut', () => {
    const hops = [...arrived.hops.slice(0, 3), { ...hop('vpc-1', 'dropped', { eni: 'eni-2' }), after: null }];
    const { there, back: none } = trackOf(trace({ arrived: null, packet, hops, cause }, null), layout);
    expect(there.stops.at(-1)).toMatchObject({ at: 'eni-2', first: 4, cause: 'SecurityGroupIngress.NoRule' });
    expect(none).toBeUndefined();
  });
});

it('speeds as people write them', () => {
  const texts = [0, 7, 999, 1_000, 1_234, 48_200, 5_000_000, 12_300_000_000].map((bits) => speedText(bits, String));
  expect(texts).toEqual(['0 bit/s', '7 bit/s', '999 bit/s', '1 kbit/s', '1.2 kbit/s', '48 kbit/s', '5 Mbit/s', '12 Gbit/s']);
});
