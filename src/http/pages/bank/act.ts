import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Currency } from '../../../core/money.ts';
import {
  allocateEntry,
  type Chosen,
  dismissEntry,
  takeBackEntry,
} from '../../../store/bank-decision.ts';
import { type ApplyAnswer, applyOnAccount } from '../../../store/bank-on-account.ts';
import { readEntry } from '../../../store/bank-row.ts';
import type { HttpEnv } from '../../env.ts';
import { notFound } from '../../problem.ts';
import { type Flash, redirectTelling } from '../flash.ts';
import { readForm } from '../form.ts';
import { amountOf } from '../raise/need.ts';
import { requestIdOf } from '../requests/page.tsx';
import { asReader, type PageCall } from '../view.ts';

const Reason = z.string().trim().max(1000).default('');
const Texts = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((given) => (typeof given === 'string' ? [given] : given));

/** What a form of the page says: an amount beside each item, in the same order. */
const Allocation = z.object({ item: Texts, amount: Texts, reason: Reason });
const Said = z.object({ reason: Reason });

/** What people decide about entries. */
export function createBankActs(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.post('/bank/:id/allocation', async (c) => {
    const { item, amount, reason } = await readForm(c, Allocation);
    const typed = item.map((name, at) => ({ name: name.trim(), amount: amount[at]?.trim() ?? '' }));
    return decided(c, reason, async ({ tx, view }, entryId) => {
      const stored = await readEntry(tx, entryId);
      if (!stored) throw notFound();
      const chosen = chosenOf(typed, stored.entry.currency);
      if ('code' in chosen) return chosen;
      const actor = { personId: view.principal.personId };
      const answer = await allocateEntry(tx, { entryId, chosen, reason, actor });
      return told(answer, 'entry_allocated');
    });
  });
  app.post('/bank/:id/application', async (c) => {
    const { item, amount, reason } = await readForm(c, Allocation);
    const typed = item.map((name, at) => ({ name: name.trim(), amount: amount[at]?.trim() ?? '' }));
    return decided(c, reason, async ({ tx, view }, entryId) => {
      const stored = await readEntry(tx, entryId);
      if (!stored) throw notFound();
      const chosen = chosenOf(typed, stored.entry.currency);
      if ('code' in chosen) return chosen;
      const actor = { personId: view.principal.personId };
      return told(await applyOnAccount(tx, { entryId, chosen, reason, actor }), 'entry_applied');
    });
  });
  app.post('/bank/:id/not-ours', async (c) => {
    const { reason } = await readForm(c, Said);
    return decided(c, reason, async ({ tx, view }, entryId) => {
      const actor = { personId: view.principal.personId };
      return told(await dismissEntry(tx, { entryId, reason, actor }), 'entry_not_ours');
    });
  });
  app.post('/bank/:id/taken-back', async (c) => {
    const { reason } = await readForm(c, Said);
    return decided(c, reason, async ({ tx, view }, entryId) => {
      const actor = { personId: view.principal.personId };
      return told(await takeBackEntry(tx, { entryId, reason, actor }), 'entry_taken_back');
    });
  });
  return app;
}

async function decided(
  c: Context<HttpEnv>,
  reason: string,
  act: (call: PageCall, entryId: string) => Promise<Flash>,
): Promise<Response> {
  const entryId = requestIdOf(c.req.param('id') ?? '');
  const flash = await asReader(c, 'money.decide', async (call) => {
    if (reason === '') return { kind: 'refused', code: 'reason_missing', params: {} } as const;
    return act(call, entryId);
  });
  return redirectTelling(c, '/bank', flash);
}

type Typed = { name: string; amount: string };

/** Rows without an amount say nothing. */
function chosenOf(typed: readonly Typed[], currency: Currency): Chosen[] | Flash {
  const chosen: Chosen[] = [];
  for (const { name, amount } of typed) {
    if (amount === '' || name === '') continue;
    const sign = amount.startsWith('-') ? -1 : 1;
    const unsigned = amountOf(amount.replace(/^-/, ''), currency);
    if (unsigned === undefined) {
      return { kind: 'refused', code: 'amount_unreadable', params: { value: amount } };
    }
    chosen.push({ item: name, amountMinor: sign * unsigned });
  }
  return chosen;
}

function told(answer: ApplyAnswer, code: string): Flash {
  if (answer.ok) return { kind: 'done', code, params: {} };
  if (answer.code === 'entry_not_found') throw notFound();
  return { kind: 'refused', code: answer.code, params: 'params' in answer ? answer.params : {} };
}
