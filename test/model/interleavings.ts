/**
 * Calls and acknowledgements in every order that a scheduler comes up with: several callers want the same EIPs, ENI and private
 * addresses while an agent confirms whenever its turn comes. After each step nobody may hold what another holds, in the rows as in the
 * desired network.
 */
import fc from 'fast-check';
import type { ProductName } from '../../src/api/action.js';
import { claimsOf } from '../../src/cloud/claims.js';
import type { Row } from '../../src/cloud/resources.js';
import { sample } from '../../src/cloud/testing.js';
import type { ControlPlane } from '../../src/control/control-plane.js';
import { MemoryAgent } from '../../src/control/memory-agent.js';
import { CallError, TEST_ACCOUNT, testCloud } from '../../src/control/testing.js';
import type { Update } from '../../src/network/protocol.js';
import type { Store } from '../../src/store/store.js';

const REGION = 'cn-shanghai';
const at = { region: REGION, account: TEST_ACCOUNT, vpcId: 'vpc-1' } as const;
const nic = { ...at, vswitchId: 'vsw-1', zone: 'cn-shanghai-b', groupIds: ['sg-1'] } as const;

/** Two EIPs, two ENIs that want the same addresses, two instances. */
const PLACES: readonly Row[] = [
  sample.vpc({ id: 'vpc-1', account: TEST_ACCOUNT, region: REGION, cidr: '10.0.0.0/16', routeTableId: 'vtb-1' }),
  sample.routeTable({ ...at, id: 'vtb-1' }),
  sample.vswitch({ ...at, id: 'vsw-1', zone: nic.zone, cidr: '10.0.0.0/24', routeTableId: 'vtb-1' }),
  sample.securityGroup({ ...at, id: 'sg-1' }),
  ...['1', '2'].flatMap((n): readonly Row[] => [
    sample.instance({ ...at, id: `i-${n}`, zone: nic.zone, vswitchId: 'vsw-1', primaryEniId: `eni-p${n}`, type: 'ecs.g5.large', status: 'Stopped' }),
    sample.eni({ ...nic, id: `eni-p${n}`, type: 'Primary', status: 'InUse', instanceId: `i-${n}`, privateIps: [`10.0.0.10${n}`], mac: `00:16:3e:00:01:0${n}` }),
    sample.eni({ ...nic, id: `eni-${n}`, privateIps: [`10.0.0.${n}`], mac: `00:16:3e:00:00:0${n}` }),
    sample.eip({ id: `eip-${n}`, account: TEST_ACCOUNT, region: REGION, address: `198.18.0.1${n}` }),
  ]),
];

/** Confirms one message each time it is told to. */
class SlowAgent extends MemoryAgent {
  private readonly unread: Update[] = [];

  get behind(): boolean {
    return this.unread.length > 0;
  }

  confirm(): void {
    const message = this.unread.shift();
    if (message !== undefined) super.apply(message);
  }

  protected override apply(message: Update): void {
    this.unread.push(message);
  }
}

type Asked = readonly [product: ProductName, action: string, parameters: Readonly<Record<string, string>>];

const eip = fc.constantFrom('eip-1', 'eip-2');
const eni = fc.constantFrom('eni-1', 'eni-1', 'eni-1', 'eni-2');
const instance = fc.constantFrom('i-1', 'i-2');
const address = fc.constantFrom('10.0.0.50', '10.0.0.50', '10.0.0.51');
const asked = (product: ProductName, action: string, parameters: Readonly<Record<string, fc.Arbitrary<string>>>): fc.Arbitrary<Asked> =>
  fc.record(parameters).map((given) => [product, action, { RegionId: REGION, ...given }]);
const NIC = fc.constant('NetworkInterface');

