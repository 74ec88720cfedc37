/** `openeip snapshot save|list|load|diff|delete`: the whole cloud under a name, and back. */
import { z } from 'zod';
import { followed } from '../admin.js';
import { homeOf } from '../config.js';
import { Home } from '../home.js';
import { operate, table, time, type PrintOptions } from '../operator.js';
import { withProgress } from '../progress.js';

const infoSchema = z.object({
  Name: z.string(), Bytes: z.number(), SavedTime: z.string(), CloudTime: z.string(), Resources: z.record(z.string(), z.number()), Refused: z.string(),
});
const changesSchema = z.object({
  Changes: z.object({
    Change: z.array(z.object({
      Change: z.enum(['added', 'removed', 'changed']), Kind: z.string(), Id: z.string(), AccountId: z.string(), RegionId: z.string(), Label: z.string(),
      Fields: z.object({ Field: z.array(z.object({ Name: z.string(), Before: z.string(), After: z.string() })) }),
    })),
  }),
});

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

export function saveSnapshot(name: string, options: PrintOptions): Promise<void> {
  return operate(options, ['SaveSnapshot', { Name: name }], infoSchema, (info) => table([row(info)]));
}

export function listSnapshots(options: PrintOptions): Promise<void> {
  return operate(options, ['ListSnapshots', {}], z.object({ Snapshots: z.object({ Snapshot: z.array(infoSchema) }) }), ({ Snapshots }) =>
    Snapshots.Snapshot.length === 0 ? 'There are no snapshots.\n' : table(Snapshots.Snapshot.map(row)));
}

/** Returns once the data plane has followed. */
export async function loadSnapshot(name: string, options: PrintOptions): Promise<void> {
  await operate(options, ['LoadSnapshot', { Name: name }], z.object({}), () => '');
  await withProgress('the data plane follows', followed(new Home(homeOf(options.data, process.env))));
  if (options.json !== true) process.stdout.write(`The cloud is as it was saved in ${name}, and so is its clock. Instances start anew.\n`);
}

/** From one to another, or to the cloud as it is. */
export function diffSnapshots(name: string, other: string | undefined, options: PrintOptions): Promise<void> {
  return operate(options, ['DiffSnapshots', { Name: name, With: other }], changesSchema, ({ Changes }) =>
    Changes.Change.length === 0 ? 'Nothing differs.\n' : Changes.Change.map(lines).join(''));
}

export function deleteSnapshot(name: string, options: PrintOptions): Promise<void> {
  return operate(options, ['DeleteSnapshot', { Name: name }], z.object({}), () => `${name} is deleted.\n`);
}

function row({ Name, Bytes, SavedTime, CloudTime, Resources, Refused }: z.infer<typeof infoSchema>): readonly string[] {
  if (Refused !== '') return [Name, `cannot be loaded: ${Refused}`];
  const counts = Object.entries(Resources).map(([kind, count]) => `${String(count)} ${kind}`).join(', ');
  const clock = Math.abs(Date.parse(CloudTime) - Date.parse(SavedTime)) < 1_000 ? '' : `, cloud's time ${time(CloudTime)}`;
  return [Name, `${time(SavedTime)} UTC${clock}`, `${String(Math.ceil(Bytes / 1024))} KiB`, counts];
}

function lines({ Change, Kind, Id, RegionId, Label, Fields }: z.infer<typeof changesSchema>['Changes']['Change'][number]): string {
  const head = [SIGNS[Change], Kind, Id, RegionId, Label].filter((word) => word !== '').join(' ');
  return [head, ...Fields.Field.map(({ Name, Before, After }) => `    ${Name}: ${shown(Before)} → ${shown(After)}`), ''].join('\n');
}

function shown(text: string): string {
  return text === '' ? '""' : text;
}
