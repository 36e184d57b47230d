import sax from 'sax';
import { assert } from '../core/assert.ts';
import { lookUp } from './look-up.ts';
import type { Takers, Xml } from './xml.ts';

type NotWellFormed = { status: 'not_well_formed'; line: number; detail: string };
type Built = { status: 'read'; root: Xml } | { status: 'has_dtd' } | NotWellFormed;

/** An element whose end has not come yet. */
type Open = {
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
 * One pass over the text: elements are built as they close, and what a taker takes is let go of. The
 * text is handed on in small pieces, so that nothing is read behind the first thing that is wrong.
 */
export function buildXml(text: string, takers: Takers): Built {
  const foreign = notOfXml.exec(text);
  if (foreign) return notWellFormed(lineOf(text, foreign.index), 'a character that XML has not');
  const parser = sax.parser(true, options);
  const building = createBuilding(parser, takers);
  for (let at = 0; at < text.length && !building.wrong; at += pieceLength) {
    parser.write(text.slice(at, at + pieceLength));
  }
  const { line } = parser;
  if (!building.wrong) parser.close();
  if (building.wrong) return building.wrong;
  if (building.root.children === childless) return notWellFormed(line + 1, 'no element');
  return { status: 'read', root: building.root };
}

type Building = { root: Xml; wrong: Exclude<Built, { status: 'read' }> | undefined };

/** What the parser tells, as it grows; the parser checks names, nesting and references. */
function createBuilding(parser: sax.SAXParser, takers: Takers): Building {
  const holder: Open = { local: '', xml: grown(bare), before: 0 };
  const open = [holder];
  let kept = 0;
  let attributes: Record<string, string> | undefined;
  const building: Building = { root: holder.xml, wrong: undefined };
  const refuse = (detail: string) => {
    building.wrong ??= notWellFormed(parser.line + 1, detail);
  };
  const addText = (text: string) => {
    const { xml } = open.at(-1) ?? holder;
    if (xml !== holder.xml) xml.text += text;
    else if (text.trim() !== '') refuse('text outside of the document');
  };
  parser.onerror = ({ message }) => refuse(message.split('\n')[0] ?? '');
  parser.ondoctype = () => {
    building.wrong ??= { status: 'has_dtd' };
  };
  parser.onsgmldeclaration = () => refuse('a declaration');
  parser.ontext = addText;
  parser.oncdata = addText;
  parser.onattribute = ({ name, value }) => {
    // The parser passes over a name that it knows already: it is made to know none.
    Reflect.deleteProperty(parser.tag.attributes, name);
    attributes ??= emptied();
    if (name in attributes) refuse(`an attribute of ${parser.tag.name} stands twice`);
    if (parser.position - parser.startTagPosition > tagMax) refuse('a tag without an end');
    attributes[name] = value;
  };
  parser.onopentag = ({ name }) => {
    if (open.length === 1 && holder.xml.children !== childless) refuse('a second root element');
    if (open.length > depthMax) refuse(`nested deeper than ${depthMax}`);
    if (kept === keptMax) refuse(`more than ${keptMax} elements`);
    const local = name.slice(name.indexOf(':') + 1);
    open.push({ local, xml: grown(attributes ?? bare), before: kept });
    attributes = undefined;
    kept += 1;
  };
  parser.onclosetag = () => {
    const closed = open.pop();
    assert(closed && open.length > 0, 'the parser closes what it opened');
    if (building.wrong === undefined && close(closed, open, takers)) kept = closed.before;
  };
  return building;
}

/** Hands the element to its taker or to its parent; true when it was taken. */
function close({ local, xml }: Open, around: readonly Open[], takers: Takers): boolean {
  const parent = around.at(-1)?.xml;
  assert(parent, 'an element closes within another');
  xml.text = xml.text.trim();
  const take = lookUp(takers, local);
  if (take) {
    const within = around.slice(1);
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

function grown(attributes: Growing['attributes']): Growing {
  return { text: '', attributes, children: childless };
}

/** Without what objects inherit, which a file could name. */
function emptied(): Record<string, string> {
  return Object.create(null);
}

function notWellFormed(line: number, detail: string): NotWellFormed {
  return { status: 'not_well_formed', line, detail: detail.slice(0, 200) };
}

function lineOf(text: string, end: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) {
    line += 1;
  }
  return line;
}

/** XML's own five entities and no others. */
const options = { strictEntities: true, position: true };
const pieceLength = 1024;
/** What a tag may be long; of names, values and remarks the parser bounds each one to as much. */
const tagMax = 64 * 1024;
const depthMax = 100;
/** Of elements that nobody took yet: what a file may make the memory hold. */
const keptMax = 1_000_000;

/** Most elements have neither; they share these two. */
const childless: Record<string, Xml[]> = Object.freeze(Object.create(null));
const bare: Growing['attributes'] = Object.freeze(emptied());

const notOfXml = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
