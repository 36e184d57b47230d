import sax from 'sax';

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
const depthMax = 100;

/**
 * Reads a message by its namespaces. A document type, and so any entity of its own, is refused before
 * parsing; so is what is longer than any message of ours. Elements of other namespaces are left out.
 */
export function readXml(body: string): XmlRead {
  if (body.length > charactersMax || /<!\s*(DOCTYPE|ENTITY)/i.test(body)) return { ok: false };
  if (notOfXml.test(body) || body.split('>').some(({ length }) => length > pieceMax)) {
    return { ok: false };
  }
  const parser = sax.parser(true, options);
  const reading = createReading(parser);
  for (let at = 0; at < body.length && !reading.isWrong; at += pieceLength) {
    parser.write(body.slice(at, at + pieceLength));
  }
  if (!reading.isWrong) parser.close();
  const { isWrong, root } = reading;
  if (isWrong || !root) return { ok: false };
  return { ok: true, namespace: root.namespace, name: root.name, root: root.xml };
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

type Growing = {
  text: string;
  attributes: Record<string, string>;
  children: Record<string, Growing[]>;
};
type Open = { namespace: string; name: string; xml: Growing };
type Reading = { root: Open | undefined; isWrong: boolean };

/** The message as the parser tells it; the parser checks names, nesting, references and prefixes. */
function createReading(parser: sax.SAXParser): Reading {
  const open: Open[] = [];
  const reading: Reading = { root: undefined, isWrong: false };
  let attributes: Record<string, string> = emptied();
  let prefixes = 0;
  const refuse = () => {
    reading.isWrong = true;
  };
  const addText = (text: string) => {
    const own = open.at(-1);
    if (own) own.xml.text += text;
    else if (text.trim() !== '') refuse();
  };
  parser.onerror = refuse;
  parser.ondoctype = refuse;
  parser.onsgmldeclaration = refuse;
  parser.ontext = addText;
  parser.oncdata = addText;
  parser.onopennamespace = () => {
    prefixes += 1;
    if (prefixes > prefixesMax) refuse();
  };
  parser.onclosenamespace = () => {
    prefixes -= 1;
  };
  parser.onattribute = ({ name, value }) => {
    if (name in attributes) refuse();
    attributes[name] = value;
  };
  parser.onopentag = (tag) => {
    const { uri, local } = 'uri' in tag ? tag : { uri: '', local: tag.name };
    const xml: Growing = { text: '', attributes, children: emptied() };
    open.push({ namespace: uri, name: local, xml });
    attributes = emptied();
    if (open.length > depthMax || (open.length === 1 && reading.root)) refuse();
    reading.root ??= open[0];
  };
  parser.onclosetag = () => {
    const closed = open.pop();
    const parent = open.at(-1);
    if (!closed) return;
    closed.xml.text = closed.xml.text.trim();
    if (!parent || closed.namespace !== reading.root?.namespace) return;
    const known = parent.xml.children[closed.name] ?? [];
    known.push(closed.xml);
    parent.xml.children[closed.name] = known;
  };
  return reading;
}

/** Without what objects inherit, which a message could name. */
function emptied<Value>(): Record<string, Value> {
  return Object.create(null);
}

/** XML's own five entities and no others. */
const options = { strictEntities: true, xmlns: true };
/** Nothing is read behind the first thing that is wrong, but for what is left of its piece. */
const pieceLength = 1024;
const notOfXml = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
