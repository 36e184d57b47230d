import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Simulator } from '../../adapters/simulator.ts';

export type StartedSimulator = {
  url: string;
  /** What a connection to it holds: the adapter's config. */
  config: unknown;
  stop(): Promise<void>;
};

/** Puts a partner on loopback, its HTTP door and its mailbox; port 0 is any free one. */
export async function startSimulator(
  simulator: Simulator,
  { port = 0 }: { port?: number } = {},
): Promise<StartedSimulator> {
  await simulator.open();
  const server = createAdaptorServer({ fetch: simulator.app.fetch });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${portOf(server.address())}`;
  return {
    url,
    config: simulator.configAt(url),
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
      await simulator.close();
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the simulator has no port');
  return address.port;
}
