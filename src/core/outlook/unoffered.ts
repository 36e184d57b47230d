import type { Unoffered } from '../funding/offering.ts';
import { sumMinor } from '../money.ts';
import type { FundedFacility } from './funded.ts';
import type { Warning } from './warnings.ts';

/** Of a warning of thousands of invoices these are named; its amount and count are of all. */
const namedMax = 1_000;

/**
 * What an agreement obliges the seller to offer and was not: each invoice in one warning of its currency,
 * that it is with another funder before that its day has passed.
 */
export function unofferedWarnings(
  facility: Pick<FundedFacility, 'facilityId' | 'name'>,
  unoffered: readonly Unoffered[],
): Warning[] {
  const groups = Map.groupBy(unoffered, (one): string => `${codeOf(one)} ${one.currency}`);
  return [...groups.values()].flatMap((own): Warning[] => {
    const [first] = own;
    if (!first) return [];
    const code = codeOf(first);
    const days = own.map((one) => (code === 'offer_late' ? (one.offerBy ?? one.since) : one.since));
    const on = days.reduce((earliest, day) => (day < earliest ? day : earliest));
    return [
      {
        code,
        severity: severityOf[code],
        facilityId: facility.facilityId,
        currency: first.currency,
        amountMinor: sumMinor(own.map(({ openMinor }) => openMinor)),
        params: { facility: facility.name, count: own.length, on },
        receivableIds: own.slice(0, namedMax).map(({ receivableId }) => receivableId),
      },
    ];
  });
}

type Code = 'offered_elsewhere' | 'offer_late' | 'not_offered';

function codeOf({ place, isLate }: Unoffered): Code {
  if (place === 'elsewhere') return 'offered_elsewhere';
  return isLate ? 'offer_late' : 'not_offered';
}

const severityOf = { offered_elsewhere: 'high', offer_late: 'high', not_offered: 'low' } as const;
