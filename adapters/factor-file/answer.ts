import { z } from 'zod';
import type {
  Call,
  LineAnswer,
  Outcome,
  RefusalReason,
  ScheduleState,
} from '../../src/core/adapter.ts';
import { notNow } from '../../src/core/answer.ts';
import { type Detail, told } from '../../src/core/detail.ts';
import { Currency } from '../../src/core/money.ts';
import type { Config } from './config.ts';
import { during, ownFolders } from './folder.ts';
import type { AnswerSays, Layout } from './layout.ts';
import { readReplyName, readSentName } from './names.ts';
import { type Read, readParts } from './record.ts';

type No = { reason: RefusalReason; detail: string };
type Reply = {
  /** The factor's own number of what it took. */
  receipt?: string;
  verdict?: 'taken' | 'rejected';
  why?: No;
  lines: LineAnswer[];
};
type Sent = { file: string; lines: number };

/** More replies than this about one schedule are not looked through. */
const REPLIES_MAX = 200;

/**
 * The factor's receipt and answers about one schedule, found by their names. A file that is broken
 * counts as not there; while a line lacks its answer, the read says which file it is.
 */
export async function readAnswers(
  { layout, config }: { layout: Layout; config: Config },
  reference: string,
  call: Call,
): Promise<Outcome<ScheduleState>> {
  return during(call, async (mailbox) => {
    const names = await mailbox.list(config.answersFolder);
    const found = names
      .sort()
      .map((name) => ({ name, reply: readReplyName(name, config.client) }))
      .filter(({ reply }) => reply?.reference === reference)
      .slice(0, REPLIES_MAX);
    const replies: Reply[] = [];
    const broken: Detail[] = [];
    const texts: string[] = [];
    let sent: Sent | undefined;
    for (const { name, reply } of found) {
      if (!reply) continue;
      sent = reply;
      const bytes = await mailbox.get(config.answersFolder, name);
      const file = { name, about: reply.file, text: Buffer.from(bytes).toString('utf8') };
      texts.push(`${name}\r\n${file.text}`);
      const read = reply.reply === 'ACK' ? readReceipt(layout, file) : readAnswer(layout, file);
      if ('kept' in read) replies.push(read.kept);
      else broken.push(read.broken);
    }
    if (!sent) return waiting({ config, reference, call });
    const state = stateOf(sent, replies);
    const [problem] = broken;
    if (problem !== undefined && state.status === 'pending') return notNow(problem, 60);
    return { kind: 'done', value: state, raw: { body: texts.join('') } };
  });
}

/** No reply yet: whether it waits, was moved, or was never left. */
function waiting({ config, reference, call }: { config: Config; reference: string; call: Call }) {
  return during<ScheduleState>(call, async (mailbox) => {
    for (const folder of ownFolders(config)) {
      const names = await mailbox.list(folder);
      const file = names.find((name) => readSentName(name, config.client)?.reference === reference);
      if (file === undefined) continue;
      const value: ScheduleState = { partnerReference: file, status: 'received', lines: [] };
      return { kind: 'done', value, raw: { body: `${folder}/${file}` } };
    }
    return notNow(told('schedule_not_there', { reference }), 60);
  });
}

function stateOf(sent: Sent, replies: readonly Reply[]): ScheduleState {
  const partnerReference = replies.find(({ receipt }) => receipt)?.receipt ?? sent.file;
  const answers = clear(replies.flatMap(({ lines }) => lines));
  const no = replies.find(({ verdict }) => verdict === 'rejected');
  if (!no) return { partnerReference, ...everyLine(sent, answers) };
  // Taken and not taken, or not taken and yet funded: nothing is concluded until it is clear.
  const unclear =
    replies.some(({ verdict }) => verdict === 'taken') ||
    [...answers.values()].some(({ status }) => status === 'funded');
  if (unclear) return { partnerReference, ...everyLine(sent, new Map()) };
  const { reason, detail } = no.why ?? { reason: 'invalid_message', detail: '' };
  const refused = new Map(no.lines.map((line) => [line.lineNumber, line]));
  const lines = numbersOf(sent).map(
    (lineNumber): LineAnswer =>
      refused.get(lineNumber) ?? { lineNumber, status: 'declined', reason, detail },
  );
  return { partnerReference, status: 'rejected', lines };
}

