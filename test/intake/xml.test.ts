import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { all, first, readXml, type Xml } from '../../src/intake/xml.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

function root(text: string): Xml {
  const read = readXml(bytesOf(text));
  if (read.status !== 'read') throw new Error(JSON.stringify(read));
  return read.root;
}

describe('what is not well-formed is refused with its line', () => {
  test.each([
    ['an element left open', '<a>\n<b></a>', 2],
    ['an element closed twice', '<a></a>\n</a>', 2],
    ['two roots', '<a/>\n\n<b/>', 3],
    ['text before the root', 'x<a/>', 1],
    ['text behind it', '<a/>x', 1],
    ['no element', '<?xml version="1.0"?>\n', 2],
    ['an attribute twice', '<a x="1" x="2"/>', 1],
    ['an attribute without quotes', '<a x=1/>', 1],
    ['an attribute without a value', '<a x/>', 1],
    ['a name that is none', '<1/>', 1],
    ['an open remark', '<a><!-- </a>', 1],
    ['an open text', '<a><![CDATA[ </a>', 1],
    ['a control character', '<a>\n\u0000</a>', 2],
    ['a hundred and one levels', `${'<a>'.repeat(101)}${'</a>'.repeat(101)}`, 1],
  ])('%s', (_, text, line) => {
    expect(readXml(bytesOf(text))).toMatchObject({ status: 'not_well_formed', line });
  });

  test('more elements than are kept', () => {
    const text = `<a>${'<b/>'.repeat(1_000_000)}</a>`;
    expect(readXml(bytesOf(text))).toMatchObject({ status: 'not_well_formed' });
    expect(readXml(bytesOf(text), { b: () => true })).toMatchObject({ status: 'read' });
  });
});

test('text, remarks, literal text and references come out as they are meant', () => {
  const a = first(
    root('<a k="&lt;&#65;"> x<!-- no --> &amp;amp; <![CDATA[<&gt;]]>&#x4E2D;&#0; </a>'),
    'a',
  );
  expect(a?.text).toBe('x &amp; <&gt;中&#0;');
  expect(a?.attributes.k).toBe('<A');
});

test('what is taken is in no tree, and told where it stood', () => {
  const seen: [string, string, number][] = [];
  const read = readXml(bytesOf('<a><b><c>1</c></b><x><b>2</b></x><b>3</b></a>'), {
    b(xml, path, within) {
      seen.push([path, first(xml, 'c')?.text ?? xml.text, within.length]);
      return path === 'a/b';
    },
  });
  expect(seen).toEqual([
    ['a/b', '1', 1],
    ['a/x/b', '2', 2],
    ['a/b', '3', 1],
  ]);
  if (read.status !== 'read') throw new Error(read.status);
  expect(all(read.root, 'a/b')).toEqual([]);
  expect(first(read.root, 'a/x/b')?.text).toBe('2');
});

type Tree = { name: string; text: string; children: Tree[] };

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,5}$/);
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    name,
    text: fc.stringMatching(/^[ -%'-;=?-~äöü中]{0,8}$/).map((text) => text.trim()),
    children: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'xml' },
      fc.array(tie('tree'), { maxLength: 0 }),
      fc.array(tie('tree'), { maxLength: 3 }),
    ),
  }),
}));

function write({ name: own, text, children }: Tree): string {
  return `<${own}>${text}${children.map(write).join('\n')}</${own}>`;
}

function asOther(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return { text: value };
  let text: unknown = '';
  const children: [string, unknown[]][] = [];
  for (const [key, member] of Object.entries(value)) {
    const list: unknown[] = Array.isArray(member) ? member : [member];
    if (key === '#text') text = member;
    else children.push([key, list.map(asOther)]);
  }
  return children.length === 0 ? { text } : { text, children: Object.fromEntries(children) };
}

function asOurs(xml: Xml): unknown {
  const children = Object.entries(xml.children).map(([key, list]) => [key, list.map(asOurs)]);
  if (children.length === 0) return { text: xml.text };
  return { text: xml.text, children: Object.fromEntries(children) };
}

test('a document reads as another parser reads it', () => {
  const other = new XMLParser({ parseTagValue: false, trimValues: true, processEntities: false });
  fc.assert(
    fc.property(tree, (given) => {
      const text = write(given);
      expect(asOurs(root(text))).toEqual(asOther(other.parse(text)));
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['spaces in an element', `<a${' '.repeat(2_000_000)}`],
  ['a name', `<${'a'.repeat(2_000_000)}`],
  ['attributes', `<a${' x="1"'.repeat(400_000)}`],
  ['an open reference', `<a>&${'a'.repeat(2_000_000)}</a>`],
  ['openings', '<a>'.repeat(700_000)],
  ['a heading', `<?xml ${'encoding="'.repeat(200_000)}`],
])('two million characters of %s are read or refused at once', (_, text) => {
  const start = performance.now();
  readXml(bytesOf(text));
  expect(performance.now() - start).toBeLessThan(10_000);
});
