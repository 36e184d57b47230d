import { assert } from '../assert.ts';
import { type AmountMinor, sumMinor } from '../money.ts';
import { normaliseNumber } from '../receivable.ts';
import { allocateDocuments, statedOf } from './documents.ts';
import { type BankEntry, type NamedDocument, type Payment, paymentsOf } from './entry.ts';
import type { OpenItem, Party } from './item.ts';
import { isEvidence, numbersIn, type ReadText, readText } from './numbers.ts';
import {
  named,
  namedByReference,
  type OpenIndex,
  ofAmount,
  ofParties,
  partiesOf,
} from './open-index.ts';
import { type Allocation, because, type Outcome, type Said, silent, type Why } from './outcome.ts';
import { type NamedItems, settle } from './settle.ts';
import { giveBack, take } from './take.ts';

/** What a payer has said of a payment beforehand, by the payment's reference. */
export type Advised = { totalMinor: AmountMinor; currency: string; documents: NamedDocument[] };
export type Advices = ReadonlyMap<string, readonly Advised[]>;

/**
 * Explains an entry by what is open, or says why not. Each of its payments is explained by the first
 * rule that speaks: what is referred to as a whole; the documents it lists; an advice sent before; the
 * numbers in its text; the one open amount of a known party. Where something is named and does not fit,
 * no later rule that goes by less is asked. All of the entry is explained to the cent, or nothing is.
 * What it explains is taken off the index, so that a later entry does not find it open.
 */
export function matchEntry(index: OpenIndex, entry: BankEntry, advices: Advices): Outcome {
  const allocations: Allocation[] = [];
  for (const payment of paymentsOf(entry)) {
    if (payment.amountMinor === 0) continue;
    const text = readText(payment.text.join(' '));
    const said = explained(index, { payment, entry, advices, text });
    if (said.status !== 'found') {
      giveBack(index, allocations);
      const candidates = candidatesOf(index, entry);
      return { status: 'unmatched', why: said.why, candidates };
    }
    take(index, said.allocations);
    allocations.push(...said.allocations);
  }
  const merged = mergedByItem(allocations);
  const sum = sumMinor(merged.map(({ amountMinor }) => amountMinor));
  assert(sum === entry.amountMinor, 'allocations sum to the entry');
  return { status: 'matched', allocations: merged };
}

type Asked = { payment: Payment; entry: BankEntry; advices: Advices; text: ReadText };
type Answered = Extract<Said, { status: 'found' }> | { status: 'unexplained'; why: Why };

function explained(index: OpenIndex, asked: Asked): Answered {
  const { payment } = asked;
  const parties = partiesOf(index, payment);
  let why: Why | undefined;
  for (const rule of [byReference, byDocuments, byAdvice]) {
    const said = rule(index, asked, parties);
    if (said.status === 'found') return said;
    if (said.status === 'contradicted') why ??= said.why;
  }
  if (why) return { status: 'unexplained', why };
  const byText = byNumber(index, asked, parties);
  if (byText.status === 'found') return byText;
  if (byText.status === 'contradicted') return { status: 'unexplained', why: byText.why };
  return byAmount(index, asked, parties);
}

type RuleOf = (index: OpenIndex, asked: Asked, parties: readonly Party[]) => Said;

const byReference: RuleOf = (index, { payment, entry, text }, parties) => {
  const unpriced = statedOf(payment.documents) ? [] : payment.documents;
  const whole = [...payment.references, ...unpriced.map(({ number }) => number)]
    .filter((reference) => isEvidence(normaliseNumber(reference)))
    .map((name) => ({ name, items: namedByReference(index, name) }));
  const requests = requestsIn(index, [...readText(payment.references.join(' ')), ...text]);
  const groups = [...requests, ...whole].filter(({ items }) => items.length > 0);
  if (groups.length === 0) return silent;
  const { amountMinor } = payment;
  const { currency } = entry;
  return settle(groups, { amountMinor, currency, rule: 'reference', parties, isExplicit: true });
};

/** Our own numbers are meant wherever they stand. */
function requestsIn(index: OpenIndex, text: ReadText): NamedItems[] {
  const ownOf = (number: string) => named(index, number).filter((item) => isOwn(item, number));
  const isKnown = (number: string) => ownOf(number).length > 0;
  return numbersIn(text, isKnown).map((name) => ({ name, items: ownOf(name) }));
}

/** A request's number, or a claim's: not what the insurer calls it. */
function isOwn({ kind, names }: OpenItem, number: string): boolean {
  return kind === 'advance' || (kind === 'indemnity' && normaliseNumber(names[0] ?? '') === number);
}

