import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Decision, Entry, Taken } from './books.ts';
import type { Dialect } from './dialect.ts';
import type { Fault } from './inspection.ts';

/** What the factor leaves in its folders: receipts, answers and statements, each whole at once. */
export function createDrops({ root, client, dialect }: Place) {
  const { marks } = dialect.words;
  const day = (at: Date) => dialect.day(at.toISOString().slice(0, 10));
  const stemOf = (name: string) => name.replace(/\.txt$/, '');
  return {
    receipt(said: Receipt, fault?: Fault): void {
      const { name, word, receipt, count, at } = said;
      const head = [text(client, 6), text(name, 60), text(receipt, 20), day(at), text(word, 3)];
      const lines = (fault ? [fault] : []).map((found) => [
        digits(found.line ?? 0, 6),
        text('', 30),
        text(found.code, 4),
        text(found.words, 100),
      ]);
      const content = { head: [...head, digits(count, 6)], lines, tail: [] };
      const written = file(dialect, marks.receipt, content);
      leave(root, { folder: 'answers', stem: `ACK_${stemOf(name)}`, content: written, copies: 1 });
    },
    /** In so many files, each with some of the lines, and each of them so many times. */
    answers(taken: Taken, manner: { parts: number; copies: number; at: Date }): void {
      const { decisions, name } = taken;
      const each = Math.max(1, Math.ceil(decisions.length / manner.parts));
      for (let from = 0; from < decisions.length; from += each) {
        const some = decisions.slice(from, from + each);
        const head = [text(client, 6), text(name, 60), day(manner.at)];
        const lines = some.map((decision) => answerOf(dialect, decision));
        const tail = [digits(sumOf(some), 15)];
        const content = file(dialect, marks.answer, { head, lines, tail });
        const stem = `REP_${stemOf(name)}`;
        leave(root, { folder: 'answers', stem, content, copies: manner.copies });
      }
    },
    statement(told: Statement): void {
      const { agreement, number, entries, copies, at } = told;
      const head = [text(client, 6), text(agreement, 40), digits(number, 6), day(at)];
      const lines = entries.map((entry) => entryOf(dialect, entry));
      const tail = [digits(sumOf(entries), 15)];
      const content = file(dialect, marks.statement, { head, lines, tail });
      const slug = agreement.replace(/[^A-Za-z0-9]+/g, '-');
      const stem = `STM_${client}_${slug}_${digits(number, 6)}`;
      leave(root, { folder: 'statements', stem, content, copies });
    },
  };
}
export type Drops = ReturnType<typeof createDrops>;

type Place = { root: string; client: string; dialect: Dialect };
type Receipt = { name: string; word: string; receipt: string; count: number; at: Date };
type Statement = {
  agreement: string;
  number: number;
  entries: readonly Entry[];
  copies: number;
  at: Date;
};

function file(
  dialect: Dialect,
  [head, line, tail]: readonly [string, string, string],
  content: { head: string[]; lines: string[][]; tail: string[] },
): string {
  const records = [
    [head, ...content.head],
    ...content.lines.map((cells) => [line, ...cells]),
    [tail, digits(content.lines.length, 6), ...content.tail],
  ];
  return records.map((cells) => `${record(dialect, cells)}\r\n`).join('');
}

function record({ width, separator }: Dialect, cells: readonly string[]): string {
  const body = cells.map((cell) => cell + separator).join('');
  return body + ' '.repeat(width - body.length - separator.length) + separator;
}

type Left = { folder: string; stem: string; content: string; copies: number };

/** Under a name that shows itself when the file is whole; one that is taken gets a number behind it. */
function leave(root: string, { folder, stem, content, copies }: Left): void {
  const place = join(root, folder);
  const there = readdirSync(place).filter((name) => name.startsWith(stem)).length;
  for (let copy = there; copy < there + copies; copy += 1) {
    const name = copy === 0 ? `${stem}.txt` : `${stem}_${copy + 1}.txt`;
    writeFileSync(join(place, `${name}.part`), content);
    renameSync(join(place, `${name}.part`), join(place, name));
  }
}

function sumOf(amounts: readonly { amount: number }[]): number {
  return amounts.reduce((total, { amount }) => total + amount, 0);
}

function answerOf({ words }: Dialect, decision: Decision): string[] {
  const { funded, partly, refused } = words;
  return [
    digits(decision.line, 6),
    text(decision.number, 30),
    text({ funded, partly, refused }[decision.verdict], 3),
    digits(decision.amount, 15),
    text(decision.currency, 3),
    text(decision.code, 4),
    text(decision.words, 100),
  ];
}

function entryOf(dialect: Dialect, entry: Entry): string[] {
  return [
    text(entry.entry, 20),
    text(entry.word, 3),
    text(entry.reversal ? 'X' : '', 1),
    dialect.day(entry.bookedOn),
    dialect.day(entry.valueOn),
    digits(entry.amount, 15),
    text(entry.currency, 3),
    text(entry.file, 60),
    digits(entry.line, 6),
    text(entry.number, 30),
    text(entry.debtor, 15),
    text(entry.words, 40),
  ];
}

function text(value: string, width: number): string {
  return value.slice(0, width).padEnd(width);
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
