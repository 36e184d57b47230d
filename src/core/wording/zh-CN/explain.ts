export const explain = {
  'explain.drop':
    '仅去掉这一规则，合格金额将增加 {poolMinor:money}，可多提取 {availableMinor:money}。',
  'explain.drop.nothing': '仅去掉这一规则不会有任何变化：其他规则同样会扣除这些金额。',
  'explain.drop.mixed':
    '仅去掉这一规则，合格金额将变动 {poolMinor:money}，可提取金额将变动 {availableMinor:money}。',
  'explain.drop.fixed': '资金方不会放弃这一规则。',
  'explain.looser': '{step}：合格金额增加 {poolMinor:money}，可多提取 {availableMinor:money}。',
  'explain.looser.draw': '{step}：可多提取 {availableMinor:money}。',
  'explain.looser.nothing': '{step}：不会有任何变化。',
  'explain.best': '放宽一步释放最多的是：{rule}。{sentence}',
  'explain.collapsed':
    '{rule}：{shareBp:bp} 的占比上限至少要有 {needed:count} 个主体分担才会有合格池，而此处只有 {nodes:count} 个。在主体增加或占比提高之前，全部金额都不计入。',
  'explain.step.days': '由接受 {from:days}放宽至 {to:days}',
  'explain.step.times': '由账期的 {from:count} 倍放宽至 {to:count} 倍',
  'explain.step.minDays': '距到期日的要求由 {from:days}降至 {to:days}',
  'explain.step.toleranceDays': '可接受的预开票天数由 {from:days}放宽至 {to:days}',
  'explain.step.minMinor': '最低金额由 {from:money} 降至 {to:money}',
  'explain.step.maxMinor': '最高金额由 {from:money} 升至 {to:money}',
  'explain.step.haircuts': '折扣减半',
  'explain.step.shareBp': '占比由 {from:bp} 提高至 {to:bp}',
  'explain.step.limits': '资金方的各项限额均提高一成',
  'explain.step.cover': '各项保险限额均提高一成',
  'explain.step.maximumTermDays': '可承保账期由 {from:days}放宽至 {to:days}',
  'explain.step.stopOverdueDays': '停止承保的逾期天数由 {from:days}放宽至 {to:days}',
  'explain.step.limitMinor': '融资额度由 {from:money} 提高至 {to:money}',
  'explain.step.advanceRateBp': '预付比例由 {from:bp} 提高至 {to:bp}',
  'explain.limit.limitMinor': '融资额度上限',
  'explain.limit.advanceRateBp': '预付比例',
  'explain.limit.cover': '保险限额，保单 {id}',
  'explain.limit.funder_limit': '资金方限额，{id}',
  'explain.raise.one':
    '限额每再提高 {more}，“{facility}”的合格金额增加 {pool}，可多提取 {available}。',
  'explain.raise.nothing': '提高限额对“{facility}”没有作用：限制该债务人的并非这一限额。',
  'explain.raise.most':
    '对“{facility}”而言，限额值得提高 {more}：合格金额增加 {pool}，可多提取 {available}。超出部分不再释放任何金额。',
  'explain.raise.asked':
    '限额提高 {more} 后，“{facility}”的合格金额增加 {pool}，可多提取 {available}。',
  'explain.raise.full':
    '限额提高 {more} 后，“{facility}”的合格金额增加 {pool}，但无法多提取：该融资额度本身已用满。',
  'explain.raise.saves': '所需资金的成本由 {before} 降至 {after}，节省 {saved}。',
  'explain.raise.same': '所需资金的成本不变，仍为 {before}。',
  'explain.raise.reaches': '所需资金可筹得 {cash}，原为 {before}。',
  'explain.raise.margin': '按方案的价格，限额每再提高一个单位可节省其 {marginPpm:ppm}。',
} as const;
