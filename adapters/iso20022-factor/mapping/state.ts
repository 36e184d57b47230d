import type { LineAnswer, ScheduleState } from '../../../src/core/adapter.ts';
import { Currency, type Money, parseDecimal, toDecimal } from '../../../src/core/money.ts';
import type { InvoiceResult, Result, StatusMessage } from '../wire/status.ts';
import { reasonOf, wordsOf } from './reason.ts';

/**
 * All status messages on one schedule, in whatever order and however often they came. Only FNCD with
 * an amount is a yes and only NTFD a no; what contradicts itself, or is a word we do not know, is
 * pending.
 */
export function toState(
  messages: readonly StatusMessage[],
  onCancellation: readonly StatusMessage[] = [],
): ScheduleState {
  const [latest] = messages.slice(-1);
  const lines = settled(messages.flatMap(answersOf));
  const cancellation = cancellationOf(messages) ?? receiptOf(onCancellation);
  return {
    partnerReference: latest?.messageId ?? '',
    status: statusOf(messages, lines),
    lines,
    ...(cancellation && { cancellation }),
  };
}

function statusOf(
  messages: readonly StatusMessage[],
  lines: readonly LineAnswer[],
): ScheduleState['status'] {
  const codes = new Set(messages.map(({ technical }) => technical.code));
  if (codes.size === 1 && codes.has('RCER')) return 'rejected';
  if (lines.length > 0) {
    return lines.every(({ status }) => status !== 'pending') ? 'answered' : 'pending';
  }
  return codes.size === 1 && codes.has('RCCF') ? 'received' : 'pending';
}

function cancellationOf(messages: readonly StatusMessage[]): ScheduleState['cancellation'] {
  const said = messages.flatMap(({ cancellation }) => cancellation ?? []);
  const [first, ...others] = said;
  if (!first) return undefined;
  if (others.some(({ code }) => code !== first.code)) return { status: 'pending' };
  if (first.code === 'PACK') return { status: 'accepted' };
  return first.code === 'REJT'
    ? { status: 'refused', detail: wordsOf(first) }
    : { status: 'pending' };
}

/** The cancellation itself as a message: received and not yet decided, or received in error. */
function receiptOf(messages: readonly StatusMessage[]): ScheduleState['cancellation'] {
  const [first, ...others] = messages.map(({ technical }) => technical);
  if (!first) return undefined;
  const wrong = [first, ...others].every(({ code }) => code === 'RCER');
  return wrong ? { status: 'refused', detail: wordsOf(first) } : { status: 'pending' };
}

function answersOf({ technical, financed }: StatusMessage): LineAnswer[] {
  return financed.flatMap(({ total, invoices }) => {
    const answers = invoices.flatMap(answersOnInvoice);
    const certain = technical.code === 'RCCF' && addsUp(answers, total);
    return certain ? answers : answers.map(({ lineNumber }) => pending(lineNumber));
  });
}

/** The funder's own total of what it financed, in one currency. */
function addsUp(answers: readonly LineAnswer[], total: string): boolean {
  const funded = answers.flatMap((answer) => (answer.status === 'funded' ? [answer] : []));
  const [first] = funded;
  if (!first) return true;
  const { currency } = first;
  if (funded.some((line) => line.currency !== currency)) return false;
  const stated = parseDecimal(total, currency);
  return stated === funded.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

/**
 * The word on the instalments where there is one, else on the invoice for all that its copy names. An
 * invoice of several instalments has no amount for one of them.
 */
function answersOnInvoice(invoice: InvoiceResult): LineAnswer[] {
  if (invoice.instalments.length > 0) {
    return invoice.instalments.map((instalment) => {
      const lineNumber = lineOf(instalment.sequence);
      return agrees(invoice, instalment) ? answerOf(lineNumber, instalment) : pending(lineNumber);
    });
  }
  const sequences = invoice.sequences.length > 0 ? invoice.sequences : [''];
  const split = sequences.length > 1 && invoice.code === 'FNCD';
  return sequences.map((sequence) =>
    split ? pending(lineOf(sequence)) : answerOf(lineOf(sequence), invoice),
  );
}

/** An invoice that is not financed has no financed instalment, and a word nobody knows has none. */
function agrees(invoice: Result, instalment: Result): boolean {
  return instalment.code === 'FNCD'
    ? invoice.code === 'FNCD' || invoice.code === 'PDNG'
    : invoice.code === 'FNCD' || invoice.code === 'PDNG' || invoice.code === 'NTFD';
}

function answerOf(lineNumber: number, result: Result): LineAnswer {
  if (result.code === 'NTFD') {
    return { lineNumber, status: 'declined', reason: reasonOf(result), detail: wordsOf(result) };
  }
  const financed = result.code === 'FNCD' ? moneyOf(result) : undefined;
  return financed ? { lineNumber, status: 'funded', ...financed } : pending(lineNumber);
}

/** An amount that is one; a rate says none. */
export function moneyOf({ amount }: Pick<Result, 'amount'>): Money | undefined {
  const currency = Currency.safeParse(amount?.currency);
  if (!amount || !currency.success) return undefined;
  const amountMinor = parseDecimal(amount.text, currency.data);
  if (amountMinor === undefined || amountMinor < 0) return undefined;
  return { amountMinor, currency: currency.data };
}

/** Line zero is none of ours: what is said of an instalment that we did not name is seen and asked about. */
export function lineOf(sequence: string): number {
  const line = /^(\d{1,9})\/\d{1,9}$/.exec(sequence)?.[1];
  return line === undefined ? 0 : Number(line);
}

function pending(lineNumber: number): LineAnswer {
  return { lineNumber, status: 'pending' };
}

/** One answer for each line: a yes or a no outlasts every pending, and two that differ are none. */
function settled(answers: readonly LineAnswer[]): LineAnswer[] {
  const kept = new Map<number, LineAnswer>();
  const doubtful = new Set<number>();
  for (const answer of answers) {
    const { lineNumber } = answer;
    const before = kept.get(lineNumber);
    if (before === undefined || before.status === 'pending') kept.set(lineNumber, answer);
    else if (answer.status !== 'pending' && keyOf(answer) !== keyOf(before)) {
      doubtful.add(lineNumber);
    }
  }
  return [...kept.values()].map((answer) =>
    doubtful.has(answer.lineNumber) && answer.lineNumber !== 0
      ? pending(answer.lineNumber)
      : answer,
  );
}

function keyOf(answer: LineAnswer): string {
  return answer.status === 'funded' ? `${answer.currency} ${toDecimal(answer)}` : answer.status;
}
