import { describe, expect, it } from 'vitest';
import { isWellFormed, lintPdf } from '../../src/documents/pdf-lint.ts';
import { renderSchedule, taggedRowsMax } from '../../src/documents/schedule.ts';
import { cn, cnSample, gb, gbSample, run, withLines } from './reading.ts';

describe.each([
  { name: 'cn min', template: cn, request: cnSample('min') },
  { name: 'cn nasty', template: cn, request: cnSample('nasty') },
  { name: 'gb max', template: gb, request: gbSample('max') },
])('the $name schedule as an archive file', ({ template, request }) => {
  const { pdf } = renderSchedule(template, request, { compress: false });

  it('keeps every rule of PDF/A-3a and PDF/UA-1 that can be read from its text', () => {
    expect(lintPdf(pdf)).toEqual([]);
  });

  it('has one table of receivables with a head, all rows, and a foot', () => {
    const structure = run('pdfinfo', pdf, (file) => ['-struct', file]);
    const receivables = structure.slice(structure.lastIndexOf('Table'));
    expect(receivables.match(/\bTHead\b/g)?.length).toBe(1);
    expect(receivables.match(/\bTFoot\b/g)?.length).toBe(1);
    const rows = request.lines.length + request.totals.perCurrency.length + 1;
    expect(receivables.match(/\bTR\b/g)?.length).toBe(rows);
    expect(structure).toMatch(/\bH1\b/);
    expect(structure).toMatch(/\bFigure\b/);
  });
});

describe('the check of archive files', () => {
  const { pdf } = renderSchedule(gb, gbSample('min'), { compress: false });
  const text = Buffer.from(pdf).toString('latin1');

  it.each([
    ['an output intent', '/OutputIntents', '/OutputXntents'],
    ['marked content', '/Marked true', '/Marked fals'],
    ['a document language', '/Lang (', '/Lxng ('],
    ['a file has a type', '/Subtype /application', '/Subxxxx /application'],
    ['a file has a role', '/AFRelationship', '/AXRelationship'],
    ['a font is embedded', '/FontFile2', '/FontXile2'],
    ['a font maps to characters', '/ToUnicode', '/ToUnicoxe'],
    ['a table head has a scope', '/Scope /Column', '/Scope /Xolumn'],
    ['a figure has a text', '/Alt (', '/Axt ('],
    ['associated files in the catalog', '/AF [', '/AX ['],
    ['XMP says PDF/UA-1', '<pdfuaid:part>1', '<pdfuaid:part>9'],
    ['XMP describes the pdfuaid schema', 'prefix>pdfuaid', 'prefix>pdfuxid'],
    ['XMP is well-formed', '<dc:title>', '<dc&title>'],
    ['no encryption', '/Title', '/Encrypt'],
  ])('finds the loss of: %s', (rule, from, to) => {
    expect(text).toContain(from);
    const broken = Buffer.from(text.replaceAll(from, to), 'latin1');
    expect(lintPdf(broken).map((problem) => problem.rule)).toContain(rule);
  });

  it('finds a glyph without a character', () => {
    const broken = text.replace(/\[<[0-9a-f]{4}/, '[<0000');
    expect(broken).not.toBe(text);
    const found = lintPdf(Buffer.from(broken, 'latin1'));
    expect(found.map(({ rule }) => rule)).toContain('no glyph without a character');
  });

  it.each([
    ['<a><b>x &amp; y</b></a>', true],
    ['<a><b>x & y</b></a>', false],
    ['<a><b></a></b>', false],
    ['<a>1 < 2</a>', false],
    ['<a x="1"/>', true],
    ['<a>', false],
    ['', false],
  ])('tells well-formed XML: %s', (xml, expected) => {
    expect(isWellFormed(xml)).toBe(expected);
  });
});

it('above the bound of tagged rows the file claims neither level a nor PDF/UA', () => {
  const request = gbSample('min');
  const [first] = request.lines;
  if (!first) throw new Error('the sample has no line');
  const lines = Array.from({ length: taggedRowsMax + 1 }, (_, index) => ({
    ...first,
    number: `INV-${index}`,
  }));
  const { pdf, tagged } = renderSchedule(gb, withLines(request, lines));
  expect(tagged).toBe(false);
  const text = Buffer.from(pdf).toString('latin1');
  expect(text).toContain('<pdfaid:conformance>B</pdfaid:conformance>');
  expect(text).not.toContain('pdfuaid');
  expect(text).not.toContain('/StructTreeRoot');
  expect(run('qpdf', pdf, (file) => ['--check', file])).toContain('No syntax');
});
