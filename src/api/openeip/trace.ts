/** TracePacket: follows a packet over the cloud and its answer back, and says what decided at each hop. */
import { z } from 'zod';
import { PROTOCOL_NUMBERS, UDP } from '../../network/packet.js';
import { action, type Action, type JsonObject } from '../action.js';
import { bool, int, oneOf, text } from '../parameters.js';
import type { Traced } from '../traced.js';
import { operatorOf } from './operator.js';

/** Where a system takes the ports for its own sessions from, and how many there are. Which one is the clock's choice: a seed's draws are for ids. */
const EPHEMERAL = { first: 32_768, count: 28_232 };

const NAMES = Object.keys(PROTOCOL_NUMBERS) as [keyof typeof PROTOCOL_NUMBERS, ...(keyof typeof PROTOCOL_NUMBERS)[]];
const protocol = z.union([oneOf(...NAMES).transform((name) => PROTOCOL_NUMBERS[name]), int(0, 255)]);
const port = () => int(0, 65_535);

const tracePacket = action({
  product: 'OpenEIP',
  name: 'TracePacket',
  writes: false,
  parameters: z.object({
    /** `internet`, an instance's id or an address. */
    From: text(),
    To: text(),
    /** Which VPC a private address of `From` is in. */
    VpcId: text().default(''),
    Protocol: protocol.default(PROTOCOL_NUMBERS.tcp),
    Port: port().optional(),
    SourcePort: port().optional(),
    /** Sends the packet as well, and says whether the data plane agrees. */
    Probe: bool().default(false),
  }),
  run(call, { From, To, VpcId, Protocol, Port, SourcePort, Probe }) {
    const { traced, probed } = operatorOf(call).trace({
      from: From, to: To, vpc: VpcId, protocol: Protocol, probe: Probe,
      port: Port ?? (Protocol === UDP ? 53 : 80),
      sourcePort: SourcePort ?? EPHEMERAL.first + (call.now % EPHEMERAL.count),
    });
    return { body: view(traced), ...(probed === undefined ? {} : { awaited: async () => view(await probed()) }) };
  },
});

function view(traced: Traced): JsonObject {
  return JSON.parse(JSON.stringify({ Trace: traced })) as JsonObject;
}

export const traceActions: readonly Action[] = [tracePacket];
