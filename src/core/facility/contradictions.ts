import type { Terms } from '../facility.ts';
import { word } from '../wording/word.ts';
import type { Reserve } from './reserve.ts';
import type { RatedShares, Rule, RuleCode, RuleOf } from './rule.ts';
import { type Stage, stageOf, stages } from './stage.ts';

/** A closed list, so that each has its sentence. */
export const contradictionCodes = [
  'rule_duplicate',
  'rule_order',
  'entry_duplicate',
  'origin_empty',
  'range_empty',
  'range_reversed',
  'country_policy',
  'insured_share_missing',
  'rating_off_scale',
  'band_reversed',
  'band_missing',
  'band_overlap',
  'spike_too_long',
  'placing_of_pledge',
  'reserves_reduce_missing',
] as const;
type ContradictionCode = (typeof contradictionCodes)[number];

export type Contradiction = {
  code: ContradictionCode;
  path: (string | number)[];
  /** In English; every language has its sentence under `refusal.<code>`. */
  message: string;
  params: Record<string, string | number>;
};

type Found = Omit<Contradiction, 'message'>;
type Stated = Pick<
  Terms,
  'facilityId' | 'mode' | 'placing' | 'rules' | 'reserves' | 'reservesReduce'
>;

/** Where terms contradict themselves: named by place, so that a person finds the line. */
export function contradictions(terms: Stated): Contradiction[] {
  const { facilityId } = terms;
  return [...foundIn(terms)].map(({ code, path, params: own }) => {
    const params = { facilityId, ...own };
    return { code, path, params, message: word('en', `refusal.${code}`, params) };
  });
}

function* foundIn(terms: Stated): Generator<Found> {
  yield* orderOf(terms.rules);
  for (const [index, rule] of terms.rules.entries()) yield* below(['rules', index], ofRule(rule));
  if (terms.placing !== undefined && terms.mode === 'pledge') {
    yield { code: 'placing_of_pledge', path: ['placing'], params: {} };
  }
  const { reserves = [], reservesReduce } = terms;
  if (reserves.length > 0 && reservesReduce === undefined) {
    yield { code: 'reserves_reduce_missing', path: ['reservesReduce'], params: {} };
  }
  for (const [index, reserve] of reserves.entries()) {
    yield* below(['reserves', index], ofReserve(reserve));
  }
}

function* below(path: (string | number)[], found: Iterable<Found>): Generator<Found> {
  for (const item of found) yield { ...item, path: [...path, ...item.path] };
}

function* orderOf(rules: readonly Rule[]): Generator<Found> {
  const seen = new Set<RuleCode>();
  let reached = 0;
  for (const [index, { rule }] of rules.entries()) {
    const path = ['rules', index];
    if (seen.has(rule)) yield { code: 'rule_duplicate', path, params: { rule } };
    seen.add(rule);
    const place = placeOf(stageOf(rule));
    if (place < reached) {
      const [stage = ''] = stages[reached] ?? [];
      yield { code: 'rule_order', path, params: { rule, stage } };
    }
    reached = Math.max(reached, place);
  }
}

function placeOf(stage: Stage): number {
  return stages.findIndex((together) => together.includes(stage));
}

function* ofRule(rule: Rule): Generator<Found> {
  switch (rule.rule) {
    case 'amount_range':
      yield* amountRange(rule);
      break;
    case 'origin': {
      const isEmpty = !(rule.sellers ?? rule.ledgers ?? rule.issuedFrom);
      if (isEmpty) yield { code: 'origin_empty', path: [], params: {} };
      break;
    }
    case 'country': {
      const asksForCover = rule.unless?.includes('insured') ?? false;
      if (asksForCover === (rule.policyId !== undefined)) break;
      yield { code: 'country_policy', path: ['policyId'], params: {} };
      break;
    }
    case 'currency_haircut':
      yield* repeatedIn(
        'haircuts',
        rule.haircuts.map(({ currency }) => currency),
      );
      break;
    case 'funder_limit':
      yield* repeatedIn(
        'limits',
        rule.limits.map(({ debtorId }) => debtorId),
      );
      break;
    case 'insured_limit': {
      if (rule.quoted !== 'indemnity' || rule.insuredShareBp !== undefined) break;
      yield { code: 'insured_share_missing', path: ['insuredShareBp'], params: {} };
      break;
    }
    case 'debtor_concentration':
      if (rule.rated) yield* below(['rated'], ofBands(rule.rated));
      break;
    default:
  }
  if ('named' in rule)
    yield* repeatedIn(
      'named',
      (rule.named ?? []).map(({ node }) => node),
    );
}

function* amountRange({ minMinor, maxMinor }: RuleOf<'amount_range'>): Generator<Found> {
  if (minMinor === undefined && maxMinor === undefined) {
    yield { code: 'range_empty', path: [], params: {} };
  }
  if (minMinor === undefined || maxMinor === undefined || minMinor <= maxMinor) return;
  yield { code: 'range_reversed', path: ['minMinor'], params: {} };
}

function* ofReserve(reserve: Reserve): Generator<Found> {
  switch (reserve.reserve) {
    case 'concentration':
      yield* ofBands(reserve);
      break;
    case 'dilution_dynamic':
    case 'loss_dynamic': {
      const { spikeMonths, averageMonths } = reserve;
      if (spikeMonths <= averageMonths) break;
      const params = { reserve: reserve.reserve, spikeMonths, averageMonths };
      yield { code: 'spike_too_long', path: ['spikeMonths'], params };
      break;
    }
    default:
  }
}

function* repeatedIn(list: string, names: readonly string[]): Generator<Found> {
  for (const [index, value] of names.entries()) {
    if (names.indexOf(value) === index) continue;
    yield { code: 'entry_duplicate', path: [list, index], params: { value } };
  }
}

type Scaled = {
  scale: readonly string[];
  bands: readonly Pick<RatedShares['bands'][number], 'from' | 'to'>[];
};

/** Bands must walk the scale from best to worst, each beginning after the one before. */
function* ofBands({ scale, bands }: Scaled): Generator<Found> {
  const repeated = [...repeatedIn('scale', scale)];
  if (repeated.length > 0) return yield* repeated;
  let next = 0;
  for (const [index, { from, to }] of bands.entries()) {
    const [first, last] = [scale.indexOf(from), scale.indexOf(to)];
    const path = ['bands', index];
    const fault = bandFault({ from, to, first, last, next });
    if (fault) return yield { ...fault, path };
    if (first > next) {
      return yield { code: 'band_missing', path, params: { rating: scale[next] ?? '' } };
    }
    next = last + 1;
  }
  const rating = scale[next];
  if (rating !== undefined) yield { code: 'band_missing', path: ['bands'], params: { rating } };
}

type Band = { from: string; to: string; first: number; last: number; next: number };

function bandFault({ from, to, first, last, next }: Band): Omit<Found, 'path'> | undefined {
  if (first < 0) return { code: 'rating_off_scale', params: { rating: from } };
  if (last < 0) return { code: 'rating_off_scale', params: { rating: to } };
  if (last < first) return { code: 'band_reversed', params: { from, to } };
  return first < next ? { code: 'band_overlap', params: { rating: from } } : undefined;
}