const call = fc.oneof(
  { weight: 4, arbitrary: asked('Vpc', 'AssociateEipAddress', { AllocationId: eip, InstanceId: eni, InstanceType: NIC, Mode: fc.constantFrom('NAT', 'NAT', 'BINDED', 'MULTI_BINDED') }) },
  { weight: 2, arbitrary: asked('Vpc', 'AssociateEipAddress', { AllocationId: eip, InstanceId: eni, InstanceType: NIC, PrivateIpAddress: address }) },
  { weight: 1, arbitrary: asked('Vpc', 'AssociateEipAddress', { AllocationId: eip, InstanceId: instance }) },
  { weight: 2, arbitrary: asked('Vpc', 'UnassociateEipAddress', { AllocationId: eip }) },
  { weight: 1, arbitrary: asked('Vpc', 'ModifyEipForwardMode', { InstanceId: eip, Mode: fc.constantFrom('NAT', 'BINDED', 'MULTI_BINDED') }) },
  { weight: 3, arbitrary: asked('Ecs', 'AttachNetworkInterface', { NetworkInterfaceId: eni, InstanceId: instance }) },
  { weight: 3, arbitrary: asked('Ecs', 'DetachNetworkInterface', { NetworkInterfaceId: eni, InstanceId: instance }) },
  { weight: 3, arbitrary: asked('Ecs', 'AssignPrivateIpAddresses', { NetworkInterfaceId: eni, 'PrivateIpAddress.1': address }) },
  { weight: 2, arbitrary: asked('Ecs', 'UnassignPrivateIpAddresses', { NetworkInterfaceId: eni, 'PrivateIpAddress.1': address }) },
  { weight: 1, arbitrary: asked('Ecs', 'StartInstance', { InstanceId: instance }) },
  { weight: 1, arbitrary: asked('Ecs', 'StopInstance', { InstanceId: instance }) },
);

/** What several rows hold that only one may. */
function heldTwice(store: Store): readonly string[] {
  const rows = (['eni', 'eip', 'instance'] as const).flatMap((kind): readonly Row[] => store.all(kind));
  const claims = rows.flatMap(claimsOf);
  const modes = store.all('eni').filter((one) => new Set(store.all('eip').filter((row) => row.binding?.eniId === one.id).map((row) => row.mode)).size > 1);
  return [...repeated(claims), ...modes.map((one) => `the mode of ${one.id}`)];
}

/** What several objects of the desired network claim: public addresses, private ones of a space, slots of a guest. */
function wantedTwice(plane: ControlPlane): readonly string[] {
  return repeated([...plane.network].flatMap((object): readonly string[] => {
    switch (object.kind) {
      case 'translation':
        return [`public ${object.public}`, `private ${object.space} ${object.private}`];
      case 'direct':
        return [`public ${object.public}`];
      case 'port':
        return [...object.addresses.map((one) => `address ${object.space} ${one.address}`), `slot ${object.guest} ${object.slot}`];
      default:
        return [];
    }
  }));
}

function repeated(words: readonly string[]): readonly string[] {
  return words.filter((word, index) => words.indexOf(word) !== index);
}

/** Returns how many calls succeeded. Throws the shortest schedule found that leaves two holders. */
export async function interleave(schedules: number, seed: number): Promise<number> {
  const { plane, store, faults, call: ask } = await testCloud({ settings: { multiEip: true } });
  // The only host: it takes the place of the agent that confirms at once.
  const agent = new SlowAgent((link) => plane.connect(link));
  agent.start();
  const settle = async () => {
    while (store.open || agent.behind) {
      while (store.open) await plane.committed();
      agent.confirm();
    }
  };
  let succeeded = 0;

  const check = (step: string) => {
    const twice = [...heldTwice(store), ...wantedTwice(plane), ...faults.map(({ message }) => message)];
    if (twice.length > 0) throw new Error(`two holders after ${step}: ${twice.join(', ')}`);
  };
  const property = fc.asyncProperty(fc.scheduler(), fc.array(fc.array(call, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 4 }), async (scheduler, callers) => {
    const reset = plane.reset();
    await settle();
    await reset;
    plane.write({ put: PLACES, remove: [] }, CAUSE);
    await settle();
    const say = async ([product, action, parameters]: Asked) => {
      const code = await ask(product, action, parameters).then(() => '', (error: unknown) => {
        if (error instanceof CallError) return error.code;
        throw error;
      });
      if (code === '') succeeded += 1;
      check(`${action} ${JSON.stringify(parameters)} ${code}`);
    };
    const sequences = callers.map((calls) => scheduler.scheduleSequence(calls.map((one) => ({ label: `${one[1]} ${Object.values(one[2]).join()}`, builder: () => say(one) }))));
    const confirmations = scheduler.scheduleSequence(callers.flat().map(() => ({
      label: 'confirm',
      builder: async () => {
        agent.confirm();
        while (store.open) await plane.committed();
        check('a confirmation');
      },
    })));
    await scheduler.waitAll();
    const ends = await Promise.all([...sequences, confirmations].map(({ task }) => task));
    for (const end of ends) if (end.faulty) throw new Error('a step failed');
    await settle();
    check('all');
  });
  await fc.assert(property, { numRuns: schedules, seed });
  await plane.reset();
  store.close();
  return succeeded;
}

const CAUSE = { time: 0, requestId: '', account: TEST_ACCOUNT, action: 'test.places' };
