import type { Text } from './en.ts';
import { ageing } from './zh-CN/ageing.ts';
import { bank } from './zh-CN/bank.ts';
import { books } from './zh-CN/books.ts';
import { certificate } from './zh-CN/certificate.ts';
import { claims } from './zh-CN/claims.ts';
import { clocks } from './zh-CN/clocks.ts';
import { desk } from './zh-CN/desk.ts';
import { explain } from './zh-CN/explain.ts';
import { fixings } from './zh-CN/fixings.ts';
import { funders } from './zh-CN/funders.ts';
import { insured } from './zh-CN/insured.ts';
import { insurer } from './zh-CN/insurer.ts';
import { movements } from './zh-CN/movements.ts';
import { notices } from './zh-CN/notices.ts';
import { offering } from './zh-CN/offering.ts';
import { outlook } from './zh-CN/outlook.ts';
import { raise } from './zh-CN/raise.ts';
import { reconciliation } from './zh-CN/reconciliation.ts';
import { records } from './zh-CN/records.ts';
import { request } from './zh-CN/request.ts';
import { selections } from './zh-CN/selections.ts';

/** 中文：与英文键相同。 */
export const zhCN: Text = {
  product: 'Cedent',
  skip: '跳到正文',
  nav: {
    label: '页面',
    work: '业务',
    operations: '运维',
    desk: '融资工作台',
    raise: '筹措资金',
    requests: '融资申请',
    deliveries: '待人工处理',
    bank: '银行流水',
    exposure: '敞口申报',
    imports: '数据导入',
    debtors: '债务人',
    certificates: '借款基数',
  },
  roles: {
    treasury: '资金',
    approver: '审批',
    finance: '财务',
    administrator: '管理员',
    machine: '系统',
  },
  signOut: '退出',
  signIn: '登录',
  language: 'English',
  theme: '浅色或深色',
  print: '打印',
  keysButton: '快捷键',
  keys: {
    title: '快捷键',
    next: '下一笔可选应收账款',
    previous: '上一笔',
    toggle: '选中或取消',
    search: '搜索账簿',
    help: '显示本列表',
    close: '关闭',
  },
  back: '返回',
  asOf: (day) => `截至${day}`,
  page: { older: '下一页', first: '第一页' },
  none: '—',
  yes: '是',
  no: '否',
  refusals: {
    request_not_found: '该申请不存在。',
    already_financed: (numbers) => `${numbers} 已被其他申请占用。请从选择中移除后重新创建申请。`,
    near_match: '部分账款与已融资账款相似，请在下方核对。',
    ledger_changed: (lines) => `起草之后账簿已变化：${lines}。请撤回申请并重新选择。`,
    not_now: (state) => `当前无法进行：申请状态为“${state}”。`,
    hash_differs: '您打开之后申请已被修改。请重新阅读后再决定。',
    second_person_needed: '本申请由您起草或提交，须由另一人批准。',
    basket_empty: '本额度下没有选中任何账款。请先在账簿中选择。',
    amount_unreadable: (value) => `“${value}”不是金额。请按 250000 或 250000.00 的格式填写。`,
    day_unreadable: (value) => `“${value}”不是日期。请按 2026-11-30 的格式填写。`,
    reason_missing: '请填写理由，供对方阅读。',
    file_missing: '请先选择文件。',
    not_selectable: '这些账款已不再合格，未被选入。',
  },
  problem: {
    home: '返回融资工作台',
    reference: '参考编号',
    signInTitle: '登录 Cedent',
    signInText: '请通过贵公司的身份提供方登录。',
    missing: '页面不存在',
    missingText: '它可能已移走，或属于他人。',
  },
  ...ageing,
  ...books,
  ...certificate,
  ...claims,
  ...clocks,
  ...desk,
  ...explain,
  ...fixings,
  ...insurer,
  ...funders,
  ...movements,
  ...notices,
  ...offering,
  ...raise,
  ...outlook,
  ...reconciliation,
  ...request,
  ...bank,
  ...records,
  ...insured,
  ...selections,
};
