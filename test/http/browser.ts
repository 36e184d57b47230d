import type { Hono } from 'hono';
import type { HttpEnv } from '../../src/http/env.ts';

export type Visited = { url: string; response: Response };

export type Browser = {
  /** Follows redirects with cookies per host, as a browser does; stops before `until`. */
  visit(address: string, options?: { until?: string }): Promise<Visited>;
  cookie(host: string, name: string): string | undefined;
  setCookie(host: string, name: string, value: string | undefined): void;
};

/** The issuer, on 127.0.0.1, is asked over real HTTP; the app answers in this process. */
export function createBrowser(app: Hono<HttpEnv>): Browser {
  const jar = new Map<string, Map<string, string>>();
  const cookiesOf = (host: string) => {
    const known = jar.get(host) ?? new Map<string, string>();
    jar.set(host, known);
    return known;
  };
  const ask = async (url: URL): Promise<Response> => {
    const cookies = cookiesOf(url.hostname);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const init: RequestInit = { headers: cookie ? { cookie } : {}, redirect: 'manual' };
    const response =
      url.hostname !== '127.0.0.1' ? await app.request(url.href, init) : await fetch(url, init);
    for (const line of response.headers.getSetCookie()) keep(cookies, line);
    return response;
  };
  return {
    visit: async (address, options = {}) => {
      let url = new URL(address);
      for (let hops = 0; hops < 20; hops += 1) {
        if (url.pathname === options.until) return { url: url.href, response: new Response() };
        const response = await ask(url);
        const location = response.headers.get('location');
        if (location === null) return { url: url.href, response };
        url = new URL(location, url);
      }
      throw new Error('more than 20 redirects');
    },
    cookie: (host, name) => cookiesOf(host).get(name),
    setCookie: (host, name, value) => {
      if (value === undefined) cookiesOf(host).delete(name);
      else cookiesOf(host).set(name, value);
    },
  };
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';');
  const cut = pair.indexOf('=');
  const name = pair.slice(0, cut).trim();
  const value = pair.slice(cut + 1).trim();
  const ended = attributes.some((attribute) =>
    /^\s*(max-age=0$|expires=Thu, 01 Jan 1970)/i.test(attribute),
  );
  if (ended || value === '') cookies.delete(name);
  else cookies.set(name, value);
}
