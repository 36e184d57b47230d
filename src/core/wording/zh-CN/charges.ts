import type { charges as english } from '../en/charges.ts';

/** 资金方收取的费用及其计算过程：逐行算式、已公布的结算日历名称，以及无法得出费用的原因。 */
export const charges: Record<keyof typeof english, string> = {
  'charge.advance': '预付款',
  'charge.limit_holdback': '超限额保留款',
  'charge.fee_tax': '费用税金',
  'charge.rebate': '尾款',
  'charge.discount': '贴现息',
  'charge.interest': '利息',
  'charge.service_fee': '服务费',
  'charge.minimum_fee': '最低收费补足',
  'charge.misdirected_fee': '错付款项费',

  'rounding.down': '向下取整',
  'rounding.up': '向上取整',
  'rounding.halfEven': '四舍六入五成双',
  'rounding.halfUp': '四舍五入',

  'step.accrued':
    '{startsOn:date}至{until:date}（算头不算尾）：{amountMinor} × {percent} × {days} / {yearDays} = {result}',
  'step.at_least': '不低于 {minimumMinor}。',
  'step.each_at_least': '每笔不低于 {minimumMinor}：不足的 {count:count} 笔合计补足 {result}。',
  'step.fixing': '{index}（{fixed}）为 {published}，加点 {margin}，年利率 {percent}。',
  'step.fixing_at_floor':
    '{index}（{fixed}）为 {published}，按下限 {floor} 计，加点 {margin}，年利率 {percent}。',
  'step.in_proportion':
    '按 {ofDays:days}中的 {days} 天折算：{amountMinor} × {days} / {ofDays} = {result}',
  'step.less_credits':
    '{faceMinor} 减贷项 {creditNotesMinor}，减质保金 {retainedMinor} = {restMinor}',
  'step.limit_holdback':
    '敞口 {exposureMinor} − 限额 {limitMinor} − 其他应收账款的保留款 {holdbackBeforeMinor} − 本笔保留款 {holdbackMinor} − 已有超限额保留款 {limitHoldbackBeforeMinor} − 费用 {feeMinor} − 费用税金 {feeTaxMinor} = {result}',
  'step.maturity':
    '{count:count} 笔应收账款按金额加权的平均到期日为{averageDueOn:date}；其后第 {businessDays:count} 个工作日{day:date}付款。',
  'step.minimum_days': '至少计 {minimumDays:days}，至{until:date}。',
  'step.not_below_zero': '不大于零，无需再为限额扣留。',
  'step.nothing': '无应收费用。',
  'step.of_charges': '已收费用（{charges:words.charge}）：{sumMinor}',
  'step.periods':
    '{assignedMinor} × {shareBp} × {periods} = {result}（自第 {fromDay} 天起，每 {everyDays:days}为一期）',
  'step.rebate':
    '回款 {collectedMinor} − 预付款 {advanceMinor} − 费用 {feesMinor} − 费用税金 {feeTaxMinor} − 利息 {interestMinor} − 扣回款 {chargebacksMinor} − 新增保留款 {newHoldbacksMinor} = {result}',
  'step.rounded': '{rounding:word.rounding}：{result} → {amountMinor}',
  'step.share': '{ofMinor} × {shareBp} = {result}',
  'step.shortfall':
    '{startsOn:date}至{until:date}（算头不算尾）应不低于 {asked}，已收 {sumMinor}，应补 {result}。',
  'step.sum': '合计 {result}',
  'step.term': '到期日为{dueOn:date}；加缓冲期 {bufferDays:days}并调整至结算日，计至{until:date}。',
  'step.true_discount':
    '{startsOn:date}至{until:date}（算头不算尾）：{nominalMinor} − {nominalMinor} ÷ (1 + {percent} × {time}) = {result}',
  'step.within_grace': '已于{passedOn:date}转付，未超过宽限期末日{lastDay:date}，免收费用。',

  'calendar.T2': '欧元区 T2（TARGET）',
  'calendar.GB-EAW': '英格兰及威尔士银行假日',
  'calendar.US-FED': '美国联邦储备银行',
  'calendar.US-GOV': '美国联邦假日',
  'calendar.CN': '中国法定工作日',

  'refusal.calendar_missing':
    '协议指定的结算日历 {calendar} 尚未载入。请载入该日历，或改用其他日历。',
  'refusal.calendar_outside':
    '结算日历“{calendar:word.calendar}”涵盖 {firstYear} 年至 {lastYear} 年，不含{day:date}。请载入涵盖该日的版本。',
  'refusal.fixing_missing': '缺少 {index} 在{day:date}的定价。请载入该定价；系统不会假定利率。',
  'refusal.rate_impossible': '按此期限，年利率 {percent}% 所扣超过全部金额。请更正利率或定价。',
  'refusal.calendar_years':
    '日历涵盖 {firstYear} 年至 {lastYear} 年，末年早于首年。请更正其中之一。',
  'refusal.calendar_day':
    '日历涵盖 {firstYear} 年至 {lastYear} 年，却列有{day:date}。请删去该日，或扩大涵盖年份。',
  'refusal.calendar_both': '日历将{day:date}同时列为假日与工作日。请保留其一。',
  'refusal.fixing_duplicate': '{name} 的定价中{day:date}出现两次。请保留其一。',
  'refusal.tiers_order':
    '服务费的一档自第 {fromDay} 天起，却排在自第 {before} 天起的一档之后。请按起始日排列，每档一次。',
  'refusal.charged_twice': '协议对相同天数既预收贴现息又后收利息。请保留其一。',
  'refusal.discount_at_maturity': '协议约定到期付款，却对预付款收取贴现息。请保留其一。',
};
