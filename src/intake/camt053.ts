import { readStatement } from './camt/statement.ts';
import { refuseStatement, type Statement, type StatementRefusal } from './statement.ts';
import { all, first, readXml, type Xml } from './xml.ts';

export type StatementsRead = { status: 'read'; statements: Statement[] } | StatementRefusal;

const limitBytes = 64 * 1024 * 1024;

/**
 * Reads an ISO 20022 bank-to-customer statement, camt.053.001.02 to .14. The file is taken whole or
 * not at all: one amount, date or sum that does not hold refuses it, naming the entry.
 */
export function readCamt053(bytes: Uint8Array): StatementsRead {
  if (bytes.length > limitBytes) {
    return refuseStatement('statement_too_large', { bytes: bytes.length, limit: limitBytes });
  }
  const xml = readXml(bytes);
  if (xml.status === 'not_utf8') return refuseStatement('statement_not_utf8', size(bytes));
  if (xml.status === 'has_dtd') return refuseStatement('statement_has_dtd', size(bytes));
  if (xml.status === 'not_well_formed') {
    return refuseStatement('statement_not_xml', { line: xml.line, detail: xml.detail });
  }
  const document = documentOf(xml.root);
  const wrong = checkVersion(document);
  if (wrong) return wrong;
  const found = all(document, 'BkToCstmrStmt/Stmt');
  if (found.length === 0) {
    return refuseStatement('statement_field_missing', { statement: '', entry: 0, field: 'Stmt' });
  }
  const statements: Statement[] = [];
  for (const one of found) {
    const statement = readStatement(one);
    if ('status' in statement) return statement;
    statements.push(statement);
  }
  return { status: 'read', statements };
}

/** The document itself, or the one inside a business message envelope. */
function documentOf(root: Xml): Xml | undefined {
  const inside = Object.values(root.children).flat();
  return first(root, 'Document') ?? inside.flatMap((one) => all(one, 'Document'))[0];
}

function checkVersion(document: Xml | undefined): StatementRefusal | undefined {
  const spaces = Object.entries(document?.attributes ?? {})
    .filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'))
    .map(([, value]) => value);
  const version = spaces.map((space) => /:camt\.053\.001\.(\d\d)$/.exec(space)?.[1]).find(Boolean);
  if (version === undefined) {
    const namespace = spaces.join(' ').slice(0, 200);
    return refuseStatement('statement_not_camt053', { namespace });
  }
  if (Number(version) >= 2 && Number(version) <= 14) return undefined;
  return refuseStatement('statement_version', { version, first: '02', last: '14' });
}

function size(bytes: Uint8Array): { bytes: number } {
  return { bytes: bytes.length };
}
