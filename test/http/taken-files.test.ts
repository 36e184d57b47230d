import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sha256 } from '../../src/core/hash.ts';
import {
  saveStatementMapping,
  statementMappingSchema,
  takeFactorStatement,
} from '../../src/host/factor-statement.ts';
import { takeRemittances } from '../../src/host/remittance.ts';
import { newId } from '../../src/store/database.ts';
import { advicesFor } from '../../src/store/remittance.ts';
import { addBooks, holdReceivable, importLines, line } from '../store/open.ts';
import { as, BASE_URL, createWorld, type Member, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({
    statementMappingSchema,
    saveStatementMapping,
    takeFactorStatement,
    takeRemittances,
  });
  await world.db.asTenant(world.alpha.tenantId, async (tx) => {
    await addBooks(tx);
    await importLines(tx, '2026-11-20', [line('INV-1', { faceMinor: 1_000_00 })]);
    await holdReceivable(tx, { number: 'INV-1', facilityId: 'F1', advancedMinor: 850_00 });
  });
});
afterAll(() => world.close());

const people = () => world.alpha.people;
const Loose = z.looseObject({});

type Sent = { member: Member; method?: string; type?: string; body?: string | Blob };

async function ask(path: string, { member, method = 'GET', type = 'text/csv', body }: Sent) {
  const headers = { 'content-type': type, 'idempotency-key': newId() };
  const init = as(member, { method, headers, ...(body !== undefined && { body }) });
  const response = await world.app.request(`${BASE_URL}/api/v1${path}`, init);
  return { status: response.status, body: Loose.parse(await response.json()) };
}

const mapping = {
  columns: {
    movementId: 'Id',
    kind: 'Type',
    bookedOn: 'Booked',
    amount: 'Amount',
    invoiceNumber: 'Invoice',
  },
  kinds: {
    COLL: { is: 'movement', kind: 'collection', moves: 'down' },
    FEE: { is: 'movement', kind: 'service_fee', moves: 'up' },
    OPEN: { is: 'balance', states: 'opening' },
    CLOSE: { is: 'balance', states: 'closing' },
  },
  amounts: 'signed',
  currency: 'EUR',
  dateFormat: 'YYYY-MM-DD',
  numberFormat: { decimal: '.', thousands: '' },
};
const header = 'Id,Type,Booked,Amount,Invoice';
const fileOf = (...rows: string[]) => [header, ...rows, ''].join('\n');
const opening = ',OPEN,,850.00,';
const collected = 'M-1,COLL,2026-11-24,-400.00,INV-1';
const charged = 'M-2,FEE,2026-11-24,7.50,INV-1';
const unknown = 'M-3,COLL,2026-11-24,-10.00,INV-77';
const statement = fileOf(opening, collected, charged, unknown, ',CLOSE,,447.50,');

const path = '/factor-statements?facilityId=F1&fileName=november.csv';
const taking = (body: string | Blob, member = people().machine) =>
  ask(path, { member, method: 'POST', body });
const mapped = (body: object, id = 'F1') =>
  ask(`/facilities/${id}/statement-mapping`, {
    member: people().administrator,
    method: 'PUT',
    type: 'application/json',
    body: JSON.stringify(body),
  });

