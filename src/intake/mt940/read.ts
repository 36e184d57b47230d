import { refuseStatement, type StatementsRead, statementBytesMax } from '../statement.ts';
import { chainPages } from './chain.ts';
import { cutLines } from './lines.ts';
import { type Page, readPage } from './page.ts';

/**
 * Reads SWIFT MT940 customer statements, several in a file, in the FIN envelope or bare, in UTF-8
 * or ISO-8859-1. The file is taken whole or not at all.
 */
export function readMt940(bytes: Uint8Array): StatementsRead {
  if (bytes.length > statementBytesMax) {
    const params = { bytes: bytes.length, limit: statementBytesMax };
    return refuseStatement('statement_too_large', params);
  }
  const cut = cutLines(decodeText(bytes));
  if (cut.status === 'other_message') {
    return refuseStatement('statement_not_read', { found: `MT${cut.type}`, known });
  }
  if (cut.status === 'stray_line') {
    const { line, value } = cut;
    return refuseStatement('statement_line', { statement: '', line, value });
  }
  if (cut.messages.length === 0) return refuseStatement('statement_not_read', { found: '', known });
  const pages: Page[] = [];
  for (const message of cut.messages) {
    const page = readPage(message);
    if ('status' in page) return page;
    pages.push(page);
  }
  const statements = chainPages(pages);
  return 'status' in statements ? statements : { status: 'read', statements };
}

const known = 'MT940';

/** UTF-8 where the bytes are; every other file is of one byte a character. */
function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
