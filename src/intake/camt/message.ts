import {
  refuseStatement,
  type StatementRefusal,
  type StatementsRead,
  statementBytesMax,
} from '../statement.ts';
import { all, first, readXml, type Xml } from '../xml.ts';
import { createGathering } from './gathering.ts';

export type CamtMessage = 'camt.053' | 'camt.054';

/**
 * Reads one of the accepted messages, versions 02 to 14, in one pass: an entry is read as its
 * element closes. The namespace says which message it is, alone or within a business envelope.
 */
export function readCamt(bytes: Uint8Array, accepted: readonly CamtMessage[]): StatementsRead {
  const size = { bytes: bytes.length };
  if (bytes.length > statementBytesMax) {
    return refuseStatement('statement_too_large', { ...size, limit: statementBytesMax });
  }
  const gathering = createGathering();
  const xml = readXml(bytes, gathering.takers);
  if (xml.status === 'not_utf8') return refuseStatement('statement_not_utf8', size);
  if (xml.status === 'has_dtd') return refuseStatement('statement_has_dtd', size);
  if (xml.status === 'not_well_formed') {
    return refuseStatement('statement_not_xml', { line: xml.line, detail: xml.detail });
  }
  const message = messageOf(documentOf(xml.root), accepted);
  if (typeof message !== 'string') return message;
  const statements = [];
  for (const { dialect, statement } of gathering.found) {
    if (dialect !== message) continue;
    if ('status' in statement) return statement;
    statements.push(statement);
  }
  if (statements.length > 0) return { status: 'read', statements };
  const field = message === 'camt.053' ? 'Stmt' : 'Ntfctn';
  return refuseStatement('statement_field_missing', { statement: '', entry: 0, field });
}

/** The document itself, or the one inside a business message envelope. */
function documentOf(root: Xml): Xml | undefined {
  const inside = Object.values(root.children).flat();
  return first(root, 'Document') ?? inside.flatMap((one) => all(one, 'Document'))[0];
}

function messageOf(
  document: Xml | undefined,
  accepted: readonly CamtMessage[],
): CamtMessage | StatementRefusal {
  const spaces = Object.entries(document?.attributes ?? {})
    .filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'))
    .map(([, value]) => value);
  for (const space of spaces) {
    const [, name, version = ''] = /:(camt\.05[34])\.001\.(\d\d)$/.exec(space) ?? [];
    const message = accepted.find((one) => one === name);
    if (message === undefined) continue;
    if (Number(version) >= 2 && Number(version) <= 14) return message;
    return refuseStatement('statement_version', { message, version, first: '02', last: '14' });
  }
  const found = spaces.join(' ').slice(0, 200);
  return refuseStatement('statement_not_read', { found, known: accepted.join(', ') });
}
