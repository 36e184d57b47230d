import { z } from 'zod';
import { type AmountMinor, type Currency, toDecimal } from '../../core/money.ts';
import type { AdvisedDocument, RemittanceAdvice } from '../../core/remittance.ts';
import type { TableCells } from '../table/cells.ts';
import { Column, parseMapping, tableFormat } from '../table/mapping.ts';
import { readTable } from '../table/read.ts';
import { type AdvicesRead, type RemittanceRefusal, refuseRemittance, totalled } from './advice.ts';

/** How one payer's delimited advices are read: a row for each document paid. */
export const RemittanceMapping = z.strictObject({
  ...tableFormat,
  columns: z.strictObject({
    reference: Column,
    number: Column,
    paid: Column,
    paidOn: Column,
    payer: Column.optional(),
    amount: Column.optional(),
    deduction: Column.optional(),
    deductionCode: Column.optional(),
    currency: Column.optional(),
    type: Column.optional(),
    /** The payment's amount, the same on each of its rows. */
    total: Column.optional(),
  }),
  /** Who pays, where no column says it. */
  payer: z.string().min(1).optional(),
});
export type RemittanceMapping = z.infer<typeof RemittanceMapping>;

/** The JSON Schema of a mapping file. */
export function remittanceJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(RemittanceMapping, { io: 'input' });
  return { title: 'Cedent remittance mapping', ...schema };
}

/** Reads a payer's delimited advices; rows of one payment reference are one advice. */
export async function readRemittances(
  source: AsyncIterable<Uint8Array>,
  given: unknown,
): Promise<AdvicesRead> {
  const complete = parseMapping(RemittanceMapping, given);
  if (complete.status === 'refused') return complete;
  const { mapping } = complete;
  const { columns } = mapping;
  const table = await readTable(source, {
    format: mapping,
    columns,
    read: (cells) => readRow(cells, mapping),
  });
  if (table.status === 'refused') return table;
  const payments = new Map<string, Payment>();
  for (const row of table.rows) {
    const { reference } = row.advice;
    const payment = payments.get(reference);
    const differs = payment && differing(payment, row, mapping);
    if (differs) return differs;
    if (payment) payment.advice.documents.push(...row.advice.documents);
    else payments.set(reference, row);
  }
  const advices: RemittanceAdvice[] = [];
  for (const { advice, statedMinor } of payments.values()) {
    const whole = totalled(advice, statedMinor);
    if ('status' in whole) return whole;
    advices.push(whole);
  }
  return { status: 'read', advices };
}

type Field = keyof RemittanceMapping['columns'];

type Payment = {
  row: number;
  advice: Omit<RemittanceAdvice, 'totalMinor'>;
  statedMinor: AmountMinor | undefined;
};

function readRow(cells: TableCells<Field>, mapping: RemittanceMapping): Payment | undefined {
  const reference = cells.required('reference');
  const currency = cells.currency('currency');
  const paidOn = cells.day('paidOn');
  if (currency === undefined || paidOn === undefined) return undefined;
  const document = documentOf(cells, currency);
  const statedMinor = amountIn(cells, 'total', currency);
  const payer = cells.text('payer') || mapping.payer || '';
  if (!document) return undefined;
  const advice = { reference, payer, paidOn, currency, documents: [document] };
  return { row: cells.row, advice, statedMinor };
}

function documentOf(cells: TableCells<Field>, currency: Currency): AdvisedDocument | undefined {
  const number = cells.required('number');
  const paidMinor = cells.amount('paid', currency);
  const written = amountIn(cells, 'amount', currency);
  const deduction = amountIn(cells, 'deduction', currency);
  const code = cells.text('deductionCode');
  const type = cells.text('type');
  if (paidMinor === undefined) return undefined;
  return {
    number,
    ...(type !== '' && { type }),
    ...(written !== undefined && { amountMinor: Math.abs(written) }),
    paidMinor,
    // Some write what they keep back as a negative amount.
    deductions: deduction
      ? [{ amountMinor: Math.abs(deduction), ...(code !== '' && { code }) }]
      : [],
  };
}

function amountIn(cells: TableCells<Field>, field: Field, currency: Currency) {
  return cells.text(field) === '' ? undefined : cells.amount(field, currency);
}

function totalText(amountMinor: AmountMinor | undefined, currency: Currency): string {
  return amountMinor === undefined ? '' : toDecimal({ amountMinor, currency });
}

/** A payment has one payer, day, currency and total on all of its rows. */
function differing(
  { advice: known, statedMinor }: Payment,
  { row, advice, statedMinor: also }: Payment,
  { columns }: RemittanceMapping,
): RemittanceRefusal | undefined {
  const { reference } = known;
  const differ = (field: Field, value: string) => {
    const column = columns[field] ?? field;
    return refuseRemittance('remittance_row_differs', { reference, row, column, value });
  };
  if (advice.payer !== known.payer) return differ('payer', advice.payer);
  if (advice.paidOn !== known.paidOn) return differ('paidOn', advice.paidOn);
  if (advice.currency !== known.currency) return differ('currency', advice.currency);
  if (also !== statedMinor) return differ('total', totalText(also, known.currency));
  return undefined;
}
