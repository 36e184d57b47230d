import { assert } from '../core/assert.ts';

/** A text that is not the canonical JSON of one object: it was not written by us, or is damaged. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

/**
 * Reads a canonical object as its bytes come: each member by itself, and the items of its lists a
 * few at a time, so that no text is longer than one item or 64 KB. Names must be in their order.
 */
export async function readCanonical(
  bytes: AsyncIterable<Uint8Array>,
): Promise<Record<string, unknown>> {
  const reading: Reading = {
    members: {},
    lastName: undefined,
    list: undefined,
    afterList: false,
    parts: [],
    length: 0,
    depth: 0,
    isInText: false,
    isEscaped: false,
    isDone: false,
  };
  for await (const chunk of bytes) feed(reading, chunk);
  if (!reading.isDone) throw new Malformed('the text ends early');
  return reading.members;
}

type Reading = {
  members: Record<string, unknown>;
  lastName: string | undefined;
  /** The items of the list being read; absent between lists. */
  list: unknown[] | undefined;
  /** A list has just ended, and belongs to its name. */
  afterList: boolean;
  /** What was read since the last cut. */
  parts: Uint8Array[];
  length: number;
  depth: number;
  isInText: boolean;
  isEscaped: boolean;
  isDone: boolean;
};

const BATCH_BYTES = 65_536;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const [OPEN, CLOSE] = [0x7b, 0x7d];
const [OPEN_LIST, CLOSE_LIST] = [0x5b, 0x5d];

/** Every byte that structures JSON is ASCII, and no byte of a longer character looks like one. */
function feed(reading: Reading, chunk: Uint8Array): void {
  let from = 0;
  for (let at = 0; at < chunk.length; at += 1) {
    const byte = chunk[at] ?? 0;
    if (reading.isInText) {
      if (reading.isEscaped) reading.isEscaped = false;
      else if (byte === BACKSLASH) reading.isEscaped = true;
      else if (byte === QUOTE) reading.isInText = false;
    } else if (byte === QUOTE) {
      reading.isInText = true;
    } else if (isCut(reading, byte, reading.length + at - from)) {
      cut(reading, byte, take(reading, chunk.subarray(from, at)));
      from = at + 1;
    } else if (byte === OPEN || byte === OPEN_LIST) {
      reading.depth += 1;
    } else if (byte === CLOSE || byte === CLOSE_LIST) {
      reading.depth -= 1;
    }
  }
  if (from === chunk.length) return;
  if (reading.isDone) throw new Malformed('the text goes on after its end');
  reading.parts.push(chunk.subarray(from));
  reading.length += chunk.length - from;
}

/** Where a piece ends that is read by itself. */
function isCut({ depth, list }: Reading, byte: number, length: number): boolean {
  if (depth === 0) return byte === OPEN;
  if (depth === 1) {
    return byte === OPEN_LIST || byte === CLOSE_LIST || byte === COMMA || byte === CLOSE;
  }
  if (depth > 2 || !list) return false;
  return byte === CLOSE_LIST || byte === CLOSE || (byte === COMMA && length >= BATCH_BYTES);
}

function cut(reading: Reading, byte: number, text: string): void {
  if (reading.isDone) throw new Malformed('the text goes on after its end');
  if (reading.depth === 0) {
    if (text !== '') throw new Malformed('something stands before the object');
    reading.depth = 1;
  } else if (reading.depth === 2) {
    takeItems(reading, byte, text);
  } else if (byte === OPEN_LIST) {
    startList(reading, text);
  } else if (byte === CLOSE_LIST) {
    throw new Malformed('a list ends that never began');
  } else {
    endMember(reading, byte, text);
  }
}

function startList(reading: Reading, text: string): void {
  if (!text.endsWith(':')) throw new Malformed('a list has no name');
  const list: unknown[] = [];
  addMember(reading, { ...parseMember(`{${text}0}`), value: list });
  reading.list = list;
  reading.depth = 2;
}

function takeItems(reading: Reading, byte: number, text: string): void {
  const { list } = reading;
  assert(list && byte !== OPEN, 'items are cut within their list');
  if (byte === CLOSE) throw new Malformed('a list is not ended');
  if (text !== '') for (const item of parseItems(text)) list.push(item);
  else if (list.length > 0 || byte === COMMA) throw new Malformed('an item is missing');
  if (byte !== CLOSE_LIST) return;
  reading.list = undefined;
  reading.afterList = true;
  reading.depth = 1;
}

function endMember(reading: Reading, byte: number, text: string): void {
  if (reading.afterList) {
    if (text !== '') throw new Malformed('something stands after a list');
    reading.afterList = false;
  } else if (text !== '') {
    addMember(reading, parseMember(`{${text}}`));
  } else if (byte === COMMA || reading.lastName !== undefined) {
    throw new Malformed('a member is missing');
  }
  if (byte !== CLOSE) return;
  reading.depth = 0;
  reading.isDone = true;
}

function addMember(reading: Reading, { name, value }: { name: string; value: unknown }): void {
  const { lastName } = reading;
  if (reading.afterList || (lastName !== undefined && name <= lastName)) {
    throw new Malformed(`the member ${name} is not in its place`);
  }
  reading.lastName = name;
  reading.members[name] = value;
}

function take(reading: Reading, tail: Uint8Array): string {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const bytes = reading.parts.length === 0 ? tail : Buffer.concat([...reading.parts, tail]);
  reading.parts = [];
  reading.length = 0;
  try {
    return text.decode(bytes);
  } catch {
    throw new Malformed('the text is not UTF-8');
  }
}

function parseMember(text: string): { name: string; value: unknown } {
  const entries = Object.entries(parse(text) ?? {});
  const [entry] = entries;
  if (!entry || entries.length > 1) throw new Malformed('a member is not one name with its value');
  return { name: entry[0], value: entry[1] };
}

function parseItems(text: string): unknown[] {
  const items: unknown = parse(`[${text}]`);
  assert(Array.isArray(items), 'a list was parsed');
  return items;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Malformed(error instanceof Error ? error.message : 'not JSON');
  }
}
