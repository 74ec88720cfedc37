/** Common bandwidth packages through the actions: what they answer, what other answers show of them, and what the network is. */
import { beforeEach, describe, expect, it } from 'vitest';
import { sample } from '../../cloud/testing.js';
import type { Row } from '../../cloud/resources.js';
import { field, testCloud, textField, type TestCloud } from '../../control/testing.js';
import { TEST_ACCOUNT } from '../../control/testing.js';
import type { Json } from '../action.js';
import { shapeFaults } from '../testing-shapes.js';

const SDK = '@alicloud/vpc20160428';
const REGION = { RegionId: 'cn-hangzhou' };
type Given = Parameters<TestCloud['call']>[2];

let cloud: TestCloud;
const vpc = async (action: string, parameters: Given = {}) => {
  const body = await cloud.call('Vpc', action, { ...REGION, ...parameters });
  await cloud.settled();
  return body;
};
beforeEach(async () => {
  cloud = await testCloud();
  const mine = { account: TEST_ACCOUNT };
  const rows: readonly Row[] = [
    sample.vpc({ id: 'vpc-1', ...mine }), sample.vswitch({ id: 'vsw-1', vpcId: 'vpc-1', ...mine }),
    sample.eni({ id: 'eni-1', vpcId: 'vpc-1', vswitchId: 'vsw-1', privateIps: ['10.0.0.1'], ...mine }),
  ];
  cloud.plane.write({ put: rows, remove: [] }, { time: 0, requestId: '', account: '', action: '' });
  await cloud.settled();
});

const newPackage = async (parameters: Given = {}) => textField(await vpc('CreateCommonBandwidthPackage', { Bandwidth: 100, ...parameters }), 'BandwidthPackageId');
const newEip = async (parameters: Given = {}) => textField(await vpc('AllocateEipAddress', parameters), 'AllocationId');
const add = (BandwidthPackageId: string, IpInstanceId: string) => vpc('AddCommonBandwidthPackageIp', { BandwidthPackageId, IpInstanceId });
const bind = (AllocationId: string) => vpc('AssociateEipAddress', { AllocationId, InstanceId: 'eni-1', InstanceType: 'NetworkInterface' });
const shown = async (id: string): Promise<Json | undefined> =>
  field(await vpc('DescribeCommonBandwidthPackages', { BandwidthPackageId: id }), 'CommonBandwidthPackages.CommonBandwidthPackage.0');
const eipShown = async (id: string): Promise<Json | undefined> => field(await vpc('DescribeEipAddresses', { AllocationId: id }), 'EipAddresses.EipAddress.0');
const shapes = () => cloud.plane.network.filter(({ kind }) => kind === 'shape');

describe('DescribeCommonBandwidthPackages', () => {
  it("answers what the SDK's model says", async () => {
    const id = await newPackage({ Name: 'shared', Description: 'by all', 'Tag.1.Key': 'k', 'Tag.1.Value': 'v', 'SecurityProtectionTypes.1': 'AntiDDoS_Enhanced' });
    const eip = await newEip({ 'SecurityProtectionTypes.1': 'AntiDDoS_Enhanced' });
    await add(id, eip);
    const body = await vpc('DescribeCommonBandwidthPackages');
    expect(shapeFaults(SDK, 'DescribeCommonBandwidthPackages', body)).toEqual([]);
    expect(field(body, 'CommonBandwidthPackages.CommonBandwidthPackage.0')).toMatchObject({
      BandwidthPackageId: id, Name: 'shared', Description: 'by all', Status: 'Available', BusinessStatus: 'Normal', Bandwidth: '100',
      InternetChargeType: 'PayByBandwidth', InstanceChargeType: 'PostPaid', Ratio: 100, ISP: 'BGP', DeletionProtection: false, ServiceManaged: 0,
      CreationTime: '2026-01-02T03:04:05Z', ResourceGroupId: `rg-default${TEST_ACCOUNT}`, Tags: { Tag: [{ Key: 'k', Value: 'v' }] },
      SecurityProtectionTypes: { SecurityProtectionType: ['AntiDDoS_Enhanced'] },
      PublicIpAddresses: { PublicIpAddresse: [{ AllocationId: eip, BandwidthPackageIpRelationStatus: 'BINDED' }] },
    });
  });

  it('filters and pages, newest first; unknown ones do not match', async () => {
    const first = await newPackage({ Name: 'a', 'Tag.1.Key': 'k' });
    const second = await newPackage({ Name: 'b', 'SecurityProtectionTypes.1': 'AntiDDoS_Enhanced' });
    await cloud.plane.openAccount('2', 'LTAI2', 's');
    await cloud.call('Vpc', 'CreateCommonBandwidthPackage', { ...REGION, Bandwidth: 10 }, { account: '2' });
    const ids = async (parameters: Given = {}) => {
      const list = field(await vpc('DescribeCommonBandwidthPackages', parameters), 'CommonBandwidthPackages.CommonBandwidthPackage');
      return Array.isArray(list) ? list.map((row: Json) => field(row, 'BandwidthPackageId')) : [];
    };
    expect(await ids()).toEqual([second, first]);
    expect(await ids({ PageNumber: 2, PageSize: 1 })).toEqual([first]);
    expect(await ids({ Name: 'a' })).toEqual([first]);
    expect(await ids({ 'Tag.1.Key': 'k' })).toEqual([first]);
    expect(await ids({ SecurityProtectionEnabled: true })).toEqual([second]);
    expect(await ids({ ResourceGroupId: `rg-default${TEST_ACCOUNT}` })).toHaveLength(2);
    expect(await ids({ BandwidthPackageId: 'cbwp-9' })).toEqual([]);
    expect(await ids({ BandwidthPackageId: first, RegionId: 'cn-beijing' })).toEqual([]);
    await expect(ids({ ResourceGroupId: 'rg-9' })).rejects.toMatchObject({ code: 'InvalidResourceGroupId' });
    await expect(ids({ DryRun: true })).rejects.toMatchObject({ code: 'DryRunOperation' });
  });
});

