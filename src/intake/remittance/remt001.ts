import { assert, never } from '../../core/assert.ts';
import type { Day } from '../../core/calendar.ts';
import type { Money } from '../../core/money.ts';
import type { RemittanceAdvice } from '../../core/remittance.ts';
import { amountAt, dayAt, dayOf, missing, type Place } from '../camt/fields.ts';
import { type StatementRefusal, statementBytesMax } from '../statement.ts';
import { all, first, readXml, textAt, type Xml } from '../xml.ts';
import { type AdvicesRead, type RemittanceRefusal, refuseRemittance, totalled } from './advice.ts';
import { readDocuments } from './documents.ts';

/**
 * Reads an ISO 20022 remittance advice, remt.001.001.02 to .06: one advice for each payment in it.
 * Taken whole or not at all; an advice whose documents do not make its amount refuses the file.
 */
export function readRemt001(bytes: Uint8Array): AdvicesRead {
  const size = { bytes: bytes.length };
  if (bytes.length > statementBytesMax) {
    return refuseRemittance('remittance_too_large', { ...size, limit: statementBytesMax });
  }
  const xml = readXml(bytes);
  if (xml.status === 'not_utf8') return refuseRemittance('remittance_not_utf8', size);
  if (xml.status === 'has_dtd') return refuseRemittance('remittance_has_dtd', size);
  if (xml.status === 'not_well_formed') {
    return refuseRemittance('remittance_not_xml', { line: xml.line, detail: xml.detail });
  }
  const inside = Object.values(xml.root.children).flat();
  const enveloped = inside.flatMap((one) => all(one, 'Document'))[0];
  const document = first(xml.root, 'Document') ?? enveloped;
  const wrong = checkVersion(document);
  if (wrong) return wrong;
  const message = first(document, 'RmtAdvc');
  const found = all(message, 'RmtInf');
  if (found.length === 0) {
    const params = { reference: '', document: 0, field: 'RmtInf' };
    return refuseRemittance('remittance_field_missing', params);
  }
  const advices: RemittanceAdvice[] = [];
  for (const one of found) {
    const advice = readAdvice(one, first(message, 'GrpHdr'));
    if ('status' in advice) return advice;
    advices.push(advice);
  }
  return { status: 'read', advices };
}

function checkVersion(document: Xml | undefined): RemittanceRefusal | undefined {
  const spaces = Object.entries(document?.attributes ?? {})
    .filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'))
    .map(([, value]) => value);
  const version = spaces.map((space) => /:remt\.001\.001\.(\d\d)$/.exec(space)?.[1]).find(Boolean);
  if (version === undefined) {
    const namespace = spaces.join(' ').slice(0, 200);
    return refuseRemittance('remittance_not_read', { namespace, known: 'remt.001' });
  }
  if (Number(version) >= 2 && Number(version) <= 6) return undefined;
  return refuseRemittance('remittance_version', { version, first: '02', last: '06' });
}

function readAdvice(xml: Xml, header: Xml | undefined): RemittanceAdvice | RemittanceRefusal {
  const payment = first(xml, 'OrgnlPmtInf');
  const reference =
    textAt(payment, 'Refs/EndToEndId') ?? textAt(xml, 'RmtId') ?? textAt(header, 'MsgId') ?? '';
  const place: Place = { statement: reference, entry: 0, problems: [] };
  const total = totalOf(payment, place);
  const paidOn = paidDay(payment, header, place);
  const { documents, currency } = readDocuments(all(xml, 'Strd'), total?.currency, place);
  if (documents.length === 0) place.problems.push(missing('Strd/RfrdDocInf', place));
  if (currency === undefined) place.problems.push(missing('RmtdAmt', place));
  const [wrong] = place.problems;
  if (wrong) return asRemittance(wrong);
  if (paidOn === undefined || currency === undefined) return asRemittance(missing('Dt', place));
  const payer = textAt(payment, ...payerPaths) ?? textAt(header, ...headerPaths) ?? '';
  const account = textAt(payment, 'DbtrAcct/Id/IBAN', 'DbtrAcct/Id/Othr/Id');
  const payerAccount = account === undefined ? {} : { payerAccount: account };
  const advice = { reference, payer, ...payerAccount, paidOn, currency, documents };
  return totalled(advice, total?.amountMinor);
}

const payerPaths = ['Dbtr/Nm', 'Dbtr/Pty/Nm', 'Dbtr/Id/OrgId/LEI', 'Dbtr/Id/OrgId/Othr/Id'];
const headerPaths = ['InitgPty/Nm', 'InitgPty/Id/OrgId/LEI', 'InitgPty/Id/OrgId/Othr/Id'];

function totalOf(payment: Xml | undefined, place: Place): Money | undefined {
  const path = ['Amt/InstdAmt', 'Amt/EqvtAmt/Amt'].find((one) => first(payment, one));
  return path === undefined ? undefined : amountAt(payment, path, place);
}

/** Version 02 writes the day as text, later versions as a choice. */
function paidDay(payment: Xml | undefined, header: Xml | undefined, place: Place): Day | undefined {
  const stated = textAt(payment, 'ReqdExctnDt', 'ReqdColltnDt');
  if (stated !== undefined) return dayOf(stated, place);
  const created = textAt(header, 'CreDtTm') ?? '';
  return dayAt(payment, 'ReqdExctnDt', place) ?? dayOf(created, place);
}

/** What reading amounts and days of ISO 20022 notes, said of an advice. */
function asRemittance(refusal: StatementRefusal): RemittanceRefusal {
  switch (refusal.code) {
    case 'statement_amount': {
      const { statement: reference, entry: document, value, currency } = refusal.params;
      return refuseRemittance('remittance_amount', { reference, document, value, currency });
    }
    case 'statement_date': {
      const { statement: reference, entry: document, value } = refusal.params;
      return refuseRemittance('remittance_date', { reference, document, value });
    }
    case 'statement_code': {
      const { statement: reference, entry: document, field, value } = refusal.params;
      return refuseRemittance('remittance_code', { reference, document, field, value });
    }
    case 'statement_field_missing': {
      const { statement: reference, entry: document, field } = refusal.params;
      return refuseRemittance('remittance_field_missing', { reference, document, field });
    }
    case 'statement_currency': {
      const { statement: reference, currency, account: expected } = refusal.params;
      return refuseRemittance('remittance_currency', { reference, currency, expected });
    }
    case 'statement_too_large':
    case 'statement_not_utf8':
    case 'statement_not_xml':
    case 'statement_has_dtd':
    case 'statement_not_read':
    case 'statement_version':
    case 'statement_count':
    case 'statement_unbalanced':
    case 'statement_line':
    case 'statement_page_missing':
    case 'statement_chain':
      assert(false, `${refusal.code} is said of a statement only`);
      break;
    default:
      return never(refusal, 'statement refusal');
  }
}
