import { never } from '../core/assert.ts';
import type { Day } from '../core/calendar.ts';
import { type Money, toDecimal } from '../core/money.ts';
import type { Language } from '../core/template.ts';

/** "CNY 1,234,567.89" in every language: grouped by our own hand, so no ICU version moves a byte. */
export function formatMoney(money: Money): string {
  return `${money.currency} ${formatAmount(money)}`;
}

/** "1,234,567.89" with the currency's own number of decimals. */
export function formatAmount(money: Money): string {
  const [whole = '', fraction] = toDecimal(money).split('.');
  const grouped = group(whole);
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

export function formatCount(count: number): string {
  return group(String(count));
}

/** A day in full words, for running text; tables print the ISO form. */
export function formatDay(day: Day, language: Language): string {
  const [year = '', month = '', date = ''] = day.split('-');
  switch (language) {
    case 'zh-CN':
      return `${year}年${Number(month)}月${Number(date)}日`;
    case 'en':
      return `${Number(date)} ${months[Number(month) - 1]} ${year}`;
    default:
      return never(language, 'formatDay');
  }
}

/** Sums in several currencies, parted as the language parts them. */
export function formatMoneyList(moneys: readonly Money[], language: Language): string {
  return moneys.map(formatMoney).join(language === 'zh-CN' ? '、' : ', ');
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}
