import type { books as english } from '../en/books.ts';

/** 明细账的科目与变动种类，以及月结与导出被拒绝的原因。 */
export const books: Record<keyof typeof english, string> = {
  'bookAccount.trade_receivables': '应收账款',
  'bookAccount.receivables_transferred': '已转让或质押的应收账款',
  'bookAccount.due_from_factor': '应收资金方款项',
  'bookAccount.factoring_liability': '保理融资负债',
  'bookAccount.borrowings': '借款',
  'bookAccount.bank': '银行存款',
  'bookAccount.service_fees': '服务费',
  'bookAccount.fee_tax': '费用税金',
  'bookAccount.interest_expense': '利息支出',
  'bookAccount.sales_deductions': '销售折让',
  'bookAccount.credit_losses': '信用减值损失',
  'bookAccount.fx_difference': '汇兑差额',
  'bookAccount.to_turn_over': '待转付款项',
  'bookAccount.overpayments': '债务人多付款',
  'bookAccount.recourse_liability': '追索负债',
  'bookAccount.recourse_expense': '追索费用',
  'bookAccount.continuing_involvement_asset': '继续涉入资产',
  'bookAccount.continuing_involvement_liability': '继续涉入负债',
  'bookAccount.suspense': '待查款项',

  'journal.assigned': '转让给资金方',
  'journal.advanced': '预付款',
  'journal.released': '未融资退回',
  'journal.collected': '债务人付款',
  'journal.turned_over': '误付款转付',
  'journal.charged': '费用、税金或利息',
  'journal.diluted': '贷项或扣款',
  'journal.rebated': '尾款或结算',
  'journal.reassigned': '转回卖方',
  'journal.written_off': '核销',
  'journal.closed': '结清',
  'journal.drawdown': '提款',
  'journal.repayment': '还款',
  'journal.facility_charge': '额度费用',
  'journal.cash_received': '银行收款',
  'journal.cash_paid': '银行付款',
  'journal.revaluation': '月末汇率重估',

  'refusal.month_not_over': '{month} 于 {lastOn:date} 结束，该日之后方可结账。',
  'refusal.month_unfinished': '{month} 于 {lastOn:date} 结束，自该日起方可按期末汇率重估。',
  'refusal.month_closed': '{month} 已结账，不再接受记账。',
  'refusal.month_before_open': '月份须依次结账：请先结 {first}。',
  'refusal.closing_rate_missing':
    '缺少 {day:date} 或之前由 {from} 至 {to} 的汇率。请载入汇率后重新重估。',
  'refusal.ledger_accounts_missing': '首次导出时请提供总账科目编号，之后的导出会沿用。',
  'refusal.ledger_account_missing':
    '下列科目没有总账编号：{accounts:words.bookAccount}。请补充后重新导出。',
  'refusal.nothing_to_export':
    '截至 {day:date} 的凭证均已导出。请重新读取以前的批次，或选择更晚的日期。',
};
