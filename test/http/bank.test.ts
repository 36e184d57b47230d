import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readStatement } from '../../src/host/read-statement.ts';
import { newId } from '../../src/store/database.ts';
import { seedLedger } from './ledger.ts';
import { seedStory } from './story.ts';
import { as, BASE_URL, createWorld, type Member, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ readStatement });
  await seedStory(world, world.alpha, await seedLedger(world, world.alpha));
});
afterAll(() => world.close());

const Waiting = z.object({
  items: z.array(
    z.object({ id: z.string(), amountMinor: z.number(), code: z.string(), why: z.string() }),
  ),
});

describe('a statement', () => {
  it.each([
    ['camt.053', 'application/xml', () => camt('053', 'BkToCstmrStmt', 'Stmt', 'S-53', 'E-1')],
    ['camt.054', 'text/xml', () => camt('054', 'BkToCstmrDbtCdtNtfctn', 'Ntfctn', 'N-54', 'E-2')],
    ['MT940', 'application/octet-stream', () => mt940],
  ])('in %s is taken once', async (_, type, text) => {
    const first = await upload(text(), type);
    expect(first).toMatchObject({ entries: 1, known: 0, unmatched: 1 });
    expect(await upload(text(), type)).toMatchObject({ entries: 1, known: 1, unmatched: 0 });
  });

  it('says the same entry in a notification and in the statement of the day, and it is kept once', async () => {
    const notified = camt('054', 'BkToCstmrDbtCdtNtfctn', 'Ntfctn', 'N-9', 'E-9');
    expect(await upload(notified, 'text/xml')).toMatchObject({ known: 0 });
    const stated = camt('053', 'BkToCstmrStmt', 'Stmt', 'S-9', 'E-9');
    expect(await upload(stated, 'text/xml')).toMatchObject({ entries: 1, known: 1 });
  });
});

describe('an entry that waits', () => {
  it('is set aside once under one key, and a second decision is a conflict', async () => {
    const [entry] = await waiting();
    const path = `/bank-entries/${entry?.id}/not-ours`;
    const key = newId();
    const body = { reason: 'rent of the canteen' };
    const first = await post(path, body, key);
    expect(first.status).toBe(200);
    expect(await first.json()).toEqual({ decision: 'not_ours' });
    expect((await post(path, body, key)).status).toBe(200);
    const again = await post(path, body, newId());
    expect(again.status).toBe(409);
    expect(await again.json()).toMatchObject({
      code: 'conflict',
      reason: { code: 'entry_decided' },
    });
    expect((await waiting()).map(({ id }) => id)).not.toContain(entry?.id);
  });

  it('is put on what makes it to the cent, or refused in words', async () => {
    const [entry] = await waiting();
    const body = { allocations: [{ item: 'no such number', amountMinor: 1 }], reason: 'x' };
    const answer = await post(`/bank-entries/${entry?.id}/allocation`, body, newId());
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('no such number');
  });

  it('is decided by finance alone', async () => {
    const [entry] = await waiting();
    const path = `/bank-entries/${entry?.id}/not-ours`;
    const answer = await post(path, { reason: 'x' }, newId(), world.alpha.people.treasury);
    expect(answer.status).toBe(403);
  });
});

it('an account is stated of a party that there is', async () => {
  const party = { kind: 'debtor', id: 'D1' };
  const own = { account: 'DE02 1203 0000 0000 2020 51', party };
  expect(await (await post('/payer-accounts', own, newId())).json()).toEqual({ added: true });
  expect(await (await post('/payer-accounts', own, newId())).json()).toEqual({ added: false });
  const none = { ...own, party: { ...party, id: 'nobody' } };
  expect((await post('/payer-accounts', none, newId())).status).toBe(422);
});

async function waiting() {
  const address = `${BASE_URL}/api/v1/bank-entries/unmatched`;
  const response = await world.app.request(address, as(world.alpha.people.finance));
  return Waiting.parse(await response.json()).items;
}

async function upload(text: string, type: string): Promise<unknown> {
  const headers = { 'content-type': type, 'idempotency-key': newId() };
  const init = { method: 'POST', headers, body: text };
  const address = `${BASE_URL}/api/v1/bank-statements`;
  const response = await world.app.request(address, as(world.alpha.people.finance, init));
  expect(response.status).toBe(201);
  return response.json();
}

function post(path: string, body: unknown, key: string, who: Member = world.alpha.people.finance) {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  return world.app.request(`${BASE_URL}/api/v1${path}`, as(who, init));
}

function camt(kind: string, root: string, statement: string, id: string, ref: string): string {
  const balance = (code: string, amount: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount}</Amt>
     <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-09-03</Dt></Dt></Bal>`;
  const balances = kind === '053' ? balance('OPBD', '0.00') + balance('CLBD', '77.30') : '';
  return `<?xml version="1.0" encoding="UTF-8"?>
  <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.${kind}.001.08"><${root}>
    <GrpHdr><MsgId>M</MsgId><CreDtTm>2026-09-03T08:00:00</CreDtTm></GrpHdr>
    <${statement}><Id>${id}</Id><CreDtTm>2026-09-03T08:00:00</CreDtTm>
      <Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>${balances}
      <Ntry><Amt Ccy="EUR">77.30</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
        <BookgDt><Dt>2026-09-03</Dt></BookgDt><ValDt><Dt>2026-09-03</Dt></ValDt>
        <AcctSvcrRef>${ref}</AcctSvcrRef>
        <NtryDtls><TxDtls><RmtInf><Ustrd>thank you</Ustrd></RmtInf></TxDtls></NtryDtls>
      </Ntry></${statement}></${root}></Document>`;
}

const mt940 = `:20:STMT1
:25:37040044/0532013000
:28C:1/1
:60F:C260902EUR0,00
:61:2609030903C45,10NTRFNONREF//B-4711
:86:166?00CREDIT?20thank you?32Somebody
:62F:C260903EUR45,10
`;
