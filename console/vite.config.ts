import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

const BASE = '/console/';

/** In a script apart from the application and Ant Design: a browser reads two scripts at the same time. */
const LIBRARIES = /\/node_modules\/(?:react|react-dom|react-router|@tanstack|zod)\//;

/** Beside each text file its compressed forms, so that the server need not compress while it serves. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle({ dir = '' }) {
      for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !/\.(js|css|html|svg)$/.test(entry.name)) continue;
        const path = join(entry.parentPath, entry.name);
        const content = readFileSync(path);
        writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
        writeFileSync(`${path}.br`, brotliCompressSync(content));
      }
    },
  };
}

/** The page asks for the application's two scripts at once, instead of by its first one, which would have to be there before. */
function preloaded(): Plugin {
  return {
    name: 'preloaded',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle = {} }) => Object.values(bundle)
        .filter((file) => file.type === 'chunk' && ['app', 'libraries'].includes(file.name))
        .map(({ fileName }) => ({ tag: 'link', attrs: { rel: 'modulepreload', crossorigin: true, href: `${BASE}${fileName}` }, injectTo: 'head' })),
    },
  };
}

/** `npm run build` makes dist/web, beside the server's dist/console, which the gateway serves under /console/. */
export default defineConfig({
  root: import.meta.dirname,
  base: BASE,
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // Strict CSP: no data: scripts, no inline module preload.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1_600,
    rollupOptions: {
      output: { manualChunks: (id) => (LIBRARIES.test(id) ? 'libraries' : undefined) },
      // Libraries mark files for server rendering, which there is none of here, and calls for bundlers of another kind.
      onwarn: (warning, warn) => {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE' && warning.code !== 'INVALID_ANNOTATION') warn(warning);
      },
    },
  },
  plugins: [preloaded(), compressed()],
});
