import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sha256 } from '../../src/core/hash.ts';
import { importLedger } from '../../src/host/import-ledger.ts';
import { readStatement } from '../../src/host/read-statement.ts';
import { newId } from '../../src/store/database.ts';
import { statement } from '../intake/statement-file.ts';
import { as, BASE_URL, createWorld, type Member, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({ importLedger, readStatement });
});
afterAll(() => world.close());

const people = () => world.alpha.people;
const Loose = z.looseObject({});

async function ask(member: Member, path: string) {
  const response = await world.app.request(`${BASE_URL}/api/v1${path}`, as(member));
  return { status: response.status, body: Loose.parse(await response.json()) };
}

async function send(path: string, type: string, body: string) {
  const headers = { 'content-type': type, 'idempotency-key': newId() };
  const init = as(people().machine, { method: 'POST', headers, body });
  const response = await world.app.request(`${BASE_URL}/api/v1${path}`, init);
  return { status: response.status, body: Loose.parse(await response.json()) };
}

describe('a bank statement', () => {
  const taking = (body: string) => send('/bank-statements', 'application/xml', body);
  it('is taken once, and what no request explains waits for a person', async () => {
    const first = await taking(statement({}));
    expect(first.body).toEqual({ entries: 1, known: 0, matched: 0, unmatched: 1 });
    expect((await taking(statement({}))).body).toMatchObject({ entries: 1, known: 1 });
    const listed = await ask(people().finance, '/bank-entries/unmatched');
    expect(JSON.stringify(listed.body)).toContain('DE89370400440532013000');
  });

  it('that cannot be read is refused in words', async () => {
    expect(await taking('<a/>')).toMatchObject({
      status: 422,
      body: { code: 'refused', detail: expect.stringMatching(/ .*\.$/) },
    });
  });
});

describe('a ledger file', () => {
  const query = 'sellerId=S2&ledger=AR&asOf=2026-09-01&currency=EUR&fileName=open.csv';
  const importing = (body: string) => send(`/ledgers/imports?${query}`, 'text/csv', body);
  const header = 'Invoice;Customer No;Customer;Issued;Due;Amount;Open amount';
  const good = `${header}\n4711;C1;Südwind;2026-08-01;2026-10-30;100.00;60.00\n`;
  const bad = `${good}4712;C1;Südwind;2026-08-01;2026-02-30;100.00;60.00\n`;
  const mapping = {
    version: 1,
    columns: {
      number: 'Invoice',
      debtorId: 'Customer No',
      debtorName: 'Customer',
      issuedOn: 'Issued',
      dueOn: 'Due',
      face: 'Amount',
      open: 'Open amount',
    },
    dateFormat: 'yyyy-MM-dd',
    numberFormat: { decimal: '.', thousands: '' },
  };

  it('becomes receivables once, whatever is sent again', async () => {
    const first = await importing(good);
    expect(first).toMatchObject({
      status: 201,
      body: { counts: { new: 1, rejected: 0 }, totals: [{ currency: 'EUR', openMinor: 6000 }] },
    });
    const again = await importing(good);
    expect(again.body).toMatchObject({ importId: first.body.importId });
    const page = await ask(people().treasury, '/receivables?asOf=2026-09-01&search=4711');
    expect(page.body).toMatchObject({ items: [{ debtorName: 'Südwind' }] });
  });

  it('with a row that cannot be taken gives it back with what to do', async () => {
    const { status, body } = await importing(bad);
    expect([status, body.hasRejectedFile]).toEqual([201, true]);
    const rejected = await world.app.request(
      `${BASE_URL}/api/v1/imports/${body.importId}/rejected`,
      as(people().treasury),
    );
    expect(rejected.headers.get('content-type')).toContain('text/csv');
    expect(await rejected.text()).toContain('4712');
  });

  it('is handed back byte by byte under its name, whatever became of its rows', async () => {
    const { body } = await importing(bad);
    const answer = await world.app.request(
      `${BASE_URL}/api/v1/imports/${body.importId}/file`,
      as(people().finance),
    );
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    expect(answer.headers.get('content-disposition')).toContain("''open.csv");
    expect(answer.headers.get('content-length')).toBe(String(Buffer.byteLength(bad)));
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect(new TextDecoder().decode(bytes)).toBe(bad);
    expect(sha256(bytes)).toBe(body.fileSha256);
    const unknown = await ask(people().finance, `/imports/${newId()}/file`);
    expect(unknown.status).toBe(404);
  });

  it('is read by the mapping it comes with, or refused by name', async () => {
    const stated = encodeURIComponent(JSON.stringify({ ...mapping, columns: { number: 'Nr' } }));
    const refused = await send(`/ledgers/imports?${query}&mapping=${stated}`, 'text/csv', good);
    expect(refused.status).toBe(422);
    expect(await importing('')).toMatchObject({
      status: 422,
      body: { reason: { code: 'file_empty' }, detail: expect.stringContaining('empty') },
    });
  });
});
