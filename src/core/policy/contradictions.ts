import { word } from '../wording/word.ts';
import { dutyFaults } from './duty-faults.ts';
import type { Fault } from './fault.ts';
import type { CoverSource, PolicyTerms } from './terms.ts';
import { versionFaults } from './version-faults.ts';
import { isTimeZone } from './zone.ts';

export type PolicyContradiction = Fault & {
  /** In English; every language has its sentence under `refusal.<code>`. */
  message: string;
};

/** Where one version of a policy contradicts itself: each fault with its place. */
export function policyContradictions(terms: PolicyTerms): PolicyContradiction[] {
  return worded([terms], foundIn(terms));
}

/** Where versions of policies contradict each other; each is one that holds by itself. */
export function versionContradictions(versions: readonly PolicyTerms[]): PolicyContradiction[] {
  return worded(versions, versionFaults(versions));
}

function worded([first]: readonly PolicyTerms[], faults: Iterable<Fault>): PolicyContradiction[] {
  return [...faults].map(({ code, path, params: own }) => {
    const params = { policyId: first?.policyId ?? '', ...own };
    return { code, path, params, message: word('en', `refusal.${code}`, params) };
  });
}

function* foundIn(terms: PolicyTerms): Generator<Fault> {
  yield* periodOf(terms);
  yield* insuredOf(terms);
  yield* sharesOf(terms);
  yield* ownLimits(terms);
  yield* coverRules(terms);
  yield* indemnityOf(terms);
  yield* dutyFaults(terms);
}

function* periodOf({ period, effectiveOn, timeZone }: PolicyTerms): Generator<Fault> {
  const { from, to } = period;
  if (to < from) {
    const params = { fromDay: from, toDay: to };
    yield { code: 'policy_period_reversed', path: ['period', 'to'], params };
  } else if (effectiveOn < from || effectiveOn > to) {
    const params = { effectiveOn, fromDay: from, toDay: to };
    yield { code: 'policy_effective_outside', path: ['effectiveOn'], params };
  }
  if (isTimeZone(timeZone)) return;
  yield { code: 'policy_zone_unknown', path: ['timeZone'], params: { timeZone } };
}

/** A company is insured once on any day, and one of them holds the policy. */
function* insuredOf({ insured, period }: PolicyTerms): Generator<Fault> {
  for (const [index, { sellerId, from, to = period.to }] of insured.entries()) {
    const path = ['insured', index];
    if (to < from) {
      yield { code: 'policy_insured_reversed', path: [...path, 'to'], params: { sellerId } };
      continue;
    }
    if (from > period.to || to < period.from) {
      const params = { sellerId, fromDay: from, toDay: to };
      yield { code: 'policy_insured_outside', path, params };
    }
    const isTwice = insured.slice(0, index).some((other) => {
      const ends = other.to ?? period.to;
      return other.sellerId === sellerId && other.from <= to && from <= ends;
    });
    if (isTwice) yield { code: 'policy_insured_overlap', path, params: { sellerId } };
  }
  if (insured.some(({ role }) => role === 'policyholder')) return;
  yield { code: 'policy_holder_missing', path: ['insured'], params: {} };
}

/** Each source that the policy has is insured by a share, and no other source has one. */
function* sharesOf({ shares, discretionary, unnamed }: PolicyTerms): Generator<Fault> {
  for (const [index, { source, country, shareBp }] of shares.entries()) {
    const path = ['shares', index];
    if (shareBp > 10_000) {
      yield { code: 'policy_share_too_high', path: [...path, 'shareBp'], params: { shareBp } };
    }
    const isFirst = (one: (typeof shares)[number]) =>
      one.source === source && one.country === country;
    if (shares.findIndex(isFirst) < index) {
      const params = { source, country: country ?? '–' };
      yield { code: 'policy_share_duplicate', path, params };
    }
    const isStated =
      (source !== 'discretionary' || discretionary) && (source !== 'unnamed' || unnamed);
    if (!isStated) yield { code: 'policy_share_of_nothing', path, params: { source } };
  }
  const needed: CoverSource[] = ['named'];
  if (discretionary) needed.push('discretionary');
  if (unnamed) needed.push('unnamed');
  for (const source of needed) {
    if (shares.some((share) => share.source === source)) continue;
    yield { code: 'policy_share_missing', path: ['shares'], params: { source } };
  }
}

