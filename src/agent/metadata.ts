/**
 * The metadata service, `http://100.100.100.200/latest/…`, one listener in each VPC. Who asks is told by the source address,
 * which anti-spoofing has proven.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Document, Ipv4, Key } from '../network/objects.js';

export const METADATA_ADDRESS = '100.100.100.200';

const ROOT = '/latest/';

/** Text for a path as the vendor serves it: a value, or the names below a folder, one a line, folders with a slash at the end. */
export function look(entries: Readonly<Record<string, string>>, path: string): string | undefined {
  if (!path.startsWith(ROOT) && `${path}/` !== ROOT) return undefined;
  const name = path.slice(ROOT.length).replace(/\/$/, '');
  const value = Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (value !== undefined) return value;
  const below = name === '' ? '' : `${name}/`;
  const children = new Set(
    Object.keys(entries)
      .filter((entry) => entry.startsWith(below))
      .map((entry) => entry.slice(below.length).replace(/\/.*/, '/')),
  );
  return children.size === 0 ? undefined : [...children].sort().join('\n');
}

export class MetadataService {
  private readonly servers = new Map<Key, Server>();
  private readonly documents = new Map<Key, Document>();
  /** `space address` → document. */
  private readonly bySource = new Map<string, Document>();

  /** `open` gives a listening TCP socket in a space's namespace. */
  constructor(
    private readonly open: (space: Key) => number,
    private readonly log: (line: string) => void,
  ) {}

  set(document: Document): void {
    this.remove(document.key);
    this.documents.set(document.key, document);
    for (const source of document.sources) this.bySource.set(`${document.space} ${source}`, document);
  }

  remove(key: Key): void {
    const document = this.documents.get(key);
    this.documents.delete(key);
    for (const source of document?.sources ?? []) {
      const at = `${document?.space ?? ''} ${source}`;
      // The address may have another document by now: an address that moved is set before it is taken away.
      if (this.bySource.get(at) === document) this.bySource.delete(at);
    }
  }

  /** Exactly these spaces are served from now on. */
  serve(spaces: readonly Key[]): void {
    const wanted = new Set(spaces);
    for (const [space, server] of this.servers) {
      if (wanted.has(space)) continue;
      server.close();
      server.closeAllConnections();
      this.servers.delete(space);
    }
    for (const space of wanted) if (!this.servers.has(space)) this.listen(space);
  }

  answer(space: Key, source: Ipv4, path: string): string | undefined {
    const document = this.bySource.get(`${space} ${source}`);
    return document && look(document.entries, path);
  }

  private listen(space: Key): void {
    let fd: number;
    try {
      fd = this.open(space);
    } catch (error) {
      // A VPC that could not be made real; the engine tells of it.
      this.log(`metadata service of ${space}: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
    const server = createServer((request, response) => {
      this.handle(space, request, response);
    });
    server.on('error', (error) => {
      this.log(`metadata service of ${space}: ${error.message}`);
    });
    server.listen({ fd });
    this.servers.set(space, server);
  }

  private handle(space: Key, request: IncomingMessage, response: ServerResponse): void {
    const path = (request.url ?? '/').replace(/\?.*/, '');
    const text = request.method === 'GET' || request.method === 'HEAD' ? this.answer(space, request.socket.remoteAddress ?? '', path) : undefined;
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(text ?? 'not found\n');
  }
}
