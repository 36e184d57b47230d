import { z } from 'zod';
import type { Terms } from '../../../core/facility.ts';
import { parseDecimal } from '../../../core/money.ts';
import { debtorInWords, type WordedDebtor } from '../../../core/wording/explained.ts';
import { databaseNow } from '../../../store/business-clock.ts';
import { readFacilities } from '../../../store/facility.ts';
import { readDebtorExplanation } from '../explained/answers.ts';
import { sentenceOf } from '../message.tsx';
import type { PageCall } from '../view.ts';

/** What the address asks: so much more of a limit. Anything unreadable is as if it were not there. */
const Asked = z.object({
  of: z.string().max(200).catch('').default(''),
  limit: z.string().trim().max(40).catch('').default(''),
});

export type Financing =
  | {
      status: 'explained';
      explained: WordedDebtor;
      terms: ReadonlyMap<string, Terms>;
      typed: { of: string; amount: string; problem: string | undefined };
    }
  /** A sentence, where there is something to say. */
  | { status: 'not_explained'; why: string | undefined };

/** What each facility finances of a debtor, with what was asked of a higher limit. */
export async function readFinancing(
  call: PageCall,
  debtorId: string,
  query: Record<string, string>,
): Promise<Financing> {
  const { tx, view } = call;
  const asked = Asked.parse(query);
  const plain = await readDebtorExplanation(call, { debtorId });
  if (plain.status !== 'explained') return { status: 'not_explained', why: whyNot(call, plain) };
  const byMinor = amountOf(asked, plain.explanation.limits);
  const raise = byMinor === undefined ? undefined : { byMinor, limit: asked.of };
  const answer = raise ? await readDebtorExplanation(call, { debtorId, raise }) : plain;
  const when = { asOf: view.today, knownAt: await databaseNow(tx) };
  const facilities = await readFacilities(tx, when);
  const terms = new Map(facilities.map((own) => [own.terms.facilityId, own.terms]));
  const found = answer.status === 'explained' ? answer : plain;
  const problem = answer.status === 'refused' ? sentenceOf(view, answer) : undefined;
  const unreadable =
    asked.limit !== '' && !raise ? view.text.explain.unreadable(asked.limit) : undefined;
  return {
    status: 'explained',
    explained: debtorInWords(
      view.locale,
      found.explanation,
      (facilityId) => terms.get(facilityId)?.name ?? facilityId,
    ),
    terms,
    typed: { of: asked.of, amount: asked.limit, problem: problem ?? unreadable },
  };
}

type Answer = Exclude<Awaited<ReturnType<typeof readDebtorExplanation>>, { status: 'explained' }>;

/** Without a facility, or without anything open, there is nothing to explain and nothing is wrong. */
function whyNot({ view }: PageCall, answer: Answer): string | undefined {
  if (answer.status === 'unknown') return undefined;
  if (answer.status === 'unavailable') return view.text.explain.unavailable;
  return answer.code === 'no_facility' ? undefined : sentenceOf(view, answer);
}

/** In the currency of the limit that is meant. */
function amountOf(
  { of, limit }: z.infer<typeof Asked>,
  limits: readonly { limit: string; currency: string }[],
): number | undefined {
  const meant = limits.find((own) => own.limit === of);
  if (!meant || limit === '') return undefined;
  const plain = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(limit) ? limit.replaceAll(',', '') : limit;
  const amountMinor = parseDecimal(plain, meant.currency);
  return amountMinor !== undefined && amountMinor > 0 ? amountMinor : undefined;
}
