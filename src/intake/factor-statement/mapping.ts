import { z } from 'zod';
import { movementKinds } from '../../core/funding/funder-movement.ts';
import { Column, tableFormat } from '../table/mapping.ts';

/**
 * What a partner's word means: one of our kinds, and which way such a movement moves the partner's
 * balance as it writes it; or that the row only states the balance.
 */
const Meaning = z.discriminatedUnion('is', [
  z.strictObject({
    is: z.literal('movement'),
    kind: z.enum(movementKinds),
    moves: z.enum(['up', 'down', 'not']),
    /** The word itself takes back an earlier movement of the kind. */
    reversal: z.boolean().default(false),
  }),
  z.strictObject({ is: z.literal('balance'), states: z.enum(['opening', 'closing', 'carried']) }),
]);
export type Meaning = z.infer<typeof Meaning>;

/** How one partner's delimited statement becomes movements: saved with the partner's connection. */
export const FactorStatementMapping = z.strictObject({
  ...tableFormat,
  columns: z.strictObject({
    movementId: Column,
    kind: Column,
    bookedOn: Column,
    amount: Column,
    valueOn: Column.optional(),
    invoiceNumber: Column.optional(),
    scheduleReference: Column.optional(),
    lineNumber: Column.optional(),
    debtorId: Column.optional(),
    currency: Column.optional(),
    /** The balance behind the row. */
    balance: Column.optional(),
    detail: Column.optional(),
  }),
  kinds: z.record(z.string().min(1), Meaning).meta({ description: 'Cell text to meaning' }),
  /**
   * `signed`: an amount is what the row adds to the balance, so the other sign is a reversal.
   * `unsigned`: the kind alone says which way, and a minus is a reversal.
   */
  amounts: z.enum(['signed', 'unsigned']),
  order: z.enum(['oldest_first', 'newest_first']).default('oldest_first'),
});
export type FactorStatementMapping = z.infer<typeof FactorStatementMapping>;

/** The JSON Schema of a mapping file. */
export function factorStatementJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(FactorStatementMapping, { io: 'input' });
  return { title: 'Cedent factor statement mapping', ...schema };
}
