import { describe, expect, it } from 'vitest';
import type { EipBinding, Row } from './resources.js';
import { codeOf, contextOf } from './testing-reads.js';
import { sample } from './testing.js';
import { associateBlock, unassociateBlock, type NewBlock } from './vpc-cidr.js';

const vpc = sample.vpc({ id: 'vpc-a', cidr: '10.0.0.0/16', secondaryCidrs: ['198.18.5.0/24'], routeTableId: 'vtb-a' });
const table = sample.routeTable({ id: 'vtb-a', vpcId: 'vpc-a' });
const entry = sample.routeEntry({ id: 'rte-a', vpcId: 'vpc-a', routeTableId: 'vtb-a', destination: '192.168.0.0/16', nextHopId: 'eni-a' });
const with4 = { ...vpc, secondaryCidrs: ['11.0.0.0/16', '12.0.0.0/16', '13.0.0.0/16', '14.0.0.0/16'] };

describe('§4.2 AssociateVpcCidrBlock', () => {
  const associate = (asked: Partial<NewBlock>, rows: readonly Row[] = [vpc, table]) =>
    associateBlock(contextOf(rows), { VpcId: 'vpc-a', SecondaryCidrBlock: '192.168.0.0/16', ...asked });

  it('is there at once, the VPC Pending until packets know it', () => {
    expect(associate({ IpVersion: 'IPV4' })).toMatchObject({ status: 'Pending', secondaryCidrs: ['198.18.5.0/24', '192.168.0.0/16'] });
  });

  it.each<[Partial<NewBlock>, readonly Row[], string]>([
    [{ VpcId: 'vpc-x', IPv6CidrBlock: 'x' }, [vpc], 'InvalidVpcId.NotFound'],
    [{ IPv6CidrBlock: '2001:db8::/56', SecondaryCidrBlock: undefined }, [vpc], 'UnsupportedParameter'],
    [{ SecondaryCidrMask: 24 }, [vpc], 'UnsupportedParameter'],
    [{ IpVersion: 'IPV6', SecondaryCidrBlock: undefined }, [vpc], 'UnsupportedParameter'],
    [{ SecondaryCidrBlock: undefined }, [vpc], 'MissingParam.SecondaryCidrBlockOrIpv6CidrBlock'],
    ...['x', '192.168.0.1/16', '192.0.0.0/7', '192.168.0.0/29', '0.0.0.0/8', '100.64.0.0/16', '224.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16'].map(
      (SecondaryCidrBlock): [Partial<NewBlock>, readonly Row[], string] => [{ SecondaryCidrBlock }, [vpc], 'IllegalParam.SecondaryCidrBlock'],
    ),
    // U-24: the wider of the documented ranges.
    [{ SecondaryCidrBlock: '47.0.0.0/8' }, [vpc], 'accepted'],
    [{ SecondaryCidrBlock: '47.96.0.0/28' }, [vpc], 'accepted'],
    [{ SecondaryCidrBlock: '198.18.5.0/24' }, [vpc], 'Duplicated.SecondaryCidrBlock'],
    [{ SecondaryCidrBlock: '198.18.5.0/25' }, [vpc], 'IllegalParam.SecondaryCidrBlock'],
    [{ SecondaryCidrBlock: '198.18.0.0/16' }, [vpc], 'IllegalParam.SecondaryCidrBlock'],
    [{ SecondaryCidrBlock: '10.0.1.0/24' }, [{ ...with4, secondaryCidrs: [...with4.secondaryCidrs, '15.0.0.0/16'] }], 'IllegalParam.SecondaryCidrBlock'],
    [{}, [with4], 'accepted'],
    [{}, [{ ...with4, secondaryCidrs: [...with4.secondaryCidrs, '15.0.0.0/16'], status: 'Pending' }], 'QuotaExceeded.VpcMultiCidr'],
    [{}, [{ ...vpc, status: 'Pending' }, table, entry], 'IncorrectStatus.Vpc'],
    [{}, [vpc, table, entry], 'OperationFailed.ConflictWithEntry'],
    [{}, [vpc, table, { ...entry, destination: '192.0.0.0/8' }], 'accepted'],
  ])('%#. %j', (asked, rows, code) => {
    expect(codeOf(() => associate(asked, rows))).toBe(code);
  });
});

describe('§4.2 UnassociateVpcCidrBlock', () => {
  const vswitch = sample.vswitch({ id: 'vsw-a', vpcId: 'vpc-a', cidr: '198.18.5.0/25' });
  const binding: EipBinding = { type: 'IpAddress', shownId: '198.18.5.9', region: 'cn-hangzhou', shownPrivateIp: '', eniId: '', privateIp: '198.18.5.9', vpcId: 'vpc-a' };
  const eip = sample.eip({ id: 'eip-a', status: 'InUse', binding });

  it.each<[string | undefined, readonly Row[], string]>([
    [undefined, [vpc], 'MissingParam.SecondaryCidrBlockOrIpv6CidrBlock'],
    ['10.0.0.0/16', [vpc], 'ResourceNotFound.SecondaryCidrBlock'],
    ['198.18.5.0/25', [vpc, vswitch], 'ResourceNotFound.SecondaryCidrBlock'],
    ['198.18.5.0/24', [{ ...vpc, status: 'Pending' }, vswitch], 'OperationFailed.CidrInUse'],
    ['198.18.5.0/24', [vpc, { ...vswitch, cidr: '10.0.0.0/24' }], 'accepted'],
    ['198.18.5.0/24', [vpc, eip], 'OperationFailed.CidrInUse'],
    ['198.18.5.0/24', [vpc, { ...eip, binding: { ...binding, privateIp: '10.0.0.9' } }], 'accepted'],
    ['198.18.5.0/24', [{ ...vpc, status: 'Pending' }], 'IncorrectStatus.Vpc'],
    ['198.18.5.0/24', [vpc], 'accepted'],
  ])('%#. %s', (block, rows, code) => {
    expect(codeOf(() => unassociateBlock(contextOf(rows), 'vpc-a', block))).toBe(code);
  });

  it('is gone at once, the VPC Pending until packets know it', () => {
    expect(unassociateBlock(contextOf([vpc]), 'vpc-a', '198.18.5.0/24')).toMatchObject({ status: 'Pending', secondaryCidrs: [] });
  });
});
