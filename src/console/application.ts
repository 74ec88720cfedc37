/** The built web application. It loads without a session; what it shows does not. */
import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import sirv from 'sirv';
import { page } from './plain-pages.js';

const YEAR = 31_536_000;
/** Vite names these by their content. */
const HASHED = '/assets/';

/**
 * Scripts, images, connections from here only. Ant Design, xterm.js and React Flow write the styles of their components into the page
 * while it runs, so styles may be inline; a style cannot run anything.
 */
const POLICY = [
  "default-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data: blob:", "font-src 'self' data:", "object-src 'none'", "base-uri 'none'",
  "form-action 'none'", "frame-ancestors 'none'",
].join('; ');

/** Of every answer of the console. */
export const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

export class Application {
  private files: ReturnType<typeof sirv> | undefined;

  /** @param directory may come into being while we run */
  constructor(private readonly directory: string) {}

  /** @param path below the console's, `/` first */
  serve(request: IncomingMessage, response: ServerResponse, path: string): void {
    if (this.files === undefined && existsSync(`${this.directory}/index.html`)) {
      this.files = sirv(this.directory, { single: true, gzip: true, brotli: true, etag: true, setHeaders: cache });
    }
    if (this.files === undefined) {
      page(request, response, 503, 'notBuilt');
      return;
    }
    // It reads the path from here.
    request.url = path;
    this.files(request, response, () => {
      page(request, response, 404, 'noPage');
    });
  }
}

function cache(response: ServerResponse, path: string): void {
  response.setHeader('cache-control', path.startsWith(HASHED) ? `public, max-age=${String(YEAR)}, immutable` : 'no-cache');
}
