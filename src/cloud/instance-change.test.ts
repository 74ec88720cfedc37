import { describe, expect, it } from 'vitest';
import { modifyInstance, moveInstance, type InstanceChange, type InstanceMove } from './instance-change.js';
import type { EipRow, EniRow, InstanceRow, Row } from './resources.js';
import { codeOf, contextOf } from './testing-reads.js';
import { sample } from './testing.js';

const [vpc, far] = [sample.vpc({ id: 'vpc-1', routeTableId: 'vtb-1' }), sample.vpc({ id: 'vpc-2', routeTableId: 'vtb-2' })];
const at = { vpcId: 'vpc-1', routeTableId: 'vtb-1' };
const home = sample.vswitch({ id: 'vsw-1', ...at, cidr: '10.0.0.0/24' });
const next = sample.vswitch({ id: 'vsw-2', ...at, cidr: '10.0.1.0/24' });
const elsewhere = sample.vswitch({ id: 'vsw-3', ...at, cidr: '10.0.2.0/24', zone: 'cn-hangzhou-h' });
const abroad = sample.vswitch({ id: 'vsw-4', vpcId: 'vpc-2', routeTableId: 'vtb-2', cidr: '10.0.1.0/24' });
const groups = [sample.securityGroup({ id: 'sg-1', vpcId: 'vpc-1' }), sample.securityGroup({ id: 'sg-2', vpcId: 'vpc-1' }), sample.securityGroup({ id: 'sg-3', vpcId: 'vpc-2' })];
const vm = sample.instance({ id: 'i-1', vpcId: 'vpc-1', vswitchId: 'vsw-1', primaryEniId: 'eni-1', status: 'Stopped' });
const eni = sample.eni({
  id: 'eni-1', type: 'Primary', status: 'InUse', instanceId: 'i-1', vpcId: 'vpc-1', vswitchId: 'vsw-1', privateIps: ['10.0.0.9'], groupIds: ['sg-1'],
});
const eip = sample.eip({
  id: 'eip-1', status: 'InUse', binding: {
    type: 'EcsInstance', shownId: 'i-1', region: 'cn-hangzhou', shownPrivateIp: '', eniId: 'eni-1', privateIp: '10.0.0.9', vpcId: 'vpc-1',
  },
});

interface Change {
  readonly instance?: Partial<InstanceRow>;
  readonly eni?: Partial<EniRow>;
  readonly eip?: Partial<EipRow>;
  readonly more?: readonly Row[];
}

/** An EIP that was bound to the address itself. */
const claiming = (privateIp: string): Row => sample.eip({
  id: 'eip-2', address: '198.18.9.9', status: 'InUse', binding: {
    type: 'IpAddress', shownId: privateIp, region: 'cn-hangzhou', shownPrivateIp: privateIp, eniId: '', privateIp, vpcId: 'vpc-1',
  },
});

const contextWith = (change: Change = {}) => contextOf([
  vpc, far, home, next, elsewhere, abroad, ...groups, { ...vm, ...change.instance }, { ...eni, ...change.eni }, { ...eip, ...change.eip }, ...(change.more ?? []),
]);

describe('§4.6 ModifyInstanceAttribute', () => {
  const modify = (asked: Partial<InstanceChange>, change: Change = {}) => modifyInstance(contextWith(change), { InstanceId: 'i-1', SecurityGroupIds: [], ...asked });

  it('changes what is given and nothing else', () => {
    const given = { InstanceName: 'web', Description: 'of the shop', HostName: 'web.shop', UserData: 'ZWNobw==', CreditSpecification: 'Unlimited', DeletionProtection: true };
    expect(modify(given).put).toEqual([{
      ...vm, n: expect.any(Number) as number, name: 'web', description: 'of the shop', hostname: 'web.shop', userData: 'ZWNobw==', creditSpecification: 'Unlimited', deletionProtection: true,
    }]);
  });

  it('§4.7: moves the primary ENI to other groups, and gives it other queues', () => {
    expect(modify({ SecurityGroupIds: ['sg-2'] }, { instance: { status: 'Running' } }).put[1]).toMatchObject({ id: 'eni-1', groupIds: ['sg-2'], queueNumber: 1 });
    expect(modify({ NetworkInterfaceQueueNumber: 4 }).put[1]).toMatchObject({ groupIds: ['sg-1'], queueNumber: 4 });
    expect(modify({ NetworkInterfaceQueueNumber: -1 }, { eni: { queueNumber: 4 } }).put[1]).toMatchObject({ queueNumber: 1 });
  });

  it.each<[string, Partial<InstanceChange>, Change?]>([
    ['InvalidInstanceId.NotFound', { InstanceId: 'i-x' }],
    ['InvalidInstanceId.NotFound', {}, { instance: { account: '2' } }],
    ['InvalidInstanceName.Malformed', { InstanceName: '1st' }],
    ['InvalidDescription.Malformed', { Description: 'http://a' }],
    ['InvalidHostName.Malformed', { HostName: 'a..b' }],
    ['InvalidUserData.Base64FormatInvalid', { UserData: '#!' }],
    ['UnsupportedParameter', { EnableJumboFrame: true }],
    ['accepted', { EnableJumboFrame: false }],
    ['IncorrectInstanceStatus', { UserData: 'ZWNobw==' }, { instance: { status: 'Running' } }],
    ['IncorrectInstanceStatus', { NetworkInterfaceQueueNumber: 2 }, { instance: { status: 'Running' } }],
    ['IncorrectInstanceStatus', { SecurityGroupIds: ['sg-2'] }, { instance: { status: 'Starting' } }],
    ['IncorrectInstanceStatus', { InstanceName: 'web' }, { instance: { status: 'Deleting' } }],
    ['accepted', { InstanceName: 'web' }, { instance: { status: 'Starting' } }],
    ['InvalidSecurityGroupId.NotFound', { SecurityGroupIds: ['sg-x'] }],
    ['InvalidOperation.VpcMismatch', { SecurityGroupIds: ['sg-3'] }],
  ])('%s for %j', (code, asked, change) => {
    expect(codeOf(() => modify(asked, change))).toBe(code);
  });
});

