import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { z } from 'zod';
import { createSimulator } from '../../adapters/factor-rest/simulator.ts';

const Told = z.object({
  id: z.string(),
  kind: z.string(),
  amount: z.string(),
  currency: z.string(),
  reversal: z.boolean(),
  scheduleReference: z.string().nullable(),
  lineNumber: z.number().nullable(),
});
export type Told = z.infer<typeof Told>;

const Account = z.object({
  scheduleReference: z.string(),
  lineNumber: z.number(),
  invoiceNumber: z.string(),
  currency: z.string(),
  owed: z.string(),
  residual: z.string(),
  isOver: z.boolean(),
});
export type FactorAccount = z.infer<typeof Account>;

/** A factor over real HTTP, and what may be seen of its books from outside. */
export type Factor = Awaited<ReturnType<typeof startFactor>>;

export async function startFactor() {
  const simulator = createSimulator({
    answerAfter: { reads: 2 },
    pageSize: 40,
    debtorLimitDefault: 1_000_000_000,
    debtorLimits: { D3: 40_000 },
    terms: { recourseAfterDays: 20, reassignAfterDays: 15, payAfterDays: 25, disputeDays: 20 },
  });
  const server = serve({ fetch: simulator.app.fetch, port: 0, hostname: '127.0.0.1' });
  await new Promise<void>((resolve) => server.once('listening', () => resolve()));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = z.object({ apiKey: z.string() }).loose().parse(simulator.configAt(url));
  const get = async (path: string): Promise<unknown> => {
    const headers = { authorization: `Bearer ${config.apiKey}` };
    // It is looked at from outside, so what disturbs its guests is asked again.
    for (let times = 0; times < 9; times += 1) {
      try {
        const answer = await fetch(url + path, { headers });
        if (answer.ok) return await answer.json();
      } catch {}
    }
    throw new Error(`the factor does not answer ${path}`);
  };
  return {
    config,
    /** False where the factor will not do it. */
    control: async (path: string, body: object): Promise<boolean> => {
      const answer = await fetch(`${url}/_control${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
      });
      return answer.ok;
    },
    calm: () => fetch(`${url}/_control`, { method: 'DELETE' }),
    effects: async () => z.record(z.string(), z.number()).parse(await get('/_control/effects')),
    accounts: async () => z.array(Account).parse(await get('/_control/accounts')),
    /** All that it tells of an agreement, in its order, with what it tells again. */
    told: async (agreement: string): Promise<Told[]> => {
      const told: Told[] = [];
      let next = 'place-0';
      for (let page = 0; page < 1_000; page += 1) {
        const answer = z
          .object({ movements: z.array(Told), next: z.string(), hasMore: z.boolean() })
          .parse(await get(`/v1/agreements/${agreement}/movements?after=${next}`));
        told.push(...answer.movements);
        if (!answer.hasMore) return told;
        next = answer.next;
      }
      throw new Error('the account of the factor has no end');
    },
    close: async () => {
      await simulator.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Of a hundred messages some ten are lost, refused for now, answered late or with nonsense. */
export async function disturb(factor: Factor): Promise<void> {
  const faults = [
    ['down', 47],
    ['fail_after_apply', 53],
    ['throttle', 59],
    ['garbage', 61],
    ['drop_before_apply', 67],
    ['drop_after_apply', 71],
    ['slow', 73],
  ] as const;
  for (const [kind, every] of faults) {
    await factor.control('', { kind, every, next: 1_000_000, on: 'any', ms: 300 });
  }
}
