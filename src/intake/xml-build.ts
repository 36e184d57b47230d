import { assert } from '../core/assert.ts';
import { lookUp } from './look-up.ts';
import type { Takers, Xml } from './xml.ts';

type Built =
  | { status: 'read'; root: Xml }
  | { status: 'not_well_formed'; line: number; detail: string };

type Building = { takers: Takers; decode: (text: string) => string };

/** An element whose end has not come yet. */
type Open = {
  name: string;
  local: string;
  xml: Growing;
  /** How many elements were kept when it began: so many are when it is taken. */
  before: number;
};
type Growing = {
  text: string;
  attributes: Readonly<Record<string, string>>;
  children: Record<string, Xml[]>;
};

/**
 * One pass over the text: elements are built as they close, and what a taker takes is let go of.
 * Names, nesting, attributes and the one root are checked; the text has no document type.
 */
export function buildXml(text: string, { takers, decode }: Building): Built {
  const wrong = (at: number, detail: string): Built => ({
    status: 'not_well_formed',
    line: lineOf(text, at),
    detail: detail.slice(0, 200),
  });
  const control = forbidden.exec(text);
  if (control) return wrong(control.index, 'a control character');
  const holder = opened('', bare, 0);
  const open: Open[] = [holder];
  let top = holder;
  let kept = 0;
  for (let at = 0; ; ) {
    const start = text.indexOf('<', at);
    const between = text.slice(at, start === -1 ? text.length : start);
    if (top !== holder) top.xml.text += decode(between);
    else if (between.trim() !== '') return wrong(at, 'text outside of the document');
    if (start === -1) break;
    const mark = markAt(text, start);
    if ('wrong' in mark) return wrong(start, mark.wrong);
    at = mark.end;
    if (mark.kind === 'aside') continue;
    if (mark.kind === 'cdata') {
      if (top === holder) return wrong(start, 'text outside of the document');
      top.xml.text += mark.text;
      continue;
    }
    if (mark.kind === 'start') {
      if (top === holder && holder.xml.children !== childless) {
        return wrong(start, 'a second root element');
      }
      const attributes = attributesOf(mark.attributes, decode);
      if (!attributes) return wrong(start, `an attribute of ${mark.name} stands twice`);
      if (open.length > depthMax) return wrong(start, `nested deeper than ${depthMax}`);
      if (kept === keptMax) return wrong(start, `more than ${keptMax} elements`);
      top = opened(mark.name, attributes, kept);
      kept += 1;
      open.push(top);
      if (!mark.empty) continue;
    } else if (top === holder || top.name !== mark.name) {
      return wrong(start, `${mark.name} is closed and was not open`);
    }
    if (close(open, takers)) kept = top.before;
    top = open.at(-1) ?? holder;
  }
  if (top !== holder) return wrong(text.length, `${top.name} is not closed`);
  if (holder.xml.children === childless) return wrong(text.length, 'no element');
  return { status: 'read', root: holder.xml };
}

/** Hands the innermost element to its taker or to its parent; true when it was taken. */
function close(open: Open[], takers: Takers): boolean {
  const closed = open.pop();
  const parent = open.at(-1)?.xml;
  assert(closed && parent, 'closed more than was open');
  const { local, xml } = closed;
  xml.text = xml.text.trim();
  const take = lookUp(takers, local);
  if (take) {
    const within = open.slice(1);
    const path = [...within.map((one) => one.local), local].join('/');
    const taken = take(
      xml,
      path,
      within.map((one) => one.xml),
    );
    if (taken) return true;
  }
  if (parent.children === childless) parent.children = Object.create(null);
  const before = parent.children[local];
  if (before) before.push(xml);
  else parent.children[local] = [xml];
  return false;
}

type Mark =
  | { kind: 'aside'; end: number }
  | { kind: 'cdata'; end: number; text: string }
  | { kind: 'start'; end: number; name: string; attributes: string; empty: boolean }
  | { kind: 'end'; end: number; name: string }
  | { wrong: string };

function markAt(text: string, start: number): Mark {
  if (text.startsWith('<!--', start)) return aside(text.indexOf('-->', start + 4), 3);
  if (text.startsWith('<?', start)) return aside(text.indexOf('?>', start + 2), 2);
  if (text.startsWith('<![CDATA[', start)) {
    const end = text.indexOf(']]>', start + 9);
    if (end === -1) return { wrong: 'a part of text has no end' };
    return { kind: 'cdata', end: end + 3, text: text.slice(start + 9, end) };
  }
  const pattern = text[start + 1] === '/' ? endTag : startTag;
  pattern.lastIndex = start;
  const match = pattern.exec(text);
  if (!match) return { wrong: `not an element: ${text.slice(start, start + 40)}` };
  const [, name = '', attributes = '', empty] = match;
  if (pattern === endTag) return { kind: 'end', end: pattern.lastIndex, name };
  return { kind: 'start', end: pattern.lastIndex, name, attributes, empty: empty === '/' };
}

function aside(end: number, length: number): Mark {
  return end === -1 ? { wrong: 'a remark has no end' } : { kind: 'aside', end: end + length };
}

/** Nothing where a name stands twice. */
function attributesOf(
  written: string,
  decode: (text: string) => string,
): Readonly<Record<string, string>> | undefined {
  if (written === '') return bare;
  const attributes: Record<string, string> = Object.create(null);
  for (const [, name = '', double, single] of written.matchAll(attribute)) {
    if (attributes[name] !== undefined) return undefined;
    attributes[name] = decode(double ?? single ?? '');
  }
  return attributes;
}

function opened(name: string, attributes: Readonly<Record<string, string>>, before: number): Open {
  const xml: Growing = { text: '', attributes, children: childless };
  return { name, local: name.slice(name.indexOf(':') + 1), xml, before };
}

function lineOf(text: string, end: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) {
    line += 1;
  }
  return line;
}

const depthMax = 100;
/** Of elements that nobody took yet: what a file may make the memory hold. */
const keptMax = 1_000_000;

/** Most elements have neither; they share these two. */
const childless: Record<string, Xml[]> = Object.freeze(Object.create(null));
const bare: Readonly<Record<string, string>> = Object.freeze(Object.create(null));

const naming = '[\\p{L}_:][^\\s/<>="\'&;]*';
const startTag = new RegExp(
  `<(${naming})((?:\\s+${naming}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`,
  'uy',
);
const endTag = new RegExp(`</(${naming})\\s*>`, 'uy');
const attribute = new RegExp(`(${naming})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'gu');
const forbidden = /(?![\t\n\r\u007F-\u009F])\p{Cc}/u;