describe('§2.4 ModifyInstanceVpcAttribute', () => {
  const move = (asked: Partial<InstanceMove>, change: Change = {}) =>
    moveInstance(contextWith(change), { InstanceId: 'i-1', VSwitchId: 'vsw-2', SecurityGroupId: [], ...asked });

  it('moves instance and primary ENI to another vSwitch; the EIP follows the address', () => {
    expect(move({ PrivateIpAddress: '10.0.1.77' }).put).toMatchObject([
      { id: 'i-1', vpcId: 'vpc-1', vswitchId: 'vsw-2', status: 'Stopped' },
      { id: 'eni-1', vpcId: 'vpc-1', vswitchId: 'vsw-2', privateIps: ['10.0.1.77'], groupIds: ['sg-1'] },
      { id: 'eip-1', status: 'InUse', binding: { privateIp: '10.0.1.77', shownPrivateIp: '', vpcId: 'vpc-1' } },
    ]);
    expect(move({}).put[1]).toMatchObject({ privateIps: [expect.stringMatching(/^10\.0\.1\.\d+$/)] });
  });

  it('keeps the address where neither vSwitch nor address change, and secondary ones where only the first does', () => {
    expect(move({ VSwitchId: 'vsw-1' }).put[1]).toMatchObject({ privateIps: ['10.0.0.9'] });
    const two = { eni: { privateIps: ['10.0.0.9', '10.0.0.10'] } };
    expect(move({ VSwitchId: 'vsw-1', PrivateIpAddress: '10.0.0.11' }, two).put[1]).toMatchObject({ privateIps: ['10.0.0.11', '10.0.0.10'] });
  });

  it('takes a bare instance to another VPC, into groups there', () => {
    expect(move({ VSwitchId: 'vsw-4', VpcId: 'vpc-2', SecurityGroupId: ['sg-3'], PrivateIpAddress: '10.0.1.5' }).put).toMatchObject([
      { id: 'i-1', vpcId: 'vpc-2', vswitchId: 'vsw-4' }, { id: 'eni-1', vpcId: 'vpc-2', groupIds: ['sg-3'] }, { id: 'eip-1', binding: { vpcId: 'vpc-2', privateIp: '10.0.1.5' } },
    ]);
  });

  const away = { VSwitchId: 'vsw-4', VpcId: 'vpc-2', SecurityGroupId: ['sg-3'] };
  const second = sample.eni({ id: 'eni-2', status: 'InUse', instanceId: 'i-1', deviceIndex: 1, vpcId: 'vpc-1', vswitchId: 'vsw-1', privateIps: ['10.0.0.20'], mac: '00:16:3e:00:00:02' });
  it.each<[string, Partial<InstanceMove>, Change?]>([
    ['InvalidInstanceId.NotFound', { InstanceId: 'i-x' }],
    ['IncorrectInstanceStatus', {}, { instance: { status: 'Running' } }],
    ['InvalidVSwitchId.NotFound', { VSwitchId: 'vsw-x' }],
    ['InvalidVSwitchId.Mismatch', { VSwitchId: 'vsw-3' }],
    ['InvalidVSwitchId.Mismatch', { VSwitchId: 'vsw-4' }],
    ['InvalidVSwitchId.Mismatch', { VpcId: 'vpc-2' }],
    ['TaskConflict', {}, { eip: { status: 'Associating' } }],
    ['OperationDenied', {}, { eni: { privateIps: ['10.0.0.9', '10.0.0.10'] } }],
    ['InvalidPrivateIpAddress.Mismatch', { PrivateIpAddress: '10.0.0.9' }],
    ['InvalidPrivateIpAddress.Mismatch', { PrivateIpAddress: '10.0.1.255' }],
    ['InvalidPrivateIpAddress.Duplicated', { VSwitchId: 'vsw-1', PrivateIpAddress: '10.0.0.20' }, { more: [second] }],
    ['accepted', {}, { more: [second] }],
    ['ResourceAlreadyAssociated.IpAddress', { PrivateIpAddress: '10.0.1.77' }, { more: [claiming('10.0.1.77')] }],
    ['ResourceAlreadyAssociated.IpAddress', { PrivateIpAddress: '10.0.1.77' }, { eip: { status: 'Available', binding: null }, instance: { publicIp: '198.18.0.77' }, more: [claiming('10.0.1.77')] }],
    ['accepted', { PrivateIpAddress: '10.0.1.77' }, { eip: { status: 'Available', binding: null }, more: [claiming('10.0.1.77')] }],
    ['OperationDenied', away, { more: [second] }],
    ['OperationDenied', away, { instance: { vswitchId: 'vsw-9' }, more: [sample.vswitch({ id: 'vsw-9', ...at, routeTableId: 'vtb-9' })] }],
    ['DependencyViolation.RouteEntry', away, { more: [sample.routeEntry({ id: 'rte-1', routeTableId: 'vtb-1', nextHopId: 'i-1' })] }],
    ['MissingParameter', { ...away, SecurityGroupId: [] }],
    ['OperationDenied.InconsistentNetwork', { ...away, SecurityGroupId: ['sg-1'] }],
    ['accepted', away],
  ])('%s for %j', (code, asked, change) => {
    expect(codeOf(() => move(asked, change))).toBe(code);
  });
});
