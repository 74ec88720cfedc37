/** A trace in the user's language: its codes choose the sentence, its facts fill it. */
import type { Hop, Packet, Told } from '../../api/trace.js';
import type { WalkTexts } from '../../i18n/seeing/walk/en.js';

const PROTOCOLS: Readonly<Record<number, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 47: 'gre' };

/** A code without a sentence is told in the API's words. */
function told(sentences: Readonly<Record<string, string>>, code: string, facts: Readonly<Record<string, string>>, phrases: Readonly<Record<string, string>>, otherwise: string): string {
  const sentence = sentences[code];
  if (sentence === undefined) return otherwise;
  return sentence.replaceAll(/\{(\w+)\}/g, (place, name: string) => {
    const fact = facts[name] ?? place;
    return phrases[fact] ?? fact;
  });
}

export function hopText({ decisions, phrases }: WalkTexts, { decision, facts, by, text }: Hop): string {
  return told(decisions, decision, by === '' ? facts : { ...facts, by }, phrases, text);
}

export function causeText({ causes, phrases }: WalkTexts, { code, facts, what }: Told): string {
  return told(causes, code, facts, phrases, what);
}

export function noteText({ notes, phrases }: WalkTexts, { code, facts, what }: Told): string {
  return told(notes, code, facts, phrases, what);
}

/** What to do in words: '' where the commands say it. */
export function mendText({ mends, phrases }: WalkTexts, { code, facts, mend }: Told): string {
  return told(mends, code, facts, phrases, commandsOf(mend).length > 0 ? '' : mend);
}

/** Those that stand on a line of their own, or at its end. */
export function commandsOf(mend: string): readonly string[] {
  return [...mend.matchAll(/(?:^|: )(openeip (?:call|exec|trace|up) .+)$/gm)].map(([, command = '']) => command);
}

/** `tcp 10.0.0.5:4000 → 198.18.0.2:80` */
export function packetText({ source, destination, protocol, sourcePort, destinationPort }: Packet): string {
  const at = (address: string, port: number | null) => (port === null ? address : `${address}:${String(port)}`);
  return `${PROTOCOLS[protocol] ?? `protocol ${String(protocol)}`} ${at(source, sourcePort)} → ${at(destination, destinationPort)}`;
}
