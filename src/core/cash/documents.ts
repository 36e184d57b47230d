import { type AmountMinor, type Currency, sumMinor } from '../money.ts';
import { normaliseNumber } from '../receivable.ts';
import type { NamedDocument } from './entry.ts';
import { mayBeOver, mayBePart, type OpenItem, type Party } from './item.ts';
import { named, type OpenIndex, partyKey } from './open-index.ts';
import { type Allocation, because, contradicted, type Said, silent, type Why } from './outcome.ts';

export type StatedDocument = NamedDocument & { paidMinor: AmountMinor };

/** Documents with what is paid of each, or nothing where one of them does not say it. */
export function statedOf(documents: readonly NamedDocument[]): StatedDocument[] | undefined {
  const stated: StatedDocument[] = [];
  for (const document of documents) {
    const { paidMinor = paidInFull(document) } = document;
    if (paidMinor === undefined) return undefined;
    stated.push({ ...document, paidMinor });
  }
  return stated.length > 0 ? stated : undefined;
}

function paidInFull({ dueMinor, deductions }: NamedDocument): AmountMinor | undefined {
  return deductions.length === 0 ? dueMinor : undefined;
}

/**
 * What a payer says it pays, document by document: each is one open item, and their amounts make the
 * payment to the cent. A debtor may pay less than is open, with what it deducts, or more.
 */
export function allocateDocuments(
  index: OpenIndex,
  documents: readonly StatedDocument[],
  of: {
    amountMinor: AmountMinor;
    currency: Currency;
    parties: readonly Party[];
    rule: 'documents' | 'advice';
  },
): Said {
  const { amountMinor, currency, parties, rule } = of;
  const found = new Map<string, Allocation>();
  for (const document of documents) {
    const item = itemOf(index, document, { currency, parties });
    if ('code' in item) return { status: 'contradicted', why: item };
    const { id, openMinor } = item;
    const before = found.get(id) ?? {
      itemId: id,
      amountMinor: 0,
      rule,
      by: document.number,
      openMinor,
      deductions: [],
    };
    found.set(id, {
      ...before,
      amountMinor: sumMinor([before.amountMinor, document.paidMinor]),
      deductions: [...before.deductions, ...document.deductions],
    });
    const misfit = misfitOf(item, found.get(id)?.amountMinor ?? 0);
    if (misfit !== undefined) return contradicted('sum_differs', { ...misfit, currency });
  }
  const allocations = [...found.values()].filter((own) => own.amountMinor !== 0);
  const differenceMinor = sumMinor([
    amountMinor,
    -sumMinor(allocations.map((own) => own.amountMinor)),
  ]);
  if (differenceMinor !== 0) return contradicted('sum_differs', { differenceMinor, currency });
  return allocations.length === 0 ? silent : { status: 'found', allocations };
}

/** The one item that a document is, by its number and, where that is not enough, by its amount. */
function itemOf(
  index: OpenIndex,
  { number, paidMinor, dueMinor }: StatedDocument,
  { currency, parties }: { currency: Currency; parties: readonly Party[] },
): OpenItem | Why {
  const sameSide = named(index, normaliseNumber(number)).filter(
    ({ openMinor }) => openMinor * paidMinor >= 0,
  );
  const [first] = sameSide;
  if (!first) return because('document_unknown', { number });
  const inCurrency = sameSide.filter((item) => item.currency === currency);
  if (inCurrency.length === 0) {
    return because('other_currency', { currency, found: first.currency });
  }
  const own = narrowed(inCurrency, ({ party }) =>
    parties.some((one) => partyKey(one) === partyKey(party)),
  );
  const isFunder = parties.some(({ kind }) => kind === 'funder');
  if (isFunder && own.every(({ party }) => party.kind === 'debtor')) {
    return because('party_differs', { name: number });
  }
  const byAmount = narrowed(own, ({ openMinor }) => openMinor === (dueMinor ?? paidMinor));
  const open = narrowed(byAmount, ({ openMinor }) => openMinor !== 0);
  const [only] = open;
  if (!only || open.length > 1) return because('ambiguous', { count: open.length });
  return only.openMinor === 0 ? because('nothing_open', { name: number }) : only;
}

function narrowed(
  items: readonly OpenItem[],
  keeps: (item: OpenItem) => boolean,
): readonly OpenItem[] {
  const kept = items.filter(keeps);
  return kept.length > 0 ? kept : items;
}

/** More than is open of what may not be overpaid, less of what is paid whole. */
function misfitOf(
  item: OpenItem,
  amountMinor: AmountMinor,
): { differenceMinor: AmountMinor } | undefined {
  const differenceMinor = sumMinor([amountMinor, -item.openMinor]);
  const isOver = Math.abs(amountMinor) > Math.abs(item.openMinor);
  if (differenceMinor === 0 || (isOver ? mayBeOver(item) : mayBePart(item))) return undefined;
  return { differenceMinor };
}
