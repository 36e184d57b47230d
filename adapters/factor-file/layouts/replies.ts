import type { RefusalReason } from '../../../src/core/adapter.ts';
import { constant, day, digits, filled, type Layout, type Shape, text } from '../layout.ts';

type Replies = Pick<Layout, 'receipt' | 'answer' | 'statement'>;
type Marks = Readonly<Record<keyof Replies, { head: string; line: string; tail: string }>>;

/** What a factor sends back, with the record marks of a layout. No factor publishes it: it is ours. */
export function replies(shape: Shape, marks: Marks): Replies {
  return {
    receipt: {
      head: filled(shape, [constant(marks.receipt.head), ...receiptHead]),
      line: filled(shape, [constant(marks.receipt.line), ...finding]),
      tail: filled(shape, [constant(marks.receipt.tail), digits('count', 6)]),
    },
    answer: {
      head: filled(shape, [constant(marks.answer.head), ...answerHead]),
      line: filled(shape, [constant(marks.answer.line), ...answerLine]),
      tail: filled(shape, [constant(marks.answer.tail), digits('count', 6), digits('sum', 15)]),
    },
    statement: {
      head: filled(shape, [constant(marks.statement.head), ...statementHead]),
      line: filled(shape, [constant(marks.statement.line), ...statementEntry]),
      tail: filled(shape, [constant(marks.statement.tail), digits('count', 6), digits('sum', 15)]),
    },
  };
}

const receiptHead = [
  text('client', 6),
  text('file', 60),
  text('receipt', 20),
  day('takenOn'),
  text('word', 3),
  digits('count', 6),
];
const finding = [digits('line', 6), text('number', 30), text('code', 4), text('words', 100)];
const answerHead = [text('client', 6), text('file', 60), day('answeredOn')];
const answerLine = [
  digits('line', 6),
  text('number', 30),
  text('word', 3),
  digits('amount', 15),
  text('currency', 3),
  text('code', 4),
  text('words', 100),
];
const statementHead = [
  text('client', 6),
  text('agreement', 40),
  digits('statement', 6),
  day('madeOn'),
];
const statementEntry = [
  text('entry', 20),
  text('word', 3),
  text('reversal', 1),
  day('bookedOn'),
  day('valueOn'),
  digits('amount', 15),
  text('currency', 3),
  text('file', 60),
  digits('line', 6),
  text('number', 30),
  text('debtor', 15),
  text('words', 40),
];

/** The same in both layouts: why a line or a file is refused. */
export const reasons: Readonly<Record<string, RefusalReason>> = {
  '001': 'not_eligible',
  '002': 'limit_exceeded',
  '003': 'duplicate',
  '004': 'not_eligible',
  '005': 'limit_exceeded',
  '006': 'unknown_party',
  '101': 'invalid_message',
  '102': 'invalid_message',
  '103': 'not_authorised',
  '104': 'unknown_agreement',
};
