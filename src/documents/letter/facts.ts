import { stringify } from 'csv-stringify/sync';
import { canonicalJson, sha256 } from '../../core/hash.ts';
import { sumMinor, toDecimal } from '../../core/money.ts';
import type { InsurerNotice, NoticeInvoice } from '../../core/notice/insurer-notice.ts';
import type { FormalDemand, Letter } from '../../core/notice/letter.ts';
import type { Language } from '../../core/template.ts';
import { word } from '../../core/wording/word.ts';
import type { Attachment } from '../attachment.ts';
import { formatAmount, formatDay, formatMoney } from '../format.ts';
import type { Wording } from '../wording.ts';

/** Columns from `amountsFrom` on hold amounts, flush right. */
export type Table = {
  head: string[];
  rows: string[][];
  total?: string[];
  amountsFrom: number;
};

/** Everything a letter says, as texts of its language. */
export type Facts = {
  reference: string;
  on: string;
  sellerName: string;
  subject: string;
  title: string;
  /** What the wording's placeholders stand for. */
  fields: Readonly<Record<string, string>>;
  /** Label and value. */
  head: readonly (readonly [string, string])[];
  tables: readonly { title?: string; table: Table }[];
  pageLabel: string;
  files: readonly Attachment[];
  dataSha256: string;
};

export function factsOf(letter: Letter, wording: Wording, language: Language): Facts {
  const said =
    letter.document === 'insurer-notice'
      ? noticeFacts(letter, wording, language)
      : demandFacts(letter.demand, wording, language);
  const title = wording.blocks.find(({ id }) => id === 'title')?.heading ?? said.reference;
  return { ...said, title: filled(title, said.fields), pageLabel: label(wording, 'page') };
}

export function filled(source: string, fields: Facts['fields']): string {
  return source.replace(/\{\{([a-zA-Z]+)\}\}/g, (whole, name: string) => fields[name] ?? whole);
}

export function label(wording: Wording, name: string): string {
  return wording.labels[name] ?? name;
}

type Said = Omit<Facts, 'title' | 'pageLabel'>;

function noticeFacts(
  { notice, on }: Extract<Letter, { document: 'insurer-notice' }>,
  wording: Wording,
  language: Language,
): Said {
  const { reference, policyNumber, sellerName, debtorName, currency, kind } = notice;
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency });
  const files = filesOf(reference, notice, notice);
  return {
    reference,
    on,
    sellerName,
    subject: `${policyNumber}, ${debtorName}`,
    fields: {
      policy: policyNumber,
      seller: sellerName,
      debtor: debtorName,
      reference,
      currency,
      outstanding: money(notice.outstandingMinor),
      overdue: money(notice.overdueMinor),
      disputed: money(notice.disputedMinor),
      day: formatDay(on, language),
      subject: word(language, `letter.${kind}`),
      reason: notice.reason,
      request: word(
        language,
        notice.isCollectionAsked ? 'letter.collection' : 'letter.no_collection',
      ),
      file: files[0].name,
    },
    head: noticeHead(notice, wording, language),
    tables: [
      { table: invoiceTable(notice, wording, true) },
      ...(notice.instalments
        ? [{ title: label(wording, 'instalments'), table: instalmentTable(notice, wording) }]
        : []),
    ],
    files,
    dataSha256: sha256(files[0].bytes),
  };
}

function noticeHead(
  notice: InsurerNotice,
  wording: Wording,
  language: Language,
): (readonly [string, string])[] {
  const { currency } = notice;
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency });
  const facts: [string, string | undefined][] = [
    ['reference', notice.reference],
    ['policy', notice.policyNumber],
    ['debtor', [notice.debtorName, notice.country].filter(Boolean).join(', ')],
    ['buyer', notice.insurerBuyerId],
    ['cover', notice.coverId],
    ['kind', word(language, `noticeKind.${notice.kind}`)],
    ['on', formatDay(notice.on, language)],
    ['outstanding', money(notice.outstandingMinor)],
    ['overdue', money(notice.overdueMinor)],
    ['disputed', money(notice.disputedMinor)],
    ['oldest', notice.oldestDueOn && formatDay(notice.oldestDueOn, language)],
    ['collection', label(wording, notice.isCollectionAsked ? 'yes' : 'no')],
  ];
  return facts.flatMap(([name, value]) =>
    value === undefined ? [] : [[label(wording, name), value] as const],
  );
}

