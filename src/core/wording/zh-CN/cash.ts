import type { cash as en } from '../en/cash.ts';

/** 依据何种规则匹配、流水为何待处理、人工分配为何被拒绝。 */
export const cash: Record<keyof typeof en, string> = {
  'cashRule.reversal': '冲回此前的流水 {by}',
  'cashRule.reference': '引用了 {by}',
  'cashRule.documents': '列明了单据 {by}',
  'cashRule.advice': '此前的付款通知列明了单据 {by}',
  'cashRule.number': '附言中写明 {by}',
  'cashRule.amount': '{by} 唯一一笔金额相同的未清项',
  'cashRule.person': '人工分配至 {by}',
  cashDeduction: '扣减{amountMinor:money}（{code}）',

  'cashKind.advance': '融资款',
  'cashKind.settlement': '与资金方的结算',
  'cashKind.receivable': '应收账款',
  'cashKind.turnover': '误付款，待转付',
  'cashKind.repayment': '偿还借款',
  'cashHolding.own': '卖方自有',
  'cashHolding.sold': '由资金方持有：付到此处即为误付',
  'cashHolding.pledged': '已质押',
  'cashHolding.returned': '已退回卖方',

  'cash.ambiguous': '有{count:count}种解读都吻合，无从判断是哪一种。',
  'cash.sum_differs': '实际金额减去所列项目为{differenceMinor:money}，应当为零。',
  'cash.nothing_open': '写明了“{name}”，但该项已无未清金额。',
  'cash.party_differs': '写明了“{name}”，但付款人并非其债务人。',
  'cash.party_unknown': '未写明任何未清项，且付款账户未知。',
  'cash.other_currency': '流水币种为{currency}，所写明的项目以{found}计价。',
  'cash.document_unknown': '列明的单据“{number}”在此处不存在。',
  'cash.nothing_named': '对方已知；但流水未写明任何未清项，也没有唯一一笔相同金额的未清项。',
  'cash.reversal_unknown': '它所冲回的流水在此处未知，或尚未得到解释。',
  'cash.person_decides': '现在可以解释；是否如此由人工决定。',

  'refusal.entry_decided': '该笔流水已有人作出决定。',
  'refusal.entry_open': '该笔流水正待决定，没有可撤回的内容。',
  'refusal.entry_reversed': '此后有一笔流水冲回了它。请先撤回对那一笔的决定。',
  'refusal.cash_item_unknown': '“{item}”不是该币种下的未清项，或有多个项目使用此编号。',
  'refusal.cash_above_open': '分配到{item}的金额超过其未清金额。请减少金额。',
  'refusal.cash_sum': '各项金额之和必须与流水分毫不差；尚差{differenceMinor:money}。请更正金额。',
  'refusal.cash_misfit': '与该应收账款或申请的现状不符：{misfit:word.misfit}。',
  'refusal.party_unknown': '没有编号为{id}的债务人或额度。',
  'misfit.request_over': '该申请不再接收款项',
};
