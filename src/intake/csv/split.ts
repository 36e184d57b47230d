/** One record of a delimited file. `row` counts records as a spreadsheet does: the header is row 1. */
export type Row =
  | { status: 'read'; row: number; cells: string[] }
  | { status: 'unclosed_quote'; row: number; line: number; raw: string }
  | { status: 'too_long'; row: number; line: number; raw: string };

export type Splitter = {
  /** Takes the next piece of text and gives the records it completed. */
  push: (text: string) => Row[];
  /** Takes the end of the file and gives what is left. */
  end: () => Row[];
};

export const maxRowChars = 65_536;
const maxLinesInRow = 100;

/**
 * Splits text into records (RFC 4180: quotes at a cell's start, doubled inside), holding at most one
 * record. A quote that never closes costs its own line only: reading resumes on the next line, so
 * the rows it would have swallowed are read. A quote inside an unquoted cell is an ordinary character.
 */
export function createSplitter(delimiter: string): Splitter {
  const lines = createLineReader(delimiter);
  let rest = '';
  let overlong = false;

  const take = (text: string, out: Row[]) => {
    if (overlong) overlong = false;
    else if (text.length > maxRowChars) lines.takeOverlong(text, out);
    else lines.take(text, out);
  };

  return {
    push(text) {
      const out: Row[] = [];
      const whole = rest + text;
      // A final CR may still be half of a CRLF: it waits for the next piece.
      const held = whole.endsWith('\r') ? '\r' : '';
      const pieces = whole.slice(0, whole.length - held.length).split(/\r\n|[\n\r]/);
      rest = (pieces.pop() ?? '') + held;
      for (const piece of pieces) take(piece, out);
      if (rest.length > maxRowChars) {
        if (!overlong) lines.takeOverlong(rest, out);
        overlong = true;
        rest = held;
      }
      return out;
    },
    end() {
      const out: Row[] = [];
      if (rest.endsWith('\r')) rest = rest.slice(0, -1);
      if (rest !== '') take(rest, out);
      rest = '';
      lines.settle(out, true);
      return out;
    },
  };
}

/** Turns physical lines into records; lines wait in `pending` only while a quote is open. */
function createLineReader(delimiter: string) {
  let row = 0;
  let line = 0;
  let pending: string[] = [];

  const settle = (out: Row[], atEnd: boolean) => {
    while (pending.length > 0) {
      const record = readRecord(pending, delimiter);
      if (record.status === 'open' && !atEnd && pending.length < maxLinesInRow) return;
      row += 1;
      const first = pending[0] ?? '';
      const complete = record.status === 'complete';
      if (!complete) out.push({ status: 'unclosed_quote', row, line: line + 1, raw: first });
      else if (first !== '') out.push({ status: 'read', row, cells: record.cells });
      const used = complete ? record.lines : 1;
      line += used;
      pending = pending.slice(used);
    }
  };

  return {
    settle,
    take(text: string, out: Row[]) {
      if (pending.length > 0 || text.includes('"')) {
        pending.push(text);
        settle(out, false);
        return;
      }
      line += 1;
      row += 1;
      if (text !== '') out.push({ status: 'read', row, cells: text.split(delimiter) });
    },
    takeOverlong(text: string, out: Row[]) {
      settle(out, true);
      line += 1;
      row += 1;
      out.push({ status: 'too_long', row, line, raw: text.slice(0, 200) });
    },
  };
}

type Reading =
  | { status: 'complete'; cells: string[]; lines: number }
  | { status: 'open' | 'broken' };

function readRecord(lines: string[], delimiter: string): Reading {
  const cells: string[] = [];
  let used = 1;
  let text = lines[0] ?? '';
  let at = 0;
  let size = text.length;
  for (;;) {
    if (text[at] !== '"') {
      const end = text.indexOf(delimiter, at);
      cells.push(end === -1 ? text.slice(at) : text.slice(at, end));
      if (end === -1) return { status: 'complete', cells, lines: used };
      at = end + 1;
      continue;
    }
    let cell = '';
    at += 1;
    for (;;) {
      const quote = text.indexOf('"', at);
      if (quote === -1) {
        cell += `${text.slice(at)}\n`;
        const next = lines[used];
        if (next === undefined) return { status: size > maxRowChars ? 'broken' : 'open' };
        used += 1;
        text = next;
        size += next.length;
        at = 0;
      } else if (text[quote + 1] === '"') {
        cell += text.slice(at, quote + 1);
        at = quote + 2;
      } else {
        cell += text.slice(at, quote);
        at = quote + 1;
        break;
      }
    }
    while (text[at] === ' ') at += 1;
    cells.push(cell);
    if (at >= text.length) return { status: 'complete', cells, lines: used };
    if (text[at] !== delimiter) return { status: 'broken' };
    at += 1;
  }
}
