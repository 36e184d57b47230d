import type { AcknowledgedLine, Acknowledgement } from '../../../src/core/adapter.ts';
import { canonicalJson } from '../../../src/core/hash.ts';
import type { AcknowledgementMessage } from '../wire/acknowledgement.ts';
import type { Said, StatusMessage } from '../wire/status.ts';
import { reasonOf, wordsOf } from './reason.ts';
import { lineOf, moneyOf } from './state.ts';

/**
 * All that a debtor said of one notice, in whatever order and however often it came, and what the
 * factor said of the notice itself. RCCF is a yes and RCER a no; every other word is pending, and so
 * are a yes and a no to the same.
 */
export function toAcknowledgement(
  messages: readonly AcknowledgementMessage[],
  onNotice: readonly StatusMessage[] = [],
): Acknowledgement {
  const [latest] = messages.slice(-1);
  if (!latest) return receiptOf(onNotice);
  const partnerReference = latest.messageId;
  const whole = new Set(
    messages
      .map(wholeWord)
      .filter(({ code }) => code !== '')
      .map(({ code }) => code),
  );
  if (whole.has('RCER')) {
    const said = messages.map(wholeWord).find(({ code }) => code === 'RCER');
    return whole.size === 1 && said
      ? { status: 'refused', partnerReference, detail: wordsOf(said) }
      : { status: 'pending' };
  }
  const lines = settled(messages.flatMap(linesOf));
  if (lines.length > 0) return { status: 'answered', partnerReference, lines };
  return whole.size === 1 && whole.has('RCCF')
    ? { status: 'answered', partnerReference, lines: [] }
    : { status: 'pending' };
}

/** A letter that was received in error has no list that counts. */
function wholeWord({ letter, list }: AcknowledgementMessage): Said {
  return letter.code === '' || letter.code === 'RCCF' ? list : letter;
}

/** The factor has received the notice in error: the debtor will never see it. */
function receiptOf(messages: readonly StatusMessage[]): Acknowledgement {
  const [first, ...others] = messages.map(({ technical }) => technical);
  if (!first || [first, ...others].some(({ code }) => code !== 'RCER')) {
    return { status: 'pending' };
  }
  return { status: 'not_taken', reason: reasonOf(first), detail: wordsOf(first) };
}

/** The word on an item, or that on the whole list, for all instalments that its copy names. */
function linesOf(message: AcknowledgementMessage): AcknowledgedLine[] {
  const whole = wholeWord(message);
  return message.items.flatMap(({ word, instalments }) => {
    const said = word.code === '' ? whole : word;
    const sure = whole.code === '' || whole.code === 'RCCF';
    const named = instalments.length > 0 ? instalments : [undefined];
    return named.map((instalment): AcknowledgedLine => {
      const lineNumber = lineOf(instalment?.sequence ?? '');
      if (said.code === 'RCER' && sure) {
        return { lineNumber, status: 'disputed', detail: wordsOf(said) };
      }
      const due = instalment && moneyOf(instalment);
      return said.code === 'RCCF' && sure && due
        ? { lineNumber, status: 'acknowledged', due }
        : { lineNumber, status: 'pending' };
    });
  });
}

/** One word for each line: a yes or a no outlasts every pending, and two that differ are none. */
function settled(lines: readonly AcknowledgedLine[]): AcknowledgedLine[] {
  const byLine = Map.groupBy(lines, ({ lineNumber }) => lineNumber);
  return [...byLine].flatMap(([lineNumber, own]): AcknowledgedLine[] => {
    const words = own.filter(({ status }) => status !== 'pending');
    const [first, ...others] = words;
    if (!first) return [{ lineNumber, status: 'pending' }];
    if (lineNumber === 0) return [first];
    return others.every((other) => keyOf(other) === keyOf(first))
      ? [first]
      : [{ lineNumber, status: 'pending' }];
  });
}

/** In what words a line is disputed does not matter. */
function keyOf(line: AcknowledgedLine): string {
  return line.status === 'acknowledged' ? canonicalJson(line) : line.status;
}
