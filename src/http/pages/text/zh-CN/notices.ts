import type { Text } from '../en.ts';
import { n0 } from './count.ts';

export const notices: Pick<Text, 'notices'> = {
  notices: {
    title: '债务人转让通知',
    toCome:
      '本协议为公开型：融资方答复某债务人的全部账款后，系统即就其已受让的账款通知该债务人，每家一次。',
    byDocument:
      '与融资方的连接不转发通知，请以书面文件通知这些债务人。债务人收到通知之前，向贵公司付款即可清偿债务。',
    one: (number, lines, amounts) => `${number} · ${n0(lines)}笔应收账款，${amounts}`,
    account: (account) => `付款账户：${account}`,
    accountNone: '协议未载明付款账户，通知中也未写明。',
    answered: (acknowledged, all) => `${n0(all)}笔中已确认${n0(acknowledged)}笔`,
    disputed: (number, why) => `${number}：${why}`,
    states: {
      waiting: '发送中',
      by_document: '以书面文件通知',
      not_taken: '未予转发',
      told: '已通知，尚无答复',
      acknowledged: '已确认',
      disputed: '有异议',
      refused: '被拒绝',
    },
    prepared: '已拟定债务人通知',
    facts: {
      told: '已通知债务人',
      not_taken: '通知未予转发',
      by_document: '改以书面文件通知',
      line_acknowledged: '债务人已确认',
      line_disputed: '债务人提出异议',
      refused: '债务人拒绝通知',
      answer_questioned: '债务人的答复存疑',
    },
    of: (debtor, number) => `${debtor}，${number}`,
  },
};
