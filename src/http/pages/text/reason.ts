import type { Params } from '../../../core/plan.ts';
import type { Locale } from '../../env.ts';
import type { Format } from '../format.ts';

type Numbers = {
  text(name: string): string;
  count(name: string): number;
  day(name: string): string;
  /** In the currency of the params. */
  money(name: string): string;
  percent(name: string): string;
};
type Sentence = (numbers: Numbers) => string;

/** Why a rule takes an amount away, with its numbers; the code itself for a rule without a sentence. */
export function reasonOf(
  locale: Locale,
  format: Format,
  { rule, params }: { rule: string; params: Params },
): string {
  return sentences[locale][rule]?.(numbersOf(format, params)) ?? rule;
}

function numbersOf(format: Format, params: Params): Numbers {
  const text = (name: string) => String(params[name] ?? '');
  const count = (name: string) => Number(params[name] ?? 0);
  return {
    text,
    count,
    day: (name) => (params[name] === undefined ? '' : format.day(text(name))),
    money: (name) => `${format.amount(count(name), text('currency') || 'EUR')} ${text('currency')}`,
    percent: (name) => format.percent(count(name)),
  };
}

const coverEn: Record<string, string> = {
  no_decision: 'the insurer has decided nothing on this debtor',
  pending: 'the insurer has not decided yet',
  conditional: 'the cover is conditional',
  refused: 'the insurer refused cover',
  withdrawn: 'the cover was withdrawn',
  expired: 'the cover has expired',
  cancelled: 'the cover was cancelled',
  superseded: 'the cover was replaced',
  not_yet_valid: 'the cover is not yet valid',
  needs_review: 'the insurer’s answer needs review',
};

const coverZh: Record<string, string> = {
  no_decision: '保险人尚未对该债务人作出批复',
  pending: '保险人尚未批复',
  conditional: '承保附有条件',
  refused: '保险人拒绝承保',
  withdrawn: '承保已撤销',
  expired: '承保已到期',
  cancelled: '承保已取消',
  superseded: '承保已被取代',
  not_yet_valid: '承保尚未生效',
  needs_review: '保险人的答复需人工审核',
};

const sentences: Record<Locale, Record<string, Sentence>> = {
  en: {
    not_yet_issued: (n) => `issued only on ${n.day('issuedOn')}`,
    past_invoice_date: (n) => `${n.count('days')} days old, limit ${n.count('thresholdDays')}`,
    past_due_date: (n) => `${n.count('days')} days past due, limit ${n.count('thresholdDays')}`,
    term_too_long: (n) => `term of ${n.count('days')} days, limit ${n.count('thresholdDays')}`,
    disputed: (n) => `${n.money('disputedMinor')} in dispute`,
    country: (n) =>
      n.text('country') === ''
        ? 'the debtor’s country is not known'
        : `country ${n.text('country')}; accepted: ${n.text('allowed')}`,
    currency: (n) => `${n.text('invoiceCurrency')}; accepted: ${n.text('allowed')}`,
    amount_range: (n) =>
      n.text('bound') === 'min'
        ? `below the minimum of ${n.money('thresholdMinor')}`
        : `above the maximum of ${n.money('thresholdMinor')}`,
    already_financed: (n) => `held by ${n.text('holder')}`,
    cross_ageing: (n) =>
      `${n.percent('shareBp')} of the debtor is over ${n.count('days')} days, limit ${n.percent('thresholdBp')}`,
    credits: (n) => `credits of ${n.money('creditsMinor')} on the debtor`,
    contra: (n) => `${n.money('payableMinor')} is owed to the debtor`,
    insured_limit: (n) =>
      n.text('reason') === 'over_limit'
        ? `limit ${n.money('coverMinor')}, debtor ${n.money('eligibleMinor')}`
        : (coverEn[n.text('reason')] ?? n.text('reason')),
    debtor_concentration: (n) =>
      `debtor ${n.money('nodeMinor')}, cap ${n.money('capMinor')} (${n.percent('thresholdBp')})`,
  },
  'zh-CN': {
    not_yet_issued: (n) => `${n.day('issuedOn')}才开票`,
    past_invoice_date: (n) => `账龄${n.count('days')}天，上限${n.count('thresholdDays')}天`,
    past_due_date: (n) => `逾期${n.count('days')}天，上限${n.count('thresholdDays')}天`,
    term_too_long: (n) => `账期${n.count('days')}天，上限${n.count('thresholdDays')}天`,
    disputed: (n) => `争议金额 ${n.money('disputedMinor')}`,
    country: (n) =>
      n.text('country') === ''
        ? '债务人国家不明'
        : `国家 ${n.text('country')}，可接受：${n.text('allowed')}`,
    currency: (n) => `${n.text('invoiceCurrency')}，可接受：${n.text('allowed')}`,
    amount_range: (n) =>
      n.text('bound') === 'min'
        ? `低于下限 ${n.money('thresholdMinor')}`
        : `高于上限 ${n.money('thresholdMinor')}`,
    already_financed: (n) => `由 ${n.text('holder')} 持有`,
    cross_ageing: (n) =>
      `债务人${n.percent('shareBp')}超过${n.count('days')}天，上限${n.percent('thresholdBp')}`,
    credits: (n) => `该债务人贷项 ${n.money('creditsMinor')}`,
    contra: (n) => `应付该债务人 ${n.money('payableMinor')}`,
    insured_limit: (n) =>
      n.text('reason') === 'over_limit'
        ? `限额 ${n.money('coverMinor')}，债务人 ${n.money('eligibleMinor')}`
        : (coverZh[n.text('reason')] ?? n.text('reason')),
    debtor_concentration: (n) =>
      `债务人 ${n.money('nodeMinor')}，上限 ${n.money('capMinor')}（${n.percent('thresholdBp')}）`,
  },
};
