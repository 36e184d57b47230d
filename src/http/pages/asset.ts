import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Hono } from 'hono';
import type { HttpEnv } from '../env.ts';

/** A file of ours under an address that changes with its bytes, so that browsers keep it for good. */
export type Asset = { path: string; type: string; bytes: string };

const folder = fileURLToPath(new URL('./assets', import.meta.url));
const own = (name: string) => readFileSync(join(folder, name), 'utf8');

function htmx(): string {
  const main = createRequire(import.meta.url).resolve('htmx.org');
  return readFileSync(join(dirname(main), 'htmx.min.js'), 'utf8').replace(
    /\n?\/\/# sourceMappingURL=.*$/,
    '',
  );
}

function asset(name: string, type: string, bytes: string): Asset {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  return { path: `/assets/${hash}/${name}`, type, bytes };
}

const css = [
  'page.css',
  'panel.css',
  'desk.css',
  'request.css',
  'raise.css',
  'certificate.css',
  'ageing.css',
  'claims.css',
  'explain.css',
  'narrow.css',
]
  .map(own)
  .join('\n');

export const assets = {
  css: asset('page.css', 'text/css; charset=utf-8', css),
  htmx: asset('htmx.js', 'text/javascript; charset=utf-8', htmx()),
  island: asset('island.js', 'text/javascript; charset=utf-8', own('island.js')),
};

export function createAssets(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  for (const { path, type, bytes } of Object.values(assets)) {
    app.get(path, (c) =>
      c.body(bytes, 200, {
        'content-type': type,
        'cache-control': 'public, max-age=31536000, immutable',
      }),
    );
  }
  return app;
}
