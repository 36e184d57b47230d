import { createHash } from 'node:crypto';
import { assert } from './assert.ts';

/** Canonical JSON (RFC 8785 for the values we use: no floats but safe integers, keys by code unit). */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    assert(Number.isFinite(value), 'a number in canonical JSON is not finite');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  assert(isObject(value), `canonical JSON cannot hold a ${typeof value}`);
  let text = '';
  for (const { key, prefix } of shapeOf(value)) {
    const member = value[key];
    if (member === undefined) continue;
    text += (text === '' ? '' : ',') + prefix + canonicalJson(member);
  }
  return `{${text}}`;
}

/** SHA-256 in lower-case hex, of bytes or of UTF-8 text. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** The hash of a value's canonical JSON: what an approval binds and a document prints. */
export function hashOf(value: unknown): string {
  return sha256(canonicalJson(value));
}

/** `hashOf` for a value with long arrays: the same hash, without one text longer than V8 allows. */
export function hashOfLarge(value: object): string {
  const hash = createHash('sha256');
  for (const piece of canonicalPieces(value)) hash.update(piece);
  return hash.digest('hex');
}

/** The canonical JSON of a value with long arrays, in texts of about 64 KB. */
export function* canonicalPieces(value: object): Generator<string> {
  let pending = '';
  for (const text of textsOf(value, 4)) {
    pending += text;
    if (pending.length < 65_536) continue;
    yield pending;
    pending = '';
  }
  if (pending !== '') yield pending;
}

const itemsAtOnce = 200;

/** `depth` is how far below a long array is looked for; what lies deeper is short. */
function* textsOf(value: unknown, depth: number): Generator<string> {
  if (depth === 0 || !isObject(value)) {
    yield canonicalJson(value);
  } else if (Array.isArray(value)) {
    yield* itemTexts(value, depth);
  } else {
    let before = '{';
    for (const { key, prefix } of shapeOf(value)) {
      const member = value[key];
      if (member === undefined) continue;
      yield before + prefix;
      before = ',';
      yield* textsOf(member, depth - 1);
    }
    yield before === '{' ? '{}' : '}';
  }
}

/** Items of a long array are short themselves, and few arrays of short items are worth a look. */
function* itemTexts(items: readonly unknown[], depth: number): Generator<string> {
  yield '[';
  if (items.length <= itemsAtOnce) {
    for (const [index, item] of items.entries()) {
      if (index > 0) yield ',';
      yield* textsOf(item, depth - 1);
    }
  } else {
    for (let from = 0; from < items.length; from += itemsAtOnce) {
      const texts = items.slice(from, from + itemsAtOnce).map(canonicalJson);
      yield (from === 0 ? '' : ',') + texts.join(',');
    }
  }
  yield ']';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

type Member = { key: string; prefix: string };
type Shape = { keys: string[]; members: Member[] };
const shapes: Shape[] = [];

/** The members in code-unit order, remembered per shape: a ledger has few shapes and a million rows. */
function shapeOf(value: object): Member[] {
  const keys = Object.keys(value);
  const known = shapes.find((shape) => sameKeys(shape.keys, keys));
  if (known) return known.members;
  const members = keys
    .toSorted((left, right) => (left < right ? -1 : 1))
    .map((key) => ({ key, prefix: `${quoted(key)}:` }));
  if (shapes.length < 32) shapes.push({ keys, members });
  return members;
}

function sameKeys(left: string[], right: string[]): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index += 1) {
    if (left[index] !== right[index]) return false;
  }
  return true;
}

/** JSON text of a string; the test spares the escaping of plain ASCII, which is nearly all of it. */
function quoted(text: string): string {
  return /^[ !#-[\]-~]*$/.test(text) ? `"${text}"` : JSON.stringify(text);
}
