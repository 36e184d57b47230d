import { z } from 'zod';
import {
  DebtorExplanation,
  type DebtorFacility,
  FacilityExplanation,
  FacilityStep,
  type Freed,
  LimitWorth,
  Looser,
  type Raised,
} from '../explain/explanation.ts';
import type { Locale } from './catalogue.ts';
import { money } from './format.ts';
import { word, wordDeduction, wordRule } from './word.ts';

const sentence = z.string().describe('The same in a sentence of your language.');
const name = z.string().describe('Its name in your language.');
const WordedLooser = Looser.extend({ sentence });

/** A facility's explanation with every number in a sentence. */
export const WordedFacility = FacilityExplanation.extend({
  steps: z
    .array(
      FacilityStep.extend({
        name,
        sentence,
        looser: z.array(WordedLooser).describe('A step looser, where a step is well defined.'),
      }),
    )
    .describe('Every rule, those that free most first.'),
  limits: z
    .array(FacilityExplanation.shape.limits.element.extend({ name, sentence }))
    .describe('The facility’s own limit and rate of advance.'),
  best: FacilityExplanation.shape.best
    .unwrap()
    .extend({ name, sentence })
    .optional()
    .describe('The one step that frees most; absent where none frees anything.'),
  collapsed: FacilityExplanation.shape.collapsed
    .unwrap()
    .extend({ sentence })
    .optional()
    .describe('A share cap that leaves no pool at all.'),
});
export type WordedFacility = z.infer<typeof WordedFacility>;

const DebtorFacilities = DebtorExplanation.shape.facilities.element;

/** A debtor's explanation with every number in a sentence. */
export const WordedDebtor = DebtorExplanation.extend({
  facilities: z
    .array(
      DebtorFacilities.extend({
        deductions: z
          .array(
            DebtorFacilities.shape.deductions.element.extend({
              name,
              sentence: sentence.optional(),
            }),
          )
          .describe('What rules take, in the terms’ order.'),
      }),
    )
    .describe('Under each facility, by facilityId.'),
  limits: z
    .array(
      LimitWorth.extend({
        name,
        sentences: z.array(z.string()).describe('All of it in sentences of your language.'),
      }),
    )
    .describe('Each limit on the debtor that could be higher.'),
});
export type WordedDebtor = z.infer<typeof WordedDebtor>;

export function facilityInWords(locale: Locale, explained: FacilityExplanation): WordedFacility {
  const { currency, collapsed, best, ...rest } = explained;
  const looserOf = (looser: Looser) => ({
    ...looser,
    sentence: looserSentence(locale, looser, currency),
  });
  return {
    ...rest,
    currency,
    steps: explained.steps.map((step) => ({
      ...step,
      name: wordRule(locale, step.rule),
      sentence: dropSentence(locale, step, currency),
      looser: step.looser.map(looserOf),
    })),
    limits: explained.limits.map((limit) => ({
      ...limit,
      name: nameOf(locale, limit),
      sentence: looserSentence(locale, limit, currency),
    })),
    ...(best && { best: bestOf(locale, best, currency) }),
    ...(collapsed && {
      collapsed: {
        ...collapsed,
        sentence: word(locale, 'explain.collapsed', {
          ...collapsed,
          rule: wordRule(locale, collapsed.rule),
        }),
      },
    }),
  };
}

export function debtorInWords(
  locale: Locale,
  explained: DebtorExplanation,
  nameOfFacility: (facilityId: string) => string = (facilityId) => facilityId,
): WordedDebtor {
  return {
    ...explained,
    facilities: explained.facilities.map((facility) => ({
      ...facility,
      deductions: deductionsIn(locale, facility),
    })),
    limits: explained.limits.map((limit) => ({
      ...limit,
      name: word(locale, `explain.limit.${limit.what}`, {
        id: limit.what === 'cover' ? limit.id : nameOfFacility(limit.id),
      }),
      sentences: limitSentences(locale, limit, nameOfFacility),
    })),
  };
}

function deductionsIn(
  locale: Locale,
  { deductions, currency }: DebtorFacility,
): WordedDebtor['facilities'][0]['deductions'] {
  return deductions.map((deduction) => {
    const { rule, params } = deduction;
    return {
      ...deduction,
      name: wordRule(locale, rule),
      ...(params && { sentence: wordDeduction(locale, { rule, params }, currency) }),
    };
  });
}