describe('a statement of a funder', () => {
  it('is refused in words until something says how it is read', async () => {
    expect(await taking(statement)).toMatchObject({
      status: 422,
      body: {
        detail: expect.stringContaining('F1'),
        reason: { code: 'factor_mapping_missing', params: { facilityId: 'F1' } },
      },
    });
    const none = await ask('/facilities/F1/statement-mapping', { member: people().finance });
    expect(none.status).toBe(404);
    const schema = await ask('/statement-mapping/schema', { member: people().administrator });
    expect(schema.body).toMatchObject({ properties: { kinds: {}, columns: {} } });
  });

  it('has a mapping that is checked, kept in versions, and read back', async () => {
    const wrong = await mapped({ ...mapping, amounts: 'somehow' });
    expect(wrong.body).toMatchObject({
      code: 'refused',
      reason: { code: 'mapping_invalid', params: { path: 'amounts' } },
    });
    expect((await mapped(mapping, 'F9')).status).toBe(404);
    const { FEE, ...fewer } = mapping.kinds;
    expect((await mapped({ ...mapping, kinds: fewer })).body).toMatchObject({ version: 1 });
    expect((await mapped({ ...mapping, kinds: fewer })).body).toMatchObject({ version: 1 });
    expect(FEE.kind).toBe('service_fee');
  });

  it.each([
    ['a word of no meaning', statement, 'table_word', { row: 4, column: 'Type', value: 'FEE' }],
    [
      'a column it has not',
      'Id,Type,Booked\nM-1,COLL,2026-11-24\n',
      'header_column_missing',
      { columns: 'Amount, Invoice' },
    ],
    [
      'a balance that its movements do not make',
      fileOf(opening, collected, ',CLOSE,,450.01,'),
      'factor_balance',
      { row: 4, expected: '450.00', stated: '450.01' },
    ],
    [
      'a day that is none',
      fileOf('M-1,COLL,24.11.2026,-1.00,INV-1'),
      'table_date',
      { row: 2, value: '24.11.2026' },
    ],
    ['nothing in it', '', 'file_empty', { bytes: 0 }],
  ])('with %s is refused whole, the row named', async (_, body, code, params) => {
    const refused = await taking(body);
    expect(refused).toMatchObject({ status: 422, body: { reason: { code, params } } });
    expect(JSON.stringify(refused.body.detail)).toMatch(/\.("|$)/);
    const listed = await ask('/factor-statements', { member: people().finance });
    expect(listed.body).toEqual({ items: [], next: null });
    expect(await filesKept()).toBe(keptBefore);
  });

  it('too large is not read to its end', async () => {
    const large = await taking(new Blob(['a'.repeat(33 * 1024 * 1024)]));
    expect(large.status).toBe(413);
  });

  it('is taken once, however often and at once it is sent, and what does not fit is asked', async () => {
    expect((await mapped(mapping)).body).toMatchObject({ version: 2 });
    const answers = await Promise.all([taking(statement), taking(statement), taking(statement)]);
    const counts = answers.map(({ body }) => [body.booked, body.questioned, body.known]);
    expect(counts.sort()).toEqual([
      [0, 0, 3],
      [0, 0, 3],
      [2, 1, 0],
    ]);
    expect(answers[0]?.body).toMatchObject({
      fileSha256: sha256(statement),
      balances: [{ currency: 'EUR', openingMinor: 850_00, closingMinor: 447_50, checked: true }],
    });
    const asked = await ask('/movements/questioned', { member: people().finance });
    expect(asked.body).toMatchObject({ items: [{ movement: { movementId: 'M-3' } }] });
  });

  it('changes nothing when it is sent again, by another mapping too', async () => {
    const swapped = { ...mapping.kinds, COLL: { ...mapping.kinds.COLL, kind: 'rebate' } };
    expect((await mapped({ ...mapping, kinds: swapped })).body).toMatchObject({ version: 3 });
    expect((await taking(statement)).body).toMatchObject({ booked: 0, questioned: 0, known: 3 });
    await mapped(mapping);
  });

  it('repeats in its next file what was booked, and adds what is new', async () => {
    const next = fileOf(collected, charged, 'M-4,COLL,2026-11-25,-100.00,INV-1');
    expect((await taking(next)).body).toMatchObject({ booked: 1, known: 2, questioned: 0 });
    const listed = await ask('/factor-statements', { member: people().finance });
    expect(listed.body).toMatchObject({
      items: [{ counts: { booked: 1 } }, { fileName: 'november.csv', mappingVersion: 2 }],
    });
  });

  it('that opens with another balance than the one before has closed with says so', async () => {
    const booked = 'M-5,FEE,2026-12-01,1.00,INV-1';
    const december = fileOf(',OPEN,,450.00,', booked, ',CLOSE,,451.00,');
    const broken = { closingMinor: 447_50, openingMinor: 450_00, differenceMinor: 2_50 };
    expect((await taking(december)).body).toMatchObject({
      breaks: [{ currency: 'EUR', before: { fileName: 'november.csv' }, ...broken }],
    });
    const listed = await ask('/factor-statements', { member: people().finance });
    expect(listed.body).toMatchObject({
      items: [{ breaks: [broken], firstOn: '2026-12-01' }, { breaks: [] }, { breaks: [broken] }],
    });
    const next = 'M-6,FEE,2026-12-02,1.00,INV-1';
    const followed = fileOf(',OPEN,,451.00,', next, ',CLOSE,,452.00,');
    expect((await taking(followed)).body).toMatchObject({ breaks: [] });
  });

  it('is given back byte for byte, to its own company', async () => {
    const listed = z
      .looseObject({ items: z.array(z.looseObject({ statementId: z.string() })) })
      .parse((await ask('/factor-statements', { member: people().finance })).body);
    const address = `${BASE_URL}/api/v1/factor-statements/${listed.items.at(-1)?.statementId}/file`;
    const own = await world.app.request(address, as(people().treasury));
    expect(await own.text()).toBe(statement);
    const foreign = await world.app.request(address, as(world.beta.people.treasury));
    expect(foreign.status).toBe(404);
  });
});

describe('remittance advices', () => {
  const advice = (paid: string) =>
    `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:remt.001.001.05"><RmtAdvc>
<GrpHdr><MsgId>M</MsgId><CreDtTm>2026-10-15T08:00:00Z</CreDtTm><InitgPty><Nm>Südwind</Nm></InitgPty></GrpHdr>
<RmtInf><RmtId>R-1</RmtId><Strd><RfrdDocInf><Nb>INV-1</Nb></RfrdDocInf><RfrdDocAmt>
<RmtdAmt Ccy="EUR">${paid}</RmtdAmt></RfrdDocAmt></Strd></RmtInf></RmtAdvc></Document>`;
  const table = 'Ref,No,Paid,Day\nR-1,INV-1,5.00,2026-11-02\nR-1,INV-2,6.00,2026-11-02\n';
  const columns = { reference: 'Ref', number: 'No', paid: 'Paid', paidOn: 'Day' };
  const format = { dateFormat: 'YYYY-MM-DD', numberFormat: { decimal: '.', thousands: '' } };
  const how = { ...format, columns, currency: 'EUR', payer: 'Nordwind' };
  const sending = (body: string, query: string, type = 'text/csv') =>
    ask(`/remittance-advices${query}`, { member: people().finance, method: 'POST', type, body });
  const xml = (paid: string) => sending(advice(paid), '?fileName=a.xml', 'application/xml');
  const saidOf = (reference: string) =>
    world.db.asTenant(
      world.alpha.tenantId,
      async (tx) => (await advicesFor(tx, [reference, 'R-3'])).get(reference) ?? [],
    );

  it('are kept once, and the last word of a payer is what holds', async () => {
    expect((await xml('9.00')).body).toEqual({ stored: 1, known: 0 });
    expect((await xml('9.00')).body).toEqual({ stored: 0, known: 1 });
    expect(await saidOf('R-1')).toMatchObject([{ totalMinor: 9_00 }]);
    expect((await xml('9.50')).body).toEqual({ stored: 1, known: 0 });
    expect(await saidOf('R-1')).toMatchObject([
      {
        payer: 'Südwind',
        totalMinor: 9_50,
        documents: [{ number: 'INV-1', paidMinor: 9_50 }],
      },
    ]);
    expect(await saidOf('R-2')).toEqual([]);
  });

  it('of two payers under one reference stand beside each other', async () => {
    expect((await sending(table, '')).body).toMatchObject({
      reason: { code: 'remittance_mapping_missing' },
      detail: expect.stringMatching(/mapping/),
    });
    const query = `?mapping=${encodeURIComponent(JSON.stringify(how))}`;
    expect((await sending(table, query)).body).toEqual({ stored: 1, known: 0 });
    const sums = (await saidOf('R-1')).map(({ payer, totalMinor }) => [payer, totalMinor]);
    expect(sums.toSorted()).toEqual([
      ['Nordwind', 11_00],
      ['Südwind', 9_50],
    ]);
    const listed = await ask('/remittance-advices', { member: people().treasury });
    expect(JSON.stringify(listed.body)).toContain('Nordwind');
  });

  it('that do not hold are refused whole, the row named', async () => {
    const query = `?mapping=${encodeURIComponent(JSON.stringify(how))}`;
    const before = await filesKept();
    expect((await sending(table.replace('6.00', '"6,00"'), query)).body).toMatchObject({
      reason: { code: 'table_amount', params: { row: 3, value: '6,00' } },
    });
    expect((await sending('<a/>', '', 'application/xml')).body).toMatchObject({
      reason: { code: 'remittance_not_read' },
    });
    expect(await filesKept()).toBe(before);
  });
});

const keptBefore = 1;

/** The ledger that the world began with is one. */
async function filesKept(): Promise<number> {
  const rows = await world.db.asTenant(world.alpha.tenantId, (tx) =>
    tx.query('select sha256 from cedent.ledger_file where tenant_id = $1', [tx.tenantId]),
  );
  return rows.length;
}
