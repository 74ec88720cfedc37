/** DescribeHistory: who held what from when to when, by which request, and what a resource was at a moment. */
import { z } from 'zod';
import { operatorErrors } from '../../cloud/errors/operator.js';
import { Refusal } from '../../cloud/errors/refusal.js';
import { spansOf, statesOf, type Cause, type Span } from '../../cloud/history.js';
import type { EipRow, EniRow } from '../../cloud/resources.js';
import type { Event } from '../../store/events.js';
import { action, type Action, type JsonObject } from '../action.js';
import type { Operator } from '../operator.js';
import { moment, text } from '../parameters.js';
import { changesOf } from './changes.js';
import { operatorOf } from './operator.js';

type Held = Span<EipRow> | Span<EniRow>;

const describeHistory = action({
  product: 'OpenEIP',
  name: 'DescribeHistory',
  writes: false,
  parameters: z.object({
    /** An EIP, an ENI, an instance, or a public address. */
    ResourceId: text(),
    /** Only what held then, and the resource as it was. */
    At: moment().optional(),
  }),
  run(call, { ResourceId, At }) {
    const { events } = operatorOf(call);
    const { log, spans } = lookUp(events, ResourceId);
    if (log.length === 0) throw new Refusal(operatorErrors['InvalidResourceId.NotFound'], ResourceId);
    const shown = spans.filter(({ from, until }) => At === undefined || (from <= At && At < until));
    return {
      body: {
        ResourceId,
        Spans: { Span: [...shown].sort((a, b) => a.from - b.from).map(spanView) },
        ...(At === undefined ? {} : { At: new Date(At).toISOString(), State: stateText(log, At) }),
      },
    };
  },
});

/** The resource's own changes, and the spans that it had a part in. */
function lookUp(events: Operator['events'], id: string): { readonly log: readonly Event[]; readonly spans: readonly Held[] } {
  if (id.startsWith('eip-')) return { log: events.history('eip', id), spans: ofEip(events, id) };
  if (id.startsWith('eni-')) return { log: events.history('eni', id), spans: [...ofEni(events, id), ...heldByEni(events, id)] };
  if (id.startsWith('i-')) return { log: events.history('instance', id), spans: heldByInstance(events, id) };
  const log = events.historyOfAddress(id);
  const ids = new Set(log.filter(({ kind }) => kind === 'eip').map((event) => event.id));
  return { log, spans: [...ids].flatMap((eip) => ofEip(events, eip)) };
}

/** From the call that bound it to the one that took it away: what the data plane did between belongs to those calls. */
function ofEip(events: Operator['events'], id: string): readonly Span<EipRow>[] {
  return spansOf(statesOf(changesOf('eip', events.history('eip', id))), ({ status, binding, mode }) =>
    binding === null || status === 'Unassociating' || status === 'Releasing' ? '' : JSON.stringify([binding.eniId, binding.privateIp, mode]));
}

function ofEni(events: Operator['events'], id: string): readonly Span<EniRow>[] {
  return spansOf(statesOf(changesOf('eni', events.history('eni', id))), ({ status, instanceId }) => (status === 'Detaching' ? '' : instanceId));
}

function heldByEni(events: Operator['events'], id: string): readonly Span<EipRow>[] {
  return events.heldBy(id, 'eip').flatMap((eip) => ofEip(events, eip)).filter(({ row }) => row.binding?.eniId === id);
}

/** Its ENIs, and the EIPs that they had while they were its. */
function heldByInstance(events: Operator['events'], id: string): readonly Held[] {
  const enis = events.heldBy(id, 'eni').flatMap((eni) => ofEni(events, eni)).filter(({ row }) => row.instanceId === id);
  return [...enis, ...enis.flatMap((eni) => heldByEni(events, eni.row.id).flatMap((eip) => within(eip, eni)))];
}

/** The part of a span in which another lasted. */
function within(inner: Span<EipRow>, outer: Span<EniRow>): readonly Span<EipRow>[] {
  const from = Math.max(inner.from, outer.from);
  const until = Math.min(inner.until, outer.until);
  const began = from === inner.from ? inner.began : outer.began;
  const ended = until === inner.until ? inner.ended : outer.ended;
  return from < until ? [{ ...inner, from, until, began, ended }] : [];
}

function spanView({ row, from, until, began, ended }: Held): JsonObject {
  return {
    ...(row.kind === 'eip'
      ? {
          Type: 'eip', Id: row.id, RegionId: row.region, IpAddress: row.address,
          HolderType: row.binding?.eniId === '' ? 'address' : 'eni', HolderId: row.binding?.eniId === '' ? row.binding.vpcId : (row.binding?.eniId ?? ''),
          PrivateIpAddress: row.binding?.privateIp ?? '', Mode: row.mode,
        }
      : { Type: 'eni', Id: row.id, RegionId: row.region, IpAddress: row.privateIps[0] ?? '', HolderType: 'instance', HolderId: row.instanceId, PrivateIpAddress: '', Mode: '' }),
    From: new Date(from).toISOString(),
    To: until === Infinity ? '' : new Date(until).toISOString(),
    Began: causeView(began),
    Ended: causeView(ended),
  };
}

function causeView(cause: Cause | undefined): JsonObject {
  return { Action: cause?.action ?? '', RequestId: cause?.requestId ?? '' };
}

/** The row as the store held it; empty where it did not exist. */
function stateText(log: readonly Event[], at: number): JsonObject {
  const text = log.findLast(({ time }) => time <= at)?.after ?? null;
  return text === null ? {} : (JSON.parse(text) as JsonObject);
}

export const historyActions: readonly Action[] = [describeHistory];
