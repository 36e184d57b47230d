import { readCamt } from './camt/message.ts';
import { readMt940 } from './mt940/read.ts';
import { refuseStatement, type StatementsRead } from './statement.ts';

/** Reads a bank's file in whichever dialect it is: camt.053, camt.054, or MT940. */
export function readStatements(bytes: Uint8Array): StatementsRead {
  const start = new TextDecoder('windows-1252').decode(bytes.subarray(0, 65_536));
  const head = start.replace(/^\xEF\xBB\xBF/, '');
  if (/^\s*<|^(?:\xFF\xFE|\xFE\xFF)/.test(head)) {
    return readCamt(bytes, ['camt.053', 'camt.054']);
  }
  if (/(?:^|[\n\r}]):20:|\{1:F/.test(head)) return readMt940(bytes);
  const found = head
    .replace(/[^\x20-\x7E]+/g, ' ')
    .trim()
    .slice(0, 40);
  return refuseStatement('statement_not_read', { found, known: 'camt.053, camt.054, MT940' });
}
