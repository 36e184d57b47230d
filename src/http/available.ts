import { type CoverDecision, isInForce } from '../core/cover/limit.ts';
import type { AmountMinor } from '../core/money.ts';
import { type DebtorAsked, type DebtorEffect, debtorEffects } from '../core/outlook/debtor.ts';
import { readCoverBook } from '../store/cover.ts';
import type { Tx } from '../store/database.ts';
import type { Books } from '../store/outlook.ts';
import type { AppDeps } from './deps.ts';

export type Available = { before: AmountMinor; after: AmountMinor };

/** An effect with what the facility could still advance without and with it, where that can be reckoned. */
export type DebtorOutlook = DebtorEffect & {
  availableWithLimit?: Available;
  availablePaid?: Available;
};

/** What a lower limit and a payment would do under each facility, each reckoned alone. */
export async function debtorOutlook(
  tx: Tx,
  deps: Pick<AppDeps, 'whatIf'>,
  { books, asked }: { books: Books; asked: DebtorAsked },
): Promise<DebtorOutlook[]> {
  const effects = debtorEffects(books.pools, asked);
  const { limitMinor, debtorId } = asked;
  const limited = new Map<string, ReadonlyMap<string, Available>>();
  const found: DebtorOutlook[] = [];
  for (const effect of effects) {
    const { facilityId, currency, payment } = effect;
    if (limitMinor !== undefined && !limited.has(currency)) {
      const cut = { debtorId, currency, limitMinor, books };
      limited.set(currency, await availableWith(tx, deps, cut));
    }
    const withLimit = limited.get(currency)?.get(facilityId);
    const paid = payment && (await availablePaid(tx, deps, { facilityId, payment }));
    found.push({
      ...effect,
      ...(withLimit && { availableWithLimit: withLimit }),
      ...(paid && { availablePaid: paid }),
    });
  }
  return found;
}

/** With the covers of the debtor, in this currency, cut to a limit. */
async function availableWith(
  tx: Tx,
  deps: Pick<AppDeps, 'whatIf'>,
  cut: { debtorId: string; currency: string; limitMinor: AmountMinor; books: Books },
): Promise<ReadonlyMap<string, Available>> {
  const { debtorId, currency, limitMinor, books } = cut;
  const book = await readCoverBook(tx, debtorId);
  const newest = new Map<string, CoverDecision>();
  for (const { decision } of book) newest.set(`${decision.policyId}|${decision.coverId}`, decision);
  const policies = new Set<string>();
  const cover = [...newest.values()]
    .filter((one) => isInForce(one.status) && one.currency === currency)
    .map((one): CoverDecision => {
      // The first cover of a policy has the limit, the others nothing.
      const amountMinor = policies.has(one.policyId) ? 0 : limitMinor;
      policies.add(one.policyId);
      const layers = [{ amountMinor, validFrom: books.today }];
      const from = { effectiveOn: books.today, decidedOn: books.today };
      return { ...one, status: 'reduced', layers, ...from };
    });
  if (cover.length === 0 || !deps.whatIf) return new Map();
  const answer = await deps.whatIf(tx, { change: { cover } });
  if (answer.status === 'refused') return new Map();
  return new Map(
    answer.effect.facilities.map((own) => [own.facilityId, own.availableMinor] as const),
  );
}

/** With the payment settling what the facility holds of the debtor: less is owed, and less is drawn. */
async function availablePaid(
  tx: Tx,
  deps: Pick<AppDeps, 'whatIf'>,
  paid: { facilityId: string; payment: NonNullable<DebtorEffect['payment']> },
): Promise<Available | undefined> {
  const { facilityId, payment } = paid;
  if (!deps.whatIf || payment.left.length === 0) return undefined;
  const answer = await deps.whatIf(tx, { change: { open: payment.left } });
  if (answer.status === 'refused') return undefined;
  return answer.effect.facilities.find((own) => own.facilityId === facilityId)?.availableMinor;
}
