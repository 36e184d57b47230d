import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element of the message's own namespace: its text, attributes and children, all as text. */
export type Xml = {
  text: string;
  attributes: Readonly<Record<string, string>>;
  children: Readonly<Record<string, readonly Xml[]>>;
};

export type XmlRead = { ok: true; namespace: string; name: string; root: Xml } | { ok: false };

const charactersMax = 4_000_000;
/** From one `>` to the next: a text of at most 2,000 characters, as entities, and a tag. */
const pieceMax = 16_000;
const prefixesMax = 16;

/**
 * Reads a message by its namespaces. A document type, and so any entity of its own, is refused before
 * parsing; so is what is longer than any message of ours. Elements of other namespaces are left out.
 */
export function readXml(body: string): XmlRead {
  if (body.length > charactersMax || /<!\s*(DOCTYPE|ENTITY)/i.test(body)) return { ok: false };
  if (body.split('>').some(({ length }) => length > pieceMax)) return { ok: false };
  try {
    if (XMLValidator.validate(body) !== true) return { ok: false };
    const parsed: unknown = parser.parse(body);
    const [root, ...more] = Object.entries(membersOf(parsed)).filter(([name]) => !isMeta(name));
    if (!root || more.length > 0 || Array.isArray(root[1])) return { ok: false };
    const scope = scopeOf(root[1], new Map());
    const { namespace, name } = resolved(root[0], scope);
    return { ok: true, namespace, name, root: toXml(root[1], namespace, scope) };
  } catch {
    return { ok: false };
  }
}

/** Every element at a path of names: `all(message, 'AssgnmtList/FinItm')`. */
export function all(xml: Xml | undefined, path: string): readonly Xml[] {
  let found: readonly Xml[] = xml ? [xml] : [];
  for (const name of path.split('/')) {
    found = found.flatMap((one) =>
      Object.hasOwn(one.children, name) ? (one.children[name] ?? []) : [],
    );
  }
  return found;
}

export function first(xml: Xml | undefined, path: string): Xml | undefined {
  return all(xml, path)[0];
}

export function textAt(xml: Xml | undefined, path: string): string {
  return first(xml, path)?.text ?? '';
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  // The five names and character numbers are decoded below, once, and not inside CDATA.
  processEntities: false,
  cdataPropName: '#cdata',
  ignoreDeclaration: true,
  ignorePiTags: true,
});

type Scope = ReadonlyMap<string, string>;

function toXml(value: unknown, namespace: string, scope: Scope): Xml {
  if (typeof value === 'string') return { text: decoded(value), attributes: {}, children: {} };
  let text = '';
  const attributes: Record<string, string> = Object.create(null);
  const children: Record<string, Xml[]> = Object.create(null);
  for (const [name, member] of Object.entries(membersOf(value))) {
    const list: unknown[] = Array.isArray(member) ? member : [member];
    if (name === '#text') text += decoded(String(member));
    else if (name === '#cdata') text += list.join('');
    else if (name.startsWith('@')) attributes[name.slice(1)] = decoded(String(member));
    else {
      for (const one of list) {
        const inner = scopeOf(one, scope);
        const own = resolved(name, inner);
        if (own.namespace !== namespace) continue;
        const known = children[own.name] ?? [];
        known.push(toXml(one, namespace, inner));
        children[own.name] = known;
      }
    }
  }
  return { text, attributes, children };
}

/** The namespaces in force inside an element: its own declarations over those around it. */
function scopeOf(value: unknown, around: Scope): Scope {
  const declared = Object.entries(membersOf(value)).filter(([name]) => /^@xmlns(:|$)/.test(name));
  if (declared.length === 0) return around;
  const own = declared.map(([name, uri]): [string, string] => [
    name === '@xmlns' ? '' : name.slice('@xmlns:'.length),
    decoded(String(uri)),
  ]);
  const scope = new Map([...around, ...own]);
  if (scope.size > prefixesMax) throw new Error('more namespaces than any message of ours has');
  return scope;
}

function resolved(tag: string, scope: Scope): { namespace: string; name: string } {
  const colon = tag.indexOf(':');
  const namespace = scope.get(colon < 0 ? '' : tag.slice(0, colon)) ?? '';
  return { namespace, name: tag.slice(colon + 1) };
}

function isMeta(name: string): boolean {
  return name.startsWith('#') || name.startsWith('@') || name.startsWith('?');
}

function membersOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi, (all, hex, decimal, name) => {
    if (name !== undefined) return (Object.hasOwn(named, name) && named[name]) || all;
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
