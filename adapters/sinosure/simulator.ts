import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { createMailboxServer } from '../mailbox.ts';
import { createFaults, type Simulator, type SimulatorOptions } from '../simulator.ts';
import { createClerk } from './simulator/inspection.ts';

const user = { user: 'cedent', password: 'simulator-mailbox-password' };

export type SinosureOptions = SimulatorOptions & {
  policies?: readonly string[];
  /** Its folders on disk; a fresh temporary directory when absent. */
  mailboxRoot?: string;
  collectEveryMs?: number;
};

/** The firm's folder and the clerk who uploads from it: there is no other door to this insurer. */
export function createSimulator(options: SinosureOptions = {}): Simulator {
  const faults = createFaults();
  const root = options.mailboxRoot ?? join(tmpdir(), `sinosure-mailbox-${randomUUID()}`);
  const clerk = createClerk(root);
  const mailbox = createMailboxServer({
    root,
    folders: ['inbox', 'processed', 'rejected'],
    ...user,
    faults,
  });
  const app = new Hono();
  app.route('/_control', faults.control());
  app.post('/_control/mailbox/collect', (context) => context.json(clerk.collect()));
  app.get('/_control/mailbox/processed', (context) =>
    context.json(readdirSync(join(root, 'processed'))),
  );
  let door: { port: number; fingerprint?: string } = { port: 22 };
  let timer: NodeJS.Timeout | undefined;
  return {
    app,
    configAt: () => {
      const { port, fingerprint } = door;
      const pinned = fingerprint === undefined ? {} : { hostFingerprint: fingerprint };
      const folders = { folder: 'inbox', processedFolder: 'processed' };
      return { mailbox: { host: '127.0.0.1', port, ...pinned, ...folders, ...user } };
    },
    async open() {
      door = await mailbox.listen();
      if (options.collectEveryMs !== undefined) {
        timer = setInterval(() => clerk.collect(), options.collectEveryMs).unref();
      }
    },
    async close() {
      clearInterval(timer);
      if (door.fingerprint !== undefined) await mailbox.close();
      if (options.mailboxRoot === undefined) rmSync(root, { recursive: true, force: true });
    },
    known: {
      policyId: options.policies?.[0] ?? 'SCH017067',
      buyers: [{ buyerId: 'DEU000101', country: 'DE', scheme: 'vat', value: 'DE811907980' }],
    },
    deciding: {},
    declines: {
      'declareToInsurer/status': 'A folder answers no HTTP status: a file is there or it is not.',
    },
  };
}
