import { readCamt } from './camt/message.ts';
import type { StatementsRead } from './statement.ts';

/**
 * Reads an ISO 20022 bank-to-customer statement, camt.053.001.02 to .14. The file is taken whole or
 * not at all: one amount, date or sum that does not hold refuses it, naming the entry.
 */
export function readCamt053(bytes: Uint8Array): StatementsRead {
  return readCamt(bytes, ['camt.053']);
}
