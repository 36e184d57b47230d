import { readCamt } from './camt/message.ts';
import type { StatementsRead } from './statement.ts';

/**
 * Reads an ISO 20022 debit and credit notification, camt.054.001.02 to .14: what was booked since,
 * without balances. Its entries come again in the statement of their day.
 */
export function readCamt054(bytes: Uint8Array): StatementsRead {
  return readCamt(bytes, ['camt.054']);
}
