import { describe, expect, it } from 'vitest';
import { canonicalJson, hashOf, sha256 } from '../../src/core/hash.ts';
import { linesAsCsv } from '../../src/documents/attachment.ts';
import { formatAmount, formatCount } from '../../src/documents/format.ts';
import { renderSchedule } from '../../src/documents/schedule.ts';
import {
  attachments,
  cn,
  cnSample,
  gb,
  gbSample,
  layoutPages,
  rawText,
  run,
  squeeze,
  withLines,
} from './reading.ts';

const cases = [
  { name: 'cn min', template: cn, request: cnSample('min') },
  { name: 'cn max', template: cn, request: cnSample('max') },
  { name: 'cn nasty', template: cn, request: cnSample('nasty') },
  { name: 'gb max', template: gb, request: gbSample('max') },
  { name: 'gb nasty', template: gb, request: gbSample('nasty') },
].map((entry) => ({ ...entry, document: renderSchedule(entry.template, entry.request) }));

describe.each(cases)('the $name schedule', ({ request, document }) => {
  const raw = rawText(document.pdf);
  const squeezed = squeeze(raw);
  const pages = layoutPages(document.pdf);

  it('prints every invoice number exactly once', () => {
    const words = raw.split(/\s+/u);
    for (const { number, instalment } of request.lines) {
      const same = request.lines.filter((line) => line.number === number);
      expect(words.filter((word) => word === number).length, `${number} ${instalment}`).toBe(
        same.length,
      );
    }
  });

  it('prints every debtor name whole, as often as it has receivables', () => {
    for (const name of new Set(request.lines.map(({ debtor }) => debtor.name))) {
      const expected = request.lines.filter(({ debtor }) => debtor.name === name).length;
      const found = squeezed.split(squeeze(name)).length - 1;
      expect(found, name).toBeGreaterThanOrEqual(expected);
    }
  });

  it('prints the seller, the assignee, the agreement and its own number', () => {
    for (const text of [
      request.seller.name,
      request.assignee.name,
      request.facility.agreement.reference,
      request.number,
      document.dataSha256,
    ]) {
      expect(squeezed).toContain(squeeze(text));
    }
  });

  it('carries the canonical request and its CSV inside', () => {
    const files = attachments(document.pdf);
    const name = request.number.replace(/[^A-Za-z0-9._-]+/g, '_');
    const json = files.get(`${name}.json`);
    expect(json?.toString('utf8')).toBe(canonicalJson(request));
    expect(sha256(json ?? '')).toBe(document.dataSha256);
    expect(document.dataSha256).toBe(hashOf(request));
    expect(files.get(`${name}.csv`)?.toString('utf8')).toBe(linesAsCsv(request.lines));
    expect(files.size).toBe(2);
  });

  it('prints totals that are the sums of the attached data', () => {
    const attached = JSON.parse(
      [...attachments(document.pdf)].find(([name]) => name.endsWith('.json'))?.[1].toString() ?? '',
    );
    const last = pages.join('\n');
    for (const { currency, count } of request.totals.perCurrency) {
      const own = attached.lines.filter((line: { currency: string }) => line.currency === currency);
      const sum = (key: string) =>
        own.reduce((total: number, line: Record<string, number>) => total + (line[key] ?? 0), 0);
      expect(own.length).toBe(count);
      const totalRow = [
        formatCount(count),
        currency,
        formatAmount({ amountMinor: sum('faceMinor'), currency }),
        formatAmount({ amountMinor: sum('openMinor'), currency }),
      ];
      const rows = last.split('\n').filter((row) => /合计|\bTotal\b/.test(row));
      expect(rows.some((row) => totalRow.every((cell) => row.includes(cell)))).toBe(true);
    }
  });

  it('brings forward on each page exactly what the page before carried', () => {
    const forwards = pages.map((page) => ({
      brought: carryLines(page, /承前页|Brought forward/),
      carried: carryLines(page, /过次页|Carried forward/),
    }));
    const withTable = forwards.filter(
      ({ brought, carried }) => brought.length > 0 || carried.length > 0,
    );
    if (request.lines.length > 30) expect(withTable.length).toBeGreaterThan(2);
    for (const [index, page] of withTable.entries()) {
      if (index === 0) expect(page.brought).toEqual([]);
      else expect(page.brought).toEqual(withTable[index - 1]?.carried);
    }
  });

  it('has receivables on the page that is signed, unless a name leaves no room for them', () => {
    if (request.seller.name.length > 200) return;
    const signed = pages.at(-1) ?? '';
    expect(signed).toMatch(/签章|Signatures/);
    expect(signed).toContain(request.lines.at(-1)?.number ?? '-');
  });

  it('numbers its pages x of y', () => {
    expect(pages.length).toBe(document.pages);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain(`Page ${index + 1} of ${document.pages}`);
    }
  });

  it('says on every page that it is a specimen', () => {
    for (const page of pages) {
      expect(page).toContain('specimen / 样本');
      expect(page).toContain('not approved by a lawyer');
    }
  });

  it('embeds every font and reads clean to qpdf', () => {
    const fonts = run('pdffonts', document.pdf, (file) => [file])
      .split('\n')
      .slice(2)
      .filter((line) => line !== '');
    expect(fonts.length).toBe(2);
    for (const font of fonts) expect(font).toMatch(/yes yes yes/);
    expect(run('qpdf', document.pdf, (file) => ['--check', file])).toContain('No syntax');
  });
});

