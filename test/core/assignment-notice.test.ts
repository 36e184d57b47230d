import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  foldNotice,
  mayFollowNotice,
  type NoticeFact,
  type NoticeLine,
} from '../../src/core/funding/assignment-notice.ts';

const line = (lineNumber: number): NoticeLine => ({
  lineNumber,
  receivableId: `01930000-0000-7000-8000-00000000010${lineNumber}`,
  number: `INV-${lineNumber}`,
  instalment: 1,
  issuedOn: '2026-11-01',
  dueOn: '2027-01-15',
  currency: 'EUR',
  faceMinor: 100,
  openMinor: 100,
});
const notice = { lines: [line(1), line(2)] };
const told: NoticeFact = { kind: 'told', partnerReference: 'T' };
const yes = (lineNumber: number): NoticeFact => ({
  kind: 'line_acknowledged',
  lineNumber,
  partnerReference: 'A',
});
const no = (lineNumber: number): NoticeFact => ({
  kind: 'line_disputed',
  lineNumber,
  detail: 'late',
});
const refused: NoticeFact = { kind: 'refused', partnerReference: 'R', detail: 'not owed' };
const faulty: NoticeFact = { kind: 'not_taken', reason: 'duplicate', detail: 'known' };
const byDocument: NoticeFact = { kind: 'by_document' };
const question: NoticeFact = { kind: 'answer_questioned', lineNumber: 9, detail: 'odd' };

describe('a notice stands', () => {
  test.each<[string, NoticeFact[], string]>([
    ['nothing has happened', [], 'waiting'],
    ['the partner passes none on', [byDocument], 'by_document'],
    ['the partner did not take it', [faulty], 'not_taken'],
    ['it was found faulty after it was left', [told, faulty], 'not_taken'],
    ['the debtor is silent', [told], 'told'],
    ['one line is answered', [told, yes(1)], 'told'],
    ['all are acknowledged', [told, yes(2), yes(1)], 'acknowledged'],
    ['one is disputed', [told, no(1), yes(2)], 'disputed'],
    ['the debtor refuses it', [told, refused], 'refused'],
    ['an answer is odd', [told, question, yes(1), yes(2), question], 'acknowledged'],
  ])('where %s', (_what, facts, status) => {
    expect(foldNotice(notice, facts).status).toBe(status);
  });

  test.each<[string, NoticeFact[], NoticeFact]>([
    ['an answer before it was told', [], yes(1)],
    ['a second word on a line', [told, yes(1)], no(1)],
    ['a word on a line it does not have', [told], yes(9)],
    ['a refusal after a yes', [told, yes(1)], refused],
    ['that it was faulty after an answer', [told, yes(1)], faulty],
    ['that it was told twice', [told], told],
    ['that it was told after it was left to a document', [byDocument], told],
    ['a yes after a refusal', [told, refused], yes(1)],
    ['a question before it was told', [], question],
  ])('and does not take %s', (_what, facts, late) => {
    expect(mayFollowNotice(foldNotice(notice, facts), late)).toBe(false);
  });
});

test('whatever debtors say in whatever order, each line keeps its first word', () => {
  const words = fc.constantFrom(yes(1), yes(2), no(1), no(2), refused, question, faulty);
  fc.assert(
    fc.property(fc.array(words, { maxLength: 12 }), (said) => {
      const facts: NoticeFact[] = [told];
      for (const fact of said) {
        if (mayFollowNotice(foldNotice(notice, facts), fact)) facts.push(fact);
      }
      const state = foldNotice(notice, facts);
      const answers = facts.filter(({ kind }) => kind.startsWith('line_'));
      expect(answers.length).toBeLessThanOrEqual(notice.lines.length);
      const answered =
        'words' in state ? [...state.words.values()].filter((word) => word !== 'open') : [];
      expect(answered.length).toBe(state.status === 'not_taken' ? 0 : answers.length);
      const whole = answers.length === notice.lines.length;
      expect(['acknowledged', 'disputed'].includes(state.status)).toBe(whole);
    }),
  );
});