describe('§4.1 EIPs in a package', () => {
  it('show the package and its bandwidth beside their own', async () => {
    const [id, eip] = [await newPackage(), await newEip()];
    const none = { Bandwidth: '5', EipBandwidth: '5', BandwidthPackageId: '', BandwidthPackageBandwidth: '', BandwidthPackageType: '' };
    expect(await eipShown(eip)).toMatchObject(none);
    await add(id, eip);
    const inside = { EipBandwidth: '5', BandwidthPackageId: id, BandwidthPackageType: 'CommonBandwidthPackage' };
    expect(await eipShown(eip)).toMatchObject({ ...inside, Bandwidth: '100', BandwidthPackageBandwidth: '100' });
    // What an attachment in Terraform reads back as `bandwidth_package_bandwidth`.
    await vpc('ModifyCommonBandwidthPackageIpBandwidth', { BandwidthPackageId: id, EipId: eip, Bandwidth: 40 });
    expect(await eipShown(eip)).toMatchObject({ ...inside, Bandwidth: '40', BandwidthPackageBandwidth: '100' });
    await vpc('ModifyCommonBandwidthPackageSpec', { BandwidthPackageId: id, Bandwidth: 200 });
    expect(await eipShown(eip)).toMatchObject({ ...inside, Bandwidth: '40', BandwidthPackageBandwidth: '200' });
    await vpc('CancelCommonBandwidthPackageIpBandwidth', { BandwidthPackageId: id, EipId: eip });
    expect(await eipShown(eip)).toMatchObject({ ...inside, Bandwidth: '200' });
    await vpc('ModifyEipAddressAttribute', { AllocationId: eip, Bandwidth: 9 });
    expect(await eipShown(eip)).toMatchObject({ Bandwidth: '200', EipBandwidth: '9' });
    await vpc('RemoveCommonBandwidthPackageIp', { BandwidthPackageId: id, IpInstanceId: eip });
    expect(await eipShown(eip)).toMatchObject({ ...none, Bandwidth: '9', EipBandwidth: '9' });
  });

  it('are BINDING, and the package Modifying, until the data plane has confirmed', async () => {
    const [id, eip] = [await newPackage(), await newEip()];
    await bind(eip);
    cloud.agent.hold();
    await add(id, eip);
    expect(await shown(id)).toMatchObject({ PublicIpAddresses: { PublicIpAddresse: [{ AllocationId: eip, BandwidthPackageIpRelationStatus: 'BINDING' }] } });
    expect(await eipShown(eip)).toMatchObject({ Status: 'InUse', BandwidthPackageId: id });
    await expect(vpc('RemoveCommonBandwidthPackageIp', { BandwidthPackageId: id, IpInstanceId: eip })).rejects.toMatchObject({ code: 'IncorrectStatus.Eip' });
    cloud.agent.release();
    await cloud.settled();
    expect(await shown(id)).toMatchObject({ PublicIpAddresses: { PublicIpAddresse: [{ BandwidthPackageIpRelationStatus: 'BINDED' }] } });
    cloud.agent.hold();
    await vpc('ModifyCommonBandwidthPackageSpec', { BandwidthPackageId: id, Bandwidth: 50 });
    expect(await shown(id)).toMatchObject({ Status: 'Modifying', Bandwidth: '50' });
    await expect(vpc('DeleteCommonBandwidthPackage', { BandwidthPackageId: id, Force: true })).rejects.toMatchObject({ code: 'BandwidthPackageOperation.conflict' });
    cloud.agent.release();
    await cloud.settled();
    expect(await shown(id)).toMatchObject({ Status: 'Available' });
    expect(cloud.faults).toEqual([]);
  });

  it('leave it where the data plane cannot hold them to it', async () => {
    const [id, eip] = [await newPackage(), await newEip()];
    await bind(eip);
    cloud.agent.failing.set(`shape/${cloud.store.read.get('eip', eip)?.n ?? 0}`, 'ENOBUFS');
    await add(id, eip);
    expect(await eipShown(eip)).toMatchObject({ Status: 'InUse', BandwidthPackageId: '', Bandwidth: '5' });
    expect(await shown(id)).toMatchObject({ PublicIpAddresses: { PublicIpAddresse: [] } });
  });

  it('P19: are held to what they share in either direction, and each to its own maximum', async () => {
    const [id, eip] = [await newPackage({ Bandwidth: 8 }), await newEip()];
    const n = cloud.store.read.get('bandwidthPackage', id)?.n ?? 0;
    const whole = { key: `package/${n}`, space: null, publics: [], parent: null, ingress: 8_000_000, egress: 8_000_000 };
    expect(shapes()).toMatchObject([whole]);
    await add(id, eip);
    await bind(eip);
    // No least ingress of 10 Mbit/s inside a package.
    expect(shapes()).toMatchObject([whole, { parent: `package/${n}`, ingress: 8_000_000, egress: 8_000_000 }]);
    await vpc('ModifyCommonBandwidthPackageIpBandwidth', { BandwidthPackageId: id, EipId: eip, Bandwidth: 3 });
    expect(shapes()).toMatchObject([whole, { parent: `package/${n}`, ingress: 3_000_000, egress: 3_000_000 }]);
    // P20: suspended, it has its own 1 kbit/s, whatever the others have.
    await cloud.plane.order('suspend', eip);
    await cloud.settled();
    expect(shapes()).toMatchObject([whole, { ingress: 1_000, egress: 1_000 }]);
    await cloud.plane.order('resume', eip);
    await vpc('DeleteCommonBandwidthPackage', { BandwidthPackageId: id, Force: true });
    expect(shapes()).toMatchObject([{ parent: null, ingress: 10_000_000, egress: 5_000_000 }]);
  });

  it('are nobody\'s members once they are released, by whomever', async () => {
    const [id, first, second] = [await newPackage(), await newEip(), await newEip()];
    await vpc('AddCommonBandwidthPackageIps', { BandwidthPackageId: id, 'IpInstanceIds.1': first, 'IpInstanceIds.2': second });
    await vpc('ReleaseEipAddress', { AllocationId: first });
    await cloud.plane.order('release', second);
    await cloud.settled();
    expect(await shown(id)).toMatchObject({ PublicIpAddresses: { PublicIpAddresse: [] } });
    await vpc('DeleteCommonBandwidthPackage', { BandwidthPackageId: id });
    expect(await shown(id)).toBeUndefined();
    await expect(vpc('DeleteCommonBandwidthPackage', { BandwidthPackageId: id })).rejects.toMatchObject({ code: 'InvalidBandwidthPackageId.NotFound', status: 404 });
  });

  it('§4.0: DryRun changes nothing, the same token adds once', async () => {
    const [id, eip] = [await newPackage(), await newEip()];
    const entry = { BandwidthPackageId: id, IpInstanceId: eip };
    await expect(vpc('AddCommonBandwidthPackageIp', { ...entry, DryRun: true })).rejects.toMatchObject({ code: 'DryRunOperation' });
    expect(await eipShown(eip)).toMatchObject({ BandwidthPackageId: '' });
    for (let i = 0; i < 2; i++) expect(await vpc('AddCommonBandwidthPackageIp', { ...entry, ClientToken: 't' })).toEqual({});
    await expect(vpc('AddCommonBandwidthPackageIp', entry)).rejects.toMatchObject({ code: 'IpInstanceId.AlreadyInBandwidthPackage' });
    for (let i = 0; i < 2; i++) expect(await vpc('RemoveCommonBandwidthPackageIp', { ...entry, ClientToken: 'u' })).toEqual({});
  });
});

