import { isBuiltin } from 'node:module';
import { type Import, importsOf, resolveImport, type Source } from './source.ts';

type Room = {
  /** The rooms this one may import. */
  sees: readonly string[] | 'all';
  /** The packages it may import. */
  packages: readonly string[] | 'all';
  /** Node's own modules. */
  builtins: boolean;
};

const ROOMS: Record<string, Room> = {
  core: { sees: [], packages: ['zod', 'temporal-polyfill'], builtins: false },
  intake: {
    sees: ['core'],
    packages: ['zod', 'csv-parse', 'csv-stringify', 'sax'],
    builtins: true,
  },
  solve: { sees: ['core'], packages: ['zod', 'highs'], builtins: true },
  documents: {
    sees: ['core'],
    packages: [
      'zod',
      'csv-stringify',
      'pdfkit',
      'fontkit',
      'qrcode',
      '@expo-google-fonts/noto-sans',
      '@expo-google-fonts/noto-sans-sc',
    ],
    builtins: true,
  },
  store: {
    sees: ['core'],
    packages: ['zod', 'pg', 'pg-copy-streams'],
    builtins: true,
  },
  outbound: {
    sees: ['core'],
    packages: ['zod', 'undici', 'ssh2', 'ssh2-sftp-client'],
    builtins: true,
  },
  jobs: {
    sees: ['intake', 'solve', 'documents', 'store', 'outbound', 'core'],
    packages: ['zod', 'bullmq', 'ioredis', 'pg', 'standardwebhooks'],
    builtins: true,
  },
  http: {
    sees: ['store', 'core'],
    packages: ['zod', 'hono', '@hono/zod-openapi', 'jose', 'openid-client', 'htmx.org'],
    builtins: true,
  },
  config: { sees: [], packages: ['zod'], builtins: true },
  server: {
    sees: ['http', 'store', 'config'],
    packages: ['hono', '@hono/zod-openapi'],
    builtins: true,
  },
  worker: {
    sees: ['jobs', 'store', 'documents', 'outbound', 'config', 'adapters', 'templates'],
    packages: ['pino', 'pg'],
    builtins: true,
  },
  edge: { sees: ['server', 'config'], packages: ['pg'], builtins: true },
  host: { sees: ['intake', 'solve', 'http', 'store', 'core'], packages: [], builtins: true },
  product: { sees: 'all', packages: 'all', builtins: true },
  demo: { sees: 'all', packages: 'all', builtins: true },
  main: { sees: 'all', packages: 'all', builtins: true },
  cli: { sees: 'all', packages: 'all', builtins: true },
  bin: { sees: ['cli'], packages: ['esbuild'], builtins: true },
  adapters: {
    sees: ['core'],
    packages: ['zod', 'standardwebhooks', 'sax', 'csv-parse', 'csv-stringify'],
    builtins: true,
  },
  templates: { sees: ['core'], packages: ['zod'], builtins: true },
};

const PACKAGES_OF_SIMULATORS = ['hono', '@hono/node-server', 'msw', 'ssh2'];

/** What an adapter may stand on beside its folder: how partners of one kind are spoken to. */
const SPOKEN_BY_ADAPTERS = ['adapters/ask.ts', 'adapters/drop.ts'];

/** Core hashes what it decides; nothing else of Node belongs in it. */
const BUILTIN_IN_CORE = { path: 'src/core/hash.ts', specifier: 'node:crypto' };

/** Every import that no arrow of the design allows, with the remedy. */
export function findForbiddenImports(sources: readonly Source[]): string[] {
  const simulators = findSimulators(sources);
  return sources.flatMap((source) => {
    const name = roomOf(source.path);
    const room = ROOMS[name];
    if (!room) {
      return [`${source.path}: '${name}' is no room: use one of ${Object.keys(ROOMS).join(', ')}`];
    }
    return importsOf(source).flatMap((found) => {
      const reason = findReason(source, found, { name, room }, simulators.has(source.path));
      return reason ? [`${source.path}:${found.line} imports '${found.specifier}': ${reason}`] : [];
    });
  });
}