const byDocuments: RuleOf = (index, { payment, entry }, parties) => {
  const documents = statedOf(payment.documents);
  if (!documents) return silent;
  const { amountMinor } = payment;
  const { currency } = entry;
  return allocateDocuments(index, documents, { amountMinor, currency, parties, rule: 'documents' });
};

const byAdvice: RuleOf = (index, { payment, entry, advices }, parties) => {
  const { amountMinor, references } = payment;
  const { currency } = entry;
  const known = [...new Set(references.map(normaliseNumber))].flatMap(
    (reference) => advices.get(reference) ?? [],
  );
  const [first] = known;
  if (!first) return silent;
  const fitting = known.filter(
    (advice) => advice.totalMinor === amountMinor && advice.currency === currency,
  );
  const [advice] = fitting;
  if (fitting.length > 1) {
    return { status: 'contradicted', why: because('ambiguous', { count: fitting.length }) };
  }
  const documents = advice && statedOf(advice.documents);
  if (!documents) {
    const differenceMinor = sumMinor([amountMinor, -first.totalMinor]);
    return { status: 'contradicted', why: because('sum_differs', { differenceMinor, currency }) };
  }
  return allocateDocuments(index, documents, { amountMinor, currency, parties, rule: 'advice' });
};

const byNumber: RuleOf = (index, { payment, entry, text }, parties) => {
  const isKnown = (number: string) => named(index, number).length > 0;
  const numbers = numbersIn(text, isKnown);
  if (numbers.length === 0) return silent;
  const groups = numbers.map((name) => ({ name, items: named(index, name) }));
  const { amountMinor } = payment;
  const { currency } = entry;
  return settle(groups, { amountMinor, currency, rule: 'number', parties, isExplicit: false });
};

function byAmount(
  index: OpenIndex,
  { payment, entry }: Asked,
  parties: readonly Party[],
): Answered {
  if (parties.length === 0) return unexplained(because('party_unknown', {}));
  const { amountMinor } = payment;
  const { currency } = entry;
  const found = ofAmount(index, parties, { currency, openMinor: amountMinor });
  const [only] = found;
  if (!only) return unexplained(because('nothing_named', {}));
  if (found.length > 1) return unexplained(because('ambiguous', { count: found.length }));
  const by = payment.partyName ?? payment.partyAccount ?? '';
  const own = { itemId: only.id, amountMinor, openMinor: only.openMinor };
  return {
    status: 'found',
    allocations: [{ ...own, rule: 'amount', by, deductions: [] }],
  };
}

function unexplained(why: Why): Answered {
  return { status: 'unexplained', why };
}

const candidatesMax = 40;

/** What a person may want to see: what the entry names, then what is open of who pays. */
export function candidatesOf(index: OpenIndex, entry: BankEntry): OpenItem[] {
  const found = new Map<string, OpenItem>();
  const add = (items: readonly OpenItem[]) => {
    for (const item of items) {
      const isFull = found.size >= candidatesMax;
      const isOpen = item.openMinor !== 0 || item.kind === 'on_account';
      if (!isFull && isOpen && item.currency === entry.currency) found.set(item.id, item);
    }
  };
  const isKnown = (number: string) => named(index, number).length > 0;
  const payments = paymentsOf(entry);
  for (const { references, documents, text } of payments) {
    for (const reference of references) add(namedByReference(index, reference));
    for (const { number } of documents) add(named(index, normaliseNumber(number)));
    for (const number of numbersIn(readText(text.join(' ')), isKnown)) add(named(index, number));
  }
  for (const payment of payments) {
    const own = ofParties(index, partiesOf(index, payment));
    add(own.filter(({ openMinor }) => openMinor * entry.amountMinor > 0));
    if (entry.amountMinor > 0) add(own.filter(({ kind }) => kind === 'on_account'));
  }
  return [...found.values()];
}

/** One allocation for each item and rule. */
function mergedByItem(allocations: readonly Allocation[]): Allocation[] {
  const merged = new Map<string, Allocation>();
  for (const own of allocations) {
    const before = merged.get(own.itemId);
    if (!before) {
      merged.set(own.itemId, own);
      continue;
    }
    merged.set(own.itemId, {
      ...before,
      amountMinor: sumMinor([before.amountMinor, own.amountMinor]),
      deductions: [...before.deductions, ...own.deductions],
    });
  }
  return [...merged.values()];
}
