/** The terminals that are open, whatever page is shown: each a shell in an instance or on the Internet side. */
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { z } from 'zod';
import { Watched } from '../../live/watched.js';

/** How it came to its end, or why there is none. */
const end = z.union([
  z.object({ exit: z.number() }),
  z.object({ error: z.object({ what: z.string(), why: z.string(), mend: z.string() }) }),
]);
/** `refused`: it never began. */
export type End = z.infer<typeof end> | { readonly lost: true } | { readonly refused: true };

export interface Open {
  readonly key: string;
  /** An instance's id, or `internet`. */
  readonly place: string;
  readonly end: End | undefined;
}

const KEPT = 'terminals';
const kept = z.array(z.string());
const DARK = { background: '#141414', foreground: '#e6e6e6', cursor: '#e6e6e6', selectionBackground: '#3b5b8c' };
const LIGHT = { background: '#ffffff', foreground: '#1f1f1f', cursor: '#1f1f1f', selectionBackground: '#b5d3ff' };

interface Shell {
  readonly element: HTMLDivElement;
  readonly terminal: Terminal;
  readonly fit: FitAddon;
  readonly socket: WebSocket | undefined;
}

/** A store for React: `list` is another array after every change. */
class Terminals extends Watched {
  private list: readonly Open[] = [];
  private readonly shells = new Map<string, Shell>();
  private last = 0;

  constructor() {
    super();
    // What a reload has closed opens anew.
    for (const place of kept.safeParse(JSON.parse(sessionStorage.getItem(KEPT) ?? '[]')).data ?? []) this.add(place);
  }

  readonly all = (): readonly Open[] => this.list;

  /** Its key. The shell begins when it is shown. */
  add(place: string): string {
    this.last += 1;
    const key = String(this.last);
    this.become([...this.list, { key, place, end: undefined }]);
    return key;
  }

  close(key: string): void {
    const shell = this.shells.get(key);
    this.shells.delete(key);
    shell?.socket?.close();
    shell?.terminal.dispose();
    this.become(this.list.filter((one) => one.key !== key));
  }

  /** A fresh shell at the same place. */
  again(key: string): void {
    const shell = this.shells.get(key);
    if (shell === undefined) return;
    shell.terminal.reset();
    this.become(this.list.map((one) => (one.key === key ? { ...one, end: undefined } : one)));
    this.connect(key, shell);
    shell.terminal.focus();
  }

  /** Into the page. Returns what takes it out again; the shell goes on. */
  show(key: string, host: HTMLElement, dark: boolean, label: string, leave: () => void): () => void {
    const known = this.shells.get(key);
    const shell = known ?? this.make();
    host.append(shell.element);
    shell.terminal.options.theme = dark ? DARK : LIGHT;
    if (known === undefined) {
      shell.terminal.open(shell.element);
      shell.terminal.attachCustomKeyEventHandler((event) => {
        if (event.type !== 'keydown') return true;
        // Tab belongs to the shell: this is the way out for whoever has no pointer.
        if (event.key === 'F6') leave();
        else if (event.ctrlKey && event.shiftKey && event.code === 'KeyC') void this.copy(key);
        else return true;
        event.preventDefault();
        return false;
      });
    }
    shell.terminal.textarea?.setAttribute('aria-label', label);
    shell.fit.fit();
    if (known === undefined) this.connect(key, shell);
    const watch = new ResizeObserver(() => { shell.fit.fit(); });
    watch.observe(host);
    shell.terminal.focus();
    return () => {
      watch.disconnect();
      shell.element.remove();
    };
  }

  /** What is selected, to the clipboard. False where nothing is. */
  async copy(key: string): Promise<boolean> {
    const text = this.shells.get(key)?.terminal.getSelection() ?? '';
    if (text !== '') await navigator.clipboard.writeText(text);
    return text !== '';
  }

  private make(): Shell {
    const element = document.createElement('div');
    element.className = 'terminal';
    const terminal = new Terminal({
      fontFamily: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Noto Sans Mono', monospace", fontSize: 14, cursorBlink: true, scrollback: 10_000, screenReaderMode: true,
    });
    const fit = new FitAddon();
    terminal.loadAddon(fit);
    return { element, terminal, fit, socket: undefined };
  }

  private connect(key: string, { terminal, ...shell }: Shell): void {
    const place = this.list.find((one) => one.key === key)?.place ?? '';
    const query = new URLSearchParams({ place, cols: String(terminal.cols), rows: String(terminal.rows) }).toString();
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/console/terminal?${query}`);
    socket.binaryType = 'arraybuffer';
    const text = new TextEncoder();
    const ways = [
      terminal.onData((typed) => { if (socket.readyState === WebSocket.OPEN) socket.send(text.encode(typed)); }),
      terminal.onResize((resize) => { if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ resize })); }),
    ];
    const ended = (how: End) => {
      this.become(this.list.map((one) => (one.key === key && one.end === undefined ? { ...one, end: how } : one)));
    };
    socket.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer | string>) => {
      if (typeof data === 'string') ended(end.parse(JSON.parse(data)));
      else terminal.write(new Uint8Array(data));
    });
    let opened = false;
    socket.addEventListener('open', () => { opened = true; });
    socket.addEventListener('close', () => {
      for (const way of ways) way.dispose();
      ended(opened ? { lost: true } : { refused: true });
    });
    this.shells.set(key, { ...shell, terminal, socket });
  }

  private become(list: readonly Open[]): void {
    this.list = list;
    sessionStorage.setItem(KEPT, JSON.stringify(list.map(({ place }) => place)));
    this.changed();
  }
}

export const terminals = new Terminals();
