import { stringify } from 'csv-stringify/sync';
import { addDays, type Day, daysBetween } from '../core/calendar.ts';
import { toDecimal } from '../core/money.ts';
import { type Chance, chanceFrom } from './chance.ts';

export type DemoDebtor = {
  code: string;
  name: string;
  country: string;
  currency: string;
  /** How the debtor pays, and what it therefore shows on the desk. */
  habit: 'punctual' | 'late' | 'stuck';
  size: number;
};

/** 240 debtors of a Ningbo maker of drive parts: a third abroad, a few who pay late. */
export function demoDebtors(): DemoDebtor[] {
  const chance = chanceFrom(418);
  return Array.from({ length: 240 }, (_, index) => {
    const home = chance.next() < 0.62;
    const place = home ? { country: 'CN', currency: 'CNY' } : chance.pick(abroad);
    const luck = chance.next();
    return {
      code: `C${String(index + 1001)}`,
      name: home ? chineseName(chance, index) : foreignName(chance, place.country, index),
      ...place,
      habit: luck < 0.78 ? 'punctual' : luck < 0.93 ? 'late' : 'stuck',
      // A few large debtors and a long tail, as in a real ledger.
      size: 1 / (1 + index * 0.35),
    };
  });
}

/** Who is under one control, as the credit desk knows it: the ERP's export does not say. */
export const demoGroups = {
  'G-HUARUI': ['C1001', 'C1017', 'C1118', 'C1181'],
  'G-HARTWELL': ['C1004', 'C1013'],
  'G-YUNQI': ['C1007', 'C1031'],
} as const;

/** The open items as the ERP exports them, about 2,000 rows, dated relative to `asOf`. */
export function demoLedger(asOf: Day): string {
  const chance = chanceFrom(2_026);
  const rows: string[][] = [];
  let number = 26_000;
  for (const debtor of demoDebtors()) {
    const invoices = Math.max(3, Math.round(34 * debtor.size + chance.between(2, 9)));
    for (let index = 0; index < invoices; index += 1) {
      number += chance.between(1, 3);
      rows.push(invoiceRow({ chance, debtor, asOf, number }));
    }
    if (chance.next() < 0.22) rows.push(creditRow({ chance, debtor, asOf, number }));
    if (chance.next() < 0.06) rows.push(cashRow({ chance, debtor, asOf, number }));
  }
  return stringify([demoHeader, ...rows]);
}

export const demoHeader = [
  'Document',
  'Type',
  'Customer',
  'Name',
  'Country',
  'Invoice date',
  'Due date',
  'Amount',
  'Open amount',
  'Currency',
  'Disputed amount',
];

/** How that file is read: the mapping an integrator would have saved on the first day. */
export const demoMapping = {
  version: 1,
  columns: {
    number: 'Document',
    debtorId: 'Customer',
    debtorName: 'Name',
    country: 'Country',
    issuedOn: 'Invoice date',
    dueOn: 'Due date',
    face: 'Amount',
    open: 'Open amount',
    currency: 'Currency',
    disputedAmount: 'Disputed amount',
  },
  kind: {
    by: 'column',
    column: 'Type',
    values: { INV: 'invoice', CRN: 'credit_note', CASH: 'unapplied_cash' },
  },
  dateFormat: 'YYYY-MM-DD',
  numberFormat: { decimal: '.', thousands: '' },
} as const;

type Making = { chance: Chance; debtor: DemoDebtor; asOf: Day; number: number };

function invoiceRow({ chance, debtor, asOf, number }: Making): string[] {
  const terms = chance.pick([30, 45, 60, 60, 90, 90, 120]);
  const dueIn = daysToDue(chance, debtor, terms);
  const dueOn = addDays(asOf, dueIn);
  const issuedOn = addDays(dueOn, -terms);
  const faceMinor = amount(chance, debtor);
  const partPaid = chance.next() < 0.08;
  const openMinor = partPaid ? Math.round(faceMinor * 0.4) : faceMinor;
  const disputed = chance.next() < 0.015 ? Math.round(openMinor / 2) : 0;
  return row(debtor, {
    document: `SI-${number}`,
    type: 'INV',
    issuedOn: daysBetween(issuedOn, asOf) < 0 ? addDays(asOf, 2) : issuedOn,
    dueOn,
    amounts: [faceMinor, openMinor, disputed],
  });
}

