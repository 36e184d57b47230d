import type { fixings as english } from '../en/fixings.ts';

export const fixings: typeof english = {
  fixings: {
    title: '指数定价',
    lead: 'EURIBOR、SOFR、LPR 等指数各日公布的利率。按指数计收的费用只依据此处的定价核对。',
    indexesTitle: '指数',
    index: '指数',
    used: '协议采用',
    isUsed: '是',
    notUsed: '否',
    newest: '最新定价日',
    noneYet: '尚无',
    noIndexes: '没有协议采用指数',
    noIndexesHint: '仍可先行登记定价，供日后协议使用。',
    addTitle: '登记定价',
    addLead:
      '每行一日及其年利率（%），例如“2026-11-02 3.642”。已登记日期若给出不同利率，则记为该日的新版本。',
    indexHint: 'EURIBOR 3M',
    source: '公布方',
    lines: '日期与利率',
    add: '登记',
    listTitle: '定价',
    day: '日期',
    rate: '年利率（%）',
    version: '版本',
    recorded: '登记时间',
    before: (percent) => `此前：${percent}`,
    none: '尚无定价',
    noneHint: '请在上方登记第一条。',
    show: '显示',
    every: '全部',
    first: (count) => `此处显示最新 ${count} 条，其余可通过接口读取。`,
    recordedAll: (count) =>
      count === 0
        ? '没有新内容：各条定价均已登记。'
        : `已登记 ${count.toLocaleString('zh-CN')} 条定价。`,
    changed: (count, days) =>
      `其中 ${count.toLocaleString('zh-CN')} 日此前另有定价：${days}。自现在起以新定价为准。`,
    unreadable: (line) =>
      `第 ${line} 行不是日期加利率的格式（例如“2026-11-02 3.642”）。未登记任何内容。`,
    incomplete: '请填写指数和公布方，并至少填写一行。',
    go: '登记定价',
  },
};