describe('§4.1 DeletionProtection', () => {
  it('keeps EIPs and packages from being released', async () => {
    const [id, eip] = [await newPackage(), await newEip()];
    await vpc('DeletionProtection', { Type: 'EIP', InstanceId: eip, ProtectionEnable: true });
    await vpc('DeletionProtection', { Type: 'CBWP', InstanceId: id, ProtectionEnable: true });
    expect(await eipShown(eip)).toMatchObject({ DeletionProtection: true });
    expect(await shown(id)).toMatchObject({ DeletionProtection: true });
    await expect(vpc('ReleaseEipAddress', { AllocationId: eip })).rejects.toMatchObject({ code: 'InvalidOperation.DeletionProtection' });
    await expect(vpc('DeleteCommonBandwidthPackage', { BandwidthPackageId: id })).rejects.toMatchObject({ code: 'InvalidOperation.DeletionProtection' });
    await vpc('DeletionProtection', { Type: 'EIP', InstanceId: eip, ProtectionEnable: false });
    await vpc('DeletionProtection', { Type: 'CBWP', InstanceId: id, ProtectionEnable: false });
    await vpc('ReleaseEipAddress', { AllocationId: eip });
    await vpc('DeleteCommonBandwidthPackage', { BandwidthPackageId: id });
  });
});
