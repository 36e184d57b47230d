import type { reserves as english } from '../en/reserves.ts';

/** 准备金：简称、带条款数值的简称（.terms）、说明、带数值的说明（.sentence）；自带名称的准备金显示其名称。 */
export const reserves: Record<keyof typeof english, string> = {
  'reserve.fixed': '固定准备金',
  'reserve.fixed.terms': '准备金：{name}',
  'reserve.fixed.explanation': '协议约定的金额。',
  'reserve.fixed.sentence': '协议约定 {amountMinor:money}。',

  'reserve.rent': '租金准备金',
  'reserve.rent.terms': '租金，{months:months}',
  'reserve.rent.explanation': '若干个月的租金：租金付清之前，出租人可能留置卖方的账册与货物。',
  'reserve.rent.sentence': '{months:months}，每月 {monthlyMinor:money}。',

  'reserve.priority_payables': '优先受偿款项准备金',
  'reserve.priority_payables.explanation': '破产时先于资金方受偿的款项，例如职工工资与税款。',
  'reserve.priority_payables.sentence': '{amountMinor:money} 先于资金方受偿。',

  'reserve.dilution_excess': '稀释准备金',
  'reserve.dilution_excess.terms': '稀释率超过 {allowanceBp:bp} 部分',
  'reserve.dilution_excess.explanation': '贷项占销售额的比例超过容许比例的部分，按资产池金额计提。',
  'reserve.dilution_excess.sentence':
    '{months:months}内贷项占销售额的 {dilutionPpm:ppm}；超过 {allowanceBp:bp} 的部分按资产池 {poolMinor:money} 计提。',

  'reserve.dilution_dynamic': '动态稀释准备金',
  'reserve.dilution_dynamic.terms': '动态稀释准备金，不低于 {floorBp:bp}',
  'reserve.dilution_dynamic.explanation':
    '压力情形下的平均稀释率，加计其峰值影响，按覆盖期销售额计提。',
  'reserve.dilution_dynamic.sentence':
    '稀释率平均 {averagePpm:ppm}，峰值 {highestPpm:ppm}；平均值按 {stress:bp} 计，另加峰值影响，以销售额 {salesMinor:money} 为基数；不低于资产池的 {floorBp:bp}。',

  'reserve.loss_dynamic': '动态损失准备金',
  'reserve.loss_dynamic.terms': '动态损失准备金，不低于 {floorBp:bp}',
  'reserve.loss_dynamic.explanation': '压力情形下的最高平均违约率，按覆盖期销售额计提。',
  'reserve.loss_dynamic.sentence':
    '最高平均违约率为 {highestPpm:ppm}，按 {stress:bp} 计，以销售额 {salesMinor:money} 为基数；不低于资产池的 {floorBp:bp}。',

  'reserve.concentration': '集中度准备金',
  'reserve.concentration.explanation':
    '同一评级档内最大的若干债务人可能同时违约：取各档合计中的最大值。',
  'reserve.concentration.sentence':
    '评级 {band:orUnknown}：最大的 {count:count} 户合计 {amountMinor:money}，为各档中最高。',

  'reserve.credit_lag': '待开贷项准备金',
  'reserve.credit_lag.terms': '{lagDays:days}待开贷项',
  'reserve.credit_lag.explanation': '应开未开的红字发票：日均贷项乘以开具所需天数。',
  'reserve.credit_lag.sentence':
    '{days:days}内共开具贷项 {creditNotesMinor:money}；按日均额计提 {lagDays:days}。',
};
