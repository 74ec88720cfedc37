/** What is decided on the way of a packet, and the sentences that tell it. */
import type { Key } from '../objects.js';
import { packetText, type Packet } from '../packet.js';
import { causeText, type CauseCode } from './causes.js';
import { fill, type Facts, type Namer } from './words.js';

/** Where a decision falls: on the Internet side, at the edge, in a VPC (`space/…`), or at an ENI (`port/…`). */
export type Place = 'internet' | 'edge' | Key;

export const DECISIONS = {
  sent: '{packet}',
  'source-own': '{source} is an address of {eni}',
  'source-held': '{source} is an address of {instance}, which may answer over any of its ENIs',
  'source-foreign': '{eni} is a next hop that is not checked: it may pass on what is not its own',
  route: '{prefix} of {table} leads to {target}',
  'egress-accepted': '{by} lets {eni} send it',
  'ingress-accepted': '{by} lets it reach {eni}',
  session: 'an answer of a session that was let in: no rule is asked',
  'source-translated': 'the source becomes {to}, by {eip}',
  'source-kept': '{eip} is the source itself: nothing is rewritten',
  'destination-translated': 'the destination becomes {to}, by {eip}',
  'destination-kept': '{eip} is the ENI\'s own: nothing is rewritten',
  'way-back': 'an answer finds its way: {prefix} of {table} leads to {target}',
  'to-vpc': '{eip} is in {vpc}',
  'to-internet': '{destination} is a host of the Internet side',
  delivered: '{eni} has {destination}',
  'next-hop': '{eni} gets it as a next hop',
  received: '{destination} gets it',
  service: '{destination} serves it: {service}',
  'service-answers': '{source} answers',
  /** In the words of its cause. */
  dropped: '',
} as const satisfies Readonly<Record<string, string>>;

export type Decision = keyof typeof DECISIONS;

export interface Hop {
  readonly at: Place;
  readonly decision: Decision;
  /** What decided: the key of an object, or the id of a security-group rule; '' where nothing but the address did. */
  readonly by: string;
  readonly facts: Facts;
  readonly before: Packet;
  /** Null where it dies. */
  readonly after: Packet | null;
  /** Set where it dies. */
  readonly cause: CauseCode | null;
}

/** The hop in words. */
export function hopText({ decision, facts, before, after, cause }: Hop, name: Namer): string {
  if (cause !== null) return causeText({ code: cause, facts }, name).what;
  const said = fill(DECISIONS[decision], { ...facts, packet: packetText(before) }, name);
  const changed = after !== null && (after.source !== before.source || after.destination !== before.destination);
  return changed ? `${said}: ${packetText(after)}` : said;
}