function demandFacts(demand: FormalDemand, wording: Wording, language: Language): Said {
  const { reference, on, payBy, sellerName, debtorName, currency, openMinor } = demand;
  const outstanding = formatMoney({ amountMinor: openMinor, currency });
  const files = filesOf(reference, demand, demand);
  const day = formatDay(on, language);
  return {
    reference,
    on,
    sellerName,
    subject: debtorName,
    fields: {
      debtor: debtorName,
      seller: sellerName,
      reference,
      outstanding,
      payBy: formatDay(payBy, language),
    },
    head: [
      [label(wording, 'reference'), reference],
      [label(wording, 'seller'), sellerName],
      [label(wording, 'debtor'), debtorName],
      [label(wording, 'on'), day],
      [label(wording, 'payBy'), formatDay(payBy, language)],
      [label(wording, 'outstanding'), outstanding],
    ],
    tables: [{ table: invoiceTable(demand, wording, false) }],
    files,
    dataSha256: sha256(files[0].bytes),
  };
}

type Owed = { currency: string; invoices: readonly NoticeInvoice[] };

function invoiceTable({ currency, invoices }: Owed, wording: Wording, isWhole: boolean): Table {
  const amount = (amountMinor: number) => formatAmount({ amountMinor, currency });
  const isAsked = invoices.some(({ requestedDueOn }) => requestedDueOn !== undefined);
  const columns = [
    'number',
    'issuedOn',
    'dueOn',
    ...(isAsked ? ['requestedDueOn'] : []),
    'face',
    'open',
    ...(isWhole ? ['disputed'] : []),
  ];
  const rows = invoices.map((one) => [
    one.number,
    one.issuedOn,
    one.dueOn,
    ...(isAsked ? [one.requestedDueOn ?? '–'] : []),
    amount(one.faceMinor),
    amount(one.openMinor),
    ...(isWhole ? [amount(one.disputedMinor)] : []),
  ]);
  const sum = (pick: (one: NoticeInvoice) => number) => amount(sumMinor(invoices.map(pick)));
  const total = [
    `${label(wording, 'total')} (${currency})`,
    '',
    '',
    ...(isAsked ? [''] : []),
    sum((one) => one.faceMinor),
    sum((one) => one.openMinor),
    ...(isWhole ? [sum((one) => one.disputedMinor)] : []),
  ];
  const head = columns.map((name) => label(wording, `column.${name}`));
  return { head, rows, total, amountsFrom: columns.indexOf('face') };
}

function instalmentTable({ currency, instalments = [] }: InsurerNotice, wording: Wording): Table {
  return {
    head: ['instalment', 'amount'].map((name) => label(wording, `column.${name}`)),
    rows: instalments.map(({ dueOn, amountMinor }) => [
      dueOn,
      formatAmount({ amountMinor, currency }),
    ]),
    amountsFrom: 1,
  };
}

/** The letter's content for machines; the JSON's hash is printed on every page. */
export function filesOf(
  reference: string,
  content: object,
  { currency, invoices }: Owed,
): [Attachment, Attachment] {
  const encoder = new TextEncoder();
  const name = reference.replace(/[^A-Za-z0-9._-]+/g, '_');
  const decimal = (amountMinor: number) => toDecimal({ amountMinor, currency });
  const csv = stringify(
    invoices.map((one) => ({
      invoice_number: one.number,
      issued_on: one.issuedOn,
      due_on: one.dueOn,
      requested_due_on: one.requestedDueOn ?? '',
      currency,
      face: decimal(one.faceMinor),
      outstanding: decimal(one.openMinor),
      disputed: decimal(one.disputedMinor),
    })),
    { header: true, bom: true, record_delimiter: 'windows', escape_formulas: true },
  );
  return [
    {
      name: `${name}.json`,
      type: 'application/json',
      description: `Data of ${reference}`,
      bytes: encoder.encode(canonicalJson(content)),
    },
    {
      name: `${name}.csv`,
      type: 'text/csv',
      description: `Invoices of ${reference}`,
      bytes: encoder.encode(csv),
    },
  ];
}