/** Ours in their order; then lines that we never sent, which are not hidden. */
function everyLine(
  sent: Sent,
  answers: ReadonlyMap<number, LineAnswer>,
): Pick<ScheduleState, 'status' | 'lines'> {
  const lines = numbersOf(sent).map(
    (lineNumber): LineAnswer => answers.get(lineNumber) ?? { lineNumber, status: 'pending' },
  );
  const isStranger = ({ lineNumber }: LineAnswer) => lineNumber < 1 || lineNumber > sent.lines;
  const strangers = [...answers.values()].filter(isStranger);
  const open = lines.some(({ status }) => status === 'pending');
  return { status: open ? 'pending' : 'answered', lines: [...lines, ...strangers] };
}

/** A schedule's lines are numbered from one, and the file's name says how many they are. */
function numbersOf({ lines }: Sent): number[] {
  return Array.from({ length: lines }, (_none, index) => index + 1);
}

/** Said twice counts once; said in two ways it waits for a clear word; pending says nothing. */
function clear(answers: readonly LineAnswer[]): Map<number, LineAnswer> {
  const said = new Map<number, Map<string, LineAnswer>>();
  for (const answer of answers) {
    const before = said.get(answer.lineNumber) ?? new Map<string, LineAnswer>();
    if (answer.status !== 'pending') before.set(JSON.stringify(answer), answer);
    said.set(answer.lineNumber, before);
  }
  return new Map(
    [...said].map(([lineNumber, different]): [number, LineAnswer] => {
      const [only] = different.values();
      const isClear = different.size === 1 && only;
      return [lineNumber, isClear ? only : { lineNumber, status: 'pending' }];
    }),
  );
}

type File = { name: string; about: string; text: string };
type Kept = { kept: Reply } | { broken: Detail };
const Count = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

function readReceipt(layout: Layout, file: File): Kept {
  const read = readParts(layout, layout.receipt, file.text);
  if ('broken' in read) return malformed(file, read.broken);
  const { head, lines, tail } = read;
  if (head.file !== file.about) return { broken: told('file_of_another', { file: file.name }) };
  if (Count.parse(tail.count) !== lines.length) return sumsDiffer(file);
  const verdict = layout.receiptWords[head.word ?? ''];
  const findings = lines.map((line) => {
    const words = [line.code, line.words].filter(Boolean).join(': ');
    const reason = layout.reasons[line.code ?? ''] ?? 'refused_by_partner';
    return {
      lineNumber: Count.parse(line.line),
      status: 'declined',
      reason,
      detail: words,
    } as const;
  });
  const why = findings.find(({ lineNumber }) => lineNumber === 0) ?? findings[0];
  return {
    kept: {
      ...(head.receipt && { receipt: head.receipt }),
      ...(verdict && { verdict }),
      ...(why && { why }),
      lines: verdict === 'rejected' ? findings.filter(({ lineNumber }) => lineNumber > 0) : [],
    },
  };
}

function readAnswer(layout: Layout, file: File): Kept {
  const read = readParts(layout, layout.answer, file.text);
  if ('broken' in read) return malformed(file, read.broken);
  const { head, lines, tail } = read;
  if (head.file !== file.about) return { broken: told('file_of_another', { file: file.name }) };
  const sum = lines.reduce((total, { amount = '0' }) => total + BigInt(amount), 0n);
  const agree = Count.parse(tail.count) === lines.length && BigInt(tail.sum ?? '') === sum;
  if (!agree) return sumsDiffer(file);
  return { kept: { lines: lines.map((line) => toAnswer(layout, line)) } };
}

/** A word or a currency we do not know is pending: it moves no money. */
function toAnswer(layout: Layout, line: Read<AnswerSays>): LineAnswer {
  const lineNumber = Count.parse(line.line);
  const status = layout.answerWords[line.word ?? ''];
  if (status === 'declined') {
    const reason = layout.reasons[line.code ?? ''] ?? 'refused_by_partner';
    return {
      lineNumber,
      status,
      reason,
      detail: [line.code, line.words].filter(Boolean).join(': '),
    };
  }
  const currency = Currency.safeParse(line.currency);
  if (status !== 'funded' || !currency.success) return { lineNumber, status: 'pending' };
  return { lineNumber, status, amountMinor: Count.parse(line.amount), currency: currency.data };
}

function malformed({ name }: File, line: number): Kept {
  return { broken: told('file_malformed', { file: name, line }) };
}

function sumsDiffer({ name }: File): Kept {
  return { broken: told('file_sums_differ', { file: name }) };
}
