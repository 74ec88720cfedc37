/** A network as sorted, stable text: one line per object, rules and routes indented below theirs. For tests and for people. */
import {
  KINDS, kindOf, type NetworkObject, type Peer, type Policy, type PolicyDirection, type PolicyRule, type Route, type Shape,
} from './objects.js';

export function networkText(objects: Iterable<NetworkObject>): string {
  const rank = (object: NetworkObject) => KINDS.indexOf(kindOf(object.key));
  return [...objects]
    .sort((a, b) => rank(a) - rank(b) || a.key.localeCompare(b.key, 'en', { numeric: true }))
    .map(objectText)
    .join('\n');
}

export function objectText(object: NetworkObject): string {
  switch (object.kind) {
    case 'space':
      return `${object.key} ranges ${list(object.ranges)} private ${list(object.private)} arrival ${object.arrival}`;
    case 'table':
      return [`${object.key} in ${object.space}`, ...object.routes.map(routeText)].join('\n');
    case 'set':
      return `${object.key} in ${object.space}: ${list(object.members)}`;
    case 'policy':
      return policyText(object);
    case 'guest':
      return `${object.key} ${object.name} ${object.hostname} image ${object.image} boot ${object.boot} ${object.running ? 'running' : 'stopped'} script ${JSON.stringify(object.script)}`;
    case 'port':
      return (
        `${object.key} in ${object.space} ${object.mac} ${list(object.addresses.map(({ address, primary }) => (primary ? `${address}*` : address)))}` +
        `/${object.length} via ${object.gateway} at ${object.guest} eth${object.slot} ${object.policy} ${object.table} source check ${object.sourceCheck ? 'on' : 'off'}`
      );
    case 'lease':
      return `${object.key} on ${object.port} ${object.mac} ${object.address}/${object.length} via ${object.gateway}${object.router ? '' : ' no router'} dns ${list(object.dns)} host ${object.hostname} for ${object.seconds} s`;
    case 'document':
      return [
        `${object.key} in ${object.space} for ${list(object.sources)}`,
        ...Object.entries(object.entries).sort().map(([path, value]) => `  ${path} = ${JSON.stringify(value)}`),
      ].join('\n');
    case 'translation':
      return `${object.key} in ${object.space} ${object.public} <-> ${object.private} at ${object.port ?? 'no port'} ${list(object.protocols)}`;
    case 'direct':
      return `${object.key} in ${object.space} ${object.public} /${object.length} via ${object.gateway} at ${object.port} gate ${object.gate}`;
    case 'shape':
      return shapeText(object);
  }
}

function policyText(policy: Policy): string {
  return [
    policy.key,
    ...directionText('in', policy.ingress),
    ...directionText('out', policy.egress),
  ].join('\n');
}

function directionText(name: string, direction: PolicyDirection): readonly string[] {
  return [...direction.rules.map((rule) => `  ${name} ${ruleText(rule)}`), `  ${name} otherwise ${direction.otherwise}`];
}

function ruleText(rule: PolicyRule): string {
  const ports = (name: string, range: readonly [number, number] | null) => (range === null ? '' : ` ${name} ${range[0]}-${range[1]}`);
  return (
    `${rule.verdict} ${rule.protocol}${ports('ports', rule.ports)}${ports('from ports', rule.sourcePorts)} peer ${peerText(rule.peer)}` +
    `${rule.own === undefined ? '' : ` own ${rule.own}`} (${rule.id})`
  );
}

function peerText(peer: Peer): string {
  return 'set' in peer ? peer.set : peer.cidr;
}

function routeText(route: Route): string {
  return `  ${route.prefix} ${route.to === 'port' ? route.port : route.to}`;
}

function shapeText({ key, space, publics, ingress, egress, parent }: Shape): string {
  const where = space === null ? '' : ` in ${space} ${list(publics)}`;
  return `${key}${where} in ${rateText(ingress)} out ${rateText(egress)}${parent === null ? '' : ` under ${parent}`}`;
}

function rateText(rate: number | null): string {
  return rate === null ? 'unlimited' : `${rate} bit/s`;
}

function list(items: readonly string[]): string {
  return items.length === 0 ? '-' : items.join(', ');
}
