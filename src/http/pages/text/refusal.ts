import { money } from '../../../core/wording/format.ts';
import { isWorded, word } from '../../../core/wording/word.ts';
import type { Locale } from '../../env.ts';

type Params = Record<string, string | number | boolean>;

/** Files, selections and feeds that were refused, in words; a code without words is named. */
export function wordRefusal(locale: Locale, code: string, params: Params): string {
  const own = sentences[locale][code];
  if (own) return own(params);
  for (const key of [`file.${code}`, `refusal.${code}`, code]) {
    if (!isWorded(key)) continue;
    const said = tryWord(() => word(locale, key, params));
    if (said !== undefined) return said;
  }
  const numbers = Object.entries(params).map(([name, value]) => `${name}: ${value}`);
  const detail = numbers.length > 0 ? `${code} (${numbers.join(', ')})` : code;
  return locale === 'en' ? `This was refused: ${detail}.` : `操作被拒绝：${detail}。`;
}

/** What a cookie says may lack a number that a sentence needs. */
function tryWord(say: () => string): string | undefined {
  try {
    return say();
  } catch {
    return undefined;
  }
}

type Param = Params[string] | undefined;
type Worded = (params: Params) => string;

function amount(locale: Locale, minor: Param, currency: Param): string {
  return money(locale, Number(minor), String(currency));
}

const sentences: Record<Locale, Record<string, Worded>> = {
  en: {
    nothing_eligible: () => 'None of the selected receivables can be financed now. Select others.',
    no_facility: () => 'No facility has terms in force on this day. An administrator enters them.',
    not_eligible: ({ number = '' }) =>
      `Receivable ${number} is no longer eligible here. Update the selection.`,
    over_available: ({ advanceMinor, availableMinor, currency }) =>
      `The selection would draw ${amount('en', advanceMinor, currency)}, available are ${amount('en', availableMinor, currency)}. Select less.`,
    facility_unknown: () => 'This facility has no terms in force today.',
    several_sellers: () => 'The selection spans several sellers. Create one request for each.',
    basket_full: ({ max = '' }) => `The basket holds at most ${max} receivables.`,
    seller_unknown: () => 'The selling company is not known. An administrator enters it.',
    control_total_differs: ({ lines = '', ledger = '' }) =>
      `The lines add up to ${lines} and the ledger to ${ledger} (minor units). Nothing was sent.`,
    rate_missing: ({ from = '', to = '', asOf = '' }) =>
      `There is no rate from ${from} to ${to} for ${asOf}. Load it, then send again.`,
  },
  'zh-CN': {
    nothing_eligible: () => '所选账款目前均不能融资。请另行选择。',
    no_facility: () => '该日没有生效的额度条款。请由管理员录入。',
    not_eligible: ({ number = '' }) => `应收账款 ${number} 在此额度下已不再合格。请更新选择。`,
    over_available: ({ advanceMinor, availableMinor, currency }) =>
      `所选账款需提用 ${amount('zh-CN', advanceMinor, currency)}，可提用 ${amount('zh-CN', availableMinor, currency)}。请减少选择。`,
    facility_unknown: () => '该额度目前没有生效的条款。',
    several_sellers: () => '所选账款属于多家卖方公司。请分别创建申请。',
    basket_full: ({ max = '' }) => `最多可选 ${max} 笔。`,
    seller_unknown: () => '未知的卖方公司。请由管理员录入。',
    control_total_differs: ({ lines = '', ledger = '' }) =>
      `明细合计 ${lines} 与账簿合计 ${ledger}（最小货币单位）不一致，未发送。`,
    rate_missing: ({ from = '', to = '', asOf = '' }) =>
      `缺少${asOf}从 ${from} 到 ${to} 的汇率。请录入后重新发送。`,
  },
};
