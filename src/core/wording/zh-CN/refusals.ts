import type { refusals as english } from '../en/refusals.ts';

/** 选择、申请与申报被拒绝的原因及处理办法。 */
export const refusals: Record<keyof typeof english, string> = {
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
  'refusal.rule_duplicate':
    '{facilityId} 的条款中“{rule:word.rule}”（{rule}）出现两次。请保留一次。',
  'refusal.rule_order':
    '{facilityId} 的条款中“{rule:word.rule}”（{rule}）须排在{stage:word.stage}规则之前。顺序应为：单笔发票；债务人账龄、贷项与抵销；限额；集中度。',
  'refusal.entry_duplicate': '{facilityId} 的条款中某一清单内 {value} 出现两次。请保留一项。',
  'refusal.origin_empty':
    '{facilityId} 的条款中规则 origin 未作任何限定。请填写 sellers、ledgers 或 issuedFrom。',
  'refusal.range_empty':
    '{facilityId} 的条款中规则 amount_range 没有上下限。请填写 minMinor、maxMinor 或两者。',
  'refusal.range_reversed':
    '{facilityId} 的条款中 amount_range 的 minMinor 大于 maxMinor，任何金额均不符合。请更正。',
  'refusal.country_policy':
    '{facilityId} 的条款中，规则 country 仅在 unless 含 insured 时才需保单。请将 policyId 与 insured 一并填写，或都不填写。',
  'refusal.insured_share_missing':
    '{facilityId} 的条款以赔付上限表示信用限额。请填写 insuredShareBp（保险人的赔付比例）。',
  'refusal.rating_off_scale':
    '{facilityId} 的条款中某评级档引用了 {rating}，而评级序列中没有该评级。请更正。',
  'refusal.band_reversed':
    '{facilityId} 的条款中某评级档由 {from} 至 {to}，方向颠倒。评级序列应由优至劣。',
  'refusal.band_missing':
    '{facilityId} 的条款中没有评级档包含 {rating}。各档须沿评级序列首尾相接。',
  'refusal.band_overlap': '{facilityId} 的条款中 {rating} 属于两个评级档。每个评级只能属于一档。',
  'refusal.spike_too_long':
    '{facilityId} 的条款中，“{reserve:word.reserve}”须在 {averageMonths:months}内取 {spikeMonths:months}的最高平均值。请减小 spikeMonths。',
  'refusal.placing_of_pledge':
    '{facilityId} 为质押，可取应收账款的任意部分。请删去仅用于转让的 placing。',
  'refusal.reserves_reduce_missing':
    '{facilityId} 的条款设有准备金，但未说明其扣减对象。请填写 reservesReduce：base（借款基数）或 limit（额度）。',
  'refusal.facilities_too_many':
    '共有 {count:count} 个融资额度，一次最多比较 {max:count} 个。请减少。',
  'refusal.rating_unknown':
    '债务人 {debtorId} 的评级为 {rating}，不在 {facilityId} 的评级序列中。请更正评级，或将其加入评级序列及评级档。',
  'refusal.history_missing':
    '{facilityId} 的“{reserve:word.reserve}”须按历史月份计算，而历史数据缺少 {month}。请补充该月数据。',
  'refusal.policy_unknown':
    '{facilityId} 的条款以保单 {policyId} 为依据，但未提供该保单项下的任何限额批复。请补充保险人的批复。',
  'refusal.opening_duplicate':
    '融资额度 {id} 有两条期初数据（第 {firstRow} 项与第 {row} 项）。请保留上一份证明的数据。',
  'refusal.need_before_as_of': '用款日{valueOn:date}早于账面日期{asOf:date}。请选择较晚的日期。',
  'refusal.fx_rate_missing':
    '缺少{asOf:date}或之前由 {from} 折算为 {to} 的汇率。请按此方向提供；系统不会倒算汇率。',
  'refusal.fx_rate_ambiguous': '{on:date}由 {from} 折算为 {to} 的汇率有两个不同数值。请保留一个。',
  'refusal.amounts_too_large':
    '{facilityId} 以 {currency} 计的合计金额超出可精确表示的范围。请核对金额与汇率。',

  'refusal.unworded': '操作被拒绝：{code}。',
  'refusal.nothing_eligible': '所选账款目前均不能融资。请另行选择。',
  'refusal.selection_unknown': '没有已保存的筛选 {runId}。请从已保存的筛选中选择。',
  'refusal.selection_without_need':
    '已保存的筛选 {runId} 未设所需金额，因此没有安排任何账款。请选择为某一金额所做的筛选。',
  'refusal.no_facility': '该日没有条款生效的融资额度。请由管理员录入。',
  'refusal.not_eligible':
    '{debtor} 的应收账款 {number} 在此额度下已不再合格：{rule:word.rule}。请更新选择。',
  'refusal.not_open': '应收账款 {number} 已结清或已移出账簿。请更新选择。',
  'refusal.over_available':
    '所选账款需提用 {advanceMinor:money}，可提用 {availableMinor:money}。请减少选择。',
  'refusal.choice_outdated': '该选择依据的是此前的账簿，现已不再成立。请重新查询筹资方式。',
  'refusal.choice_over_cap':
    '该选择已不再成立：{rule:word.rule}允许 {limitMinor:money}，而所选合计将达 {actualMinor:money}。请减少选择，或重新查询筹资方式。',
  'refusal.opening_not_before':
    '滚动核对的期初日 {since:date} 不早于 {asOf:date}。请选择更早的日期。',
  'refusal.opening_unknown': '系统中没有 {since:date} 当日的账簿。请为滚动核对选择更晚的期初日。',
  'refusal.receivable_unknown': '账簿中没有未清账款 {receivableId}。请改为账簿中的账款。',
  'refusal.facility_unknown': '融资额度 {facilityId} 目前没有生效的条款。请由管理员录入。',
  'refusal.several_sellers': '所选账款属于 {count:count} 家卖方公司。请分别创建申请。',
  'refusal.basket_full':
    '最多可选 {max:count} 笔，已选 {size:count} 笔，无法再加入 {given:count} 笔。请先创建申请。',
  'refusal.seller_unknown': '未知的卖方公司。请由管理员录入。',
  'refusal.control_total_differs':
    '明细合计 {lines} 与账簿合计 {ledger}（最小货币单位）不一致，未发送。请重新导入账簿。',
  'refusal.rate_missing': '缺少{asOf:date}由 {from} 折算为 {to} 的汇率。请录入后重新发送。',
};
