import type { AsOf, Day } from '../core/calendar.ts';
import type { LedgerItem } from '../core/claim/history.ts';
import type { OwedLine, ProvenLine } from '../core/claim/indemnity-value.ts';
import { type CoverPart, proveCover } from '../core/cover/proof.ts';
import { converterTo } from '../core/eligibility/convert.ts';
import type { Currency } from '../core/money.ts';
import type { PolicyTerms } from '../core/policy/terms.ts';
import { readCircumstances } from './circumstance.ts';
import { readCover } from './cover.ts';
import type { Tx } from './database.ts';
import { readDebtors } from './debtor.ts';
import { readRates } from './fx.ts';

export type OwedProof = { lines: ProvenLine[]; isDiscretionary: boolean };

/**
 * What cover says of each invoice on the day of loss. Its history is the ledger's, since an old default
 * may have stopped cover; on the day of loss stands what is left by the policy's own order of payments.
 */
export async function proveOwed(
  tx: Tx,
  of: AsOf & {
    versions: readonly PolicyTerms[];
    policyId: string;
    debtorId: string;
    sellerId: string;
    currency: Currency;
    owed: readonly OwedLine[];
    items: readonly LedgerItem[];
    lossOn: Day;
  },
): Promise<OwedProof> {
  const { asOf, knownAt, versions, policyId, debtorId, sellerId, currency, lossOn } = of;
  const when = { asOf: lossOn > asOf ? lossOn : asOf, knownAt };
  const decisions = await readCover(tx, { ...when, policyIds: [policyId] });
  const [debtor = { id: debtorId }] = await readDebtors(tx, { ...when, ids: [debtorId] });
  const remaining = new Map(of.owed.map((line) => [line.receivableId, line]));
  const { invoices } = proveCover({
    versions,
    decisions: decisions.filter((decision) => decision.debtorId === debtorId),
    circumstances: await readCircumstances(tx, { ...when, debtorId }),
    debtor,
    invoices: of.items.flatMap((item) => {
      if (item.kind !== 'invoice') return [];
      const { id, number, issuedOn, dueOn = issuedOn, open } = item;
      const openMinor = remaining.get(id)?.remainingMinor ?? 0;
      const disputedMinor = Math.min(openMinor, open.at(-1)?.disputedMinor ?? 0);
      const before = open.filter(({ on }) => on < lossOn);
      const history = [...before, { on: lossOn, openMinor, disputedMinor }];
      return [{ receivableId: id, number, sellerId, issuedOn, dueOn, history }];
    }),
    currency,
    convert: converterTo(await readRates(tx, when), currency, asOf),
  })(lossOn);
  const lines = invoices.map(({ receivableId, parts }) => provenOf(receivableId, parts));
  const isDiscretionary = invoices.some(({ parts }) =>
    parts.some((part) => part.outcome === 'insured' && part.source === 'discretionary'),
  );
  return { lines, isDiscretionary };
}

function provenOf(receivableId: string, parts: readonly CoverPart[]): ProvenLine {
  const line: ProvenLine = { receivableId, insured: [], overLimitMinor: 0, uninsured: [] };
  for (const part of parts) {
    const { amountMinor: minor, clause, params } = part;
    if (part.outcome === 'insured') line.insured.push({ minor, shareBp: part.shareBp });
    else if (part.outcome === 'over_limit') line.overLimitMinor += minor;
    else line.uninsured.push({ minor, because: part.code, params, ...(clause && { clause }) });
  }
  return line;
}
