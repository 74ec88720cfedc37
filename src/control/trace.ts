/** TracePacket: the packet walk in the words of the cloud, with the ids of its resources, and the data plane asked whether it agrees. */
import type { Traced, TracedTrip, TraceRequest, Tracing } from '../api/traced.js';
import { claim } from '../cloud/indexes.js';
import type { Reads } from '../cloud/resources.js';
import { hasPorts } from '../network/packet.js';
import type { Probe, ProbeAnswer } from '../network/protocol.js';
import { causeText, UNKNOWN, type Cause } from '../network/walk/causes.js';
import { differences } from '../network/walk/compare.js';
import { hopText } from '../network/walk/hops.js';
import { noteText } from '../network/walk/notes.js';
import type { NetworkView } from '../network/walk/view.js';
import { walk, type Outside, type Trip, type Walk } from '../network/walk/walk.js';
import { named, type Facts, type Namer } from '../network/walk/words.js';
import { groupNumbers, namesOf } from './naming.js';
import { EndFinder } from './trace-ends.js';

interface Cloud {
  readonly read: Reads;
  readonly view: NetworkView;
  readonly outside: Outside;
  probe(probe: Probe): Promise<ProbeAnswer>;
}

/** Throws TraceRefused where the ends name nobody, or several. */
export function trace({ read, view, outside, ...cloud }: Cloud, request: TraceRequest): Tracing {
  const { from, source, destination } = new EndFinder(read, view, outside).find(request);
  const ports = hasPorts(request.protocol);
  const probe: Probe = {
    from,
    packet: {
      source, destination, protocol: request.protocol, sourcePort: ports ? request.sourcePort : null, destinationPort: ports ? request.port : null,
    },
  };
  const walked = walk(view, outside, probe);
  const traced = tell(walked, read);
  const probed = async () => {
    const answer = await cloud.probe(probe);
    return { ...traced, probe: 'failed' in answer ? answer : compared(walked, answer, namesOf(read)) };
  };
  return { traced, probed: request.probe ? probed : undefined };
}

function compared(walked: Walk, answer: Exclude<ProbeAnswer, { failed: string }>, name: Namer): Traced['probe'] {
  const found = differences(walked, answer).map((line) => line.replaceAll(/port\/\d+/g, name));
  return { agrees: found.length === 0, differences: found };
}

function tell({ forward, back, answered, notes }: Walk, read: Reads): Traced {
  const name = namesOf(read);
  return {
    delivered: forward.arrived !== null && back?.arrived !== null,
    answered,
    forward: tellTrip(forward, read, name),
    back: back === null ? null : tellTrip(back, read, name),
    notes: notes.map((note) => ({ code: note.code, ...noteText(note, name), facts: named(note.facts, name) })),
    probe: null,
  };
}

function tellTrip({ arrived, packet, hops, cause: found }: Trip, read: Reads, name: Namer): TracedTrip {
  const cause = found && knowing(found, read);
  return {
    arrived: arrived === null ? null : nameOf(arrived, name),
    packet,
    hops: hops.map((hop) => ({
      at: nameOf(hop.at, name), decision: hop.decision, by: nameOf(hop.by, name),
      text: hop.cause === null || cause === null ? hopText(hop, name) : causeText(cause, name).what,
      facts: named(hop.facts, name), before: hop.before, after: hop.after,
    })),
    cause: cause && { code: cause.code, ...causeText(cause, name), facts: named(cause.facts, name) },
  };
}

/** Keys have a number behind a slash, all else that stands in a hop has not. */
function nameOf(text: string, name: Namer): string {
  return text.includes('/') ? name(text) : text;
}

/** The network knows ENIs that are attached and EIPs that are bound; the rows know the others. */
function knowing(cause: Cause, read: Reads): Cause {
  const { facts } = cause;
  switch (cause.code) {
    case 'AddressUnused': {
      const vpc = read.byNumber('vpc', numberIn(facts['vpc']));
      const address = facts['destination'] ?? '';
      const eni = vpc && read.holder('eni', claim.privateIp(vpc.id, address));
      if (eni === undefined) return cause;
      const dead = eni.status === 'InUse' || eni.status === 'Attaching';
      return { code: dead ? 'PrivateNetworkDead' : 'EniNotAttached', facts: { ...facts, eni: eni.id, address, instance: eni.instanceId } };
    }
    case 'EipUnbound':
      return withFact(cause, 'eip', read.holder('eip', claim.publicIp(facts['destination'] ?? ''))?.id);
    case 'NoWayBack': case 'NoInternetRoute': {
      const vpc = read.byNumber('vpc', numberIn(facts['vpc']));
      return withFact(cause, 'gateway', vpc && read.holder('ipv4Gateway', claim.ipv4Gateway(vpc.id))?.id);
    }
    case 'SecurityGroupIngress.Denied': case 'SecurityGroupEgress.Denied': {
      const groups = groupNumbers(facts['groups'] ?? '').map((n) => read.byNumber('securityGroup', n));
      return withFact(cause, 'group', groups.find((group) => group?.rules.some((rule) => rule.id === facts['rule']))?.id);
    }
    default:
      return cause;
  }
}

function withFact(cause: Cause, place: keyof typeof UNKNOWN, id: string | undefined): Cause {
  return id === undefined ? cause : { code: cause.code, facts: { ...cause.facts, [place]: id } satisfies Facts };
}

function numberIn(key: string | undefined): number {
  return Number(key?.slice(key.indexOf('/') + 1) ?? 0);
}
