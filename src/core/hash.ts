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

/** `hashOf` for an object with long arrays: the same hash, without one text longer than V8 allows. */
export function hashOfLarge(value: Record<string, unknown>): string {
  const hash = createHash('sha256');
  let pending = '{';
  const write = (text: string) => {
    pending += text;
    if (pending.length < 65_536) return;
    hash.update(pending);
    pending = '';
  };
  let separator = '';
  for (const { key, prefix } of shapeOf(value)) {
    const member = value[key];
    if (member === undefined) continue;
    write(separator + prefix);
    separator = ',';
    if (Array.isArray(member)) writeItems(member, write);
    else write(canonicalJson(member));
  }
  return hash.update(`${pending}}`).digest('hex');
}

function writeItems(items: unknown[], write: (text: string) => void) {
  write('[');
  items.forEach((item, index) => {
    write(index === 0 ? canonicalJson(item) : `,${canonicalJson(item)}`);
  });
  write(']');
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
