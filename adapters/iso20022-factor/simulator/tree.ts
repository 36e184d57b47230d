import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element as it stands in the message, its children in order. */
export type Node = {
  name: string;
  namespace: string;
  attributes: Readonly<Record<string, string>>;
  text: string;
  children: readonly Node[];
};

/** Reads a message; none that is not well-formed, has a document type, or uses prefixes in our namespaces. */
export function readTree(body: string): Node | undefined {
  if (/<!/.test(body) || XMLValidator.validate(body) !== true) return undefined;
  const parsed: unknown = parser.parse(body);
  const roots = nodesOf(parsed, '');
  return roots.length === 1 ? roots[0] : undefined;
}

export function find(node: Node | undefined, path: string): Node | undefined {
  return findAll(node, path)[0];
}

export function findAll(node: Node | undefined, path: string): readonly Node[] {
  let found: readonly Node[] = node ? [node] : [];
  for (const name of path.split('/')) {
    found = found.flatMap(({ children }) => children.filter((child) => child.name === name));
  }
  return found;
}

export function textOf(node: Node | undefined, path: string): string {
  return find(node, path)?.text ?? '';
}

export function leaf(name: string, text: string, attributes: Node['attributes'] = {}): Node {
  return { name, namespace: '', attributes, text, children: [] };
}

export function branch(name: string, children: readonly (Node | undefined)[]): Node {
  const kept = children.filter((child) => child !== undefined);
  return { name, namespace: '', attributes: {}, text: '', children: kept };
}

export function documentOf(namespace: string, root: Node): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="${namespace}">${markup(root)}</Document>\n`;
}

export function markup({ name, attributes, text, children }: Node): string {
  const stated = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const inner = children.length > 0 ? children.map(markup).join('') : escaped(text);
  return `<${name}${stated.join('')}>${inner}</${name}>`;
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  ignoreDeclaration: true,
});

function nodesOf(value: unknown, around: string): Node[] {
  return listOf(value).flatMap((entry): Node[] => {
    const members = membersOf(entry);
    const name = Object.keys(members).find((key) => key !== ':@' && key !== '#text');
    if (name === undefined) return [];
    const stated = Object.entries(membersOf(members[':@'])).map(([key, text]): [string, string] => [
      key,
      String(text),
    ]);
    const attributes = Object.fromEntries(stated);
    const namespace = attributes.xmlns ?? around;
    const inner = listOf(members[name]);
    const text = inner.map((part) => String(membersOf(part)['#text'] ?? '')).join('');
    return [{ name, namespace, attributes, text, children: nodesOf(inner, namespace) }];
  });
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function membersOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
