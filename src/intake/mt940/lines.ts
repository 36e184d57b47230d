/** One field of a message: its tag, what stands behind it, and the lines that go on from there. */
export type Field = { tag: string; line: number; lines: string[] };

export type Message = { fields: Field[] };

export type Cut =
  | { status: 'cut'; messages: Message[] }
  | { status: 'stray_line'; line: number; value: string }
  | { status: 'other_message'; type: string };

/**
 * Cuts a file into messages and fields: with the SWIFT envelope {1:}{2:}{4: … -}, or bare, a line
 * "-" between them or nothing. What stands before the first :20: is the bank's own heading.
 */
export function cutLines(text: string): Cut {
  const cutter = createCutter();
  let line = 0;
  for (let at = 0; at <= text.length; ) {
    const end = text.indexOf('\n', at);
    const whole = text.slice(at, end === -1 ? text.length : end);
    line += 1;
    const wrong = cutter.take(whole.replace(framing, ''), line);
    if (wrong) return wrong;
    if (end === -1) break;
    at = end + 1;
  }
  return { status: 'cut', messages: cutter.messages };
}

type Wrong = Exclude<Cut, { status: 'cut' }>;

function createCutter() {
  const messages: Message[] = [];
  let fields: Field[] | undefined;
  /** Lines since a "-": part of the text after all where the message goes on behind them. */
  let after: string[] | undefined;

  const takeTag = (field: Field): Wrong | undefined => {
    if (field.tag === '20') {
      fields = [field];
      messages.push({ fields });
    } else if (fields) {
      if (after) fields.at(-1)?.lines.push(...after);
      fields.push(field);
    } else {
      return { status: 'stray_line', line: field.line, value: `:${field.tag}:` };
    }
    after = undefined;
    return undefined;
  };

  const take = (text: string, line: number): Wrong | undefined => {
    if (control.test(text)) return { status: 'stray_line', line, value: visible(text) };
    if (/^\s*(?:-\}|\{[1-5]:)/.test(text)) {
      const type = /\{2:[IO](\d{3})/.exec(text)?.[1];
      if (type !== undefined && type !== '940') return { status: 'other_message', type };
      after = [];
      const inside = text.lastIndexOf('{4:');
      return inside === -1 ? undefined : take(text.slice(inside + 3), line);
    }
    if (text.trim() === '') return undefined;
    const [, tag = '', value = ''] = tagged.exec(text) ?? [];
    if (tag !== '') return takeTag({ tag, line, lines: [value] });
    if (text.trim() === '-') after = [...(after ?? []), text];
    else if (after) after.push(text);
    else fields?.at(-1)?.lines.push(text);
    return undefined;
  };

  return { messages, take };
}

/** A carriage return, and the marks that old lines put around a message. */
const framing = /^[\p{Cc}\uFEFF]+|(?<!\p{Cc})\p{Cc}+$/gu;
const control = /(?!\t|[\u007F-\u009F])\p{Cc}/u;
const tagged = /^:(20|21|25P?|28C?|60[FM]|61|86|62[FM]|64|65|13D?|34F|90[CD]|NS):(.*)$/;

function visible(text: string): string {
  return text.replace(/\p{Cc}/gu, '\u25A1').slice(0, 80);
}
