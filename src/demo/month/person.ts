import { randomUUID } from 'node:crypto';

/** One of the demo's people at the product's API, signed in as they would be at their browser. */
export type Person = {
  get(path: string): Promise<unknown>;
  /** The answer's body, whatever its status. */
  post(path: string, body: unknown): Promise<Answer>;
  /** A file, as it is. */
  send(path: string, file: { contentType: string; body: string }): Promise<Answer>;
};
export type Answer = { status: number; body: unknown };

const HOPS_MAX = 20;

/** Follows a one-time link through the issuer's code flow; the session is kept for what follows. */
export async function signIn(link: string, url: string): Promise<Person> {
  const ask = openJar();
  let address = link;
  for (let hops = 0; hops < HOPS_MAX; hops += 1) {
    const location = (await ask(address)).headers.get('location');
    if (location === null) break;
    address = new URL(location, address).href;
  }
  const write = async (path: string, contentType: string, body: string): Promise<Answer> => {
    const headers = {
      'content-type': contentType,
      'idempotency-key': randomUUID(),
      origin: url,
    };
    const response = await ask(`${url}/api/v1${path}`, { method: 'POST', headers, body });
    return { status: response.status, body: await response.json() };
  };
  return {
    get: async (path) => (await ask(`${url}/api/v1${path}`)).json(),
    post: (path, body) => write(path, 'application/json', JSON.stringify(body)),
    send: (path, { contentType, body }) => write(path, contentType, body),
  };
}

/** Keeps the cookies of each host, as a browser does. */
function openJar() {
  const jar = new Map<string, string>();
  return async function ask(address: string, init: RequestInit = {}): Promise<Response> {
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
}
