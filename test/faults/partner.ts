import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the partner misbehaves, drawn anew for each message. */
export type Faults = {
  /** Of 100 messages: connection dropped before anything happened. */
  dropBefore: number;
  /** Acted, then the answer was lost. */
  dropAfter: number;
  /** Acted, then answered 500. */
  failAfter: number;
  /** Answered late: acts only after the caller's time-out. */
  late: number;
  lateMs: number;
};

export type Partner = {
  url: string;
  /** How often each reference took effect: the only judge of the experiment. */
  effects: Map<string, number>;
  requests(): number;
  close(): Promise<void>;
};

/**
 * A partner that knows no idempotency key and can be asked by our reference: the hardest kind a
 * machine may still repeat to. It lives in the test's process and is never killed.
 */
export async function startPartner(faults: Faults, random: () => number): Promise<Partner> {
  const effects = new Map<string, number>();
  let requests = 0;
  const act = (reference: string) => effects.set(reference, (effects.get(reference) ?? 0) + 1);
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://partner');
    request.resume();
    const reference = searchParams.get('reference') ?? '';
    if (pathname === '/find') {
      response.end(JSON.stringify({ found: effects.has(reference) }));
      return;
    }
    requests += 1;
    const drawn = random() * 100;
    const { dropBefore, dropAfter, failAfter, late, lateMs } = faults;
    if (drawn < dropBefore) {
      request.socket.destroy();
    } else if (drawn < dropBefore + dropAfter) {
      act(reference);
      request.socket.destroy();
    } else if (drawn < dropBefore + dropAfter + failAfter) {
      act(reference);
      response.writeHead(500).end();
    } else if (drawn < dropBefore + dropAfter + failAfter + late) {
      setTimeout(() => {
        act(reference);
        response.end('{}');
      }, lateMs);
    } else {
      act(reference);
      response.end('{}');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    effects,
    requests: () => requests,
    close: () => closeServer(server),
  };
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
