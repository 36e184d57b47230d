import { describe, expect, it } from 'vitest';
import { facesForDocument } from '../../src/documents/font.ts';
import { checkMetadata, closePaper, openPaper } from '../../src/documents/paper.ts';
import { lintPdf, xmpOf } from '../../src/documents/pdf-lint.ts';
import { penOn } from '../../src/documents/pen.ts';
import { checkPageCount, renderSchedule, rowsMax } from '../../src/documents/schedule.ts';
import { typesetter } from '../../src/documents/typeset.ts';
import {
  cn,
  cnSample,
  gb,
  gbSample,
  problemOf,
  rawText,
  run,
  squeeze,
  withDebtor,
  withLines,
} from './reading.ts';

const style = { face: 'regular', size: 8, leading: 11, color: '#000000' } as const;
const info = {
  title: 'A & B <Co>',
  author: 'Smith & Sons <Ltd>',
  subject: 'a < b',
  language: 'en',
  createdAt: new Date('2026-11-24T00:00:00Z'),
  marks: {},
};

describe('text', () => {
  it('that is too wide for its line is refused by field and row', () => {
    const setter = typesetter(facesForDocument());
    const place = { field: 'lines.faceMinor', row: 7 };
    expect(problemOf(() => setter.oneLine('1,234,567.89', style, 20, place))).toEqual({
      code: 'TextOverflow',
      ...place,
    });
  });

  it('that cannot be broken into its column is refused', () => {
    const setter = typesetter(facesForDocument());
    const place = { field: 'lines.debtor.name', row: 2 };
    expect(problemOf(() => setter.lines('宽', style, 3, place))).toEqual({
      code: 'TextOverflow',
      ...place,
    });
  });

  it('that fills more than a page is refused, naming the row', () => {
    const problem = problemOf(() =>
      renderSchedule(gb, withDebtor(gbSample('min'), 'endless '.repeat(1500).trim())),
    );
    expect(problem).toEqual({ code: 'TextOverflow', field: 'lines', row: 1 });
  });

  it('loses nothing when it is broken into lines', () => {
    const setter = typesetter(facesForDocument());
    const text = '中外合资（上海）有限公司 & Söhne GmbH & Co. KG, CNY 1,234.56 外-内/A_B';
    const lines = setter.lines(text, style, 60, { field: 'name' });
    expect(lines.join('')).toBe(text);
    for (const line of lines) expect(setter.width(line.trimEnd(), style)).toBeLessThanOrEqual(60);
  });

  it.each([
    ['אבג Ltd', 'א', 'U+05D0'],
    ['Firma 🚀', '🚀', 'U+1F680'],
    ['two\nlines', '\n', 'U+000A'],
    ['soft\u00adhyphen', '\u00ad', 'U+00AD'],
    ['zero\u200bwidth', '\u200b', 'U+200B'],
  ])('with a character the font cannot show is refused: %j', (name, character, codePoint) => {
    expect(problemOf(() => renderSchedule(cn, withDebtor(cnSample('min'), name)))).toEqual({
      code: 'MissingGlyph',
      field: 'lines.debtor.name',
      row: 1,
      character,
      codePoint,
    });
  });

  it.each(['⼀⼆ Kangxi', 'non\u2011breaking‑hyphen', '・‧·', 'office ﬁne', 'A\u00a0B'])(
    'whose glyphs are shared comes out as it was written: %s',
    (name) => {
      const text = rawText(renderSchedule(cn, withDebtor(cnSample('min'), name)).pdf);
      expect(squeeze(text)).toContain(squeeze(name));
    },
  );
});

describe('pages', () => {
  it('that were not planned are refused', () => {
    expect(problemOf(() => checkPageCount(53, 159))).toEqual({
      code: 'PageCountMismatch',
      planned: 53,
      drawn: 159,
    });
  });

  it('are not added by text at the very edge', () => {
    const faces = facesForDocument();
    const paper = openPaper(info, { tagged: false, compress: true }, faces);
    const pen = penOn(paper, typesetter(faces), faces);
    paper.addPage();
    pen.line('foot', 10, 594, style);
    pen.line('below', 10, 700, style);
    const text = run('pdfinfo', closePaper(paper), (file) => [file]);
    expect(text).toMatch(/Pages:\s+1\n/);
  });
});

describe('metadata', () => {
  it('with & and < stays well-formed XML and readable', () => {
    const faces = facesForDocument();
    const paper = openPaper(info, { tagged: true, compress: false }, faces);
    paper.addPage();
    const pdf = closePaper(paper);
    expect(lintPdf(pdf).map(({ rule }) => rule)).not.toContain('XMP is well-formed');
    expect(xmpOf(pdf)).toContain('A &amp; B &lt;Co&gt;');
    const shown = run('pdfinfo', pdf, (file) => [file]);
    expect(shown).toContain('A & B <Co>');
    expect(shown).toContain('Smith & Sons <Ltd>');
  });

  it('left unescaped is refused by field', () => {
    const xml = '<rdf:li xml:lang="x-default">A & B <Co></rdf:li>';
    expect(problemOf(() => checkMetadata(xml, { Title: 'A & B <Co>' }))).toEqual({
      code: 'UnescapedMetadata',
      field: 'Title',
    });
  });

  it('gives two documents of different data different identifiers', () => {
    const id = (pdf: Uint8Array) => /\/ID \[<(\w+)>/.exec(Buffer.from(pdf).toString('latin1'))?.[1];
    const request = gbSample('min');
    const [first] = request.lines;
    if (!first) throw new Error('the sample has no line');
    const other = withLines(request, [{ ...first, faceMinor: first.faceMinor + 1 }]);
    const ids = [request, other].map((data) => id(renderSchedule(gb, data).pdf));
    expect(ids[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(ids[0]).not.toBe(ids[1]);
  });
});

describe('a request', () => {
  it('whose totals are not the sums of its lines is refused', () => {
    const request = gbSample('min');
    const totals = { ...request.totals, advanceMinor: request.totals.advanceMinor + 1 };
    expect(problemOf(() => renderSchedule(gb, { ...request, totals }))).toMatchObject({
      code: 'TotalsMismatch',
      field: 'totals.advanceMinor',
    });
  });

  it('for a pledge is refused: an assignment schedule assigns', () => {
    const request = gbSample('min');
    const facility = { ...request.facility, mode: 'pledge' as const };
    expect(problemOf(() => renderSchedule(gb, { ...request, facility }))).toEqual({
      code: 'WrongDocument',
      template: 'gb.assignment-schedule',
      mode: 'pledge',
    });
  });

  it('of more rows than one file may hold is refused', () => {
    const request = gbSample('min');
    const [first] = request.lines;
    if (!first) throw new Error('the sample has no line');
    const lines = Array.from({ length: rowsMax + 1 }, () => first);
    expect(problemOf(() => renderSchedule(gb, { ...request, lines }))).toEqual({
      code: 'TooManyRows',
      rows: rowsMax + 1,
      rowsMax,
    });
  });

  it('in a language the template lacks, or without its authoritative one, is refused', () => {
    expect(
      problemOf(() => renderSchedule(gb, gbSample('min'), { languages: ['zh-CN'] })),
    ).toMatchObject({ code: 'LanguageMissing', language: 'zh-CN' });
    expect(
      problemOf(() => renderSchedule(cn, cnSample('min'), { languages: ['en'] })),
    ).toMatchObject({ code: 'LanguageMissing', language: 'zh-CN' });
  });
});
