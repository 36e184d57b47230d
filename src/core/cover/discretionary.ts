import { dayNumber } from '../calendar.ts';
import type { AmountMinor } from '../money.ts';
import { addSpanTo } from '../policy/span.ts';
import type { CoverSource, PolicyTerms } from '../policy/terms.ts';
import type { Circumstance } from './circumstance.ts';
import { dayText } from './line.ts';
import type { CoverQuestion } from './question.ts';

/** Cover without the insurer's decision: a limit the insured has set itself, or everyone's. */
export type Own =
  | {
      status: 'room';
      source: Extract<CoverSource, 'discretionary' | 'unnamed'>;
      amountMinor: AmountMinor;
    }
  | {
      status: 'none';
      code:
        | 'none_set'
        | 'discretionary_unjustified'
        | 'discretionary_expired'
        | 'discretionary_ended';
      params: Record<string, string | number>;
    };

type Asked = {
  terms: PolicyTerms;
  day: number;
  asOf: number;
  convert: CoverQuestion['convert'];
};

/**
 * A discretionary limit holds with a justification that the policy takes, until that is too old or the
 * debtor is known to be in trouble; then, and without one, the cover of everyone.
 */
export function ownLimit(circumstances: readonly Circumstance[], asked: Asked): Own {
  const { terms, day, asOf, convert } = asked;
  const known = dayText(asOf);
  const past = circumstances.filter(
    ({ on, knownOn }) => dayNumber(on) <= day && on <= known && knownOn <= known,
  );
  const adverse = past.find(
    ({ kind, knownOn }) => kind === 'adverse_information' && dayNumber(knownOn) <= day,
  );
  const { discretionary, unnamed, currency } = terms;
  if (adverse && discretionary?.endsOnAdverseInformation === true) {
    return { status: 'none', code: 'discretionary_ended', params: { endedOn: adverse.knownOn } };
  }
  const set = discretionary ? justified(past, { ...asked, discretionary }) : undefined;
  if (set?.status === 'room') return set;
  if (unnamed) {
    const amountMinor = convert(unnamed.maximumMinor, currency, 'down');
    return { status: 'room', source: 'unnamed', amountMinor };
  }
  return set ?? { status: 'none', code: 'none_set', params: {} };
}

type Discretionary = NonNullable<PolicyTerms['discretionary']>;

/** The one set last decides; at most what the policy lets the insured set. */
function justified(
  past: readonly Circumstance[],
  { terms, day, convert, discretionary }: Asked & { discretionary: Discretionary },
): Own | undefined {
  const set = past
    .filter((one) => one.kind === 'discretionary_limit')
    .reduce<Extract<Circumstance, { kind: 'discretionary_limit' }> | undefined>(
      (newest, one) => (newest && newest.on > one.on ? newest : one),
      undefined,
    );
  if (!set) return undefined;
  const { basis, evidenceSha256, on, validTo } = set;
  const allowed = discretionary.bases.find((one) => one.basis === basis);
  const isShown = basis === 'experience' || evidenceSha256 !== undefined;
  if (!allowed || !isShown) {
    return { status: 'none', code: 'discretionary_unjustified', params: { basis } };
  }
  const last = Math.min(dayNumber(validTo), addSpanTo(dayNumber(on), allowed.validFor));
  if (day > last) {
    const params = { validTo: dayText(last) };
    return { status: 'none', code: 'discretionary_expired', params };
  }
  const most = convert(discretionary.maximumMinor, terms.currency, 'down');
  const amountMinor = Math.min(most, convert(set.amountMinor, set.currency, 'down'));
  return { status: 'room', source: 'discretionary', amountMinor };
}
