import { z } from 'zod';
import { Day, isDay } from '../../../core/calendar.ts';
import type { LedgerOrder } from '../../deps.ts';
import { mappedFields } from './mapping.tsx';

/** The import form; mapping fields are there once the file was looked at. */
export const ImportForm = z.looseObject({
  seller: z.string().min(1).max(100),
  ledger: z.string().trim().min(1).max(100),
  asOf: Day.refine(isDay),
  currency: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^([A-Z]{3})?$/)
    .default(''),
  draft: z.string().max(50_000).default(''),
  dateFormat: z.string().max(40).default(''),
  numberFormat: z.string().max(2).default(''),
});
export type ImportOrder = z.infer<typeof ImportForm>;

export function orderOf(form: ImportOrder): Omit<LedgerOrder, 'personId' | 'fileName' | 'bytes'> {
  const mapping = mappingOf(form);
  return {
    sellerId: form.seller,
    ledger: form.ledger,
    asOf: form.asOf,
    currency: form.currency === '' ? undefined : form.currency,
    complete: true,
    ...(mapping === undefined ? {} : { mapping }),
  };
}

const Draft = z.looseObject({ columns: z.record(z.string(), z.string()) });

/** The suggestion with a person's corrections; intake judges whether it is complete. */
export function mappingOf(form: ImportOrder): unknown {
  if (form.draft === '') return undefined;
  const { dateFormat: _, numberFormat: __, ...draft } = Draft.parse(JSON.parse(form.draft));
  const columns = Object.fromEntries(
    mappedFields.flatMap((field) => {
      const column = form[`column.${field}`];
      return typeof column === 'string' && column !== '' ? [[field, column]] : [];
    }),
  );
  const [decimal, thousands = ''] = form.numberFormat;
  return {
    ...draft,
    columns,
    ...(form.dateFormat === '' ? {} : { dateFormat: form.dateFormat }),
    ...(decimal === undefined ? {} : { numberFormat: { decimal, thousands } }),
  };
}
