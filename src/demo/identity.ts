import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import type { IdentitySettings } from '../http/deps.ts';
import { type IdentityKeys, keepIdentityKeys } from './identity-keys.ts';
import { renderNotice } from './identity-page.ts';
import {
  configureProvider,
  MACHINE_CLIENT,
  SESSION_COOKIE,
  WEB_CLIENT,
} from './identity-provider.ts';

export type DemoIdentityOptions = {
  mode: 'demo' | 'production';
  dataDir: string;
  /** The product's own address, to which a sign-in comes back. */
  baseUrl: string;
  /** Where the issuer listens on loopback. Absent: the port of the first start, kept in dataDir. */
  port?: number;
  /** Who can sign in, by the subject their row in `person` was entered with. */
  subjects: readonly string[];
  log: (message: string) => void;
};

export type DemoIdentity = {
  settings: IdentitySettings;
  /** For the client-credentials grant, with `resource` set to the settings' audience. */
  machine: { clientId: string; clientSecret: string; tokenEndpoint: string };
  /** An address that signs this person in once, without a password. */
  createLink(subject: string): string;
  stop(): Promise<void>;
};

/**
 * The demo's own OpenID Connect issuer. Nobody has a password here: whoever holds a one-time link
 * is the person it was made for, so production refuses it.
 */
export async function startDemoIdentity(options: DemoIdentityOptions): Promise<DemoIdentity> {
  if (options.mode === 'production') {
    throw new Error(
      "The demo's issuer signs people in without a password: production refuses it. Set OIDC_ISSUER.",
    );
  }
  const server = createServer();
  const keys = await keepIdentityKeys(options.dataDir, async (kept) =>
    listen(server, options.port ?? kept ?? 0),
  );
  const issuer = `http://127.0.0.1:${keys.port}`;
  const audience = `${options.baseUrl}/api`;
  const provider = configureProvider({ issuer, audience, keys, ...options });
  const links = createLinks(options.subjects);
  const answer = provider.callback();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    forgetSession(request);
    if (!(request.url ?? '').startsWith('/interaction/')) return answer(request, response);
    signIn({ provider, links, request, response }).catch((error: Error) => {
      options.log(`a sign-in at the demo's issuer failed: ${error.message}`);
      if (!response.headersSent) renderNotice(response, request);
    });
  });
  return {
    settings: { issuer, audience, clientId: WEB_CLIENT, clientSecret: keys.webSecret },
    machine: machineOf(issuer, keys),
    createLink: (subject) =>
      `${options.baseUrl}/sign-in?hint=${encodeURIComponent(links.create(subject))}`,
    stop: () => close(server),
  };
}

function machineOf(issuer: string, keys: IdentityKeys): DemoIdentity['machine'] {
  return {
    clientId: MACHINE_CLIENT,
    clientSecret: keys.machineSecret,
    tokenEndpoint: `${issuer}/token`,
  };
}

type Links = { create(subject: string): string; take(token: string): string | undefined };

function createLinks(subjects: readonly string[]): Links {
  const unused = new Map<string, string>();
  return {
    create: (subject) => {
      if (!subjects.includes(subject)) throw new Error(`no demo person is named ${subject}`);
      const token = randomBytes(32).toString('base64url');
      unused.set(token, subject);
      return token;
    },
    take: (token) => {
      const subject = unused.get(token);
      unused.delete(token);
      return subject;
    },
  };
}

async function signIn(sign: {
  provider: Provider;
  links: Links;
  request: IncomingMessage;
  response: ServerResponse;
}): Promise<void> {
  const { provider, links, request, response } = sign;
  const { params, prompt } = await provider.interactionDetails(request, response);
  const hint = params.login_hint;
  const accountId = prompt.name === 'login' && hint ? links.take(hint) : undefined;
  if (accountId === undefined) return renderNotice(response, request);
  return provider.interactionFinished(request, response, { login: { accountId } });
}

/** The issuer remembers nobody: the next person may well use the same browser. */
function forgetSession(request: IncomingMessage): void {
  const kept = (request.headers.cookie ?? '')
    .split(';')
    .filter((pair) => !pair.trim().startsWith(SESSION_COOKIE));
  request.headers.cookie = kept.join(';');
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(
        taken
          ? new Error(
              `Port ${port} on 127.0.0.1, where the demo's sign-in lives, is taken by another ` +
                'program: end that one, or set DATA_DIR to another folder for a second demo.',
            )
          : error,
      );
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the issuer has no port');
  return address.port;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
