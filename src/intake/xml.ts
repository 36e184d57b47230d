import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { lookUp } from './look-up.ts';

/** An element: its text, its attributes and its children by local name, all as text. */
export type Xml = {
  text: string;
  attributes: Readonly<Record<string, string>>;
  children: Readonly<Record<string, readonly Xml[]>>;
};

type XmlRead =
  | { status: 'read'; root: Xml }
  | { status: 'not_well_formed'; line: number; detail: string }
  | { status: 'has_dtd' }
  | { status: 'not_utf8' };

/**
 * Reads XML keeping every value as its text. A document type (and so any entity of its own, local
 * or fetched) is refused before parsing; nothing is ever fetched.
 */
export function readXml(bytes: Uint8Array): XmlRead {
  const text = decodeText(bytes);
  if (text === undefined) return { status: 'not_utf8' };
  if (/<!\s*(DOCTYPE|ENTITY)/i.test(text)) return { status: 'has_dtd' };
  const valid = XMLValidator.validate(text);
  if (valid !== true) {
    return { status: 'not_well_formed', line: valid.err.line, detail: valid.err.msg.slice(0, 200) };
  }
  try {
    return { status: 'read', root: toXml(parser.parse(text)) };
  } catch (error) {
    const detail = error instanceof Error ? error.message.slice(0, 200) : '';
    return { status: 'not_well_formed', line: 0, detail };
  }
}

/** Every element at a path of names: `all(entry, 'NtryDtls/TxDtls')`. */
export function all(xml: Xml | undefined, path: string): readonly Xml[] {
  let found: readonly Xml[] = xml ? [xml] : [];
  for (const name of path.split('/')) found = found.flatMap((one) => one.children[name] ?? []);
  return found;
}

export function first(xml: Xml | undefined, path: string): Xml | undefined {
  return all(xml, path)[0];
}

/** The text at the first of the paths that has one. */
export function textAt(xml: Xml | undefined, ...paths: string[]): string | undefined {
  for (const path of paths) {
    const text = first(xml, path)?.text;
    if (text) return text;
  }
  return undefined;
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  removeNSPrefix: false,
  trimValues: true,
  // The five names and character numbers are decoded below, once, and not inside CDATA.
  processEntities: false,
  cdataPropName: '#cdata',
  ignoreDeclaration: true,
  ignorePiTags: true,
});

function toXml(value: unknown): Xml {
  if (typeof value !== 'object' || value === null) {
    return {
      text: typeof value === 'string' ? decodeEntities(value) : '',
      attributes: {},
      children: {},
    };
  }
  let text = '';
  const attributes: Record<string, string> = Object.create(null);
  const children: Record<string, Xml[]> = Object.create(null);
  for (const [name, member] of Object.entries(value)) {
    const list: unknown[] = Array.isArray(member) ? member : [member];
    if (name === '#text') text += decodeEntities(String(member));
    else if (name === '#cdata') text += list.join('');
    else if (name.startsWith('@')) attributes[name.slice(1)] = decodeEntities(String(member));
    else {
      const local = name.slice(name.indexOf(':') + 1);
      const before = children[local] ?? [];
      children[local] = before.concat(list.map(toXml));
    }
  }
  return { text, attributes, children };
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi, (all, hex, decimal, name) => {
    if (name !== undefined) return lookUp(named, name) ?? all;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : all;
  });
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

function decodeText(bytes: Uint8Array): string | undefined {
  const [one, two] = bytes;
  const utf16 = one === 0xff && two === 0xfe ? 'utf-16le' : 'utf-16be';
  const encoding =
    (one === 0xff && two === 0xfe) || (one === 0xfe && two === 0xff) ? utf16 : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    const declared = /^<\?xml[^>]*encoding=["']([^"']+)["']/.exec(text)?.[1]?.toLowerCase();
    const agrees =
      declared === undefined || encoding !== 'utf-8' || /^(utf-8|us-ascii)$/.test(declared);
    return agrees ? text : undefined;
  } catch {
    return undefined;
  }
}
