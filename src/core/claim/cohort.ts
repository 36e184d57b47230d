import { type Day, daysBetween } from '../calendar.ts';
import { type AmountMinor, type Currency, mulDiv, sumMinor } from '../money.ts';

/** A claim as it counts in rates; amounts of its own currency. */
export type ClaimFigures = {
  country: string;
  insurer: string;
  currency: Currency;
  notifiedOn: Day;
  notifiedMinor: AmountMinor;
  claimedMinor: AmountMinor;
  paidMinor: AmountMinor;
  recoveredMinor: AmountMinor;
};

export const cohortKeys = ['age', 'country', 'insurer'] as const;
export type CohortKey = (typeof cohortKeys)[number];

export type Cohort = Pick<ClaimFigures, 'currency'> & {
  key: string;
  claims: number;
  notifiedMinor: AmountMinor;
  claimedMinor: AmountMinor;
  paidMinor: AmountMinor;
  recoveredMinor: AmountMinor;
  /** Of what was claimed; null where nothing was. */
  paidBp: number | null;
  /** Of what was notified: what insurer and debtor have brought back, as a rate of their own each. */
  recoveredBp: number | null;
};

/** How long ago the notice was: the last is open. */
const ages = [90, 180, 365] as const;

/** What became of what was notified, by a key and in each currency; rates are rounded down. */
export function cohortsOf(
  claims: readonly ClaimFigures[],
  { by, today }: { by: CohortKey; today: Day },
): Cohort[] {
  const groups = new Map<string, { key: string; currency: Currency; own: ClaimFigures[] }>();
  for (const claim of claims) {
    const key = by === 'age' ? ageOf(claim.notifiedOn, today) : claim[by];
    const group = groups.get(`${key}|${claim.currency}`);
    if (group) group.own.push(claim);
    else groups.set(`${key}|${claim.currency}`, { key, currency: claim.currency, own: [claim] });
  }
  return [...groups.values()].sort(inOrder).map(({ key, currency, own }) => {
    const sum = (name: AmountName) => sumMinor(own.map((claim) => claim[name]));
    const notifiedMinor = sum('notifiedMinor');
    const claimedMinor = sum('claimedMinor');
    const paidMinor = sum('paidMinor');
    const recoveredMinor = sum('recoveredMinor');
    return {
      key,
      currency,
      claims: own.length,
      notifiedMinor,
      claimedMinor,
      paidMinor,
      recoveredMinor,
      paidBp: rate(paidMinor, claimedMinor),
      recoveredBp: rate(recoveredMinor, notifiedMinor),
    };
  });
}

type AmountName = 'notifiedMinor' | 'claimedMinor' | 'paidMinor' | 'recoveredMinor';

/** '0–90', …, '366–': days since the notice. */
function ageOf(notifiedOn: Day, today: Day): string {
  const days = Math.max(0, daysBetween(notifiedOn, today));
  const at = ages.findIndex((last) => days <= last);
  const from = at === 0 ? 0 : (ages[at < 0 ? ages.length - 1 : at - 1] ?? 0) + 1;
  return `${String(from).padStart(3, '0')}–${at < 0 ? '' : (ages[at] ?? '')}`;
}

function inOrder(left: { key: string; currency: string }, right: typeof left): number {
  const [before, after] = [`${left.key}|${left.currency}`, `${right.key}|${right.currency}`];
  return before < after ? -1 : before > after ? 1 : 0;
}

function rate(partMinor: AmountMinor, wholeMinor: AmountMinor): number | null {
  return wholeMinor === 0 ? null : mulDiv(10_000, partMinor, wholeMinor, 'down');
}
