import { type Refusal, refuse } from '../problem.ts';
import { type Delimiter, type DelimiterFound, detectDelimiter, sepLine } from './delimiter.ts';
import { detectEncoding, type Encoding, type EncodingFound } from './encoding.ts';
import { createSplitter, type Row, type Splitter } from './split.ts';

export type Dialect = {
  encoding: Encoding;
  encodingBy: EncodingFound['by'];
  delimiter: Delimiter;
  delimiterBy: DelimiterFound['by'];
};

export type Batch = { status: 'rows'; rows: Row[] } | Refusal;

type OpenedFile = {
  status: 'opened';
  dialect: Dialect;
  header: string[];
  /** The rows of the first 64 KB after the header, to look at; `batches` gives them again. */
  sample: Row[];
  /** The rows after the header, once; a refusal among them ends the file and voids all of it. */
  batches: AsyncIterable<Batch>;
  /** Lets go of the source when `batches` is not going to be read. */
  close: () => Promise<void>;
};

export type Stated = { encoding?: Encoding | undefined; delimiter?: Delimiter | undefined };

const headBytes = 65_536;

/**
 * Opens a delimited file: reads its first 64 KB, decides encoding and delimiter, takes the header.
 * The rest is read only as fast as `batches` is consumed, one piece of the source at a time.
 */
export async function openDelimited(
  source: AsyncIterable<Uint8Array>,
  stated: Stated = {},
): Promise<OpenedFile | Refusal> {
  const chunks = source[Symbol.asyncIterator]();
  const head = await readHead(chunks);
  const opened = openHead(head, stated);
  if (opened.status === 'refused') {
    await chunks.return?.();
    return opened;
  }
  const { dialect, header, rows, decoder, splitter } = opened;
  return {
    status: 'opened',
    dialect,
    header,
    sample: rows,
    batches: readBatches({ chunks, first: rows, decoder, splitter, encoding: dialect.encoding }),
    close: async () => {
      await chunks.return?.();
    },
  };
}

function openHead({ bytes, ended }: Head, stated: Stated) {
  const encoding = detectEncoding(bytes, stated.encoding);
  if (encoding.status === 'refused') return encoding;
  const decoder = new TextDecoder(encoding.encoding, { fatal: true, ignoreBOM: true });
  const body = bytes.subarray(encoding.bomBytes);
  const decoded = decode(decoder, body, !ended);
  if (decoded === undefined)
    return refuse('encoding_broken', { encoding: encoding.encoding, row: 1 });
  if (decoded.trim() === '') return refuse('file_empty', { bytes: bytes.length });
  const delimiter = detectDelimiter(wholeLines(decoded, ended), stated.delimiter);
  if (delimiter.status === 'refused') return delimiter;
  const splitter = createSplitter(delimiter.delimiter);
  const rows = splitter.push(decoded);
  if (ended) rows.push(...splitter.end());
  if (sepLine(decoded)) rows.shift();
  const header = rows.shift();
  if (header?.status !== 'read') {
    return refuse('header_unreadable', { reason: header?.status ?? 'missing' });
  }
  if (ended && rows.length === 0) {
    return refuse('file_without_rows', { columns: header.cells.length });
  }
  const dialect: Dialect = {
    encoding: encoding.encoding,
    encodingBy: encoding.by,
    delimiter: delimiter.delimiter,
    delimiterBy: delimiter.by,
  };
  return {
    status: 'ready' as const,
    dialect,
    header: header.cells.map((cell) => cell.trim()),
    rows,
    decoder,
    splitter,
  };
}

type Head = { bytes: Uint8Array; ended: boolean };

async function readHead(chunks: AsyncIterator<Uint8Array>): Promise<Head> {
  const parts: Uint8Array[] = [];
  let size = 0;
  while (size < headBytes) {
    const next = await chunks.next();
    if (next.done) return { bytes: concat(parts, size), ended: true };
    parts.push(next.value);
    size += next.value.length;
  }
  return { bytes: concat(parts, size), ended: false };
}

async function* readBatches(reading: {
  chunks: AsyncIterator<Uint8Array>;
  first: Row[];
  decoder: TextDecoder;
  splitter: Splitter;
  encoding: Encoding;
}): AsyncGenerator<Batch> {
  const { chunks, decoder, splitter, encoding } = reading;
  let lastRow = reading.first.at(-1)?.row ?? 1;
  try {
    yield { status: 'rows', rows: reading.first };
    for (let next = await chunks.next(); ; next = await chunks.next()) {
      const bytes = next.done ? new Uint8Array() : next.value;
      const text = decode(decoder, bytes, !next.done);
      if (text === undefined) {
        const row = brokenRow(bytes, encoding, splitter) ?? lastRow + 1;
        yield refuse('encoding_broken', { encoding, row });
        return;
      }
      const rows = splitter.push(text);
      if (next.done) rows.push(...splitter.end());
      lastRow = rows.at(-1)?.row ?? lastRow;
      yield { status: 'rows', rows };
      if (next.done) return;
    }
  } finally {
    await chunks.return?.();
  }
}

/** The row of the first character that could not be read; a character cut by the piece is not it. */
function brokenRow(bytes: Uint8Array, encoding: Encoding, splitter: Splitter): number | undefined {
  const start = bytes.findIndex((byte) => encoding !== 'utf-8' || (byte & 0xc0) !== 0x80);
  const text = new TextDecoder(encoding).decode(bytes.subarray(Math.max(start, 0)));
  const rows = [...splitter.push(text), ...splitter.end()];
  return rows.find((row) =>
    (row.status === 'read' ? row.cells : [row.raw]).join().includes('\uFFFD'),
  )?.row;
}

function decode(decoder: TextDecoder, bytes: Uint8Array, stream: boolean): string | undefined {
  try {
    return decoder.decode(bytes, { stream });
  } catch {
    return undefined;
  }
}

/** The first 64 K characters up to a line end: a cut row would look narrower than it is. */
function wholeLines(decoded: string, ended: boolean): string {
  if (ended && decoded.length <= headBytes) return decoded;
  const text = decoded.slice(0, headBytes);
  const at = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
  return at === -1 ? text : text.slice(0, at + 1);
}

function concat(parts: Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
