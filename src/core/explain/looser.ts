import type { ConcentrationRule } from '../eligibility/capNodes.ts';
import { isConcentration } from '../eligibility/concentration.ts';
import type { Rule, RuleOf } from '../facility/rule.ts';
import type { Terms } from '../facility.ts';
import { mulDiv } from '../money.ts';
import type { Parameter } from './explanation.ts';

/** Terms of which one number is a step looser; `coverBp` is a share of today's cover of every debtor. */
export type LooserTerms = {
  rule?: string;
  parameter: Parameter;
  from: number;
  to: number;
  terms: Terms;
  coverBp?: number;
};

const stepDays = 30;
const stepBp = 500;
/** Limits a tenth higher. */
const tenthBp = 11_000;
const wholeBp = 10_000;
const daysMax = 3650;
const timesMax = 20;

/** Each rule with a number, one step looser, and the facility's own limit and rate of advance. */
export function looserTerms(terms: Terms): LooserTerms[] {
  const ofRules = terms.rules.flatMap((rule, index) =>
    [...stepsOf(rule)]
      .filter(({ from, to }) => from !== to)
      .map(({ rule: looser, ...step }) => ({
        ...step,
        rule: rule.rule,
        terms: looser ? { ...terms, rules: terms.rules.with(index, looser) } : terms,
      })),
  );
  return [...ofRules, ...limitSteps(terms)];
}

function limitSteps(terms: Terms): LooserTerms[] {
  const { limitMinor, advanceRateBp } = terms;
  const higher = mulDiv(limitMinor, tenthBp, wholeBp, 'up');
  const rate = Math.min(wholeBp, advanceRateBp + stepBp);
  const steps: LooserTerms[] = [
    {
      parameter: 'limitMinor',
      from: limitMinor,
      to: higher,
      terms: { ...terms, limitMinor: higher },
    },
    {
      parameter: 'advanceRateBp',
      from: advanceRateBp,
      to: rate,
      terms: { ...terms, advanceRateBp: rate },
    },
  ];
  return steps.filter(({ from, to }) => from !== to);
}

type Step = Pick<LooserTerms, 'parameter' | 'from' | 'to' | 'coverBp'> & { rule?: Rule };

function* stepsOf(rule: Rule): Generator<Step> {
  if (isConcentration(rule)) yield wider(rule);
  else {
    yield* invoiceSteps(rule);
    yield* debtorSteps(rule);
  }
}

function* invoiceSteps(rule: Rule): Generator<Step> {
  switch (rule.rule) {
    case 'past_due_date':
    case 'past_invoice_date':
    case 'term_too_long': {
      const to = laterDays(rule.days);
      yield { parameter: 'days', from: rule.days, to, rule: { ...rule, days: to } };
      return;
    }
    case 'past_terms': {
      const to = Math.min(timesMax, rule.times + 1);
      yield { parameter: 'times', from: rule.times, to, rule: { ...rule, times: to } };
      return;
    }
    case 'remaining_term': {
      const to = Math.max(0, Math.ceil(rule.minDays / 10 - 1) * 10);
      yield { parameter: 'minDays', from: rule.minDays, to, rule: { ...rule, minDays: to } };
      return;
    }
    case 'not_yet_issued': {
      const from = rule.toleranceDays ?? 0;
      const to = Math.min(daysMax, from + 7);
      yield { parameter: 'toleranceDays', from, to, rule: { ...rule, toleranceDays: to } };
      return;
    }
    case 'amount_range':
      yield* rangeSteps(rule);
      return;
    case 'currency_haircut': {
      const haircuts = rule.haircuts.map((own) => ({
        ...own,
        haircutBp: Math.floor(own.haircutBp / 2),
      }));
      yield { parameter: 'haircuts', from: wholeBp, to: wholeBp / 2, rule: { ...rule, haircuts } };
      return;
    }
    default:
  }
}

function* rangeSteps(rule: RuleOf<'amount_range'>): Generator<Step> {
  const { minMinor, maxMinor } = rule;
  if (minMinor !== undefined) {
    const to = Math.floor(minMinor / 2);
    yield { parameter: 'minMinor', from: minMinor, to, rule: { ...rule, minMinor: to } };
  }
  if (maxMinor !== undefined && maxMinor < Number.MAX_SAFE_INTEGER / 2) {
    const to = maxMinor * 2;
    yield { parameter: 'maxMinor', from: maxMinor, to, rule: { ...rule, maxMinor: to } };
  }
}

function* debtorSteps(rule: Rule): Generator<Step> {
  switch (rule.rule) {
    case 'cross_ageing': {
      const { days, shareBp } = rule;
      const later = laterDays(days);
      const share = Math.min(wholeBp, shareBp + stepBp);
      if (rule.numerator !== 'otherwise_ineligible') {
        yield { parameter: 'days', from: days, to: later, rule: { ...rule, days: later } };
      }
      yield { parameter: 'shareBp', from: shareBp, to: share, rule: { ...rule, shareBp: share } };
      return;
    }
    case 'funder_limit': {
      const higher = (amount: number) => mulDiv(amount, tenthBp, wholeBp, 'up');
      const limits = rule.limits.map(({ debtorId, amountMinor }) => ({
        debtorId,
        amountMinor: higher(amountMinor),
      }));
      const raised = { ...rule, limits, otherwiseMinor: higher(rule.otherwiseMinor) };
      yield { parameter: 'limits', from: wholeBp, to: tenthBp, rule: raised };
      return;
    }
    case 'insured_limit':
      yield* insuredSteps(rule);
      return;
    default:
  }
}

function* insuredSteps(rule: RuleOf<'insured_limit'>): Generator<Step> {
  yield { parameter: 'cover', from: wholeBp, to: tenthBp, coverBp: tenthBp };
  for (const parameter of ['maximumTermDays', 'stopOverdueDays'] as const) {
    const from = rule[parameter];
    if (from === undefined) continue;
    const to = laterDays(from);
    yield { parameter, from, to, rule: { ...rule, [parameter]: to } };
  }
}

/** Every share of a cap is wider by the same: of those named or rated too, or nothing would change. */
function wider(rule: ConcentrationRule): Step {
  const raise = (share: number) => Math.min(wholeBp, share + stepBp);
  const to = raise(rule.shareBp);
  const named =
    'named' in rule && rule.named
      ? { named: rule.named.map((own) => ({ ...own, shareBp: raise(own.shareBp) })) }
      : {};
  const rated =
    'rated' in rule && rule.rated
      ? {
          rated: {
            ...rule.rated,
            bands: rule.rated.bands.map((band) => ({ ...band, shareBp: raise(band.shareBp) })),
            unratedBp: raise(rule.rated.unratedBp),
          },
        }
      : {};
  return {
    parameter: 'shareBp',
    from: rule.shareBp,
    to,
    rule: { ...rule, shareBp: to, ...named, ...rated },
  };
}

/** To the next full thirty days: 45 and 59 become 60, 60 becomes 90. */
function laterDays(days: number): number {
  return Math.min(daysMax, (Math.floor(days / stepDays) + 1) * stepDays);
}
