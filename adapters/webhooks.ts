import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';

export type PusherOptions = { secret: string; callbackUrl?: string; now?: () => Date };

/**
 * Hints a simulator pushes to the configured address: signed by Standard Webhooks, three tries at
 * most, in as many copies and as late as it is told. `POST /callback` sets the address.
 */
export function createPusher(options: PusherOptions) {
  const now = options.now ?? (() => new Date());
  const timers = new Set<NodeJS.Timeout>();
  let manner: z.infer<typeof Manner> = { copies: 1, delayMs: 0 };
  let { callbackUrl } = options;
  const later = (ms: number, work: () => Promise<void>): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      void work();
    }, ms);
    timers.add(timer.unref());
  };
  const post = async (id: string, body: string, tries: number): Promise<void> => {
    if (callbackUrl === undefined) return;
    const headers = signed({ id, body, sentAt: now(), secret: options.secret });
    const taken = await fetch(callbackUrl, { method: 'POST', headers, body }).then(
      (response) => response.ok,
      () => false,
    );
    if (!taken && tries > 1) later(2_000, () => post(id, body, tries - 1));
  };
  return {
    push(body: string, afterMs: number): void {
      const id = `msg_${randomUUID()}`;
      for (let copy = 0; copy < manner.copies; copy += 1) {
        later(afterMs + manner.delayMs, () => post(id, body, 3));
      }
    },
    stop(): void {
      for (const timer of timers) clearTimeout(timer);
    },
    control(): Hono {
      const control = new Hono();
      control.post('/callback', async (context) => {
        callbackUrl = z.strictObject({ url: z.url() }).parse(await context.req.json()).url;
        return context.json({ callbackUrl });
      });
      control.post('/notices', async (context) => {
        manner = Manner.parse(await context.req.json());
        return context.json(manner);
      });
      return control;
    },
  };
}

const Manner = z.strictObject({
  copies: z.int().min(0).max(5).default(1),
  delayMs: z.int().min(0).max(60_000).default(0),
});

export type Signed = { id: string; body: string; sentAt: Date; secret: string };

export function signed({ id, body, sentAt, secret }: Signed): Record<string, string> {
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, sentAt, body),
  };
}
