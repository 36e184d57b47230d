import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BankEntry, Payment } from '../../../src/core/cash/entry.ts';
import type { OpenItem } from '../../../src/core/cash/item.ts';
import { matchEntry } from '../../../src/core/cash/match.ts';
import { reversalOf } from '../../../src/core/cash/reversal.ts';
import { advance, entryWith, invoice, openIndex, partyName, settlement } from './items.ts';

const amount = fc.integer({ min: 1, max: 6 }).map((units) => units * 50);
const currency = fc.constantFrom('EUR', 'JPY');
const debtor = fc.constantFrom('D1', 'D2', 'D3');

const item: fc.Arbitrary<OpenItem> = fc.oneof(
  fc
    .record({
      nth: fc.integer({ min: 1, max: 9 }),
      openMinor: amount,
      currency,
      debtor,
      instalment: fc.integer({ min: 1, max: 2 }),
    })
    .map(({ nth, openMinor, ...change }) => invoice(`INV-100${nth}`, openMinor, change)),
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), amount, currency)
    .map(([nth, openMinor, own]) => advance(`FR-2026-000${nth}`, openMinor, { currency: own })),
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), amount, fc.boolean())
    .map(([nth, open, isOwed]) => settlement(`MV-100${nth}`, isOwed ? open : -open)),
);
const items = fc.uniqueArray(item, { selector: ({ id }) => id, maxLength: 12 });

const name = fc.constantFrom(
  'INV-1001',
  'inv 1002',
  'INV1003',
  'FR-2026-0001',
  'MV-1001',
  'thanks',
);
const payment: fc.Arbitrary<Payment> = fc
  .record({
    amountMinor: fc.oneof(
      amount,
      amount.map((own) => -own),
    ),
    names: fc.array(name, { maxLength: 3 }),
    isReference: fc.boolean(),
    payer: fc.option(fc.constantFrom('D1', 'D2', 'F1'), { nil: undefined }),
  })
  .map(({ amountMinor, names, isReference, payer }) => ({
    amountMinor,
    references: isReference ? names : [],
    documents: [],
    text: isReference ? [] : names,
    ...(payer !== undefined && { partyAccount: `ACC ${payer}` }),
  }));
const anyEntry: fc.Arbitrary<BankEntry> = fc
  .tuple(fc.array(payment, { minLength: 1, maxLength: 3 }), currency)
  .map(([payments, own]) => entryWith(payments, { currency: own }));

/** What is open, and an entry: any, or one that names some of it and comes to it, or nearly. */
const cases: fc.Arbitrary<{ open: OpenItem[]; own: BankEntry }> = items.chain((open) => {
  const meant = fc
    .tuple(
      fc.subarray(open, { maxLength: Math.min(3, open.length) }),
      fc.constantFrom(0, 0, 0, -50),
      payment,
    )
    .map(([chosen, missing, { partyAccount, references }]) => {
      const numbers = chosen.flatMap(({ names }) => names);
      const amountMinor = chosen.reduce<number>((sum, { openMinor }) => sum + openMinor, missing);
      const isReference = references.length > 0;
      const paid: Payment = {
        amountMinor,
        references: isReference ? numbers : [],
        documents: [],
        text: isReference ? [] : numbers,
        ...(partyAccount !== undefined && { partyAccount }),
      };
      return entryWith([paid], { currency: chosen[0]?.currency ?? 'EUR' });
    });
  return fc.oneof(anyEntry, meant, meant).map((own) => ({ open, own }));
});

const match = (open: readonly OpenItem[], own: BankEntry) =>
  matchEntry(openIndex(open), own, new Map());

