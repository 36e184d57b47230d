import { stringify } from 'csv-stringify/sync';
import { assert } from '../../core/assert.ts';
import { addDays, type Day } from '../../core/calendar.ts';
import { toDecimal } from '../../core/money.ts';
import { type DemoDebtor, demoDebtors, demoHeader, demoMapping } from '../ledger.ts';

/** An open item of the month's ledger; amounts in minor units, the credit note's below zero. */
export type Item = {
  number: string;
  kind: 'INV' | 'CRN';
  debtor: DemoDebtor;
  issuedOn: Day;
  dueOn: Day | '';
  amountMinor: number;
  disputedMinor: number;
  references: string;
};

/** What becomes of the invoices that the month is about: who owes, and how much, in minor units. */
const parts = {
  paid: ['C1001', 18_000_000],
  credited: ['C1002', 15_000_000],
  deducted: ['C1026', 12_000_000],
  disputed: ['C1006', 20_000_000],
  misdirected: ['C1010', 16_000_000],
  dollars: ['C1004', 2_000_000],
  waiting: ['C1011', 14_000_000],
  overLimit: ['C1003', 1_200_000],
  noLimit: ['C1007', 11_000_000],
  cancelled: ['C1012', 13_000_000],
  forgotten: ['C1017', 12_500_000],
  abroadPaid: ['C1015', 3_700_000],
  abroadShort: ['C1025', 3_800_000],
  refused: ['C1048', 3_600_000],
  abroadWaiting: ['C1041', 3_700_000],
  pledgedPaid: ['C1020', 30_000_000],
  pledgedLater: ['C1022', 28_000_000],
  pledgedWaiting: ['C1023', 26_000_000],
} as const;
export type Part = keyof typeof parts;

/** Debtors abroad who owe besides; every other debtor at home up to this place does too. */
const abroad = { C1008: 3_000_000, C1038: 3_000_000, C1055: 3_000_000, C1059: 2_000_000 } as const;
const homeCount = 60;

/** The open items of the first day, and the number of the invoice of each part. */
export function monthLedger(asOf: Day): { items: Item[]; numberOf: Record<Part, string> } {
  const debtors = new Map(demoDebtors().map((debtor) => [debtor.code, debtor]));
  const items: Item[] = [];
  const add = (code: string, amountMinor: number, dueIn?: number): string => {
    const debtor = debtors.get(code);
    assert(debtor, `the story has no debtor ${code}`);
    const number = `SI-${31_001 + items.length * 3}`;
    const dueOn = addDays(asOf, dueIn ?? 36 + ((items.length * 7) % 20));
    const issuedOn = addDays(dueOn, dueIn === undefined ? -60 : -90);
    const item = { number, debtor, issuedOn, dueOn, amountMinor };
    items.push({ ...item, kind: 'INV', disputedMinor: 0, references: '' });
    return number;
  };
  const numberOf = Object.fromEntries(
    Object.entries(parts).map(([part, [code, amountMinor]]) => [part, add(code, amountMinor)]),
  );
  for (const [code, amountMinor] of Object.entries(abroad)) add(code, amountMinor);
  const own = new Set<string>(Object.values(parts).map(([code]) => code));
  const others = [...debtors.values()]
    .slice(0, homeCount)
    .filter(({ code, country, habit }) => country === 'CN' && habit !== 'stuck' && !own.has(code));
  for (const [index, { code }] of others.entries()) {
    add(code, 9_000_000 + (index % 7) * 1_000_000);
    // Sales of five months, from which the reserve for credit notes is reckoned.
    add(code, 11_500_000 + (index % 5) * 800_000, 50 - ((index * 13) % 109));
  }
  return { items, numberOf: toNumbers(numberOf) };
}

/** Made from every key of `parts` above. */
function toNumbers(made: Record<string, string>): Record<Part, string> {
  return made as Record<Part, string>;
}

/** A credit note to one of them, as the ERP writes it. */
export function creditNoteTo(item: Item, { on, amountMinor }: { on: Day; amountMinor: number }) {
  const { number, debtor } = item;
  const credit: Item = {
    number: number.replace('SI', 'CN'),
    kind: 'CRN',
    debtor,
    issuedOn: on,
    dueOn: '',
    amountMinor: -amountMinor,
    disputedMinor: 0,
    references: number,
  };
  return credit;
}

export const monthMapping = {
  ...demoMapping,
  columns: { ...demoMapping.columns, references: 'References' },
};

/** The ERP's export of what is open. */
export function csvOf(items: readonly Item[]): string {
  const rows = items.map(({ debtor, ...item }) => {
    const text = (amountMinor: number) => toDecimal({ amountMinor, currency: debtor.currency });
    return [
      item.number,
      item.kind,
      debtor.code,
      debtor.name,
      debtor.country,
      item.issuedOn,
      item.dueOn,
      text(item.amountMinor),
      text(item.amountMinor),
      debtor.currency,
      item.disputedMinor === 0 ? '' : text(item.disputedMinor),
      item.references,
    ];
  });
  return stringify([[...demoHeader, 'References'], ...rows]);
}
