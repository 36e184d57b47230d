import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textOf } from '../../src/http/pages/text/text.ts';
import { assignBenefit } from '../../src/store/benefit.ts';
import { recordCircumstances } from '../../src/store/circumstance.ts';
import { recordDecisions } from '../../src/store/cover.ts';
import { newId } from '../../src/store/database.ts';
import { addPolicyTerms } from '../../src/store/policy-terms.ts';
import { readOpenItems } from '../../src/store/receivable.ts';
import { policyTerms, statedTerms } from '../core/policy/policy-sample.ts';
import { decision, LATER, setup } from '../store/open.ts';
import { findingsOf } from './axe.ts';
import { openStage, type Stage } from './stage.ts';
import { openBrowser, takeSeat } from './visit.ts';

let stage: Stage;
let browser: Browser;
let debtorId = '';
beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage({ items: 60 }), openBrowser()]);
  await stage.db.asTenant(stage.tenantId, async (tx) => {
    const [currency = 'CNY'] = await tx
      .query<{ currency: string }>(`select currency from cedent.policy where id = 'P1'`)
      .then((rows) => rows.map((row) => row.currency.trim()));
    const items = await readOpenItems(tx, { asOf: '2099-01-01', knownAt: LATER });
    const own = items.filter((item) => item.currency === currency && item.kind === 'invoice');
    const [first] = own.toSorted((left, right) => (left.issuedOn < right.issuedOn ? 1 : -1));
    debtorId = first?.debtorId ?? '';
    const sellers = [...new Set(items.map(({ key }) => key.sellerId))];
    const period = { from: '2020-01-01', to: '2099-12-31' };
    const { status } = await addPolicyTerms(tx, {
      actor: setup,
      policyId: 'P1',
      stated: statedTerms({
        currency,
        period,
        effectiveOn: period.from,
        insured: sellers.map((sellerId) => ({
          sellerId,
          role: 'policyholder' as const,
          from: period.from,
        })),
        maximumTerms: { span: { count: 12, unit: 'months' }, from: 'issue' },
        stop: { ...policyTerms().stop, afterExtension: false },
        clauses: { stop: 'cl. 17.2' },
      }),
    });
    if (status !== 'recorded') throw new Error('the terms of the policy were not recorded');
    const on = first?.issuedOn ?? '';
    await recordDecisions(tx, {
      actor: setup,
      decisions: [
        decision({
          policyId: 'P1',
          debtorId,
          coverId: 'SHOWN',
          currency,
          status: 'agreed_conditional',
          conditions: [{ code: 'C01', text: 'Guarantee of the parent company' }],
          pending: { action: 'withdrawal', rawCode: 'F', on: '2098-01-01' },
        }),
      ],
    });
    await recordCircumstances(tx, {
      actor: setup,
      circumstances: [{ kind: 'insurer_stop', debtorId, on, knownOn: on, rawCode: 'STOP' }],
    });
    await assignBenefit(tx, {
      actor: setup,
      assignment: {
        assignmentId: newId(),
        policyId: 'P1',
        role: 'loss_payee',
        assignee: 'Nordfactor',
        scope: { kind: 'buyer', debtorIds: [debtorId] },
        from: '2020-01-01',
        isRevocable: false,
      },
    });
  });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const shots = process.env.CEDENT_TEST_SHOTS;

describe.each(['en', 'zh-CN'] as const)('the cover of a debtor in %s', (locale) => {
  const { insured, debtor } = textOf(locale);

  it('says of each invoice what is insured, what is not, why, and who would be paid', async () => {
    await stage.speak(locale);
    const { page, complaints, foreign } = await takeSeat(browser, stage, stage.people.treasury);
    await page.goto(`${stage.url}/debtors/${encodeURIComponent(debtorId)}`);
    const panel = page.locator('section[aria-labelledby="insured-P1"]');
    const text = await panel.innerText();
    expect(text).toContain(insured.title('4711001'));
    expect(text).toContain(insured.outcomes.uninsured);
    expect(text).toContain('cl. 17.2');
    expect(text).toContain(insured.states.made);
    expect(text).not.toMatch(/undefined|NaN|\{|_/);
    const book = await page.locator('section[aria-labelledby="cover-title"]').innerText();
    expect(book).toContain(debtor.statuses.agreed_conditional);
    expect(book).toContain('C01 Guarantee of the parent company');
    expect(book).toContain(insured.unmet);
    expect(book).toContain(insured.permanent);
    if (shots) await page.screenshot({ path: `${shots}/insured-${locale}.png`, fullPage: true });
    expect(await findingsOf(page, `insured ${locale}`)).toEqual([]);
    expect([complaints, foreign]).toEqual([[], []]);
  }, 60_000);

  it('fits a narrow screen, in the dark too', async () => {
    await stage.speak(locale);
    const { page } = await takeSeat(browser, stage, stage.people.treasury, {
      viewport: { width: 390, height: 800 },
      colorScheme: 'dark',
    });
    await page.goto(`${stage.url}/debtors/${encodeURIComponent(debtorId)}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
    if (shots) await page.screenshot({ path: `${shots}/narrow-${locale}.png`, fullPage: true });
    expect(await findingsOf(page, `insured narrow ${locale}`)).toEqual([]);
  }, 60_000);
});