function creditRow({ chance, debtor, asOf, number }: Making): string[] {
  const minor = -Math.round(amount(chance, debtor) * 0.2);
  const issuedOn = addDays(asOf, -chance.between(5, 50));
  return row(debtor, {
    document: `CN-${number}`,
    type: 'CRN',
    issuedOn,
    dueOn: '',
    amounts: [minor, minor, 0],
  });
}

function cashRow({ chance, debtor, asOf, number }: Making): string[] {
  const minor = -Math.round(amount(chance, debtor) * 0.5);
  const issuedOn = addDays(asOf, -chance.between(1, 20));
  return row(debtor, {
    document: `RC-${number}`,
    type: 'CASH',
    issuedOn,
    dueOn: '',
    amounts: [minor, minor, 0],
  });
}

function row(
  { code, name, country, currency }: DemoDebtor,
  item: {
    document: string;
    type: string;
    issuedOn: string;
    dueOn: string;
    amounts: [number, number, number];
  },
): string[] {
  const [face, open, disputed] = item.amounts.map((amountMinor) =>
    toDecimal({ amountMinor, currency }),
  );
  const { document, type, issuedOn, dueOn } = item;
  return [
    document,
    type,
    code,
    name,
    country,
    issuedOn,
    dueOn,
    face ?? '',
    open ?? '',
    currency,
    item.amounts[2] === 0 ? '' : (disputed ?? ''),
  ];
}

function daysToDue(chance: Chance, { habit }: DemoDebtor, terms: number): number {
  if (habit === 'punctual') return chance.between(-12, terms);
  if (habit === 'late') return chance.between(-75, Math.round(terms * 0.8));
  return chance.between(-160, 10);
}

function amount(chance: Chance, { size, currency }: DemoDebtor): number {
  const base = currency === 'CNY' ? 9_000_000 : 1_200_000;
  return Math.round(base * (0.25 + size) * (0.3 + 1.4 * chance.next()));
}

const abroad = [
  { country: 'DE', currency: 'EUR' },
  { country: 'DE', currency: 'EUR' },
  { country: 'FR', currency: 'EUR' },
  { country: 'IT', currency: 'EUR' },
  { country: 'ES', currency: 'EUR' },
  { country: 'US', currency: 'USD' },
  { country: 'US', currency: 'USD' },
  { country: 'GB', currency: 'EUR' },
  { country: 'BR', currency: 'USD' },
] as const;

const cities = ['宁波', '苏州', '杭州', '深圳', '厦门', '青岛', '无锡', '佛山'];
const brands = ['海曙', '云栖', '鹭江', '前海', '恒岳', '东浦', '金澜', '同济', '远图', '华瑞'];
const trades = ['精密机械', '电子科技', '传动设备', '数控装备', '汽车零部件', '自动化'];

function chineseName(chance: Chance, index: number): string {
  const name = chance.pick(cities) + chance.pick(brands) + chance.pick(trades);
  return `${name}${index % 5 === 0 ? '股份' : ''}有限公司`;
}

const families = ['Brenner', 'Hartwell', 'Kestrel', 'Nordlicht', 'Valtor', 'Aubrac', 'Lindqvist'];
const works = ['Antriebstechnik', 'Components', 'Motion', 'Industries', 'Automation', 'Mécanique'];
const forms: Readonly<Record<string, string>> = {
  DE: 'GmbH',
  FR: 'SAS',
  IT: 'S.p.A.',
  ES: 'S.A.',
  US: 'Inc.',
  GB: 'Ltd',
  BR: 'Ltda.',
};

function foreignName(chance: Chance, country: string, index: number): string {
  return `${chance.pick(families)} ${chance.pick(works)} ${index} ${forms[country] ?? ''}`.trim();
}
