/** Commands in an instance: typed into a terminal of their own, so they need no right that the terminal page does not have. */
import { z } from 'zod';

export interface Ran {
  readonly command: string;
  readonly output: string;
  readonly code: number;
}

/** What begins an output, and what ends it before its exit code. No program here prints them, and the line that is typed has them only in octal. */
const BEGIN = '\u001e';
const END = '\u001f';
/** How a program colours and moves, which is nothing to read. */
 
const CONTROL = /\u001b\[[0-9;?]*[A-Za-z]|\r/g;

const ended = z.union([z.object({ exit: z.number() }), z.object({ error: z.object({ what: z.string(), mend: z.string() }) })]);

/** The line that is typed: all commands, each in its frame, and the end of the shell. */
export function lineOf(commands: readonly string[]): string {
  return `${commands.map((command) => `printf '\\036'; ${command}; printf '\\037%s\\036' $?`).join('; ')}; exit\r`;
}

/** What each command said, from all that the terminal showed: `BEGIN output END code` for each. */
export function ranOf(commands: readonly string[], shown: string): Ran[] {
  const outputs = shown.split(BEGIN).filter((part) => part.includes(END));
  if (outputs.length < commands.length) throw new Error(plain(shown));
  return commands.map((command, index) => {
    const [output = '', code = ''] = (outputs[index] ?? '').split(END);
    return { command, output: plain(output), code: Number(code) };
  });
}

function plain(shown: string): string {
  return shown.replace(CONTROL, '').trim();
}

/** One after another, also after one that fails. Throws where there is no terminal, or it breaks off. */
export async function runInGuest(instance: string, commands: readonly string[]): Promise<readonly Ran[]> {
  const query = new URLSearchParams({ place: instance, cols: '500', rows: '50' }).toString();
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/console/terminal?${query}`);
  socket.binaryType = 'arraybuffer';
  const bytes = new TextDecoder();
  let shown = '';
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer | string>) => {
      if (typeof data === 'string') {
        const end = ended.parse(JSON.parse(data));
        if ('error' in end) reject(new Error(`${end.error.what} ${end.error.mend}`));
        else resolve();
        return;
      }
      // Before its prompt a shell takes no more than 4 KiB of a line.
      if (shown === '') socket.send(new TextEncoder().encode(lineOf(commands)));
      shown += bytes.decode(data, { stream: true });
    });
    socket.addEventListener('close', () => { reject(new Error(plain(shown))); });
  }).finally(() => { socket.close(); });
  return ranOf(commands, shown);
}
