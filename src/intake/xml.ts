import { buildXml } from './xml-build.ts';

/** An element: its text, its attributes and its children by local name, all as text. */
export type Xml = {
  text: string;
  attributes: Readonly<Record<string, string>>;
  children: Readonly<Record<string, readonly Xml[]>>;
};

/**
 * What is done with elements of a name as soon as they are closed, their own children read. `path`
 * are the names from the root to the element, `within` the elements around it, the root first. One
 * that is taken (true) stands in no tree: a file of many entries never is one.
 */
export type Takers = Readonly<
  Record<string, (xml: Xml, path: string, within: readonly Xml[]) => boolean>
>;

type XmlRead =
  | { status: 'read'; root: Xml }
  | { status: 'not_well_formed'; line: number; detail: string }
  | { status: 'has_dtd' }
  | { status: 'not_utf8' };

/**
 * Reads XML keeping every value as its text. A document type (and so any entity of its own, local
 * or fetched) is refused before parsing; nothing is ever fetched. What was taken counts only when
 * the file turns out to be read.
 */
export function readXml(bytes: Uint8Array, takers: Takers = {}): XmlRead {
  const text = decodeText(bytes);
  if (text === undefined) return { status: 'not_utf8' };
  if (/<!\s*(DOCTYPE|ENTITY)/i.test(text)) return { status: 'has_dtd' };
  return buildXml(text, takers);
}

/** Every element at a path of names: `all(entry, 'NtryDtls/TxDtls')`. */
export function all(xml: Xml | undefined, path: string): readonly Xml[] {
  if (!xml) return none;
  const names = namesIn(path);
  let found: readonly Xml[] = none;
  let one: Xml | undefined = xml;
  for (const name of names) {
    // Nearly always there is one element at each step, or none.
    found = one
      ? (one.children[name] ?? none)
      : found.flatMap((each) => each.children[name] ?? none);
    if (found.length === 0) return none;
    one = found.length === 1 ? found[0] : undefined;
  }
  return found;
}

const none: readonly Xml[] = [];

/** Paths stand in the code: there are a few hundred, each asked for with every entry. */
const pathsKnown = new Map<string, readonly string[]>();

function namesIn(path: string): readonly string[] {
  const known = pathsKnown.get(path);
  if (known) return known;
  const names = path.split('/');
  pathsKnown.set(path, names);
  return names;
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
