import type { reconciliation as english } from '../en/reconciliation.ts';

/** 我方、资金方、协议、明细账、银行与总账之间的差异。 */
export const reconciliation: Record<keyof typeof english, string> = {
  'measure.advance': '预付款',
  'measure.collected': '回款',
  'measure.dilution': '贷项与扣款',
  'measure.fees': '费用',
  'measure.feeTax': '费用税金',
  'measure.interest': '利息',
  'measure.writeOff': '核销',
  'measure.reassigned': '转回',
  'measure.rebate': '尾款',
  'measure.open': '未结余额',

  'difference.in_transit': '在途',
  'difference.in_transit.sentence': '{name}：银行对账单金额减应收付金额为 {amountMinor:money}。',
  'difference.in_transit.cure':
    '请导入最新的银行对账单；若仍有差异，请向资金方索取该笔付款的参考号。',
  'difference.questioned': '待查变动',
  'difference.questioned.sentence':
    '资金方告知的 {name}（{measure:word.measure}，{amountMinor:money}）与我方所知不符，尚未入账。',
  'difference.questioned.cure': '请作出决定：记入正确的账款，或不予入账。',
  'difference.dismissed': '已搁置的变动',
  'difference.dismissed.sentence':
    '{name}（{measure:word.measure}，{amountMinor:money}）已由人工决定不予入账，但资金方账上仍有此笔。',
  'difference.dismissed.cure': '请要求资金方撤销该笔。',
  'difference.not_told': '资金方尚未告知',
  'difference.not_told.sentence':
    '{measure:word.measure}：资金方告知的金额减我方记录为 {amountMinor:money}。',
  'difference.not_told.cure':
    '请等待资金方的下一份对账单；若仍有差异，请重新发送贷项通知或付款凭证。',
  'difference.posted_later': '记入以后月份',
  'difference.posted_later.sentence':
    '{measure:word.measure}：{amountMinor:money} 属于已结账月份，已记入首个未结账日。',
  'difference.posted_later.cure': '无需处理：选择更晚的日期即可看到。',
  'difference.not_in_books': '与明细账不符',
  'difference.not_in_books.sentence':
    '{measure:word.measure}：明细账金额减已记录的事实为 {amountMinor:money}。',
  'difference.not_in_books.cure': '请查看该账款的分户账并告知管理员：每个事实都应随凭证入账。',
  'difference.charge_differs': '收费与协议不符',
  'difference.charge_differs.sentence':
    '{measure:word.measure}：按协议计算的金额减资金方截至 {on:date} 的收费为 {amountMinor:money}。',
  'difference.charge_differs.cure':
    '请将下方的计算过程发给资金方；若对方无误，请更正协议中的收费条款。',
  'difference.ledger_differs': '总账不符',
  'difference.ledger_differs.sentence': '总账余额减明细账余额为 {amountMinor:money}。',
  'difference.ledger_differs.cure': '请将最新凭证导出至总账，或查找总账中的手工分录。',

  'chargeUnknown.fixing_missing': '未核对：缺少 {index} 在 {day:date} 的定价。',
  'chargeUnknown.calendar_missing': '未核对：日历 {calendar} 未知。',
  'chargeUnknown.calendar_outside':
    '未核对：日历 {calendar} 仅涵盖 {firstYear} 至 {lastYear} 年，不含 {day:date}。',
  'chargeUnknown.rate_impossible': '未核对：{percent}% 的利率无法得出价格。',

  'refusal.control_not_text': '文件不是 UTF-8 文本。请另存为 UTF-8 编码的 CSV。',
  'refusal.control_header':
    '首行不是“account,currency,receivable,balance”：{found}。若不按单笔账款列示，可省略 receivable 列。',
  'refusal.control_row': '第 {row} 行有 {found} 个单元格，应为 {expected} 个。',
  'refusal.control_missing': '第 {row} 行缺少 {field}。',
  'refusal.control_currency': '第 {row} 行：“{value}”不是货币代码。',
  'refusal.control_amount': '第 {row} 行：“{value}”不是金额。请使用小数点、不加千分位，借方为正。',
  'refusal.control_twice': '第 {row} 行：{account} 的余额已在第 {before} 行给出。',
  'refusal.control_empty': '文件中没有余额。',
  'refusal.control_too_long': '文件超过 {limit:count} 行。',
  'refusal.control_unknown':
    '明细账中没有对应 {accounts} 的科目。请使用导出时填写的贵司科目编号，或明细账的科目名称。',
};
