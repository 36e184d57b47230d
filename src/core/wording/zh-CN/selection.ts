import type { selection as english } from '../en/selection.ts';

/** 合格性与分配：规则简称、带数字的说明、补救办法。 */
export const selection: Record<keyof typeof english, string> = {
  'rule.not_yet_issued': '尚未开票',
  'rule.not_yet_issued.sentence':
    '开票日为{issuedOn:date}，晚于{asOf:date}；剔除 {amountMinor:money}。',
  'rule.not_yet_issued.cure': '自开票日起即可纳入。',
  'rule.past_invoice_date': '账龄过长',
  'rule.past_invoice_date.sentence':
    '{issuedOn:date}开票，账龄 {days:days}。账龄{thresholdDays:over}的应收账款不予受理；剔除 {amountMinor:money}。',
  'rule.past_invoice_date.cure': '请尽快催收；自开票日起算的账龄无法补救。',
  'rule.past_due_date': '逾期',
  'rule.past_due_date.sentence':
    '到期日为{dueOn:date}，已逾期 {days:days}。逾期{thresholdDays:over}的应收账款不予受理；剔除 {amountMinor:money}。',
  'rule.past_due_date.cure': '请催收；如款项已到账，请及时入账核销。',
  'rule.term_too_long': '账期过长',
  'rule.term_too_long.sentence':
    '账期为 {days:days}。账期{thresholdDays:over}的应收账款不予受理；剔除 {amountMinor:money}。',
  'rule.term_too_long.cure': '请与债务人商定较短账期，或转由其他融资额度受理。',
  'rule.disputed': '存在争议',
  'rule.disputed.sentence': '争议金额为 {disputedMinor:money}；剔除 {amountMinor:money}。',
  'rule.disputed.cure': '请解决争议，或就争议部分开具红字发票。',
  'rule.country': '国家或地区不受理',
  'rule.country.sentence':
    '债务人所在国家或地区：{country:orUnknown}；可受理：{allowed}。剔除 {amountMinor:money}。',
  'rule.country.cure': '请补全债务人的国家或地区，或商请资金方予以受理。',
  'rule.currency': '币种不受理',
  'rule.currency.sentence':
    '发票币种为 {invoiceCurrency}；可受理：{allowed}。剔除 {amountMinor:money}。',
  'rule.currency.cure': '请转由受理该币种的融资额度办理。',
  'rule.amount_range': '金额超出范围',
  'rule.amount_range.sentence':
    '未结金额为 {openMinor:money}，{bound:word.bound}为 {thresholdMinor:money}；剔除 {amountMinor:money}。',
  'rule.amount_range.cure': '请商请资金方调整金额限制，或转由其他融资额度办理。',
  'rule.already_financed': '已融资',
  'rule.already_financed.sentence':
    '已由 {holder} 持有（{state:word.position}）；本额度剔除 {amountMinor:money}。',
  'rule.already_financed.cure': '待该融资额度解除占用后即可再次使用。',
  'rule.cross_ageing': '交叉账龄',
  'rule.cross_ageing.sentence':
    '该{scope:word.scope}共欠 {totalMinor:money}，其中 {pastMinor:money}（{shareBp:bp}）{basis:word.basis}超过 {days:days}。占比{thresholdBp:overShare}时全部剔除；本笔剔除 {amountMinor:money}。',
  'rule.cross_ageing.cure': '请催收账龄最长的发票，使其占比降至阈值以下。',
  'rule.credits': '贷项通知单及未核销款项',
  'rule.credits.sentence':
    '该债务人名下有贷项 {creditsMinor:money}。本笔扣减 {amountMinor:money}，其中注明本发票的 {referencedMinor:money}，其余分摊的 {unreferencedMinor:money}。',
  'rule.credits.cure': '请将贷项及已收款项核销至对应发票。',
  'rule.contra': '互欠抵销',
  'rule.contra.sentence':
    '贵方欠该债务人 {payableMinor:money}，该债务人欠贵方 {openMinor:money}，二者较低者可被抵销。本笔扣减 {amountMinor:money}。',
  'rule.contra.cure': '请结清应付该债务人的款项，或取得放弃抵销权的书面确认。',
  'rule.insured_limit': '超出信用限额',
  'rule.insured_limit.sentence':
    '保单 {policyId} 项下信用限额为 {coverMinor:money}，其中 {heldElsewhereMinor:money} 已在他处占用，待覆盖金额为 {eligibleMinor:money}：{reason:word.cover}。本笔剔除 {amountMinor:money}。',
  'rule.insured_limit.cure': '请向保险人申请信用限额或提高限额，或等待回款。',
  'rule.debtor_concentration': '集中度',
  'rule.debtor_concentration.sentence':
    '该{scope:word.scope}合计 {nodeMinor:money}；最多可计入{base:word.base} {baseMinor:money} 的 {thresholdBp:bp}，即 {capMinor:money}。本笔剔除 {amountMinor:money}。',
  'rule.debtor_concentration.cure': '请纳入其他债务人的应收账款，或申请提高该债务人的占比上限。',

  'bound.min': '下限',
  'bound.max': '上限',
  'scope.debtor': '债务人',
  'scope.group': '集团',
  'basis.due_date': '逾期',
  'basis.invoice_date': '自开票日起',
  'base.poolAfterCaps': '集中度调整后资产池',
  'base.grossEligible': '全部合格应收账款',
  'base.facilityLimit': '融资额度',
  'cover.over_limit': '信用限额已用尽',
  'cover.no_decision': '保险人尚未对该债务人作出批复',
  'cover.pending': '保险人批复中',
  'cover.conditional': '限额附有条件，且条件尚未确认满足',
  'cover.refused': '保险人拒绝承保',
  'cover.withdrawn': '限额已被撤销',
  'cover.expired': '限额已到期',
  'cover.cancelled': '限额已取消',
  'cover.superseded': '限额已被替换，且替换后的批复未提供',
  'cover.not_yet_valid': '限额尚未生效',
  'cover.needs_review': '保险人的答复需人工核实',

  'notPlaced.need_met': '无需使用：所需金额已满足。其成本为 {costPpm:ppm}。',
  'notPlaced.dearer':
    '无需使用：其成本占所获资金的 {costPpm:ppm}，高于已选中最贵一笔的 {dearestPpm:ppm}。',
  'notPlaced.facility_full':
    '额度不足：需用款 {advanceMinor:money}，而 {facilityId} 仅余 {roomMinor:money}。',
  'notPlaced.cap_reached':
    '如再纳入债务人 {debtorId} 的 {fundedMinor:money}，{facilityId} 将超出{cap:word.cap}。',
  'notPlaced.too_small': '金额过小：{eligibleMinor:money} 在 {facilityId} 项下的预付款舍入后为零。',
  'cap.cover': '信用限额（同一保单项下各融资额度合并计算）',
  'cap.netting': '该债务人扣除贷项及互欠后的净额（各融资额度合并计算）',
  'cap.concentration': '该债务人在已融资资产中的占比上限',

  'refusal.debtor_unknown': '引用了债务人 {debtorId}，但债务人清单中没有该债务人。请补充。',
  'refusal.debtor_duplicate': '债务人 {id} 重复列示（第 {firstRow} 项与第 {row} 项）。请保留一项。',
  'refusal.facility_duplicate':
    '融资额度 {id} 重复列示（第 {firstRow} 项与第 {row} 项）。请保留现行条款。',
  'refusal.receivable_duplicate':
    '应收账款 {id} 重复列示（第 {firstRow} 项与第 {row} 项）。请保留一项。',
  'refusal.receivable_key_duplicate':
    '两笔应收账款对应同一单据 {id}（第 {firstRow} 项与第 {row} 项）。请保留一项。',
  'refusal.position_duplicate':
    '应收账款 {id} 有两条占用记录（第 {firstRow} 项与第 {row} 项）。同一笔只能由一个融资额度持有。',
  'refusal.disputed_above_open':
    '应收账款 {receivableId} 的争议金额 {disputedMinor:money} 大于未结金额 {openMinor:money}。请更正。',
  'refusal.rule_duplicate': '{facilityId} 的条款中“{rule:word.rule}”出现两次。请保留一次。',
  'refusal.rule_order':
    '{facilityId} 的条款中“{rule:word.rule}”排序过后。顺序应为：单笔规则、交叉账龄、冲抵、信用限额、集中度。',
  'refusal.policy_unknown':
    '{facilityId} 的条款以保单 {policyId} 为依据，但未提供该保单项下的任何限额批复。请补充保险人的批复。',
  'refusal.need_before_as_of': '用款日{valueOn:date}早于账面日期{asOf:date}。请选择较晚的日期。',
  'refusal.fx_rate_missing':
    '缺少{asOf:date}或之前由 {from} 折算为 {to} 的汇率。请按此方向提供；系统不会倒算汇率。',
  'refusal.fx_rate_ambiguous': '{on:date}由 {from} 折算为 {to} 的汇率有两个不同数值。请保留一个。',
  'refusal.amounts_too_large':
    '{facilityId} 以 {currency} 计的合计金额超出可精确表示的范围。请核对金额与汇率。',
};
