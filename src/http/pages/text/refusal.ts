import type { Locale } from '../../env.ts';

type Params = Record<string, string | number | boolean>;
type Worded = (text: (name: string) => string) => string;

/** Files and selections that were refused, in words with the remedy; a code without words is named. */
export function wordRefusal(locale: Locale, code: string, params: Params): string {
  const text = (name: string) => String(params[name] ?? '');
  const worded = sentences[locale][code];
  if (worded) return worded(text);
  const numbers = Object.entries(params).map(([name, value]) => `${name}: ${value}`);
  const detail = numbers.length > 0 ? `${code} (${numbers.join(', ')})` : code;
  return locale === 'en' ? `This was refused: ${detail}.` : `操作被拒绝：${detail}。`;
}

const sentences: Record<Locale, Record<string, Worded>> = {
  en: {
    file_empty: () => 'The file is empty. Export the open items again.',
    file_without_rows: () => 'The file has a header and no rows. Export the open items again.',
    file_not_text: (t) => `This is a ${t('format')} file. Save the ledger as CSV and choose that file.`,
    encoding_unclear: (t) => `The encoding is not clear (${t('candidates')}). Save the file as UTF-8.`,
    encoding_broken: (t) => `Row ${t('row')} is not ${t('encoding')}. Save the file as UTF-8.`,
    encoding_not_supported: (t) => `${t('encoding')} is not supported. Save the file as UTF-8.`,
    delimiter_unclear: () => 'The column separator is not clear. Export with comma, semicolon or tab.',
    header_unreadable: () => 'The first row is no header. Export the ledger with column names.',
    header_column_missing: (t) =>
      `The mapping names columns the file does not have: ${t('columns')}. The file has: ${t('header')}.`,
    header_column_twice: (t) => `The column “${t('column')}” stands twice in the header. Rename one.`,
    mapping_invalid: (t) => `The mapping cannot be used at ${t('path')}: ${t('detail')}.`,
    mapping_field_missing: (t) => `No column gives “${t('field')}”. Choose one below.`,
    date_format_unstated: (t) =>
      `The dates of “${t('column')}” can be read in several ways (${t('example')}). Choose one: ${t('candidates')}.`,
    number_format_unstated: (t) =>
      `The amounts of “${t('column')}” can be read in several ways (${t('example')}). Choose the decimal sign.`,
    currency_unstated: () => 'No column says the currency. State the currency of the whole file.',
    currency_unknown: (t) => `${t('currency')} is not an ISO 4217 currency.`,
    currency_column_unmapped: (t) =>
      `The column “${t('column')}” has other currencies (${t('found')}) than ${t('stated')}. Map it.`,
    as_of_impossible: (t) => `${t('value')} is not a day.`,
    total_too_large: (t) => `The total in ${t('currency')} is too large at row ${t('row')}.`,
    kind_values_unknown: (t) =>
      `“${t('column')}” uses words we do not know: ${t('values')}. Rows with them are rejected.`,
    negative_amounts: (t) =>
      `“${t('column')}” has amounts below zero (${t('example')}). They are taken as credit notes.`,
    nothing_chosen: () => 'None of the selected receivables can be financed now. Select others.',
    not_eligible: () => 'A selected receivable is no longer eligible. Update the selection.',
    facility_unknown: () => 'This facility has no terms in force today.',
    several_sellers: () => 'The selection spans several selling companies; create one request for each.',
    fx_rate_missing: (t) =>
      `There is no exchange rate from ${t('from')} to ${t('to')} for ${t('asOf')}. Load one through the API.`,
    basket_full: (t) => `The basket holds at most ${t('max')} receivables.`,
    policy_unknown: () => 'This policy has no decisions in the cover book yet.',
    seller_unknown: () => 'The selling company is not known. An administrator enters it.',
  },
  'zh-CN': {
    file_empty: () => '文件为空。请重新导出未清项。',
    file_without_rows: () => '文件只有表头，没有数据行。请重新导出未清项。',
    file_not_text: (t) => `这是 ${t('format')} 文件。请将账簿另存为 CSV 后再选择。`,
    encoding_unclear: (t) => `文件编码不明确（${t('candidates')}）。请另存为 UTF-8。`,
    encoding_broken: (t) => `第${t('row')}行不是 ${t('encoding')} 编码。请另存为 UTF-8。`,
    encoding_not_supported: (t) => `不支持 ${t('encoding')}。请另存为 UTF-8。`,
    delimiter_unclear: () => '列分隔符不明确。请使用逗号、分号或制表符导出。',
    header_unreadable: () => '第一行不是表头。请导出带列名的账簿。',
    header_column_missing: (t) =>
      `映射中的列在文件中不存在：${t('columns')}。文件中有：${t('header')}。`,
    header_column_twice: (t) => `表头中“${t('column')}”出现两次。请改名其中一列。`,
    mapping_invalid: (t) => `映射在 ${t('path')} 处无法使用：${t('detail')}。`,
    mapping_field_missing: (t) => `没有列对应“${t('field')}”。请在下方选择。`,
    date_format_unstated: (t) =>
      `“${t('column')}”的日期可有多种读法（${t('example')}）。请选择：${t('candidates')}。`,
    number_format_unstated: (t) =>
      `“${t('column')}”的金额可有多种读法（${t('example')}）。请选择小数点符号。`,
    currency_unstated: () => '没有列说明币种。请填写整个文件的币种。',
    currency_unknown: (t) => `${t('currency')} 不是 ISO 4217 币种。`,
    currency_column_unmapped: (t) =>
      `“${t('column')}”列中有不同于 ${t('stated')} 的币种（${t('found')}）。请映射该列。`,
    as_of_impossible: (t) => `${t('value')}不是有效日期。`,
    total_too_large: (t) => `第${t('row')}行处 ${t('currency')} 合计过大。`,
    kind_values_unknown: (t) => `“${t('column')}”中有未知的类型：${t('values')}。这些行将被拒绝。`,
    negative_amounts: (t) => `“${t('column')}”中有负数（${t('example')}），将作为贷项通知单处理。`,
    nothing_chosen: () => '所选账款目前均不能融资。请另行选择。',
    not_eligible: () => '所选账款中有一笔已不再合格。请更新选择。',
    facility_unknown: () => '该额度目前没有生效的条款。',
    several_sellers: () => '所选账款属于多家卖方公司；请分别创建申请。',
    fx_rate_missing: (t) =>
      `缺少${t('asOf')}从 ${t('from')} 到 ${t('to')} 的汇率。请通过 API 录入。`,
    basket_full: (t) => `最多可选 ${t('max')} 笔。`,
    policy_unknown: () => '该保单尚无任何批复。',
    seller_unknown: () => '未知的卖方公司。请由管理员录入。',
  },
};
