import { z } from 'zod';
import { Currency } from '../../core/money.ts';
import { dateFormats } from '../columns/date.ts';
import { delimiters } from '../csv/delimiter.ts';
import { encodings } from '../csv/encoding.ts';
import { NumberFormat } from '../mapping.ts';
import { type Refusal, refuse } from '../problem.ts';

export const Column = z.string().min(1).meta({ description: 'The header text of a column' });

/** How a table writes its values: said once for every file of a partner or payer, never guessed. */
export const tableFormat = {
  version: z.literal(1).default(1),
  dateFormat: z.enum(dateFormats),
  numberFormat: NumberFormat.refine(({ decimal, thousands }) => decimal !== thousands, {
    error: 'decimal and thousands separator are the same',
  }),
  encoding: z.enum(encodings).optional(),
  delimiter: z.enum(delimiters).optional(),
  /** The currency of rows that name none. */
  currency: Currency.optional(),
};

const TableFormat = z.object(tableFormat);
export type TableFormat = z.infer<typeof TableFormat>;

/** A mapping as its schema has it, or refused at the first place that does not hold. */
export function parseMapping<Mapping>(
  schema: z.ZodType<Mapping>,
  given: unknown,
): { status: 'complete'; mapping: Mapping } | Refusal {
  const parsed = schema.safeParse(given);
  if (parsed.success) return { status: 'complete', mapping: parsed.data };
  const issue = parsed.error.issues[0];
  const path = issue?.path.join('.') ?? '';
  return refuse('mapping_invalid', { path, detail: issue?.message ?? '' });
}
