import {
  Agent,
  buildConnector,
  type Response as UndiciResponse,
  fetch as undiciFetch,
} from 'undici';
import { TransportFailed } from './core/answer.ts';
import { type Detail, told } from './core/detail.ts';
import { AddressRefused, guardedLookup, refusalOfHost } from './outbound/address.ts';

export type OutboundOptions = {
  /** Loopback and private addresses are for connections marked as test or demo only. */
  allowPrivate: boolean;
  timeoutMs: number;
  maxBytes?: number;
  onAttempt?: (attempt: Attempt) => void;
};

/** One try as it is recorded: no headers, no query, no bodies, so no credential and no name. */
export type Attempt = {
  method: string;
  origin: string;
  path: string;
  durationMs: number;
  requestBytes: number;
} & (
  | { ended: 'answered'; status: number; responseBytes: number }
  | { ended: 'not_sent' | 'unknown'; detail: Detail }
);

export type Outbound = {
  /** `hosts` are the connection's own; any host when absent. */
  fetch(url: string, init: RequestInit, hosts?: readonly string[]): Promise<Response>;
  close(): Promise<void>;
};

/**
 * The one door to the outside network. It checks the address at connect time, follows no redirect,
 * caps time and size (a call's own `signal` may end it sooner), and repeats nothing. Failures are
 * thrown as TransportFailed.
 */
export function createOutbound(options: OutboundOptions): Outbound {
  const unconnected = new WeakSet<object>();
  const agent = new Agent({ connect: guardedConnect(options, unconnected) });
  return {
    async fetch(url, init, hosts) {
      const target = new URL(url);
      const startedMs = performance.now();
      const record = (end: AttemptEnd) => {
        options.onAttempt?.({
          method: init.method ?? 'GET',
          origin: target.origin,
          path: target.pathname,
          durationMs: Math.round(performance.now() - startedMs),
          requestBytes: typeof init.body === 'string' ? Buffer.byteLength(init.body) : 0,
          ...end,
        });
      };
      try {
        const response = await once({ target, init, hosts, agent, options });
        record({ ended: 'answered', status: response.status, responseBytes: response.bytes });
        return response.whole;
      } catch (error) {
        const failed = asTransportFailed(error, unconnected);
        record({ ended: failed.certainty, detail: failed.detail });
        throw failed;
      }
    },
    close: () => agent.close(),
  };
}

type AttemptEnd =
  | { ended: 'answered'; status: number; responseBytes: number }
  | { ended: 'not_sent' | 'unknown'; detail: Detail };

type Ask = {
  target: URL;
  init: RequestInit;
  hosts: readonly string[] | undefined;
  agent: Agent;
  options: OutboundOptions;
};
type Whole = { status: number; bytes: number; whole: Response };

async function once({ target, init, hosts, agent, options }: Ask): Promise<Whole> {
  if (target.protocol !== 'https:' && !(options.allowPrivate && target.protocol === 'http:')) {
    const { protocol } = target;
    throw new TransportFailed('not_sent', told('protocol_not_allowed', { protocol }));
  }
  const { allowPrivate } = options;
  const refused = refusalOfHost(target.hostname, { allowPrivate, allowHosts: hosts });
  if (refused) throw new TransportFailed('not_sent', refused.detail);
  const response = await undiciFetch(target, {
    method: init.method ?? 'GET',
    headers: plainHeaders(init.headers),
    body: typeof init.body === 'string' ? init.body : null,
    redirect: 'manual',
    signal: AbortSignal.any([
      AbortSignal.timeout(options.timeoutMs),
      ...(init.signal ? [init.signal] : []),
    ]),
    dispatcher: agent,
  });
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel();
    const { status } = response;
    throw new TransportFailed('unknown', told('redirect_refused', { status }));
  }
  const body = await readCapped(response, options.maxBytes ?? 8_000_000);
  const empty = response.status === 204 || response.status === 205;
  const headers = plainHeaders([...response.headers]);
  const whole = new Response(empty ? null : body, { status: response.status, headers });
  return { status: response.status, bytes: body.length, whole };
}

async function readCapped(
  response: UndiciResponse,
  maxBytes: number,
): Promise<Buffer<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.length;
    if (bytes > maxBytes) {
      throw new TransportFailed('unknown', told('answer_too_large', { limit: maxBytes }));
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function plainHeaders(headers: RequestInit['headers']): Record<string, string> {
  return Object.fromEntries(new Headers(headers));
}

/** An error that came out of the connector met no connection, so no byte of the request left. */
function guardedConnect(
  options: OutboundOptions,
  unconnected: WeakSet<object>,
): buildConnector.connector {
  const connect = buildConnector({
    timeout: Math.min(options.timeoutMs, 10_000),
    lookup: guardedLookup(options.allowPrivate),
  });
  return function connectGuarded(target, callback) {
    const refused = refusalOfHost(target.hostname, options);
    if (refused) {
      unconnected.add(refused);
      return callback(refused, null);
    }
    return connect(target, (error, socket) => {
      if (error === null) return callback(null, socket);
      unconnected.add(error);
      return callback(error, null);
    });
  };
}

function asTransportFailed(error: unknown, unconnected: WeakSet<object>): TransportFailed {
  if (error instanceof TransportFailed) return error;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const notSent = typeof cause === 'object' && cause !== null && unconnected.has(cause);
  return new TransportFailed(notSent ? 'not_sent' : 'unknown', wordsOf(cause));
}

/** Our own words: a library's message may quote headers or an address with credentials. */
function wordsOf(cause: unknown): Detail {
  if (cause instanceof AddressRefused) return cause.detail;
  if (!(cause instanceof Error)) return told('connection_failed', { cause: 'unknown' });
  if (cause.name === 'TimeoutError') return told('no_answer_in_time', {});
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
  return told('connection_failed', { cause: code });
}