/**
 * A simulator is a server of its own: `simulator.ts` of an adapter with what it reaches in its
 * folder, and the files beside the folders, on which simulators stand.
 */
function findSimulators(sources: readonly Source[]): Set<string> {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const found = new Set<string>();
  const visit = (path: string): void => {
    const source = byPath.get(path);
    if (!source || found.has(path)) return;
    found.add(path);
    for (const { specifier } of importsOf(source)) {
      const target = resolveImport(source, specifier);
      if (specifier.startsWith('./') && path.split('/').length >= 3) visit(target);
    }
  };
  for (const path of byPath.keys()) {
    if (SPOKEN_BY_ADAPTERS.includes(path)) continue;
    if (/^adapters\/(?!index\.ts$)(?:[^/]+\.ts|[^/]+\/simulator\.ts)$/.test(path)) visit(path);
  }
  return found;
}

function findReason(
  source: Source,
  { specifier }: Import,
  { name, room }: { name: string; room: Room },
  simulates: boolean,
): string | undefined {
  if (specifier.startsWith('.')) {
    const target = resolveImport(source, specifier);
    if (name === 'adapters' && roomOf(target) === 'adapters') {
      return refuseNeighbour(source.path, target, simulates);
    }
    return refuseRoom(target, name, room);
  }
  if (isBuiltin(specifier)) return refuseBuiltin(source.path, specifier, name, room);
  const extra = simulates ? PACKAGES_OF_SIMULATORS : [];
  return refusePackage(specifier, name, room, extra);
}

function refuseRoom(to: string, name: string, room: Room): string | undefined {
  const target = roomOf(to);
  if (name === 'demo' && (target === 'main' || target === 'cli')) {
    return 'main and cli start the demo, it never starts them: move the piece into demo';
  }
  if (target === name || room.sees === 'all' || room.sees.includes(target)) return undefined;
  const allowed = room.sees.length > 0 ? room.sees.join(', ') : 'no other room';
  return `${name} sees ${allowed}; pass the value in from the room that calls, or move the rule into core`;
}

function refuseNeighbour(from: string, to: string, simulates: boolean): string | undefined {
  const [, own = ''] = from.split('/');
  const [, other = ''] = to.split('/');
  if (own === 'index.ts') return undefined;
  if (other.endsWith('.ts')) {
    if (simulates !== SPOKEN_BY_ADAPTERS.includes(to)) return undefined;
    if (simulates) return 'a simulator is the partner: it does not speak as an adapter does';
    return 'only simulators stand on what lies beside the adapters: what two share belongs in src/core';
  }
  if (own !== other) return 'adapters never see each other: what two share belongs in src/core';
  if (simulates && /\/(mapping|client|wire)(\.ts|\/)/.test(to)) {
    return "a simulator is the partner: write it from the partner's documentation, with schemas of its own";
  }
  return undefined;
}

function refuseBuiltin(path: string, specifier: string, name: string, room: Room) {
  if (room.builtins) return undefined;
  if (path === BUILTIN_IN_CORE.path && specifier === BUILTIN_IN_CORE.specifier) return undefined;
  return `${name} is functions of values: let the caller read and pass the value in`;
}

function refusePackage(specifier: string, name: string, room: Room, extra: readonly string[]) {
  const scoped = specifier.startsWith('@');
  const packageName = specifier
    .split('/')
    .slice(0, scoped ? 2 : 1)
    .join('/');
  if (room.packages === 'all' || [...room.packages, ...extra].includes(packageName)) {
    return undefined;
  }
  const allowed = room.packages.join(', ');
  return `${name} uses ${allowed}; do it in the room of that driver, or add the package here with a reason in the README's Decisions`;
}

function roomOf(path: string): string {
  const [top = '', first = ''] = path.split('/');
  return (top === 'src' ? first : top).replace(/\.(ts|tsx|mjs)$/, '');
}
