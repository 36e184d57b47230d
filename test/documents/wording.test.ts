import { describe, expect, test } from 'vitest';
import { type Locale, wordDocumentProblem } from '../../src/core/wording/word.ts';
import type { DocumentProblem } from '../../src/documents/problem.ts';

/** A render that was stopped is done again and never told. */
type Told = Exclude<DocumentProblem, { code: 'RenderStopped' }>;
type Numbers = { [Code in Told['code']]: Omit<Extract<Told, { code: Code }>, 'code'> };

const numbers: Numbers = {
  TextOverflow: { field: 'seller.name' },
  MissingGlyph: { field: 'wording.intro', character: '\u{1F600}', codePoint: 'U+1F600' },
  PageCountMismatch: { planned: 2, drawn: 3 },
  UnescapedMetadata: { field: 'Author' },
  TotalsMismatch: { field: 'totals.fundedMinor', stated: '100', found: '99' },
  TooManyRows: { rows: 20_001, rowsMax: 20_000 },
  WrongDocument: { template: 'gb/assignment-schedule', mode: 'pledge' },
  LanguageMissing: { template: 'gb/assignment-schedule', language: 'zh-CN' },
  UnknownPlaceholder: { placeholder: 'seller.shoe|text', block: 'intro' },
  LabelMissing: { label: 'column.due', language: 'en' },
  WordingUnreadable: { file: 'v1.0.0/en.md', line: 7, found: '- :' },
  TemplateUnreadable: { file: 'manifest.json', detail: 'not JSON' },
};

const template = 'gb/assignment-schedule';
const codes = Object.entries(numbers);

describe.each<Locale>(['en', 'zh-CN'])('in %s', (locale) => {
  test.each(codes)('%s says what happened and what to do', (code, given) => {
    const said = wordDocumentProblem(locale, { code, params: { template, ...given } });
    expect(said).toContain(template);
    expect(said).toMatch(locale === 'en' ? /\. [A-Z][^.]+\.$/ : /。请.+。$/);
    expect(said).not.toContain(code);
    expect(said).not.toMatch(/[{}]|undefined|NaN/);
  });

  test.each(['TextOverflow', 'MissingGlyph'] as const)('%s names the line it is on', (code) => {
    const params = { template, ...numbers[code], field: 'lines.debtor.name', row: 31 };
    const said = wordDocumentProblem(locale, { code, params });
    expect(said).toMatch(locale === 'en' ? /line 31: the debtor’s name/ : /第 31 行：债务人名称/);
  });
});

test('a character that would turn the sentence around is named and not printed', () => {
  const params = { template, field: 'title', character: '\u202e', codePoint: 'U+202E' };
  const said = wordDocumentProblem('en', { code: 'MissingGlyph', params });
  expect(said).toContain('□ (U+202E)');
  expect(said).not.toContain('\u202e');
});
