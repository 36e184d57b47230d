import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The product as `npm start` runs it, on a folder of its own. */
export type Installation = {
  url: string;
  /** Signs a demo person in through the real code flow. */
  signIn(role: string): Promise<Person>;
  /** Ends the product and its database at once, as a power switch would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

export type Person = {
  get(path: string): Promise<unknown>;
  post(path: string, body: unknown): Promise<{ status: number; body: unknown }>;
};

export async function install(dataDir: string): Promise<Installation> {
  const child = spawn(process.execPath, ['src/bin/run.mjs', 'src/main.ts'], {
    env: { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'fatal' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = await untilWelcome(child);
  const url = /running at (\S+)/.exec(printed)?.[1] ?? '';
  return {
    url,
    signIn: (role) =>
      signIn(new RegExp(`^ {2}${role} .*\\n\\s+(\\S+)`, 'm').exec(printed)?.[1], url),
    kill: async () => {
      const postmaster = readFileSync(
        join(dataDir, 'postgres', 'cluster', 'postmaster.pid'),
        'utf8',
      );
      await end(child, 'SIGKILL');
      process.kill(Number(postmaster.split('\n')[0]), 'SIGKILL');
    },
    stop: () => end(child, 'SIGTERM'),
  };
}

function untilWelcome(child: ChildProcess): Promise<string> {
  let printed = '';
  return new Promise((resolve, reject) => {
    const read = (piece: Buffer) => {
      printed += piece.toString();
      if (printed.includes('Ctrl-C')) resolve(printed);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`it ended with ${code}:\n${printed}`)));
  });
}

function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  child.removeAllListeners('exit');
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  return gone;
}

async function signIn(link: string | undefined, url: string): Promise<Person> {
  if (!link) throw new Error('the product printed no link for this role');
  const jar = new Map<string, string>();
  const ask = async (address: string, init: RequestInit = {}): Promise<Response> => {
    const { hostname } = new URL(address);
    const cookie = [...jar]
      .filter(([name]) => name.startsWith(`${hostname} `))
      .map(([name, value]) => `${name.slice(hostname.length + 1)}=${value}`)
      .join('; ');
    const headers = { ...Object.fromEntries(new Headers(init.headers)), cookie };
    const response = await fetch(address, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const cut = pair.indexOf('=');
      jar.set(`${hostname} ${pair.slice(0, cut)}`, pair.slice(cut + 1));
    }
    return response;
  };
  let address = link;
  for (let hops = 0; hops < 20; hops += 1) {
    const location = (await ask(address)).headers.get('location');
    if (location === null) break;
    address = new URL(location, address).href;
  }
  return {
    get: async (path) => (await ask(`${url}/api/v1${path}`)).json(),
    post: async (path, body) => {
      const response = await ask(`${url}/api/v1${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
          origin: url,
        },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: await response.json() };
    },
  };
}
