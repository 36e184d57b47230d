import { z } from 'zod';
import { Currency } from '../core/money.ts';
import { dateFormats } from './columns/date.ts';
import { delimiters } from './csv/delimiter.ts';
import { encodings } from './csv/encoding.ts';
import { type Refusal, refuse } from './problem.ts';

const Column = z.string().min(1).meta({ description: 'The header text of a column' });

export const NumberFormat = z.strictObject({
  decimal: z.enum(['.', ',']),
  thousands: z.enum(['', '.', ',', ' ', "'"]),
});

export const ItemKind = z.enum(['invoice', 'credit_note', 'unapplied_cash']);
export type ItemKind = z.infer<typeof ItemKind>;

/** How invoices, credit notes and unapplied cash are told apart. */
const KindRule = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('all_invoices') }),
  z.strictObject({ by: z.literal('sign'), negative: z.enum(['credit_note', 'unapplied_cash']) }),
  z.strictObject({
    by: z.literal('column'),
    column: Column,
    values: z.record(z.string(), ItemKind).meta({ description: 'Cell text to kind' }),
  }),
]);

/** The fields a column can be mapped to. */
export const MappedColumns = z.strictObject({
  number: Column,
  issuedOn: Column,
  debtorId: Column.optional(),
  debtorName: Column.optional(),
  country: Column.optional(),
  dueOn: Column.optional(),
  termsDays: Column.optional(),
  face: Column.optional(),
  open: Column.optional(),
  currency: Column.optional(),
  settledOn: Column.optional(),
  disputed: Column.optional(),
  disputedAmount: Column.optional(),
  fiscalYear: Column.optional(),
  instalment: Column.optional(),
  references: Column.optional(),
  seller: Column.optional(),
  ledger: Column.optional(),
});
export type MappedField = keyof z.infer<typeof MappedColumns>;

const rest = {
  version: z.literal(1).default(1),
  kind: KindRule.default({ by: 'all_invoices' }),
  /** Cell text that means disputed or not; common words of four languages are known without it. */
  disputedValues: z.record(z.string(), z.boolean()).default({}),
  /** What the whole file shares, used where no column says it. */
  fixed: z
    .strictObject({
      currency: Currency.optional(),
      sellerId: z.string().min(1).optional(),
      ledger: z.string().min(1).optional(),
      termsDays: z.int().min(0).max(3650).optional(),
    })
    .default({}),
  encoding: z.enum(encodings).optional(),
  delimiter: z.enum(delimiters).optional(),
  /** Columns known and left out; any other column without a field is left out too. */
  ignored: z.array(z.string()).default([]),
};

/** How one ERP's ledger file becomes open items: saved, versioned, reused for the next file. */
export const Mapping = z.strictObject({
  ...rest,
  columns: MappedColumns,
  dateFormat: z.enum(dateFormats),
  numberFormat: NumberFormat,
});
export type Mapping = z.infer<typeof Mapping>;

/** A mapping with questions open: what a suggestion gives and a person completes. */
export const MappingDraft = Mapping.extend({
  columns: MappedColumns.partial(),
  dateFormat: z.enum(dateFormats).optional(),
  numberFormat: NumberFormat.optional(),
});
export type MappingDraft = z.infer<typeof MappingDraft>;

/** The JSON Schema of a mapping file. */
export function mappingJsonSchema(): Record<string, unknown> {
  return { title: 'Cedent ledger mapping', ...z.toJSONSchema(Mapping, { io: 'input' }) };
}

/** A mapping from a file or a form: complete, or refused naming the first thing that is missing. */
export function completeMapping(
  given: unknown,
): { status: 'complete'; mapping: Mapping } | Refusal {
  const draft = MappingDraft.safeParse(given);
  if (!draft.success) {
    const issue = draft.error.issues[0];
    const path = issue?.path.join('.') ?? '';
    return refuse('mapping_invalid', { path, detail: issue?.message ?? '' });
  }
  const field = missingField(draft.data);
  if (field) return refuse('mapping_field_missing', { field });
  if (!draft.data.dateFormat) {
    const column = draft.data.columns.issuedOn ?? '';
    const candidates = dateFormats.join(', ');
    return refuse('date_format_unstated', { candidates, column, example: '' });
  }
  if (!draft.data.numberFormat) {
    const column = draft.data.columns.face ?? draft.data.columns.open ?? '';
    return refuse('number_format_unstated', {
      candidates: '1,234.50 · 1.234,50',
      column,
      example: '',
    });
  }
  const { decimal, thousands } = draft.data.numberFormat;
  if (decimal === thousands) {
    const detail = 'decimal and thousands separator are the same';
    return refuse('mapping_invalid', { path: 'numberFormat', detail });
  }
  return { status: 'complete', mapping: Mapping.parse(draft.data) };
}

function missingField({ columns, fixed }: MappingDraft): string | undefined {
  if (!columns.number) return 'number';
  if (!columns.issuedOn) return 'issuedOn';
  if (!columns.dueOn && !columns.termsDays && fixed.termsDays === undefined) return 'dueOn';
  if (!columns.face && !columns.open) return 'face';
  if (!columns.debtorId && !columns.debtorName) return 'debtorId';
  return undefined;
}