/** What the insured may set itself stays within what the policy pays and lets pass unasked. */
function* ownLimits(terms: PolicyTerms): Generator<Fault> {
  const { discretionary, unnamed, declarationLimitMinor, indemnity, currency } = terms;
  const bounds = [
    { bound: 'declaration_limit', boundMinor: declarationLimitMinor },
    { bound: 'maximum_liability', boundMinor: indemnity.maximumLiabilityMinor },
  ] as const;
  for (const source of ['discretionary', 'unnamed'] as const) {
    const maximumMinor = terms[source]?.maximumMinor;
    for (const { bound, boundMinor } of bounds) {
      if (maximumMinor === undefined || boundMinor === undefined) continue;
      if (maximumMinor <= boundMinor) continue;
      const params = { source, bound, maximumMinor, boundMinor, currency };
      yield { code: 'policy_maximum_above', path: [source, 'maximumMinor'], params };
    }
  }
  if (discretionary && unnamed && unnamed.maximumMinor > discretionary.maximumMinor) {
    const maximumMinor = unnamed.maximumMinor;
    const boundMinor = discretionary.maximumMinor;
    const params = {
      source: 'unnamed',
      bound: 'discretionary',
      maximumMinor,
      boundMinor,
      currency,
    };
    yield { code: 'policy_maximum_above', path: ['unnamed', 'maximumMinor'], params };
  }
  const bases = discretionary?.bases.map(({ basis }) => basis) ?? [];
  for (const [index, basis] of bases.entries()) {
    if (bases.indexOf(basis) === index) continue;
    const path = ['discretionary', 'bases', index];
    yield { code: 'policy_entry_duplicate', path, params: { value: basis } };
  }
}

function* coverRules({ stop, exclusions, declarations }: PolicyTerms): Generator<Fault> {
  const { reinstatement, ...causes } = stop;
  if (reinstatement && !Object.values(causes).includes(true)) {
    yield { code: 'policy_reinstatement_of_nothing', path: ['stop', 'reinstatement'], params: {} };
  }
  const seen = new Set<string>();
  for (const [index, { of, country }] of exclusions.entries()) {
    const path = ['exclusions', index];
    if ((of === 'country') !== (country !== undefined)) {
      yield { code: 'policy_exclusion_country', path: [...path, 'country'], params: { of } };
    }
    const value = country === undefined ? of : `${of} ${country}`;
    if (seen.has(value)) yield { code: 'policy_entry_duplicate', path, params: { value } };
    seen.add(value);
  }
  const ids = declarations.map(({ id }) => id);
  for (const [index, value] of ids.entries()) {
    if (ids.indexOf(value) === index) continue;
    yield { code: 'policy_entry_duplicate', path: ['declarations', index], params: { value } };
  }
}

/** A policy that could never pay insures nothing. */
function* indemnityOf({ indemnity, currency }: PolicyTerms): Generator<Fault> {
  const { thresholdMinor, deductible, maximumLiabilityMinor } = indemnity;
  if (maximumLiabilityMinor === undefined) return;
  const taken = [
    { what: 'deductible', amountMinor: deductible?.amountMinor },
    { what: 'threshold', amountMinor: thresholdMinor },
  ] as const;
  for (const { what, amountMinor } of taken) {
    if (amountMinor === undefined || amountMinor < maximumLiabilityMinor) continue;
    const place = what === 'threshold' ? ['thresholdMinor'] : ['deductible', 'amountMinor'];
    const params = { what, amountMinor, maximumMinor: maximumLiabilityMinor, currency };
    yield { code: 'policy_never_pays', path: ['indemnity', ...place], params };
  }
}
