import type { AmountMinor, Currency } from '../../core/money.ts';
import type { AdvisedDocument } from '../../core/remittance.ts';
import { amountsOf, documentsOf } from '../camt/documents.ts';
import { missing, type Place } from '../camt/fields.ts';
import { type PaidDocument, refuseStatement } from '../statement.ts';
import { first, textAt, type Xml } from '../xml.ts';

/** The documents of an advice in one currency: the total's, else that of the first amount. */
export function readDocuments(
  structured: readonly Xml[],
  expected: Currency | undefined,
  place: Place,
): { documents: AdvisedDocument[]; currency: Currency | undefined } {
  const documents: AdvisedDocument[] = [];
  let currency = expected;
  for (const one of structured) {
    const at: Place = { ...place, entry: documents.length + 1 };
    const found = documentsIn(one, at);
    for (const document of found) {
      currency ??= document.currency;
      const advised = adviseOf(document, { ...place, entry: documents.length + 1 });
      if (advised) documents.push(advised);
      if (document.currency === undefined || document.currency === currency) continue;
      const params = { statement: place.statement, currency: document.currency, field: 'RmtdAmt' };
      place.problems.push(
        refuseStatement('statement_currency', { ...params, account: currency ?? '' }),
      );
    }
  }
  return { documents, currency };
}

/** An invoice may be named by the reference its creditor gave it alone. */
function documentsIn(xml: Xml, place: Place): PaidDocument[] {
  const found = documentsOf(xml, place);
  const amounts = first(xml, 'RfrdDocAmt');
  if (found.length > 0 || !amounts) return found;
  const number = textAt(xml, 'CdtrRefInf/Ref');
  if (number !== undefined) return [{ number, ...amountsOf(amounts, place) }];
  place.problems.push(missing('RfrdDocInf/Nb', place));
  return [];
}

function adviseOf(document: PaidDocument, place: Place): AdvisedDocument | undefined {
  const { number, type, issuedOn, discountMinor, adjustments, others } = document;
  const [only, ...more] = others;
  const amountMinor =
    document.dueMinor ??
    document.creditNoteMinor ??
    (more.length === 0 ? only?.amountMinor : undefined);
  const paid = paidOf(document, amountMinor);
  if (paid === undefined) {
    place.problems.push(missing('RmtdAmt', place));
    return undefined;
  }
  return {
    number,
    ...(type !== undefined && { type }),
    ...(issuedOn !== undefined && { issuedOn }),
    ...(amountMinor !== undefined && { amountMinor }),
    paidMinor: takenOff(document) ? 0 - paid : paid,
    deductions: [
      ...(discountMinor ? [{ amountMinor: discountMinor, code: 'discount' }] : []),
      ...adjustments.map(({ reason, detail, ...adjusted }) => ({
        amountMinor: adjusted.amountMinor,
        ...(reason !== undefined && { code: reason }),
        ...(detail !== undefined && { detail }),
      })),
    ],
  };
}

/**
 * What is remitted; where only the document's amount is said, that less the discount. With an
 * adjustment it must be said: whether one adds or takes off is not told the same way by everybody.
 */
function paidOf(document: PaidDocument, amountMinor: AmountMinor | undefined) {
  const { remittedMinor, discountMinor = 0, adjustments } = document;
  if (remittedMinor !== undefined) return remittedMinor;
  if (amountMinor === undefined || adjustments.length > 0) return undefined;
  return amountMinor - discountMinor;
}

function takenOff({ type, dueMinor, remittedMinor, creditNoteMinor }: PaidDocument): boolean {
  const bare = dueMinor === undefined && remittedMinor === undefined;
  return type === 'CREN' || (bare && creditNoteMinor !== undefined);
}
