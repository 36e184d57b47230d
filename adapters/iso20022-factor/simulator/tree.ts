import sax from 'sax';

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
  if (/<!/.test(body)) return undefined;
  const parser = sax.parser(true, { xmlns: true });
  const top: Growing = { ...leaf('', ''), children: [] };
  const open = [top];
  let stated = new Map<string, string>();
  let isBroken = false;
  const own = () => open.at(-1) ?? top;
  parser.onerror = () => {
    isBroken = true;
  };
  parser.ontext = (text) => {
    own().text += text;
  };
  parser.onattribute = ({ name, value }) => {
    if (stated.has(name)) isBroken = true;
    stated.set(name, value);
  };
  parser.onopentag = ({ name }) => {
    const namespace = stated.get('xmlns') ?? own().namespace;
    const node = {
      name,
      namespace,
      attributes: Object.fromEntries(stated),
      text: '',
      children: [],
    };
    own().children.push(node);
    open.push(node);
    stated = new Map();
  };
  parser.onclosetag = () => {
    const closed = open.pop();
    if (closed) closed.text = closed.text.trim();
  };
  parser.write(body);
  if (!isBroken) parser.close();
  return isBroken || top.children.length !== 1 ? undefined : top.children[0];
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

type Growing = Omit<Node, 'text' | 'children'> & { text: string; children: Node[] };

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
