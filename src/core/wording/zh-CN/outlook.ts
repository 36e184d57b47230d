import type { outlook as english } from '../en/outlook.ts';

/** 前瞻：预警与按日现金。 */
export const outlook: Record<keyof typeof english, string> = {
  'warning.overadvance': '超额预付',
  'warning.overadvance.sentence': '{facility}：已提款超出资产池可承载金额 {amountMinor:money}。',
  'warning.overadvance.cure': '请补充应收账款，或归还该金额。',
  'warning.aged_reserve': '尾款滞留',
  'warning.aged_reserve.sentence':
    '{facility}：债务人付款后超过 {days:days}，仍有 {count:count} 笔账款的 {amountMinor:money} 未释放。',
  'warning.aged_reserve.cure': '请要求资金方释放。',
  'warning.recourse_demanded': '资金方要求追索',
  'warning.recourse_demanded.sentence':
    '{facility}：资金方要求退回 {count:count} 笔账款，共 {amountMinor:money}；最早一笔于 {on:date} 到期。',
  'warning.recourse_demanded.cure': '请回购，或答复资金方。',
  'warning.recourse_coming': '追索将至',
  'warning.recourse_coming.sentence':
    '{facility}：{count:count} 笔未付账款共 {amountMinor:money} 可能在 {days:days} 内被退回，最早为 {on:date}。',
  'warning.recourse_coming.cure': '请督促债务人在该日前付款，或预留资金。',
  'warning.reopened': '结清后重新打开',
  'warning.reopened.sentence':
    '{facility}：已结清的账款中又有 {amountMinor:money} 待付，系债务人付款被退回或资金方补收费用；最早自 {on:date} 起，共 {count:count} 笔。',
  'warning.reopened.cure': '请债务人重新付款，或与资金方结清。',
  'warning.disputed': '已融资账款有争议',
  'warning.disputed.sentence':
    '{facility}：{count:count} 笔已融资账款存在争议，共 {amountMinor:money}。',
  'warning.disputed.cure': '请解决争议或开具贷项通知；资金方通常会退回有争议的账款。',
  'warning.unapproved': '不再核准',
  'warning.unapproved.sentence':
    '{facility}：资金方不再承担 {count:count} 笔账款的风险，共 {amountMinor:money}。',
  'warning.unapproved.cure': '请询问原因，并以其他账款替换。',
  'warning.misdirected': '误付款',
  'warning.misdirected.sentence':
    '{facility}：债务人误付给我方的 {amountMinor:money} 尚未转付；最早一笔为 {on:date}。',
  'warning.misdirected.cure': '请转付给资金方。',
  'warning.concentration': '集中度上升',
  'warning.concentration.sentence':
    '{facility}：{debtor} 占持有总额的 {shareBp:bp}，{on:date} 时为 {beforeBp:bp}。',
  'warning.concentration.cure': '请加入其他债务人的账款，或在触及上限前申请提高上限。',
  'warning.offered_elsewhere': '已交给其他资金方',
  'warning.offered_elsewhere.sentence':
    '{facility}：合同约定应向其提供的 {amountMinor:money} 已由其他资金方持有，共 {count:count} 笔。',
  'warning.offered_elsewhere.cure': '请与两家资金方商定：已承诺给一方的，不得交给另一方。',
  'warning.offer_late': '逾期未提供',
  'warning.offer_late.sentence':
    '{facility}：{amountMinor:money} 已超过合同约定的提供期限，最早一笔的期限为 {on:date}，共 {count:count} 笔。',
  'warning.offer_late.cure': '请立即提供，或请资金方同意豁免。',
  'warning.not_offered': '尚未提供',
  'warning.not_offered.sentence':
    '{facility}：合同约定应提供的 {amountMinor:money} 尚未提供，最早一笔自 {on:date} 起，共 {count:count} 笔。',
  'warning.not_offered.cure': '请列入下一笔申请。',

  'severity.high': '立即处理',
  'severity.medium': '尽快',
  'severity.low': '关注',

  'cash.advance': '预付款',
  'cash.rebate': '尾款释放',
  'cash.fees': '费用',
  'cash.interest': '利息',
  'cash.recourse': '追索',
  'cash.repayment': '还款',
  'cash.turnover': '误付款项',

  'cashBasis.approved': '已批准，资金方尚未答复。',
  'cashBasis.funded': '资金方已同意，尚未付款。',
  'cashBasis.debtor_due': '到期日 {on:date}。',
  'cashBasis.debtor_delay': '到期日 {on:date}；该债务人通常晚 {days:days} 付款。',
  'cashBasis.debtor_overdue': '预计 {on:date} 付款，已过；随时可能到账。',
  'cashBasis.debtor_paid': '债务人已付款，应释放尾款。',
  'cashBasis.maturity': '资金方到期付款：平均到期日 {on:date} 之后第 {days:count} 个工作日。',
  'cashBasis.month_end': '按协议就占用资金计算的当月利息。',
  'cashBasis.at_close': '按协议计算至预计付款日的利息。',
  'cashBasis.fee_tier': '按协议，下一计费期产生的费用。',
  'cashBasis.recourse_days': '到期日后 {days:days} 仍未付款时。',
  'cashBasis.recourse_demanded': '资金方已提出要求。',
  'cashBasis.collected': '债务人已付款给我方，用于归还融资。',
  'cashBasis.passed_on': '已转付给资金方，之后债务人的付款被退回，应由资金方返还。',
  'cashBasis.misdirected': '误付给我方，应归资金方。',
};
