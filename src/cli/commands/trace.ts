/**
 * `openeip trace --from <end> --to <end>`: follows a packet over the cloud and its answer back, and says what decided at each hop.
 * Exit code 0 when nothing keeps the packet or its answer, 1 when one of them dies, 2 when it is not clear which packet is meant.
 */
import { z } from 'zod';
import type { Traced, TracedTrip } from '../../api/traced.js';
import { hasPorts, PROTOCOL_NUMBERS } from '../../network/packet.js';
import { homeOf } from '../config.js';
import { Failed } from '../failed.js';
import { Home } from '../home.js';
import { Refused, signedCall } from '../signed-call.js';
import { findTarget } from '../target.js';
import { labelled } from '../wrap.js';

export interface TraceOptions {
  readonly from?: string;
  readonly to?: string;
  readonly proto: string;
  readonly port?: string;
  readonly sourcePort?: string;
  readonly vpc?: string;
  readonly probe?: boolean;
  readonly json?: boolean;
  readonly data?: string;
}

const UNCLEAR = 2;
/** What the control plane says is shown as it says it. */
const replySchema = z.object({ Trace: z.custom<Traced>((value) => typeof value === 'object' && value !== null) });

export async function trace(options: TraceOptions): Promise<void> {
  try {
    const parameters = parametersOf(options);
    const target = findTarget(new Home(homeOf(options.data, process.env)));
    const { Trace: traced } = replySchema.parse(await signedCall(target, 'OpenEIP', 'TracePacket', parameters));
    process.stdout.write(options.json === true ? `${JSON.stringify(traced)}\n` : asText(traced));
    process.exitCode = traced.delivered ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Failed || error instanceof Refused)) throw error;
    process.stderr.write(`${error.text}\n`);
    process.exitCode = UNCLEAR;
  }
}

function parametersOf({ from, to, proto, port, sourcePort, vpc, probe = false }: TraceOptions): Readonly<Record<string, string>> {
  if (from === undefined || to === undefined) {
    throw new Failed('A packet has two ends.', `--${from === undefined ? 'from' : 'to'} is missing.`, 'For example: openeip trace --from internet --to 198.18.0.2 --port 80');
  }
  const protocol = protocolOf(proto);
  if (!hasPorts(protocol) && (port !== undefined || sourcePort !== undefined)) {
    throw new Failed(`${proto} has no ports.`, 'Only tcp and udp have.', 'Leave --port and --source-port out.');
  }
  return {
    From: from, To: to, Protocol: String(protocol), Probe: String(probe),
    ...(vpc === undefined ? {} : { VpcId: vpc }), ...given('Port', port), ...given('SourcePort', sourcePort),
  };
}

function protocolOf(text: string): number {
  const named = Object.entries(PROTOCOL_NUMBERS).find(([name]) => name === text.toLowerCase())?.[1];
  const number = named ?? (/^\d{1,3}$/.test(text) ? Number(text) : Number.NaN);
  if (number >= 0 && number <= 255) return number;
  throw new Failed(`There is no protocol "${text}".`, '', 'Name tcp, udp, icmp, gre or a number from 0 to 255.');
}

function given(name: 'Port' | 'SourcePort', text: string | undefined): Readonly<Record<string, string>> {
  if (text === undefined) return {};
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return { [name]: text };
  throw new Failed(`"${text}" is no port.`, '', 'Give a number from 0 to 65535.');
}

function asText(traced: Traced): string {
  const { forward, back, notes } = traced;
  const cause = forward.cause ?? back?.cause ?? null;
  return [
    'there', ...tripLines(forward),
    ...(back === null ? [] : ['and back', ...tripLines(back)]),
    '', verdict(traced),
    ...(cause === null ? [] : [...labelled('cause', cause.code), ...labelled('mend', cause.mend)]),
    ...notes.flatMap((note) => [...labelled('note', note.what), ...labelled('', note.mend)]),
    ...probeLines(traced),
    '',
  ].join('\n');
}

function tripLines({ hops }: TracedTrip): readonly string[] {
  const width = Math.max(...hops.map((hop) => hop.at.length));
  // A place is named where the packet comes to it.
  return hops.flatMap((hop, index) => labelled(hops[index - 1]?.at === hop.at ? '' : hop.at, hop.after === null ? `✗ ${hop.text}` : hop.text, width));
}

function verdict({ forward, back, delivered, answered }: Traced): string {
  if (forward.arrived === null) return 'The packet dies.';
  if (!delivered) return `${forward.arrived} gets the packet, but its answer dies.`;
  return answered ? `${forward.arrived} gets the packet, and its answer comes back.` : `${forward.arrived} gets the packet, and ${String(back?.arrived)} its answer.`;
}

function probeLines({ forward, delivered, probe }: Traced): readonly string[] {
  if (probe === null) return [];
  if ('failed' in probe) return labelled('probe', `none was sent: ${probe.failed}`);
  const same = delivered ? 'a real packet and its answer went this way.' : forward.arrived === null ? 'a real packet died, too.' : 'a real packet went this way, and its answer died, too.';
  return probe.agrees ? labelled('probe', same) : probe.differences.flatMap((line) => labelled('probe', `disagrees. ${line}.`));
}