function dropSentence(
  locale: Locale,
  { frees, isNegotiable }: FacilityStep,
  currency: string,
): string {
  const { poolMinor, availableMinor } = frees;
  const code = dropCode(frees);
  const freed = word(locale, code, { poolMinor, availableMinor, currency });
  if (isNegotiable) return freed;
  return joined(locale, [freed, word(locale, 'explain.drop.fixed')]);
}

function dropCode({ poolMinor, availableMinor }: Freed) {
  if (poolMinor === 0 && availableMinor === 0) return 'explain.drop.nothing';
  return poolMinor < 0 || availableMinor < 0 ? 'explain.drop.mixed' : 'explain.drop';
}

function looserSentence(
  locale: Locale,
  { parameter, from, to, frees }: Looser,
  currency: string,
): string {
  const step = word(locale, `explain.step.${parameter}`, { from, to, currency });
  const { poolMinor, availableMinor } = frees;
  return word(locale, looserCode(frees), { step, poolMinor, availableMinor, currency });
}

function looserCode({ poolMinor, availableMinor }: Freed) {
  if (poolMinor !== 0) return 'explain.looser';
  return availableMinor === 0 ? 'explain.looser.nothing' : 'explain.looser.draw';
}

type Best = NonNullable<FacilityExplanation['best']>;

function bestOf(locale: Locale, best: Best, currency: string): NonNullable<WordedFacility['best']> {
  const rule = nameOf(locale, best);
  const params = { rule, sentence: looserSentence(locale, best, currency) };
  return { ...best, name: rule, sentence: word(locale, 'explain.best', params) };
}

function nameOf(
  locale: Locale,
  { rule, parameter }: { rule?: string | undefined } & Looser,
): string {
  if (rule !== undefined) return wordRule(locale, rule);
  return parameter === 'limitMinor'
    ? word(locale, 'explain.limit.limitMinor')
    : word(locale, 'explain.limit.advanceRateBp');
}

type NameOf = (facilityId: string) => string;

/** What was asked about first; else what the next unit and what all that is worth having would free. */
function limitSentences(locale: Locale, limit: LimitWorth, nameOfFacility: NameOf): string[] {
  const { asked, one, most, saturates, marginPpm, currency } = limit;
  const tell = (raised: Raised, place: number, code: 'one' | 'most' | 'asked', byMinor: number) => {
    const effect = raised.facilities[place];
    if (!effect) return [];
    const { frees, facilityId } = effect;
    const isFull = code === 'asked' && frees.poolMinor > 0 && frees.availableMinor <= 0;
    return [
      word(locale, `explain.raise.${isFull ? 'full' : code}`, {
        facility: nameOfFacility(facilityId),
        more: money(locale, byMinor, currency),
        pool: money(locale, frees.poolMinor, effect.currency),
        available: money(locale, frees.availableMinor, effect.currency),
      }),
    ];
  };
  const ofFacilities = saturates.flatMap(({ facilityId, byMinor }, place) => {
    const facility = nameOfFacility(facilityId);
    if (byMinor === 0) return [word(locale, 'explain.raise.nothing', { facility })];
    return [
      ...(asked
        ? tell(asked, place, 'asked', asked.byMinor)
        : tell(one, place, 'one', one.byMinor)),
      ...tell(most, place, 'most', byMinor),
    ];
  });
  return [
    ...ofFacilities,
    ...costSentences(locale, asked?.allocation),
    ...(marginPpm ? [word(locale, 'explain.raise.margin', { marginPpm })] : []),
  ];
}

type Allocation = NonNullable<NonNullable<LimitWorth['asked']>['allocation']>;

function costSentences(locale: Locale, allocation: Allocation | undefined): string[] {
  if (!allocation) return [];
  const { currency, costMinor, cashMinor, shortfallMinor } = allocation;
  const write = (amountMinor: number) => money(locale, amountMinor, currency);
  if (shortfallMinor.before > 0) {
    const params = { cash: write(cashMinor.after), before: write(cashMinor.before) };
    return [word(locale, 'explain.raise.reaches', params)];
  }
  const { before, after } = costMinor;
  // The plan of today stays possible, so that a dearer one is only one that was searched less well.
  if (after >= before) return [word(locale, 'explain.raise.same', { before: write(before) })];
  const params = { before: write(before), after: write(after), saved: write(before - after) };
  return [word(locale, 'explain.raise.saves', params)];
}

function joined(locale: Locale, sentences: readonly string[]): string {
  return sentences.join(locale === 'zh-CN' ? '' : ' ');
}
