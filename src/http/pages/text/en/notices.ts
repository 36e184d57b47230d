import type { NoticeFact, NoticeState } from '../../../../core/funding/assignment-notice.ts';
import { one } from './count.ts';

export const notices = {
  notices: {
    title: 'Notices to debtors',
    toCome:
      'The agreement is disclosed: each debtor is told once the funder has answered all of its lines, of those that the funder took.',
    byDocument:
      'The connection to the funder passes no notices on. Send these as a document: until a debtor is told, it may pay your company and be free of its debt.',
    one: (number: string, lines: number, amounts: string) =>
      `${number} · ${one(lines, 'receivable')}, ${amounts}`,
    account: (account: string) => `To pay to ${account}`,
    accountNone: 'The agreement names no account to pay to; the notice names none either.',
    answered: (acknowledged: number, all: number) => `${acknowledged} of ${all} acknowledged`,
    disputed: (number: string, why: string) => `${number}: ${why}`,
    states: {
      waiting: 'Being sent',
      by_document: 'By document',
      not_taken: 'Not passed on',
      told: 'Told, no answer yet',
      acknowledged: 'Acknowledged',
      disputed: 'Disputed',
      refused: 'Refused',
    } satisfies Record<NoticeState['status'], string>,
    prepared: 'Notice to a debtor prepared',
    facts: {
      told: 'Debtor told',
      not_taken: 'Notice not passed on',
      by_document: 'Notice left to a document',
      line_acknowledged: 'Debtor acknowledged',
      line_disputed: 'Debtor disputes',
      refused: 'Debtor refused the notice',
      answer_questioned: 'Debtor’s answer questioned',
    } satisfies Record<NoticeFact['kind'], string>,
    of: (debtor: string, number: string) => `${debtor}, ${number}`,
  },
};
