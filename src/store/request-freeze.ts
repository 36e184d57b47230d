import { assert } from '../core/assert.ts';
import type { Day } from '../core/calendar.ts';
import { Terms } from '../core/facility.ts';
import { Agreement } from '../core/funding/agreement.ts';
import {
  CanonicalRequest,
  type CurrencyTotal,
  Party,
  type RequestLine,
} from '../core/funding/request.ts';
import type { RequestFact } from '../core/funding/request-fact.ts';
import { linesOf } from '../core/funding/request-state.ts';
import { sumMinor } from '../core/money.ts';
import { one, type Tx } from './database.ts';
import type { StoredRequest } from './request-facts.ts';

/** The canonical request: lines, terms version and document data as they are at submission. */
export async function freeze(tx: Tx, request: StoredRequest, asOf: Day): Promise<CanonicalRequest> {
  const lines = linesOf(request.state);
  const facility = await readTermsInForce(tx, request.facilityId, asOf);
  const { planInputHash, borrowingBase } = draftOf(request);
  const { agreement } = facility;
  return CanonicalRequest.parse({
    version: 1,
    requestId: request.id,
    number: request.number,
    asOf,
    planInputHash,
    facility: citedFacility(facility),
    seller: await sellerOf(tx, lines),
    assignee: agreement.assignee,
    lines,
    totals: {
      count: lines.length,
      perCurrency: totals(lines),
      fundedMinor: sumMinor(lines.map((line) => line.fundedMinor)),
      advanceMinor: sumMinor(lines.map((line) => line.advanceMinor)),
    },
    documents: agreement.documents,
    ...(borrowingBase && { borrowingBase }),
  });
}

function draftOf({ facts }: StoredRequest): Extract<RequestFact, { kind: 'drafted' }> {
  const drafted = facts.map(({ fact }) => fact).findLast((fact) => fact.kind === 'drafted');
  assert(drafted, 'a request begins with its draft');
  return drafted;
}

function totals(lines: readonly RequestLine[]): CurrencyTotal[] {
  const currencies = [...new Set(lines.map((line) => line.currency))].sort();
  return currencies.map((currency) => {
    const own = lines.filter((line) => line.currency === currency);
    return {
      currency,
      count: own.length,
      faceMinor: sumMinor(own.map((line) => line.faceMinor)),
      openMinor: sumMinor(own.map((line) => line.openMinor)),
    };
  });
}

type TermsInForce = { terms: Terms; termsHash: string; agreement: Agreement };

/** The contract as a message to its funder cites it. */
export function citedFacility({
  terms,
  termsHash,
  agreement,
}: TermsInForce): CanonicalRequest['facility'] {
  const { reference, signedOn, recourse } = agreement;
  return {
    facilityId: terms.facilityId,
    name: terms.name,
    mode: terms.mode,
    currency: terms.currency,
    advanceRateBp: terms.advanceRateBp,
    termsHash,
    agreement: { reference, signedOn, recourse },
  };
}

export async function readTermsInForce(
  tx: Tx,
  facilityId: string,
  asOf: Day,
): Promise<TermsInForce> {
  const row = one(
    await tx.query<{ terms: unknown; terms_hash: string; agreement: unknown }>(
      `select terms, terms_hash, agreement from cedent.facility_terms
       where tenant_id = $1 and facility_id = $2 and effective_on <= $3
       order by effective_on desc, version desc limit 1`,
      [tx.tenantId, facilityId, asOf],
    ),
    `terms of facility ${facilityId} in force on ${asOf}`,
  );
  return {
    terms: Terms.parse(row.terms),
    termsHash: row.terms_hash,
    agreement: Agreement.parse(row.agreement),
  };
}

/** One assignment has one assignor: all lines belong to the same seller. */
async function sellerOf(tx: Tx, lines: readonly RequestLine[]): Promise<Party> {
  const rows = await tx.query<{ party: unknown }>(
    `select s.party from cedent.seller s where s.tenant_id = $1 and s.id in (
       select seller_id from cedent.receivable where tenant_id = $1 and id = any ($2::uuid[]))`,
    [tx.tenantId, lines.map((line) => line.receivableId)],
  );
  return Party.parse(one(rows, 'seller of the request').party);
}
