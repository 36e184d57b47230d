import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/core/hash.ts';
import type { InsurerNotice } from '../../src/core/notice/insurer-notice.ts';
import type { Letter } from '../../src/core/notice/letter.ts';
import { renderLetter } from '../../src/documents/letter.ts';
import {
  lockHash,
  lockName,
  readLock,
  readTemplate,
  wordingOf,
} from '../../src/documents/template.ts';
import { attachments, lockFile, rawText, squeeze } from './reading.ts';

const folder = (document: string) =>
  fileURLToPath(new URL(join('../../templates/zz', document), import.meta.url));
const templates = ['insurer-notice', 'formal-demand'].map((name) => readTemplate(folder(name)));
const [noticeTemplate = readTemplate(folder('insurer-notice'))] = templates;

const invoices = Array.from({ length: 60 }, (_, index) => ({
  receivableId: `00000000-0000-7000-8000-0000000${String(10000 + index)}`,
  number: `RE-${1000 + index}`,
  issuedOn: '2026-06-01',
  dueOn: '2026-07-01',
  faceMinor: 100_00,
  openMinor: 90_00,
  disputedMinor: 0,
}));
const notice: InsurerNotice = {
  noticeId: '00000000-0000-7000-8000-000000000001',
  reference: 'NO-00001',
  policyId: 'P1',
  policyNumber: 'CI-16900',
  kind: 'overdue',
  sellerName: 'Nordwind GmbH',
  debtorId: 'D1',
  debtorName: '上海新光贸易有限公司',
  insurerBuyerId: '4711',
  on: '2026-07-01',
  currency: 'EUR',
  outstandingMinor: 5_400_00,
  overdueMinor: 5_400_00,
  disputedMinor: 0,
  oldestDueOn: '2026-07-01',
  reason: 'Reminders of July and August were left without an answer.',
  isCollectionAsked: true,
  invoices,
};
const letter: Letter = { document: 'insurer-notice', notice, on: '2026-10-15' };

describe.each(templates)('the template $manifest.id', (template) => {
  it('keeps its published version unchanged, and says the same parts in both languages', () => {
    expect(lockHash(template)).toBe(readLock(lockFile)[lockName(template)]);
    const [en, zh] = template.manifest.languages.map((language) => wordingOf(template, language));
    expect(zh?.blocks.map(({ id }) => id)).toEqual(en?.blocks.map(({ id }) => id));
    expect(Object.keys(zh?.labels ?? {})).toEqual(Object.keys(en?.labels ?? {}));
  });
});

describe('a notice on paper', () => {
  it('declares every invoice and the sums, page by page', () => {
    const document = renderLetter(noticeTemplate, letter, 'en');
    const text = squeeze(rawText(document.pdf));
    for (const { number } of invoices) expect(text).toContain(number);
    expect(text).toContain(squeeze('EUR 5,400.00 outstanding on 15 October 2026'));
    expect(text).toContain(squeeze('We ask you to collect the debt.'));
    expect(text).toContain(squeeze('specimen'));
    expect(document.pages).toBeGreaterThan(2);
    expect(text).not.toContain('{{');
  });

  it('carries the same content for machines, its hash on paper, and is the same bytes again', () => {
    const document = renderLetter(noticeTemplate, letter, 'zh-CN');
    const files = attachments(document.pdf);
    expect(files.get('NO-00001.json')?.toString()).toBe(canonicalJson(notice));
    expect(files.get('NO-00001.csv')?.toString()).toContain('RE-1059');
    const text = squeeze(rawText(document.pdf));
    expect(text).toContain(document.dataSha256);
    expect(text).toContain(squeeze('截至 2026年10月15日 未偿余额'));
    expect(renderLetter(noticeTemplate, letter, 'zh-CN').sha256).toBe(document.sha256);
  });

  it('asks a debtor to pay what is overdue, by a day', () => {
    const [, template = noticeTemplate] = templates;
    const demand = {
      demandId: notice.noticeId,
      reference: 'FD-0001',
      sellerName: 'Nordwind GmbH',
      debtorId: 'D1',
      debtorName: 'Muster & Söhne <AG>',
      on: '2026-10-15',
      payBy: '2026-10-29',
      currency: 'EUR',
      openMinor: 90_00,
      invoices: invoices.slice(0, 1),
    };
    const text = squeeze(
      rawText(renderLetter(template, { document: 'formal-demand', demand }, 'en').pdf),
    );
    expect(text).toContain(squeeze('We demand payment of EUR 90.00 by 29 October 2026'));
    expect(text).toContain(squeeze('To Muster & Söhne <AG>'));
  });
});
