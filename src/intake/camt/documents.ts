import type { AmountMinor } from '../../core/money.ts';
import { lookUp } from '../look-up.ts';
import { type PaidDocument, refuseStatement } from '../statement.ts';
import { all, first, textAt, type Xml } from '../xml.ts';
import { amountAt, dayOf, type Place, sideAt } from './fields.ts';

/**
 * The documents of one structured remittance. Amounts belong to a document only where it is the
 * only one; up to version 10 each has an element of its own, from 11 a code says what it is.
 */
export function documentsOf(xml: Xml, place: Place): PaidDocument[] {
  const referred = all(xml, 'RfrdDocInf').filter((one) => textAt(one, 'Nb') !== undefined);
  const amounts = first(xml, 'RfrdDocAmt');
  const read = amounts && referred.length === 1 ? amountsOf(amounts, place) : nothing;
  return referred.map((one) => {
    const type = textAt(one, 'Tp/CdOrPrtry/Cd', 'Tp/CdOrPrtry/Prtry');
    const issued = textAt(one, 'RltdDt/Dt', 'RltdDt');
    const issuedOn = issued === undefined ? undefined : dayOf(issued, place);
    return {
      number: textAt(one, 'Nb') ?? '',
      ...(type !== undefined && { type }),
      ...(issuedOn !== undefined && { issuedOn }),
      ...read,
    };
  });
}

type Amounts = Omit<PaidDocument, 'number' | 'type' | 'issuedOn'>;
type Kind = 'dueMinor' | 'remittedMinor' | 'creditNoteMinor' | 'discountMinor' | 'taxMinor';

const nothing: Amounts = { adjustments: [], others: [] };

/** What is said of the document that a structured remittance is about. */
export function amountsOf(xml: Xml, place: Place): Amounts {
  const read: Amounts = { adjustments: [], others: [] };
  for (const [path, kind] of elements) {
    for (const one of all(xml, path)) {
      const amountMinor = amountIn(one, read, place);
      if (amountMinor !== undefined) add(read, kind, amountMinor, place);
    }
  }
  for (const one of all(xml, 'RmtAmtAndTp')) {
    const type = textAt(one, 'Tp/Cd', 'Tp/Prtry') ?? '';
    const kind = first(one, 'Tp/Cd') && lookUp(codes, type);
    const amountMinor = amountIn(one, read, place);
    if (amountMinor === undefined) continue;
    if (kind) add(read, kind, amountMinor, place);
    else read.others.push({ type, amountMinor });
  }
  for (const one of all(xml, 'AdjstmntAmtAndRsn')) {
    const amountMinor = amountIn(one, read, place);
    const [reason, detail] = [textAt(one, 'Rsn'), textAt(one, 'AddtlInf')];
    if (amountMinor === undefined) continue;
    read.adjustments.push({
      amountMinor,
      ...(first(one, 'CdtDbtInd') && { creditDebit: sideAt(one, 'CdtDbtInd', place) }),
      ...(reason !== undefined && { reason }),
      ...(detail !== undefined && { detail }),
    });
  }
  return read;
}

/** Several amounts of a kind are one; together they must stay exact. */
function add(read: Amounts, kind: Kind, amountMinor: AmountMinor, place: Place): void {
  const sum = (read[kind] ?? 0) + amountMinor;
  if (Number.isSafeInteger(sum)) read[kind] = sum;
  else {
    const { statement, entry } = place;
    const params = { statement, entry, value: String(sum), currency: read.currency ?? '' };
    place.problems.push(refuseStatement('statement_amount', params));
  }
}

/** The amount in an element or in its `Amt`; one document speaks one currency. */
function amountIn(xml: Xml, read: Amounts, place: Place): AmountMinor | undefined {
  const amount = first(xml, 'Amt') ? amountAt(xml, 'Amt', place) : amountAt(xml, '', place);
  if (!amount) return undefined;
  read.currency ??= amount.currency;
  if (read.currency === amount.currency) return amount.amountMinor;
  const { statement, entry } = place;
  const field = `Ntry[${entry}]/RfrdDocAmt`;
  const params = { statement, currency: amount.currency, account: read.currency, field };
  place.problems.push(refuseStatement('statement_currency', params));
  return undefined;
}

const elements: readonly (readonly [string, Kind])[] = [
  ['DuePyblAmt', 'dueMinor'],
  ['RmtdAmt', 'remittedMinor'],
  ['CdtNoteAmt', 'creditNoteMinor'],
  ['DscntApldAmt', 'discountMinor'],
  ['TaxAmt', 'taxMinor'],
];

/** ISO 20022's external code set of document amounts, as far as a kind of ours is one of them. */
const codes: Readonly<Record<string, Kind>> = {
  DUPA: 'dueMinor',
  REMI: 'remittedMinor',
  CREN: 'creditNoteMinor',
  APDS: 'discountMinor',
  STDS: 'discountMinor',
  TMDS: 'discountMinor',
  TAXS: 'taxMinor',
};
