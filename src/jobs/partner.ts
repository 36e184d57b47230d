import type { Adapter, Notice } from '../core/adapter.ts';
import { assert } from '../core/assert.ts';
import { MailboxSettings } from '../core/mailbox.ts';
import { openMailbox } from '../outbound/mailbox.ts';
import { createOutbound, type Outbound } from '../outbound.ts';
import {
  findByWebhookToken,
  openConfig,
  readConnection,
  type SecretKey,
} from '../store/connection.ts';
import { type Database, newId, type Tx } from '../store/database.ts';
import { receiveNotice } from '../store/inbox.ts';
import type { Line } from './send.ts';

/** Reaches partners: unseals a connection's config and hands its adapter the doors to the outside. */
export type Partners = {
  open(tx: Tx, connectionId: string): Promise<Line>;
  /** A pushed message: kept and acted upon when its signature holds, else refused. */
  receive(
    db: Database,
    message: { token: string; headers: Record<string, string>; body: Uint8Array },
  ): Promise<'stored' | 'unauthenticated'>;
  close(): Promise<void>;
};

export function createPartners(options: {
  adapters: readonly Adapter[];
  secretKey: SecretKey;
}): Partners {
  const { adapters, secretKey } = options;
  const doors = new Map<boolean, Outbound>();
  const door = (allowPrivate: boolean): Outbound => {
    const known = doors.get(allowPrivate) ?? createOutbound({ allowPrivate, timeoutMs });
    doors.set(allowPrivate, known);
    return known;
  };
  const adapterOf = (id: string): Adapter => {
    const adapter = adapters.find((candidate) => candidate.id === id);
    assert(adapter, `connection names the adapter ${id}, which is not in adapters/index.ts`);
    return adapter;
  };
  return {
    open: async (tx, connectionId) => {
      const connection = await readConnection(tx, connectionId);
      assert(connection, `connection ${connectionId} of a delivery exists`);
      const adapter = adapterOf(connection.adapterId);
      const config = adapter.config.parse(await openConfig(tx, { connectionId, secretKey }));
      // Loopback is where simulators live; a production connection never reaches it.
      const allowPrivate = connection.environment === 'test';
      const outbound = door(allowPrivate);
      const hosts = hostsOf(config);
      const mailbox = mailboxOf(config, allowPrivate);
      return {
        operations: adapter.connect(config),
        call: (idempotencyKey) => ({
          fetch: (url, init) => outbound.fetch(url, init, hosts),
          ...(mailbox && { mailbox }),
          now: new Date().toISOString(),
          idempotencyKey,
          correlationId: newId(),
        }),
      };
    },
    receive: async (db, { token, headers, body }) => {
      const found = await findByWebhookToken(db, token);
      const adapter = found && adapters.find(({ id }) => id === found.adapterId);
      if (!found || !adapter?.readNotice) return 'unauthenticated';
      const { tenantId, connectionId } = found;
      const text = new TextDecoder().decode(body);
      return db.asTenant(tenantId, async (tx) => {
        const config = adapter.config.parse(await openConfig(tx, { connectionId, secretKey }));
        const now = new Date().toISOString();
        const read = adapter.readNotice?.({ body: text, headers, now }, config);
        if (!read?.ok) return 'unauthenticated';
        await keep(tx, { connectionId, notice: read.notice, body: text });
        return 'stored';
      });
    },
    close: async () => {
      await Promise.all([...doors.values()].map((outbound) => outbound.close()));
    },
  };
}

const timeoutMs = 30_000;

async function keep(
  tx: Tx,
  message: { connectionId: string; notice: Notice; body: string },
): Promise<void> {
  await receiveNotice(tx, message);
}

/** The hosts that a connection's addresses name: no answer of a partner may send a call elsewhere. */
export function hostsOf(config: unknown): string[] {
  if (typeof config === 'string') {
    const url = URL.canParse(config) ? new URL(config) : undefined;
    return url && /^https?:$/.test(url.protocol) ? [url.hostname.replace(/^\[|\]$/g, '')] : [];
  }
  if (typeof config !== 'object' || config === null) return [];
  return [...new Set(Object.values(config).flatMap(hostsOf))];
}

/** An adapter whose config has a mailbox gets that door as well. */
function mailboxOf(config: unknown, allowPrivate: boolean) {
  const given = typeof config === 'object' && config !== null && 'mailbox' in config;
  const settings = given ? MailboxSettings.safeParse(config.mailbox) : undefined;
  return settings?.success ? openMailbox(settings.data, { allowPrivate, timeoutMs }) : undefined;
}