describe('the wording', () => {
  it('follows the recourse flag, article 766 or 767, in both languages', () => {
    const request = cnSample('min');
    const { facility } = request;
    const printed = [true, false].map((recourse) => {
      const agreement = { ...facility.agreement, recourse };
      const flagged = { ...request, facility: { ...facility, agreement } };
      return squeeze(rawText(renderSchedule(cn, flagged).pdf));
    });
    expect(printed[0]).toContain('第七百六十六条');
    expect(printed[0]).toContain('article766');
    expect(printed[0]).not.toContain('第七百六十七条');
    expect(printed[1]).toContain('第七百六十七条');
    expect(printed[1]).toContain('article767');
    expect(printed[1]).not.toContain('第七百六十六条');
  });

  it('is printed in the languages asked for, in that order', () => {
    const request = cnSample('min');
    const alone = rawText(renderSchedule(cn, request, { languages: ['zh-CN'] }).pdf);
    expect(alone).toContain('应收账款转让清单');
    expect(alone).not.toContain('Schedule of assigned receivables');
    const english = rawText(renderSchedule(cn, request, { languages: ['en', 'zh-CN'] }).pdf);
    expect(english.indexOf('Schedule of assigned')).toBeLessThan(
      english.indexOf('应收账款转让清单'),
    );
  });

  it('leaves the date of each signature blank', () => {
    const text = rawText(renderSchedule(gb, gbSample('min')).pdf);
    const signatures = text.slice(text.indexOf('Signatures'));
    expect(signatures.match(/^Date\s*$/gm)?.length).toBe(2);
  });

  it('says which instalment of an invoice a row is', () => {
    const request = gbSample('min');
    const [first] = request.lines;
    if (!first) throw new Error('the sample has no line');
    const twice = withLines(request, [first, { ...first, instalment: 2 }]);
    const text = rawText(renderSchedule(gb, twice).pdf);
    expect(text).toContain('instalment 1');
    expect(text).toContain('instalment 2');
    expect(rawText(renderSchedule(gb, request).pdf)).not.toContain('instalment');
  });
});

function carryLines(page: string, label: RegExp): string[][] {
  return page
    .split('\n')
    .filter((row) => label.test(row))
    .map((row) => row.match(/\b[A-Z]{3}\b|\d[\d,.]*/g) ?? []);
}
