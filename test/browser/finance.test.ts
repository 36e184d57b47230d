import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { textOf } from '../../src/http/pages/text/text.ts';
import { openStage, type Stage } from './stage.ts';
import { follow, openBrowser, takeSeat } from './visit.ts';

let stage: Stage;
let browser: Browser;
beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage({ items: 60 }), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});

const text = textOf('en');

it('finance makes the feeds, one for each currency and each equal to the ledger; another person releases them', async () => {
  const { page, complaints } = await takeSeat(browser, stage, stage.people.finance);
  await page.goto(`${stage.url}/exposure`);
  await follow(page, 'form[action="/exposure"] button');
  const currencies = await stage.db.asTenant(stage.tenantId, (tx) =>
    tx.query('select distinct currency from cedent.receivable where tenant_id = $1', [tx.tenantId]),
  );
  const rows = await page.locator('main tbody tr').allInnerTexts();
  expect(rows.length).toBe(currencies.length);
  for (const row of rows) {
    expect(row).toContain(text.exposure.agrees);
    expect(row).toContain(text.exposure.own);
  }
  expect(complaints).toEqual([]);
  const approver = await takeSeat(browser, stage, stage.people.approver);
  await approver.page.goto(`${stage.url}/exposure`);
  for (let left = rows.length; left > 0; left -= 1) {
    const release = approver.page.getByRole('button', { name: text.exposure.release });
    expect(await release.count()).toBe(left);
    await follow(approver.page, 'form[action="/exposure/decision"] button.primary');
  }
  const states = Object.values(text.delivery.states);
  for (const row of await approver.page.locator('main tbody tr').allInnerTexts()) {
    expect(states.some((state) => row.includes(state))).toBe(true);
  }
  expect(approver.complaints).toEqual([]);
}, 60_000);

it('a bank statement that no request explains becomes a task, once', async () => {
  const { page, complaints } = await takeSeat(browser, stage, stage.people.finance);
  for (let times = 0; times < 2; times += 1) {
    await page.goto(`${stage.url}/bank`);
    const buffer = Buffer.from(statement);
    await page.setInputFiles('input[type=file]', { name: 's.xml', mimeType: 'text/xml', buffer });
    await follow(page, 'form[enctype] button');
    const tasks = await page.locator('main .waiting').allInnerTexts();
    expect(tasks.length).toBe(1);
    expect(tasks[0]).toContain('thank you');
    expect(tasks[0]).toContain('120.00');
  }
  expect(complaints).toEqual([]);
}, 60_000);

it('a file that is no statement is refused in words, and nothing of it is kept', async () => {
  const { page } = await takeSeat(browser, stage, stage.people.finance);
  await page.goto(`${stage.url}/bank`);
  const buffer = Buffer.from('<html>not a statement</html>');
  await page.setInputFiles('input[type=file]', { name: 's.xml', mimeType: 'text/xml', buffer });
  await follow(page, 'form[enctype] button');
  expect(await page.locator('main').innerText()).toMatch(/camt\.053/);
  expect(await page.locator('main .waiting').count()).toBe(1);
}, 60_000);

const amount = (code: string, value: string) =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${value}</Amt>
   <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-24</Dt></Dt></Bal>`;

const statement = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
  <GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-24T08:00:00</CreDtTm></GrpHdr>
  <Stmt><Id>S1</Id><CreDtTm>2026-11-24T08:00:00</CreDtTm>
    <Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>
    ${amount('OPBD', '0.00')}${amount('CLBD', '120.00')}
    <Ntry><NtryRef>E1</NtryRef><Amt Ccy="EUR">120.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
      <Sts><Cd>BOOK</Cd></Sts>
      <BookgDt><Dt>2026-11-24</Dt></BookgDt><ValDt><Dt>2026-11-24</Dt></ValDt>
      <NtryDtls><TxDtls><RmtInf><Ustrd>thank you</Ustrd></RmtInf></TxDtls></NtryDtls>
    </Ntry>
  </Stmt></BkToCstmrStmt></Document>`;
