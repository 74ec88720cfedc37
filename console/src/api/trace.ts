/** A packet followed over the cloud, and its answer back. */
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { send } from './call.js';

const packet = z.object({ source: z.string(), destination: z.string(), protocol: z.number(), sourcePort: z.number().nullable(), destinationPort: z.number().nullable() });
export type Packet = z.infer<typeof packet>;

const facts = z.record(z.string(), z.string());

const told = z.object({ code: z.string(), what: z.string(), mend: z.string(), facts });
export type Told = z.infer<typeof told>;

const hop = z.object({
  /** `internet`, `edge`, or the id of a VPC or an ENI. */
  at: z.string(),
  decision: z.string(),
  /** Id of what decided, '' where nothing but the address did. */
  by: z.string(),
  text: z.string(),
  facts,
  before: packet,
  after: packet.nullable(),
});
export type Hop = z.infer<typeof hop>;

const trip = z.object({ arrived: z.string().nullable(), packet, hops: z.array(hop), cause: told.nullable() });
export type Trip = z.infer<typeof trip>;

const answer = z.object({
  Trace: z.object({
    delivered: z.boolean(),
    answered: z.boolean(),
    forward: trip,
    back: trip.nullable(),
    notes: z.array(told),
    probe: z.union([z.object({ agrees: z.boolean(), differences: z.array(z.string()) }), z.object({ failed: z.string() })]).nullable(),
  }),
});
export type Trace = z.infer<typeof answer>['Trace'];

export interface Traced {
  /** `internet`, an instance's id or an address. */
  readonly From: string;
  readonly To: string;
  /** Of a private address. */
  readonly VpcId: string;
  readonly Protocol: string;
  readonly Port: string;
  /** Sends the packet, too. */
  readonly Probe: boolean;
}

/** Follows what changes in the cloud, unless packets are sent: those are sent when they are asked for. */
export function traceQuery(RegionId: string, traced: Traced) {
  return queryOptions({
    queryKey: ['TracePacket', RegionId, traced],
    meta: { kinds: traced.Probe ? [] : ['eip', 'eni', 'instance', 'vpc', 'vswitch', 'routeTable', 'routeEntry', 'ipv4Gateway', 'securityGroup', 'securityGroupRule'] as const },
    gcTime: 0,
    queryFn: async () => (await send({ product: 'OpenEIP', action: 'TracePacket', parameters: { RegionId, ...traced } }, answer)).Trace,
  });
}
