import type { offering as english } from '../en/offering.ts';
import { n0 } from './count.ts';

export const offering: typeof english = {
  offering: {
    title: '应提供的账款',
    whole: (facility, signed) => `${facility}：${signed} 签署的合同约定，全部发票均须提供。`,
    listed: (facility, debtors, signed) =>
      `${facility}：${signed} 签署的合同约定，${n0(debtors)} 名债务人的全部发票均须提供。`,
    within: (days) => `须自开票日起 ${n0(days)} 天内提供。`,
    noDays: '合同未约定天数。',
    free: (facility) => `${facility}：合同允许您自行选择提供哪些账款。`,
    freeHint: '没有必须提供的账款。',
    none: '应提供的均已提供',
    noneHint: '此后开具的发票将显示在此，直至列入已发送的申请。',
    open: '查看发票',
    sum: (count, amount) => `${n0(count)} 张发票，${amount}。`,
    late: (count, amount) => `其中已逾期限：${n0(count)} 张，${amount}。`,
    atLeast: '实际数量超出统计范围；此处为最早的部分。',
    listTitle: '尚未提供',
    number: '发票',
    debtor: '债务人',
    since: '应提供起始日',
    offerBy: '期限',
    past: '已逾期限',
    where: '目前所在',
    amount: '未清金额',
    places: {
      nowhere: '未交给任何一方',
      drafted: '在尚未发送的申请中',
      elsewhere: '在其他额度下',
    },
    heldBy: (facility) => `在 ${facility} 名下`,
    more: (shown) => `此处显示前 ${shown} 条，其余可通过 API 读取。`,
  },
};
