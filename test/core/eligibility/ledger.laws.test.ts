import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byText, invoiceAt, ledgerOf } from '../../../src/core/eligibility/ledger.ts';
import { refusalsOf } from '../../../src/core/eligibility/refusals.ts';
import type { Rule } from '../../../src/core/facility/rule.ts';
import type { SelectionInput } from '../../../src/core/input.ts';
import type { Particulars, Receivable } from '../../../src/core/receivable.ts';
import { credit, input, invoice, terms } from '../selection-samples.ts';
import { plainColumns, plainRefusals } from './plain-ledger.ts';

test('columns are what their definitions say, whatever the texts and the order of the rows', () => {
  fc.assert(
    fc.property(anyLedger({ areIdsUnique: true }), (given) => {
      const { rows, rowOf, ...ledger } = ledgerOf(given);
      const { debtors, credits, payables, positions, namesInvoices, ...columns } = ledger;
      const invoices = [...rowOf].map((row) => rows[row]);
      expect({ ...columns, invoices }).toEqual(plainColumns(given));
      expect(debtors).toEqual(given.debtors.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
      const places = new Map(debtors.map(({ id }, debtor) => [id, debtor]));
      const items = given.receivables.filter((item) => item.kind !== 'invoice');
      const sorted = items.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      expect(credits).toEqual(Map.groupBy(sorted, (item) => places.get(item.debtorId)));
      const naming = items.filter((item) => item.references !== undefined);
      expect(namesInvoices).toEqual(new Set(naming.map((item) => places.get(item.debtorId))));
      expect(payables).toEqual(Map.groupBy(given.payables, (item) => places.get(item.debtorId)));
      expect([...positions.values()]).toEqual(given.positions);
    }),
    { numRuns: 500 },
  );
});

test('many rows have the same columns in any order, each line with its own row', () => {
  const rows = Array.from({ length: 20_000 }, (_, index) =>
    invoice(index + 1, {
      debtorId: `D${(index * 7) % 40}`,
      currency: index % 3 === 0 ? 'USD' : 'EUR',
      openMinor: 1 + ((index * 31) % 977),
    }),
  );
  const names = Array.from({ length: 40 }, (_, index) => ({
    id: `D${index}`,
    name: `D${index}`,
    identifiers: {},
  }));
  const ledgerIn = (receivables: Receivable[]) =>
    ledgerOf(input({ receivables, debtors: names, facilities: [terms([])] }));
  const ledger = ledgerIn(rows);
  // A step that shares no divisor with the number of rows leads to each once.
  const shuffled = rows.map((_, index) => rows[(index * 7_919) % rows.length] ?? invoice(1));
  const other = ledgerIn(shuffled);
  for (const name of ['currencyOf', 'debtorOf', 'classOf', 'start'] as const) {
    expect([...other[name]]).toEqual([...ledger[name]]);
  }
  const sorted = rows.toSorted(
    (left, right) => byText(left.debtorId, right.debtorId) || byText(left.id, right.id),
  );
  expect(sorted.map((_, line) => invoiceAt(other, line))).toEqual(sorted);
  expect([...other.open]).toEqual(sorted.map(({ openMinor }) => openMinor));
});

test('rows that repeat one another or name nobody are refused by what they are as texts, in order', () => {
  fc.assert(
    fc.property(anyLedger({ areIdsUnique: false }), (given) => {
      const found = refusalsOf(given);
      const expected = plainRefusals(given);
      if (expected.length > 0) expect(found).toEqual(expected);
      else expect(found.filter(({ code }) => !ofAmounts.includes(code))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('one of many rows repeated is found at any place of the ledger', () => {
  const rows = Array.from({ length: 40 }, (_, index) => invoice(index + 1));
  for (let first = 0; first < rows.length; first += 1) {
    for (let row = first + 1; row < rows.length; row += 1) {
      const receivables = rows.map((item, index) =>
        index === row ? { ...item, key: rows[first]?.key ?? item.key } : item,
      );
      const given = input({ receivables, facilities: [terms([])] });
      expect(refusalsOf(given)).toEqual(plainRefusals(given));
    }
  }
});

test('amounts beyond 2^53 in their own currency are added exactly', () => {
  const rate = { from: 'USD', to: 'EUR', numerator: 1, denominator: 8, on: '2026-11-20' };
  const refusalsOfMany = (count: number) =>
    refusalsOf(
      input({
        receivables: Array.from({ length: count }, (_, index) =>
          invoice(index + 1, {
            ...{ currency: 'USD', openMinor: Number.MAX_SAFE_INTEGER },
            faceMinor: Number.MAX_SAFE_INTEGER,
          }),
        ),
        facilities: [terms([])],
        fx: [{ ...rate, source: 'test' }],
      }),
    ).map(({ code }) => code);
  expect(refusalsOfMany(7)).toEqual([]);
  expect(refusalsOfMany(8)).toEqual(['amounts_too_large']);
});

/** What may be found where every row can be told apart. */
const ofAmounts = ['fx_rate_missing', 'amounts_too_large'];

/** Texts that look alike, run into one another, or are of more than one code unit a character. */
const names = ['S', 'S|A', 'A', 'A|A', 'é', 'e\u0301', '\u{1f9fe}', '\ud83e', '', 'S1'];
const anyUnit = fc.nat(0x10ffff).map((point) => String.fromCodePoint(point));
const anyNumber = fc.oneof(
  fc.constantFrom(
    'INV-001',
    'inv 1',
    'ＩＮＶ１',
    'A|1',
    '1',
    '0',
    '0-0',
    '00',
    'é1',
    'É01',
    'I\u0000',
  ),
  fc.constantFrom('9'.repeat(3_000), `${'9'.repeat(2_999)}8`, `0${'9'.repeat(3_000)}`),
  fc.string({ unit: anyUnit, minLength: 1, maxLength: 4 }),
);
const anyDay = fc.oneof(
  fc.constantFrom('2026-11-01', '2024-02-29', '2026-02-28', '2026-01-31', '2026-12-31'),
  fc.constantFrom('2000-03-01', '1900-02-28', '1970-01-01', '0001-01-01', '9999-12-31'),
);
const anyParticulars: fc.Arbitrary<Particulars | undefined> = fc.constantFrom(
  ...[undefined, undefined, undefined, {}],
  { isProgressBilling: true },
  { isProgressBilling: false },
  { isProgressBilling: true, hasLetterOfCredit: true },
  { components: [{ kind: 'rebate' as const, amountMinor: 5_000 }] },
);

const anyRow = fc.record({
  id: fc.oneof(
    fc.integer({ min: 0, max: 40 }).map((number) => invoice(number).id),
    fc.string({ unit: anyUnit, maxLength: 3 }),
  ),
  debtorId: fc.constantFrom(...names.slice(0, 7)),
  isCredit: fc.integer({ min: 0, max: 7 }).map((number) => number === 0),
  key: fc.record({
    sellerId: fc.constantFrom(...names),
    ledger: fc.constantFrom(...names),
    number: anyNumber,
    fiscalYear: fc.constantFrom(2025, 2026),
    instalment: fc.constantFrom(1, 2, 12),
  }),
  currency: fc.constantFrom('EUR', 'USD', 'JPY'),
  days: fc.tuple(anyDay, anyDay),
  openMinor: fc.constantFrom(0, 1, 10_000, Number.MAX_SAFE_INTEGER),
  disputed: fc.integer({ min: 0, max: 9 }),
  particulars: anyParticulars,
});
type Row = typeof anyRow extends fc.Arbitrary<infer Value> ? Value : never;

function anyLedger({ areIdsUnique }: { areIdsUnique: boolean }): fc.Arbitrary<SelectionInput> {
  const options = { maxLength: 24 };
  const anyRows = areIdsUnique
    ? fc.uniqueArray(anyRow, { ...options, selector: ({ id }) => id })
    : fc.array(anyRow, options);
  return fc
    .record({
      rows: fc.oneof(anyRows, anyRows.map(inOrder)),
      groups: fc.array(fc.constantFrom('G', '', undefined), { minLength: 7, maxLength: 7 }),
      countries: fc.array(fc.constantFrom('DE', 'FR'), { minLength: 7, maxLength: 7 }),
      held: fc.subarray([...Array(24).keys()], { maxLength: 4 }),
      isQualityAsked: fc.boolean(),
      isAllKnown: fc.constant(areIdsUnique),
      twice: fc.option(fc.nat(6), { nil: undefined }),
    })
    .map(({ rows, groups, countries, held, isQualityAsked, isAllKnown, twice }) => {
      const receivables = rows.map((row, index) => receivableOf(row, index, { areIdsUnique }));
      const debtors = names.slice(0, isAllKnown ? 7 : 6).map((id, index) => {
        const [groupId, country = 'DE'] = [groups[index], countries[index]];
        return {
          id,
          name: id,
          country,
          identifiers: {},
          ...(groupId === undefined ? {} : { groupId }),
        };
      });
      const again = isAllKnown || twice === undefined ? undefined : debtors[twice];
      const rules: Rule[] = isQualityAsked ? [{ rule: 'data_quality' }] : [];
      return input({
        receivables,
        debtors: again ? [...debtors, again] : debtors,
        facilities: [terms(rules)],
        payables: names
          .slice(1, 4)
          .map((debtorId) => ({ debtorId, currency: 'EUR', openMinor: 5 })),
        positions: held.flatMap((index) => {
          const receivableId = receivables[index]?.id;
          const position = {
            facilityId: index % 2 ? 'F1' : 'F2',
            state: 'funded',
            advancedMinor: 0,
          };
          return receivableId === undefined ? [] : [{ receivableId, ...position }];
        }),
      });
    });
}

/** As a stored document has them. */
function inOrder(rows: readonly Row[]): Row[] {
  const keyOf = ({ debtorId, id }: Row) => `${debtorId}\n${id}`;
  return rows.toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}

function receivableOf(
  { isCredit, key, days: [issuedOn, dueOn], disputed, particulars, ...row }: Row,
  index: number,
  { areIdsUnique }: { areIdsUnique: boolean },
): Receivable {
  if (isCredit) {
    const amounts = { openMinor: -row.openMinor, faceMinor: -row.openMinor };
    const own = { ...row, ...amounts, issuedOn, key: { ...key, kind: 'credit_note' as const } };
    return credit(index, index % 2 ? { ...own, references: key.number } : own);
  }
  const isDisputed = disputed === 0 || (disputed === 1 && !areIdsUnique);
  const disputedMinor = isDisputed ? row.openMinor + disputed : 0;
  return invoice(index, {
    ...row,
    ...{ issuedOn, dueOn, disputedMinor, faceMinor: 10_000 },
    key: { ...key, kind: 'invoice' },
    ...(particulars && { particulars }),
  });
}
