import type { policy as english } from '../en/policy.ts';

/** 保单条款被拒绝的原因，以及保单对每笔发票承保与否的理由。 */
export const policy: Record<keyof typeof english, string> = {
  'refusal.policy_period_reversed':
    '保单 {policyId}：保险期间的终止日{toDay:date}早于起始日{fromDay:date}。请更正。',
  'refusal.policy_effective_outside':
    '保单 {policyId}：该版本自{effectiveOn:date}起生效，不在保险期间（{fromDay:date}至{toDay:date}）之内。请更正生效日或保险期间。',
  'refusal.policy_zone_unknown':
    '保单 {policyId}：{timeZone} 不是 IANA 时区数据库中的时区。请填写如 Asia/Shanghai 的名称。',
  'refusal.policy_insured_reversed':
    '保单 {policyId}：被保险人 {sellerId} 的承保终止日早于起始日。请更正。',
  'refusal.policy_insured_outside':
    '保单 {policyId}：被保险人 {sellerId} 的承保期（{fromDay:date}至{toDay:date}）与保险期间没有重合。请更正。',
  'refusal.policy_insured_overlap':
    '保单 {policyId}：被保险人 {sellerId} 在同一时段列示两次。请保留一项，或使两个时段不重叠。',
  'refusal.policy_holder_missing':
    '保单 {policyId}：没有投保人。请将其中一家被保险公司的 role 填写为 policyholder。',
  'refusal.policy_share_too_high':
    '保单 {policyId}：赔付比例 {shareBp:bp} 超过全额。请填写不超过 100% 的比例。',
  'refusal.policy_share_duplicate':
    '保单 {policyId}：“{source:word.coverSource}”对同一国家（{country}）的赔付比例出现两次。请保留一次。',
  'refusal.policy_share_of_nothing':
    '保单 {policyId}：“{source:word.coverSource}”有赔付比例，但条款未提供此类承保。请填写其最高额，或删去该比例。',
  'refusal.policy_share_missing':
    '保单 {policyId}：“{source:word.coverSource}”没有赔付比例。请在 shares 中填写。',
  'refusal.policy_maximum_above':
    '保单 {policyId}：“{source:word.coverSource}”最高可达 {maximumMinor:money}，高于{bound:word.coverBound} {boundMinor:money}。请更正。',
  'refusal.policy_entry_duplicate': '保单 {policyId}：某一清单内 {value} 出现两次。请保留一项。',
  'refusal.policy_reinstatement_of_nothing':
    '保单 {policyId}：规定了恢复承保的方式，但没有任何停止承保的情形。请填写停保情形，或删去 reinstatement。',
  'refusal.policy_exclusion_country':
    '保单 {policyId}：除外责任仅在类别为 country 时须填写国家。请一并填写，或都不填写。',
  'refusal.policy_never_pays':
    '保单 {policyId}：{what:word.coverBound} {amountMinor:money} 不低于最高赔付额 {maximumMinor:money}，将永无赔付。请更正。',
  'refusal.policy_calendar_unknown':
    '保单 {policyId}：期限规则 {id} 采用的日历 {calendar} 未知。请填写下列之一：{known}。',
  'refusal.policy_trigger_unsuited':
    '保单 {policyId}：期限规则 {id} 为“{duty:word.duty}”（{duty}），不能自 {trigger} 起算。请填写下列之一：{triggers}。',
  'refusal.policy_forecast_of_duty':
    '保单 {policyId}：期限规则 {id} 为“{duty:word.duty}”（{duty}），须由人办理，却标为仅供预测。请将 isForecast 改为 false。',
  'refusal.policy_duty_missing':
    '保单 {policyId}：没有规定逾期通报的期限（{duty}）。缺少该规则会在不知不觉中丧失保障，请补充。',
  'refusal.policy_filing_before_loss':
    '保单 {policyId}：期限规则 {id} 规定的索赔期限早于等待期届满，任何损失都无法索赔。请更正该规则或等待期。',
  'refusal.policy_version_duplicate': '保单 {policyId} 的版本 {version} 出现两次。请保留一项。',
  'refusal.policy_period_overlap':
    '保单 {policyId}：版本 {version} 与版本 {other} 的保险期间部分重叠但不相同。请更正。',
  'refusal.policy_currency_differs':
    '保单 {policyId}：版本 {version} 的币种为 {currency}，另一版本为 {other}。一份保单只能有一个币种。',

  'cover.within_limit':
    '按 {shareBp:bp} 承保：{source:word.coverSource}，{limitOn:date}的限额为 {limitMinor:money}',
  'cover.above_limit':
    '超出{limitOn:date}的限额 {limitMinor:money}，其中较早的发票已占用 {usedMinor:money}',
  'cover.no_terms': '当日没有生效的保单条款',
  'cover.outside_period': '{on:date}不在保险期间（{fromDay:date}至{toDay:date}）之内',
  'cover.seller_not_insured': '卖方 {sellerId} 当日不在保单的被保险人之列',
  'cover.debtor_excluded': '保单不承保{excluded:word.exclusion}',
  'cover.terms_too_long': '到期日为{dueOn:date}，而保单承保的最长信用期限至{latestDueOn:date}为止',
  'cover.invoiced_late': '开票日为{issuedOn:date}，而保单要求最迟于{latestIssuedOn:date}开票',
  'cover.not_delivered': '{on:date}之前尚未交付',
  'cover.stopped_by_extension':
    '{stoppedOn:date}之后停止承保：发票 {number} 在最长延长期届满时仍未付款',
  'cover.stopped_by_overdue':
    '{stoppedOn:date}之后限额不再适用：发票 {number} 逾期超过 {overdueDays:days}',
  'cover.stopped_by_collection': '自{stoppedOn:date}债款移交催收起停止承保',
  'cover.stopped_by_insolvency': '自{stoppedOn:date}债务人破产起停止承保',
  'cover.stopped_by_notice': '自{stoppedOn:date}通报逾期起停止承保',
  'cover.stopped_by_insurer': '保险人自{stoppedOn:date}起停止承保（{rawCode}）',
  'cover.disputed': '争议部分在解决之前不予承保',
  'cover.excluded_part': '保单不承保{part:word.coverPart}',
  'cover.source_not_insured': '保单未规定“{source:word.coverSource}”的赔付比例',
  'cover.discretionary_unjustified': '自行掌握限额的依据（{basis:word.coverBasis}）不符合保单要求',
  'cover.discretionary_expired': '自行掌握限额的有效期至{validTo:date}为止',
  'cover.discretionary_ended': '因{endedOn:date}获知的不利信息，被保险人不得再自行设定限额',

  'exclusion.affiliate': '关联公司',
  'exclusion.government': '公共机构',
  'exclusion.consumer': '自然人',
  'exclusion.cash': '现金销售',
  'exclusion.country': '该国家的债务人',
  'coverPart.tax': '税款',
  'coverPart.interest': '利息',
  'coverPart.retention': '质保金',
  'coverPart.finance_charge': '融资费用',
  'coverBasis.experience': '自身交易经验',
  'coverBasis.report': '资信报告',
  'coverBasis.agency': '资信机构意见',
  'stopCause.extension': '最长延长期届满仍未付款',
  'stopCause.overdue': '逾期时间过长',
  'stopCause.collection': '移交催收',
  'stopCause.insolvency': '破产',
  'stopCause.notice': '已通报逾期',
  'stopCause.insurer': '保险人停止承保',
  'pendingAction.withdrawal': '撤销限额',
  'pendingAction.postponed_withdrawal': '推迟撤销',
  'pendingAction.cancellation': '取消限额',
  'pendingAction.condition_change': '变更条件',
  'pendingAction.reactivation': '恢复生效',
  'pendingAction.transfer': '转移',
  'pendingAction.conversion': '转为正式限额',
  'coverSource.named': '批复限额',
  'coverSource.discretionary': '自行掌握限额',
  'coverSource.start_cover': '起始承保限额',
  'coverSource.credit_check': '资信核查限额',
  'coverSource.unnamed': '未列名买方承保',
  'coverSource.top_up': '追加承保',
  'coverBound.declaration_limit': '申报限额',
  'coverBound.maximum_liability': '累计赔偿限额',
  'coverBound.discretionary': '自行掌握限额',
  'coverBound.deductible': '免赔额',
  'coverBound.threshold': '免赔门槛',
};
