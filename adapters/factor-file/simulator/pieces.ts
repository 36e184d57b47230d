import { z } from 'zod';

export const Filled = z
  .string()
  .transform((cell) => cell.trim())
  .pipe(z.string().min(1));
export const Text = z.string().transform((cell) => cell.trim());
export const Count = z.string().regex(/^\d+$/).transform(Number);
export const Amount = Count.pipe(z.int().min(1));
export const Blank = z.string().regex(/^ *$/);
export const Zeros = z.string().regex(/^0+$/);
export const Code = z.string().regex(/^[A-Z]{3}$/);
export const Market = z.enum(['D', 'E']);
export const Side = z.enum(['D', 'C']).transform((side) => side === 'C');
const dayOf = (pattern: RegExp, order: string) =>
  z
    .string()
    .regex(pattern)
    .transform((cell) => cell.replace(pattern, order))
    .pipe(z.iso.date());
export const French = dayOf(/^(\d{2})(\d{2})(\d{4})$/, '$3-$2-$1');
export const Plain = dayOf(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
export const NoDay = z.literal('        ').transform(() => '');
export const kindOf = (type: string): 'invoice' | 'credit' =>
  type === 'FAC' || type === 'F' ? 'invoice' : 'credit';
