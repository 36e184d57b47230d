import type { states as english } from '../en/states.ts';

/** 申请、占用与交付的状态，以及角色。 */
export const states: Record<keyof typeof english, string> = {
  'request.draft': '草稿',
  'request.submitted': '已提交，待审批',
  'request.approved': '已批准',
  'request.pending': '资金方处理中',
  'request.funded': '已放款',
  'request.partly_funded': '部分放款',
  'request.declined': '资金方未予受理',
  'request.cash_matched': '款项已到账',
  'request.rejected': '已退回',
  'request.withdrawn': '已撤回',

  'position.free': '未占用',
  'position.reserved': '已预留',
  'position.assigned': '已转让',
  'position.advanced': '已预付',
  'position.funded': '已融资',

  'delivery.held': '暂存，待申请获批',
  'delivery.ready': '待发送',
  'delivery.sending': '发送中',
  'delivery.accepted': '合作方已接收',
  'delivery.rejected': '合作方已拒绝',
  'delivery.unknown': '结果未明；应收账款继续保留占用',
  'delivery.resolving': '正在向合作方查询结果',
  'delivery.manual': '待两人共同处理',
  'delivery.confirmed': '已经我方查询确认',
  'delivery.reversed': '合作方已撤销',

  'role.treasury': '资金管理',
  'role.approver': '审批人',
  'role.finance': '财务',
  'role.administrator': '管理员',
  'role.machine': '系统接口',

  'mode.sale': '应收账款转让',
  'mode.pledge': '应收账款质押',
};
