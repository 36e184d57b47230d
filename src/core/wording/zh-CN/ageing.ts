import type { ageing as english } from '../en/ageing.ts';

export const ageing: Record<keyof typeof english, string> = {
  'ageing.column.not_due': '未到期',
  'ageing.column.issued': '当日',
  'ageing.column.upTo': '{toDays:days}以内',
  'ageing.column.one': '{toDays:days}',
  'ageing.column.between': '{fromDays}–{toDays:days}',
  'ageing.column.over': '{belowDays:days}以上',
  'ageing.column.credit_note': '贷项通知单',
  'ageing.column.unapplied_cash': '未核销收款',

  'ageing.outstanding.simple':
    '未结 {openMinor:money} ÷ {firstOn:date}至{lastOn:date}开票额 {salesMinor:money} × {days:days}。',
  'ageing.outstanding.none':
    '{firstOn:date}至{lastOn:date}没有开票，未结的 {openMinor:money} 无从对比。',
  'ageing.outstanding.best':
    '其中 {notDueMinor:money} 尚未到期：如所有债务人都按期付款，仅余此数。',
  'ageing.outstanding.countBack':
    '未结的 {openMinor:money} 由近及远逐月抵减开票额，抵至{firstOn:date}起的开票额为止。',
  'ageing.outstanding.beyond':
    '向前抵减 {months:months}后仍有 {restMinor:money} 未能抵减：实际天数不少于此数。',
  'ageing.outstanding.nothing': '没有未结金额。',
  'ageing.outstanding.partlyKnown':
    '首份账簿截至{knownSince:date}。此前开出的发票中，仅知道当时仍未结清的部分，因此天数可能偏大。',

  'ageing.delay.not_enough':
    '该期间付款的账款仅 {count:count} 笔，不足以得出结论；至少需要 {needed:count} 笔。',

  'ageing.file.debtorId': '债务人编号',
  'ageing.file.debtor': '债务人',
  'ageing.file.currency': '币种',
  'ageing.file.count': '未结笔数',
  'ageing.file.total': '合计',
  'ageing.file.disputed': '其中有争议',
};
