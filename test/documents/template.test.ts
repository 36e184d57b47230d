import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Template } from '../../src/core/template.ts';
import { lintTemplate } from '../../src/documents/lint.ts';
import { readSample } from '../../src/documents/preview.ts';
import { renderSchedule } from '../../src/documents/schedule.ts';
import { lockHash, lockName, readLock, readTemplate } from '../../src/documents/template.ts';
import { parseWording } from '../../src/documents/wording.ts';
import { cn, folders, gb, lockFile, problemOf, rawText } from './reading.ts';

const lock = readLock(lockFile);

describe.each(folders)('the template in %s', (folder) => {
  const versions = readdirSync(folder)
    .filter((name) => name.startsWith('v'))
    .map((name) => name.slice(1));

  it('has no fault', () => {
    expect(lintTemplate(readTemplate(folder), lock)).toEqual([]);
  });

  it.each(versions)('keeps published version %s unchanged', (version) => {
    const template = readTemplate(folder, version);
    expect(lockHash(template)).toBe(lock[lockName(template)]);
  });

  it('keeps a folder for every version in the lock', () => {
    const { jurisdiction, document } = readTemplate(folder).manifest;
    const prefix = `${jurisdiction}/${document}@`;
    const locked = Object.keys(lock).filter((name) => name.startsWith(prefix));
    expect(locked.map((name) => name.slice(prefix.length)).sort()).toEqual([...versions].sort());
  });

  it('names no one as having approved it: every page says specimen', () => {
    expect(readTemplate(folder).manifest.approvals).toEqual([]);
  });

  it.each(['min', 'max', 'nasty'])('prints its sample %s as expected', (sample) => {
    const template = readTemplate(folder);
    const text = rawText(renderSchedule(template, readSample(folder, sample)).pdf);
    const file = join(folder, 'expected', `${sample}.txt`);
    expect(existsSync(file), `${file} is missing`).toBe(true);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });
});

describe('a template is refused', () => {
  it.each(cn.manifest.languages)('when the block of a mention is gone from %s', (language) => {
    const changed = edit(cn, language, (text) => text.replace('{#recourse}', '{#other}'));
    expect(lintTemplate(changed, lock)).toContainEqual({
      code: 'MentionMissing',
      mention: 'cn.recourse',
      block: 'recourse',
      language,
    });
  });

  it('when a mention holds only under one flag', () => {
    const changed = edit(gb, 'en', (text) =>
      text.replace('::: when non-recourse', '::: when recourse'),
    );
    expect(lintTemplate(changed, lock)).toContainEqual({
      code: 'MentionMissing',
      mention: 'gb.recourse',
      block: 'recourse',
      language: 'en',
    });
  });

  it.each([
    ['{{seller.nmae}}', 'seller.nmae'],
    ['{{total.outstanding}}', 'total.outstanding'],
    ['{{agreement.signedOn|money}}', 'agreement.signedOn|money'],
    ['{{total.count|count|x}}', 'total.count|count|x'],
    ['{{constructor}}', 'constructor'],
  ])('when it uses the placeholder %s', (written, placeholder) => {
    const changed = edit(gb, 'en', (text) => text.replace('{{seller.name}}', written));
    expect(lintTemplate(changed, lock)).toContainEqual({
      code: 'UnknownPlaceholder',
      placeholder,
      block: 'assignment',
      language: 'en',
    });
  });

  it('when a label of the form is missing in one language', () => {
    const changed = edit(cn, 'en', (text) => text.replace(/- sign\.date: .*\n/, ''));
    expect(lintTemplate(changed, lock)).toContainEqual({
      code: 'LabelMissing',
      label: 'sign.date',
      language: 'en',
    });
  });

  it('when its languages do not face each other block by block', () => {
    const changed = edit(cn, 'en', (text) => `${text}\n## More {#more}\n\nMore.\n`);
    expect(lintTemplate(changed, lock)).toContainEqual({
      code: 'BlocksDiffer',
      block: 'more',
      language: 'en',
    });
  });

  it('when one letter of a published version was changed', () => {
    const changed = edit(gb, 'en', (text) => text.replace('absolutely', 'Absolutely'));
    expect(lintTemplate(changed, lock)).toEqual([
      { code: 'PublishedVersionChanged', version: 'gb/assignment-schedule@1.0.0' },
    ]);
  });

  it('when it was never entered in the lock', () => {
    expect(lintTemplate(gb, {})).toEqual([
      { code: 'NotLocked', version: 'gb/assignment-schedule@1.0.0' },
    ]);
  });

  it('when its folder cannot be read', () => {
    expect(problemOf(() => readTemplate('/nowhere'))).toMatchObject({ code: 'TemplateUnreadable' });
  });

  it.each([
    ['text before any block', 'Hello', 1],
    ['a heading without a name', '# Title', 1],
    ['two blocks of one name', '# A {#a}\n\n## B {#a}', 3],
    ['an unknown condition', '# A {#a}\n\n::: when pledge', 3],
    ['an end without a beginning', '# A {#a}\n\n:::', 3],
    ['a label given twice', '- a: 1\n- a: 2', 2],
  ])('when its wording has %s, naming the line', (_, source, line) => {
    expect(problemOf(() => parseWording(source, 'en.md'))).toMatchObject({
      code: 'WordingUnreadable',
      file: 'en.md',
      line,
    });
  });
});

it('an approval changes the hash in the document, not the published wording', () => {
  const approval = { by: 'A. Lawyer', on: '2026-12-01', version: '1.0.0' };
  const approved = { ...gb, manifest: { ...gb.manifest, approvals: [approval] } };
  expect(lockHash(approved)).toBe(lockHash(gb));
});

function edit(
  template: Template,
  language: 'en' | 'zh-CN',
  change: (text: string) => string,
): Template {
  const before = template.wording[language] ?? '';
  const after = change(before);
  expect(after).not.toBe(before);
  return { ...template, wording: { ...template.wording, [language]: after } };
}