describe('cash application', () => {
  it('gives every cent of an entry to open items, or none of it', () => {
    let matched = 0;
    fc.assert(
      fc.property(cases, ({ open, own }) => {
        const outcome = match(open, own);
        if (outcome.status !== 'matched') return;
        matched += 1;
        const sum = outcome.allocations.reduce((all, { amountMinor }) => all + amountMinor, 0);
        expect(sum).toBe(own.amountMinor);
        for (const { itemId, amountMinor } of outcome.allocations) {
          const found = open.find(({ id }) => id === itemId);
          expect(found?.currency).toBe(own.currency);
          expect(Math.abs(amountMinor)).toBeLessThanOrEqual(Math.abs(found?.openMinor ?? 0));
        }
      }),
      { numRuns: 2_000 },
    );
    expect(matched).toBeGreaterThan(200);
  });

  it('does not depend on the order in which open items are read', () => {
    const shuffled = cases.chain(({ open, own }) =>
      fc.record({
        open: fc.constant(open),
        own: fc.constant(own),
        other: fc.shuffledSubarray(open, { minLength: open.length, maxLength: open.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ open, other, own }) => {
        expect(match(other, own)).toEqual(match(open, own));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is not changed by an item that the entry does not name, but to ambiguous', () => {
    const unrelated = fc
      .tuple(amount, debtor, currency)
      .map(([open, own, of]) => invoice('OTHER-9999', open, { debtor: own, currency: of }));
    fc.assert(
      fc.property(cases, unrelated, ({ open, own }, other) => {
        const before = match(open, own);
        if (before.status !== 'matched') return;
        const after = matchEntry(openIndex([...open, other]), own, new Map());
        if (after.status === 'matched') expect(after).toEqual(before);
        else expect(after.why.code).toBe('ambiguous');
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves nothing of what it took for the same entry again, and all of it where it failed', () => {
    fc.assert(
      fc.property(cases, ({ open, own }) => {
        const index = openIndex(open);
        const first = matchEntry(index, own, new Map());
        const left = new Map([...index.items.values()].map(({ id, openMinor }) => [id, openMinor]));
        for (const { id, openMinor } of open) {
          const taken =
            first.status === 'matched'
              ? first.allocations.filter(({ itemId }) => itemId === id)
              : [];
          const sum = taken.reduce((all, { amountMinor }) => all + amountMinor, 0);
          expect(left.get(id)).toBe(openMinor - sum);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('a name that two debtors have is no evidence', () => {
    const open = [invoice('INV-1001', 100), invoice('INV-1002', 50, { debtor: 'D2' })];
    const index = openIndex(open);
    const both = { kind: 'debtor', id: 'D1' } as const;
    const names = new Map([['SAME', [both, { kind: 'debtor', id: 'D2' } as const]]]);
    const shared = { ...index, payers: { ...index.payers, names } };
    const paying = { amountMinor: 100, references: [], documents: [], text: [] };
    const own = (party: string) => entryWith([{ ...paying, partyName: party }]);
    expect(matchEntry(shared, own('same'), new Map()).status).toBe('unmatched');
    expect(match(open, own(partyName(both))).status).toBe('matched');
  });
});

describe('an entry that reverses another', () => {
  const first = entryWith([
    { amountMinor: 100, references: ['E2E-4711'], documents: [], text: ['INV-1001'] },
  ]);
  const outcome = match([invoice('INV-1001', 100)], first);
  const allocations = outcome.status === 'matched' ? outcome.allocations : [];
  const back = (reference: string): BankEntry =>
    entryWith([{ amountMinor: -100, references: [reference], documents: [], text: [] }], {
      entryKey: 'E2',
      isReversal: true,
    });

  it('takes back the allocations of the one that shares its reference', () => {
    expect(reversalOf(back('E2E-4711'), [{ entry: first, allocations }])).toMatchObject({
      allocations: [{ itemId: 'receivable|INV-1001#1#D1', amountMinor: -100, rule: 'reversal' }],
    });
  });

  it('takes back nothing where none or two share it, or where they share that there is none', () => {
    const taken = { entry: first, allocations };
    const nameless = entryWith(
      [{ amountMinor: 100, references: ['NOTPROVIDED'], documents: [], text: [] }],
      { entryKey: 'E3' },
    );
    expect(reversalOf(back('E2E-4712'), [taken])).toMatchObject({ code: 'reversal_unknown' });
    expect(reversalOf(back('E2E-4711'), [taken, taken])).toMatchObject({ code: 'ambiguous' });
    expect(reversalOf(back('NOTPROVIDED'), [{ entry: nameless, allocations }])).toMatchObject({
      code: 'reversal_unknown',
    });
  });
});
