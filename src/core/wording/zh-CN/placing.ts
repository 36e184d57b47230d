import type { placing as english } from '../en/placing.ts';

/** 未纳入的原因，或安排在某处的理由。 */
export const placing: Record<keyof typeof english, string> = {
  'notPlaced.need_met': '无需使用：所需金额已满足。其成本为 {costPpm:ppm}。',
  'notPlaced.dearer':
    '无需使用：其成本占所获资金的 {costPpm:ppm}，高于本方案边际资金成本 {marginalPpm:ppm}。',
  'notPlaced.facility_full':
    '额度不足：需用款 {advanceMinor:money}，而 {facilityId} 仅余 {roomMinor:money}。',
  'notPlaced.cap_reached':
    '如再纳入债务人 {debtorId} 的 {fundedMinor:money}，{facilityId} 将超出{cap:word.cap}。',
  'notPlaced.fixed_cost':
    '不划算：其成本占所获资金的 {costPpm:ppm}，且启用 {facilityId} 本身另需 {fixedCostMinor:money}。',
  'notPlaced.minimum_draw':
    '未启用：{facilityId} 的最低用款额为 {minimumMinor:money}，该笔与其他账款合计仍达不到。',
  'notPlaced.too_small': '金额过小：{eligibleMinor:money} 在 {facilityId} 项下的预付款舍入后为零。',
  'placed.alone': '安排在此：成本占所获资金的 {costPpm:ppm}；没有其他融资额度可接受该笔账款。',
  'placed.cheapest':
    '安排在此：成本占所获资金的 {costPpm:ppm}；次优选择为 {otherId}（{otherPpm:ppm}），由此节省 {savedMinor:money}。',
  'placed.equal': '安排在此：成本占所获资金的 {costPpm:ppm}；在 {otherId} 项下成本相同。',
  'placed.full':
    '安排在此：成本占所获资金的 {costPpm:ppm}。{otherId}（{otherPpm:ppm}）可少付 {lessMinor:money}，但其仅余 {roomMinor:money}，而需预付 {advanceMinor:money}。',
  'placed.dearer':
    '安排在此：成本占所获资金的 {costPpm:ppm}。若单独看，放在 {otherId}（{otherPpm:ppm}）可少付 {lessMinor:money}；但综合方案中的其他应收账款、各项上限及固定费用，应安排在此。',
  'cap.cover': '信用限额（同一保单项下各融资额度合并计算）',
  'cap.netting': '该债务人扣除贷项及互欠后的净额（各融资额度合并计算）',
  'cap.funder_limit': '资金方对该债务人的核定限额',
  'cap.debtor_concentration': '该债务人在已融资资产中的占比上限',
  'cap.group_concentration': '该集团在已融资资产中的占比上限',
  'cap.industry_concentration': '该行业在已融资资产中的占比上限',
  'cap.country_concentration': '该国家在已融资资产中的占比上限',
  'cap.currency_concentration': '该币种在已融资资产中的占比上限',
  'cap.government_concentration': '政府类债务人在已融资资产中的占比上限',
  'cap.pair_concentration': '任意两名债务人合计占比上限',
};
