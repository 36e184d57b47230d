import { z } from 'zod';

/** One rule of the union: its code, what it says, its parameters. */
export function rule<Code extends string, Shape extends z.ZodRawShape>(
  code: Code,
  says: string,
  shape: Shape,
) {
  return z.strictObject({ rule: z.literal(code), ...shape }).describe(says);
}

export const Operator = z
  .enum(['>', '>='])
  .describe('Whether the threshold itself passes (>) or already fails (>=).');

export const Days = z.int().min(0).max(3650).describe('Calendar days.');

export const Bp = z.int().min(0).max(10_000).describe('Basis points: 10,000 is the whole.');

export const Country = z.string().length(2).describe('ISO 3166-1 alpha-2, in capitals.');

/** What an attribute that the ledger does not state means for the rule that asks for it. */
export const Unknown = z
  .enum(['excluded', 'allowed'])
  .describe('What it means that the ledger does not state it.');

export const PartOrWhole = z
  .enum(['part', 'whole_invoice'])
  .describe('Only the part does not count, or the whole invoice with it.');
