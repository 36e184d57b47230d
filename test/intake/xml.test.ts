import fc from 'fast-check';
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
    ['half of a pair by its number', '<a>&#xD800;</a>', 1],
    ['a control character by its number', '<a>&#0;</a>', 1],
    ['an entity nobody declares', '<a>\n&eacute;</a>', 2],
    ['an ampersand alone', '<a>Müller & Co</a>', 1],
    ['literal text outside', '<a/><![CDATA[x]]>', 1],
    ['a declaration', '<!ELEMENT a ANY><a/>', 1],
    ['a tag of two hundred thousand characters', `<a${' x="1"'.repeat(40_000)}/>`, 1],
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
    root('<a k="&lt;&#65;"> x<!-- no --> &amp;amp; <![CDATA[<&gt;]]>&#x4E2D; </a>'),
    'a',
  );
  expect(a?.text).toBe('x &amp; <&gt;中');
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

test.each([
  ['elements within text', '<a>1<b/>2<b>3</b>4</a>', { text: '124', b: ['', '3'] }],
  ['names under a prefix', '<n:a xmlns:n="u"><n:b>1</n:b></n:a>', { text: '', b: ['1'] }],
  ['names of other scripts', '<a><b>ü中😀</b></a>', { text: '', b: ['ü中😀'] }],
  ['spaces where they may stand', '<a ><b\nk = "1"\t>1</b ><b/></a\n>', { text: '', b: ['1', ''] }],
  ['lines as they are written', '<a>1\r\n2<b> 3\t</b></a>', { text: '1\r\n2', b: ['3'] }],
  ['a mark of the byte order', '\uFEFF<a><b>1</b></a>', { text: '', b: ['1'] }],
  [
    'remarks and instructions',
    '<?xml version="1.0"?><!--1--><a><?b 2?><b>3</b></a><!--4-->',
    {
      text: '',
      b: ['3'],
    },
  ],
  [
    'what objects inherit',
    '<a hasOwnProperty="1" __proto__="2" x="3"><b __proto__="4"/></a>',
    {
      text: '',
      b: [''],
    },
  ],
])('%s', (_, text, { text: own, b }) => {
  const a = first(root(text), 'a');
  expect(a?.text).toBe(own);
  expect(all(a, 'b').map((one) => one.text)).toEqual(b);
});

/** A document and what it says, element by element as they close: name, text and attribute. */
type Written = { text: string; says: [string, string, string | undefined][] };

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,5}$/);
const words = fc.string({ unit: 'grapheme', maxLength: 8 }).filter((text) => !notOfXml.test(text));
const notOfXml = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const escaped = (text: string) => text.replace(/[&<>"]/gu, (one) => `&#${one.codePointAt(0)};`);
const { written } = fc.letrec<{ written: Written }>((tie) => ({
  written: fc
    .record({
      name,
      text: words,
      literal: words.filter((text) => !text.includes(']]>')),
      attribute: fc.option(words, { nil: undefined }),
      remark: fc.boolean(),
      within: fc.oneof(
        { maxDepth: 4, depthIdentifier: 'xml' },
        fc.array(tie('written'), { maxLength: 0 }),
        fc.array(tie('written'), { maxLength: 3 }),
      ),
    })
    .map(({ name, text, literal, attribute, remark, within }) => {
      const stated = attribute === undefined ? '' : ` k="${escaped(attribute)}"`;
      const inner = `${within.map((one) => one.text).join('')}<![CDATA[${literal}]]>`;
      const start = `<${name}${stated}>`;
      const own: Written['says'][number] = [name, (text + literal).trim(), attribute];
      return {
        text: `${start}${escaped(text)}${remark ? '<!-- <b> -->' : ''}${inner}</${name}>`,
        says: [...within.flatMap((one) => one.says), own],
      };
    }),
}));

test('a document says what was written into it, in whatever pieces it is read', () => {
  fc.assert(
    fc.property(written, fc.nat(2100), ({ text, says }, before) => {
      const told: Written['says'] = [];
      const whole = `<!--${' '.repeat(before)}--><document>${text}</document>`;
      const names = new Set(says.map(([own]) => own));
      const takers = Object.fromEntries(
        [...names].map((own) => [
          own,
          (xml: Xml) => {
            told.push([own, xml.text, xml.attributes.k]);
            return true;
          },
        ]),
      );
      expect(readXml(bytesOf(whole), takers)).toMatchObject({ status: 'read' });
      expect(told).toEqual(says);
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
