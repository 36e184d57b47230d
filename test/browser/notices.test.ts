import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { told } from '../../src/core/detail.ts';
import { AssignmentNotice, type NoticeFact } from '../../src/core/funding/assignment-notice.ts';
import { wordDetail } from '../../src/core/wording/word.ts';
import { textOf } from '../../src/http/pages/text/text.ts';
import { appendNoticeFact, listNotices, readNotice } from '../../src/store/assignment-notice.ts';
import { newId, type Tx } from '../../src/store/database.ts';
import { readRequest } from '../../src/store/request-facts.ts';
import { findingsOf } from './axe.ts';
import { type Locale, openStage, type Stage } from './stage.ts';
import { openBrowser, takeSeat } from './visit.ts';
import { stuckRequest } from './waiting.ts';

let stage: Stage;
let browser: Browser;
let requestId: string;
beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage({ items: 60 }), openBrowser()]);
  ({ requestId } = await stuckRequest(stage));
  await stage.db.asTenant(stage.tenantId, (tx) => tellAll(tx));
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const words = 'GOODS_MISSING: pallet 7';
const differs = told('acknowledged_amount_differs', {
  line: 2,
  foundMinor: 1_00,
  knownMinor: 2_00,
  currency: 'CNY',
});
const lives: NoticeFact[][] = [
  [],
  [{ kind: 'by_document' }],
  [{ kind: 'told', partnerReference: 'A-1' }],
  [
    { kind: 'told', partnerReference: 'A-2' },
    { kind: 'line_acknowledged', lineNumber: 1, partnerReference: 'K-1' },
    { kind: 'line_acknowledged', lineNumber: 2, partnerReference: 'K-1' },
  ],
  [
    { kind: 'told', partnerReference: 'A-3' },
    { kind: 'line_disputed', lineNumber: 1, detail: words },
    { kind: 'line_disputed', lineNumber: 2, detail: differs },
    { kind: 'answer_questioned', lineNumber: 9, detail: told('answer_for_no_line', { line: 9 }) },
  ],
  [
    { kind: 'told', partnerReference: 'A-4' },
    { kind: 'refused', partnerReference: 'K-2', detail: 'NOT_OWED: no contract' },
  ],
  [{ kind: 'not_taken', reason: 'unknown_party', detail: 'BE11: no such debtor' }],
];

describe.each<Locale>(['en', 'zh-CN'])('what debtors were told, in %s', (locale) => {
  const text = textOf(locale);

  it('stands on the request with their answers, and in what happened', async () => {
    await stage.speak(locale);
    const { page, complaints } = await takeSeat(browser, stage, stage.people.treasury);
    await page.goto(`${stage.url}/requests/${requestId}`);
    const panel = await page.locator('[aria-labelledby=notices-title]').innerText();
    for (const state of Object.values(text.notices.states)) expect(panel).toContain(state);
    for (const said of [
      text.notices.byDocument,
      text.notices.account('DE02120300000000202051'),
      text.notices.answered(2, 2),
      words,
      wordDetail(locale, differs),
      'NOT_OWED: no contract',
    ]) {
      expect(panel).toContain(said);
    }
    const timeline = await page.locator('#request ol.facts').last().innerText();
    for (const happened of [text.notices.prepared, ...Object.values(text.notices.facts)]) {
      expect(timeline).toContain(happened);
    }
    expect(await findingsOf(page, 'the request')).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

it('says that debtors of a disclosed agreement will be told, before any is', async () => {
  await stage.speak('en');
  const other = await stuckRequest(stage);
  const { page } = await takeSeat(browser, stage, stage.people.treasury);
  await page.goto(`${stage.url}/requests/${other.requestId}`);
  const panel = page.locator('[aria-labelledby=notices-title]');
  expect(await panel.innerText()).toContain(textOf('en').notices.toCome);
});

/** One notice for each life; no delivery bears them, so nobody works on them. */
async function tellAll(tx: Tx): Promise<void> {
  const request = await readRequest(tx, requestId);
  if (!request || !('canonical' in request.state)) throw new Error('the request is approved');
  const { facility, seller, assignee, lines, asOf } = request.state.canonical;
  for (const [index, facts] of lives.entries()) {
    const notice = AssignmentNotice.parse({
      version: 1,
      noticeId: newId(),
      number: `${request.number}-N${index + 1}`,
      requestNumber: request.number,
      asOf,
      facility,
      seller,
      assignee,
      debtor: { id: `T${index}`, name: `宁波测试客户 ${index}`, identifiers: {} },
      payeeAccount: 'DE02120300000000202051',
      lines: lines.map(({ debtor: _, fingerprint, fundedMinor, advanceMinor, ...line }) => line),
    });
    await tx.query(
      `insert into cedent.assignment_notice (tenant_id, id, request_id, debtor_id, number, notice)
       values ($1, $2, $3, $4, $5, $6)`,
      [
        tx.tenantId,
        notice.noticeId,
        requestId,
        notice.debtor.id,
        notice.number,
        JSON.stringify(notice),
      ],
    );
    const stored = await readNotice(tx, notice.noticeId);
    for (const fact of facts) {
      const entry = { fact, effectiveOn: asOf, actor: { system: 'setup' } } as const;
      if (!stored || !(await appendNoticeFact(tx, stored, entry))) throw new Error(fact.kind);
    }
  }
  expect(await listNotices(tx, requestId)).toHaveLength(lives.length);
}
