import type { rules as english } from '../en/rules.ts';

/** 规则：简称、带条款数值的简称（.terms）、带数字的说明、补救办法；扣减金额另列于旁。 */
export const rules: Record<keyof typeof english, string> = {
  'rule.data_quality': '数据存疑',
  'rule.data_quality.sentence': '数据不可采信：{problem:word.quality}。',
  'rule.data_quality.cure': '请在账簿中更正后重新导入。',

  'rule.origin': '不属本协议范围',
  'rule.origin.sentence': '协议约定的{what:word.origin}：{allowed}；本发票为 {value}。',
  'rule.origin.cure': '请转由其他融资额度办理，或商请扩大协议范围。',

  'rule.already_financed': '已融资',
  'rule.already_financed.sentence':
    '已在他处融资（{state:word.position}）；持有方：{holder:orUnknown}。',
  'rule.already_financed.cure': '待持有方解除占用后即可再次使用；收款人并非卖方的，请重新开票。',

  'rule.not_yet_issued': '尚未开票',
  'rule.not_yet_issued.sentence': '{issuedOn:date}才开票。',
  'rule.not_yet_issued.cure': '自开票日起即可纳入。',

  'rule.past_invoice_date': '账龄过长',
  'rule.past_invoice_date.terms': '账龄{days:over}',
  'rule.past_invoice_date.sentence':
    '自开票日起已 {days:days}；账龄{thresholdDays:over}的不予受理。',
  'rule.past_invoice_date.cure': '请尽快催收；自开票日起算的账龄无法补救。',

  'rule.past_due_date': '逾期过久',
  'rule.past_due_date.terms': '逾期{days:over}',
  'rule.past_due_date.sentence': '已逾期 {days:days}；逾期{thresholdDays:over}的不予受理。',
  'rule.past_due_date.cure': '请催收；如款项已到账，请及时入账核销。',

  'rule.past_terms': '账龄超出账期倍数',
  'rule.past_terms.terms': '账龄与账期之比{times:overTimes}',
  'rule.past_terms.sentence':
    '自开票日起已 {days:days}，账期为 {termDays:days}；账期的 {times} 倍为 {thresholdDays:days}，账龄{thresholdDays:over}的不予受理。',
  'rule.past_terms.cure': '请催收；如款项已到账，请及时入账核销。',

  'rule.term_too_long': '账期过长',
  'rule.term_too_long.terms': '账期{days:over}',
  'rule.term_too_long.sentence': '账期为 {days:days}；账期{thresholdDays:over}的不予受理。',
  'rule.term_too_long.cure': '请与债务人商定较短账期，或转由其他融资额度受理。',

  'rule.remaining_term': '剩余账期过短',
  'rule.remaining_term.terms': '剩余账期不足 {minDays:days}',
  'rule.remaining_term.sentence':
    '自{from:word.from}至到期日{dueOn:date}还有 {days:days}；至少须有 {minDays:days}。',
  'rule.remaining_term.cure': '请到期收款；后续发票请尽早提交。',

  'rule.disputed': '存在争议',
  'rule.disputed.sentence': '争议金额为 {disputedMinor:money}；{scope:word.taken}。',
  'rule.disputed.cure': '请解决争议，或就争议部分开具红字发票。',

  'rule.country': '国家或地区不受理',
  'rule.country.sentence': '债务人所在国家或地区：{country:orUnknown}；可受理：{allowed}。',
  'rule.country.cure': '请补全债务人的国家或地区，或商请资金方予以受理。',

  'rule.delivery_country': '交货地不受理',
  'rule.delivery_country.sentence': '交货国家或地区：{country:orUnknown}；可受理：{allowed}。',
  'rule.delivery_country.cure': '请补全交货国家或地区，或商请资金方予以受理。',

  'rule.governing_law': '适用法律不受理',
  'rule.governing_law.sentence': '合同适用法律：{law:orUnknown}；可受理：{allowed}。',
  'rule.governing_law.cure': '请补全合同适用法律，或商请资金方予以受理。',

  'rule.currency': '币种不受理',
  'rule.currency.sentence': '发票币种为 {invoiceCurrency}；可受理：{allowed}。',
  'rule.currency.cure': '请转由受理该币种的融资额度办理。',

  'rule.amount_range': '金额超出范围',
  'rule.amount_range.sentence':
    '未结金额为 {openMinor:money}，{bound:word.bound}为 {thresholdMinor:money}。',
  'rule.amount_range.cure': '请商请资金方调整金额限制，或转由其他融资额度办理。',

  'rule.delivery_evidence': '履约凭证不足',
  'rule.delivery_evidence.terms': '无“{required:word.evidenced}”凭证',
  'rule.delivery_evidence.sentence':
    '本发票的履约凭证：{delivery:word.evidenced}；要求：{required:word.evidenced}。',
  'rule.delivery_evidence.cure': '请取得签收单或验收单并登记。',

  'rule.sale_conditions': '附条件销售',
  'rule.sale_conditions.sentence': '销售附有条件：{condition:word.condition}。',
  'rule.sale_conditions.cure': '待销售成为无条件销售并据此开票后即可纳入。',

  'rule.progress_billing': '按进度开票',
  'rule.progress_billing.sentence': '本发票对应尚未完工的部分工作。',
  'rule.progress_billing.cure': '待完工并经验收后即可纳入。',

  'rule.instruments': '以票据等凭证体现',
  'rule.instruments.sentence': '该债权以{evidence:word.evidence}体现。',
  'rule.instruments.cure': '请直接以该凭证融资，或改以普通发票结算。',

  'rule.assignment_ban': '限制转让',
  'rule.assignment_ban.sentence': '合同{ban:word.ban}；适用法律：{law:orUnknown}。',
  'rule.assignment_ban.cure': '请取得债务人的书面同意并登记。',

  'rule.listed_debtors': '债务人不在名单内',
  'rule.listed_debtors.sentence': '协议列明 {listed} 名债务人，该债务人不在其中。',
  'rule.listed_debtors.cure': '请转由其他融资额度办理，或商请将该债务人列入协议。',
  'rule.debtor_status': '债务人状况异常',
  'rule.debtor_status.sentence': '该债务人{status:word.debtorStatus}。',
  'rule.debtor_status.cure': '请催收或索赔；状况解除后可再次纳入。',

  'rule.debtor_kind': '债务人类型不受理',
  'rule.debtor_kind.sentence': '该债务人为{kind:word.debtorKind}。',
  'rule.debtor_kind.cure': '如类型有误请更正，否则请自行收款。',

  'rule.government': '政府机构债务人',
  'rule.government.sentence': '该债务人为政府机构；{formalities:word.formalities}。',
  'rule.government.cure': '协议允许的，请办妥转让手续；否则请转由其他融资额度办理。',

  'rule.related_party': '关联方',
  'rule.related_party.sentence': '该债务人为卖方的{relation:word.relation}。',
  'rule.related_party.cure': '如关联关系有误请更正；关联方账款不予受理。',

  'rule.sanctions': '制裁筛查',
  'rule.sanctions.sentence': '该债务人{state:word.screening}。',
  'rule.sanctions.cure': '请完成筛查，或由合规部门排除命中。',

  'rule.retention': '质保金',
  'rule.retention.sentence': '其中 {partMinor:money} 为质保金（保留金）；{scope:word.taken}。',
  'rule.retention.cure': '请待质保金到期后收取。',

  'rule.finance_charges': '利息与手续费',
  'rule.finance_charges.sentence':
    '其中 {partMinor:money} 为利息、手续费或违约金；{scope:word.taken}。',
  'rule.finance_charges.cure': '请将利息与费用同货款分开开票。',

  'rule.accrued_deductions': '应计折让',
  'rule.accrued_deductions.sentence':
    '其中 {partMinor:money} 应返还债务人（{kinds:words.component}），不予计入。',
  'rule.accrued_deductions.cure': '请结清应计折让，或就该部分开具红字发票。',

  'rule.currency_haircut': '币种折扣',
  'rule.currency_haircut.sentence': '发票币种为 {invoiceCurrency}，扣减 {haircutBp:bp}。',
  'rule.currency_haircut.cure': '请转由以该币种计价的融资额度办理。',

  'rule.cross_ageing': '债务人交叉逾期',
  'rule.cross_ageing.terms': '交叉逾期，占比{shareBp:overShare}',
  'rule.cross_ageing.sentence':
    '该{scope:word.scope}{denominator:word.owed} {totalMinor:money}，其中 {pastMinor:money}（{shareBp:bp}）{numerator:word.old}；占比{thresholdBp:overShare}的全部不予受理。',
  'rule.cross_ageing.cure': '请催收账龄最长的发票，使其占比降至阈值以下。',

  'rule.credits': '贷项及未核销款项',
  'rule.credits.sentence':
    '该债务人名下有贷项 {creditsMinor:money}：注明本发票的 {referencedMinor:money}，其余中由本笔分摊的 {unreferencedMinor:money}。',
  'rule.credits.cure': '请将贷项及已收款项核销至对应发票。',

  'rule.contra': '应付账款抵销',
  'rule.contra.sentence':
    '贵方欠该债务人 {payableMinor:money}，该债务人欠贵方 {openMinor:money}，二者较低者可被抵销。',
  'rule.contra.cure': '请结清应付该债务人的款项，或取得放弃抵销权的书面确认。',

  'rule.funder_limit': '超出资金方核准额度',
  'rule.funder_limit.sentence':
    '资金方对该债务人的核准额度为 {limitMinor:money}，该债务人欠款 {eligibleMinor:money}。',
  'rule.funder_limit.cure': '请向资金方申请核准额度或提高额度，或等待回款。',

  'rule.insured_limit': '超出信用限额',
  'rule.insured_limit.sentence':
    '保单 {policyId}：{reason:word.cover}。信用限额 {coverMinor:money}，其中 {heldElsewhereMinor:money} 已在他处占用；待覆盖金额 {eligibleMinor:money}。',
  'rule.insured_limit.uninsured': '保单 {policyId}：{reason:word.cover}。',
  'rule.insured_limit.clause': '保单 {policyId}（{clause}）：{reason:word.cover}。',
  'rule.insured_limit.cure': '请向保险人申请信用限额或提高限额，或等待回款。',

  'rule.debtor_concentration': '集中度超限',
  'rule.debtor_concentration.sentence':
    '该{scope:word.scope}合计 {nodeMinor:money}；最多可计入 {capMinor:money}，即{base:word.base} {baseMinor:money} 的 {thresholdBp:bp}。',
  'rule.debtor_concentration.cure': '请纳入其他债务人的应收账款，或申请提高该债务人的占比上限。',

  'rule.group_concentration': '集团集中度超限',
  'rule.group_concentration.terms': '单一集团超过 {shareBp:bp}',
  'rule.group_concentration.sentence':
    '集团 {node} 合计 {nodeMinor:money}；最多可计入 {capMinor:money}，即{base:word.base} {baseMinor:money} 的 {thresholdBp:bp}。',
  'rule.group_concentration.cure': '请纳入其他集团的应收账款，或申请提高该集团的占比上限。',

  'rule.industry_concentration': '行业集中度超限',
  'rule.industry_concentration.terms': '单一行业超过 {shareBp:bp}',
  'rule.industry_concentration.sentence':
    '行业：{node:orUnknown}，合计 {nodeMinor:money}；最多可计入 {capMinor:money}，即{base:word.base} {baseMinor:money} 的 {thresholdBp:bp}。',
  'rule.industry_concentration.cure':
    '请补全未注明行业的债务人信息，纳入其他行业的应收账款，或申请提高该行业的占比上限。',

  'rule.country_concentration': '国别集中度超限',
  'rule.country_concentration.terms': '单一国家或地区超过 {shareBp:bp}',
  'rule.country_concentration.sentence':
    '国家或地区：{node:orUnknown}，合计 {nodeMinor:money}；最多可计入 {capMinor:money}，即{base:word.base} {baseMinor:money} 的 {thresholdBp:bp}。',
  'rule.country_concentration.cure':
    '请补全未注明国家或地区的债务人信息，纳入其他国家或地区的应收账款，或申请提高该国家或地区的占比上限。',

  'rule.currency_concentration': '币种集中度超限',
  'rule.currency_concentration.terms': '单一币种超过 {shareBp:bp}',
  'rule.currency_concentration.sentence':
    '币种 {node} 合计 {nodeMinor:money}；最多可计入 {capMinor:money}，即{base:word.base} {baseMinor:money} 的 {thresholdBp:bp}。',
  'rule.currency_concentration.cure': '请纳入其他币种的应收账款，或申请提高该币种的占比上限。',

  'rule.government_concentration': '政府机构集中度超限',
  'rule.government_concentration.terms': '政府机构合计超过 {shareBp:bp}',
  'rule.government_concentration.sentence':
    '政府机构合计 {nodeMinor:money}；最多可计入 {capMinor:money}，即{base:word.base} {baseMinor:money} 的 {thresholdBp:bp}。',
  'rule.government_concentration.cure':
    '请纳入其他债务人的应收账款，或申请提高政府机构的占比上限。',

  'rule.pair_concentration': '两户集中度超限',
  'rule.pair_concentration.terms': '任意两户合计超过 {shareBp:bp}',
  'rule.pair_concentration.sentence':
    '{scope:word.scope} {node} 与 {other} 合计 {nodeMinor:money}；任意两户合计最多可计入 {capMinor:money}，即{base:word.base} {baseMinor:money} 的 {thresholdBp:bp}。',
  'rule.pair_concentration.cure': '请纳入其他债务人的应收账款，或申请提高两户合计的占比上限。',
};
