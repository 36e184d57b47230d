import { mkdtempSync, readdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { adapter } from '../../adapters/factor-file/index.ts';
import { createSimulator, type FactorFileOptions } from '../../adapters/factor-file/simulator.ts';
import type { Call, MovementPage, Operations, Outcome } from '../../src/core/adapter.ts';
import { sha256 } from '../../src/core/hash.ts';
import { MailboxSettings } from '../../src/core/mailbox.ts';
import { startSimulator } from '../../src/demo/simulator.ts';
import { openMailbox } from '../../src/outbound/mailbox.ts';
import { creditSchedule, now, request } from './samples.ts';

const layouts = ['fixed', 'delimited'] as const;
const agreementReference = request.facility.agreement.reference;
let stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops) await stop();
  stops = [];
});

async function connect(options: FactorFileOptions = {}, timeoutMs = 10_000) {
  const root = mkdtempSync(join(tmpdir(), 'factor-file-'));
  const simulator = createSimulator({ now: () => new Date(now), mailboxRoot: root, ...options });
  const started = await startSimulator(simulator);
  stops.push(started.stop, () => rmSync(root, { recursive: true, force: true }));
  const config = adapter.config.parse(started.config);
  const operations: Operations = adapter.connect(config);
  const settings = MailboxSettings.parse(Object.getOwnPropertyDescriptor(config, 'mailbox')?.value);
  const call: Call = {
    fetch: () => Promise.reject(new Error('this factor has no HTTP')),
    mailbox: openMailbox(settings, { allowPrivate: true, timeoutMs }),
    now,
    idempotencyKey: 'k-1',
    correlationId: 'c-1',
  };
  const control = async (path: string, body: unknown): Promise<unknown> => {
    const asked = { method: 'POST', body: JSON.stringify(body) };
    return (await fetch(`${started.url}/_control${path}`, asked)).json();
  };
  const { submitSchedule: submit, submitCredits: credit, readSchedule, readMovements } = operations;
  if (!submit || !credit || !readSchedule || !readMovements)
    throw new Error('an operation is gone');
  const state = () => readSchedule({ reference: request.number }, call);
  return {
    root,
    call,
    control,
    submit,
    credit,
    state,
    send: (asked = request) => submit.send(submit.encode(asked), call),
    page: (after?: string) =>
      readMovements({ agreementReference, ...(after !== undefined && { after }) }, call),
    /** The files of a folder, and one of them written again by hand. */
    files: (folder: string) => readdirSync(join(root, folder)).sort(),
    write: (folder: string, name: string, text: string) =>
      writeFileSync(join(root, folder, name), text),
    text: (folder: string, name: string) => readFileSync(join(root, folder, name), 'latin1'),
    async answered() {
      await state();
      return state();
    },
  };
}

/** The name that a file of ours has when its content is another. */
function renamed(name: string, body: string): string {
  return name.replace(/[0-9a-f]{8}\.txt$/, `${sha256(body).slice(0, 8)}.txt`);
}

describe.each(layouts)('a schedule as a %s file', (layout) => {
  test('is received, taken, and answered line by line', async () => {
    const { send, state } = await connect({ layout, answerAfter: { looks: 2 } });
    expect(await send()).toMatchObject({ kind: 'done' });
    const pending = { status: 'pending', lines: [{ status: 'pending' }, {}, {}] };
    expect(await state()).toMatchObject({ value: pending });
    expect(await state()).toMatchObject({ value: pending });
    expect(await state()).toMatchObject({
      value: {
        partnerReference: 'REM000001',
        status: 'answered',
        lines: [
          { lineNumber: 1, status: 'funded', amountMinor: 1_062_542, currency: 'EUR' },
          { lineNumber: 2, status: 'funded', amountMinor: 680_000, currency: 'EUR' },
          { lineNumber: 3, status: 'funded', amountMinor: 85_000, currency: 'EUR' },
        ],
      },
    });
  });

  test('is funded in part, refused with the factor’s code and words, and not twice', async () => {
    const [first = '', second = ''] = layout === 'fixed' ? ['D 1', 'D 2'] : ['D-1', 'D-2'];
    const limits = { debtorLimits: { [first]: 1_000_000, [second]: 0 } };
    const { send, answered, submit, call } = await connect({ layout, ...limits });
    await send();
    const answer = await answered();
    expect(answer).toMatchObject({
      value: {
        status: 'answered',
        lines: [
          { status: 'funded', amountMinor: 1_000_000 },
          {
            status: 'declined',
            reason: 'limit_exceeded',
            detail: `002: LIMITE ATTEINTE ${second}`,
          },
          { status: 'funded', amountMinor: 85_000 },
        ],
      },
    });
    const again = { ...request, number: 'FR-2026-0008' };
    await submit.send(submit.encode(again), call);
    const { readSchedule } = adapter.connect(adapter.config.parse(configOf(layout)));
    await readSchedule?.({ reference: again.number }, call);
    const refused = await readSchedule?.({ reference: again.number }, call);
    expect(refused).toMatchObject({
      value: {
        lines: [1, 2, 3].map(() => ({ status: 'declined', reason: 'duplicate' })),
      },
    });
  });

  test('answered in parts and in copies is answered once', async () => {
    const { send, state, control, files } = await connect({ layout });
    await control('/mailbox/manner', { parts: 3, copies: 2 });
    await send();
    await state();
    expect(await state()).toMatchObject({
      value: { status: 'answered', lines: [{ amountMinor: 1_062_542 }, {}, {}] },
    });
    expect(files('answers').filter((name) => name.startsWith('REP'))).toHaveLength(6);
  });

  test('of which one part is answered is pending in the others', async () => {
    const { send, answered, control, files, root } = await connect({ layout });
    await control('/mailbox/manner', { parts: 3 });
    await send();
    await answered();
    const [, second = ''] = files('answers').filter((name) => name.startsWith('REP'));
    unlinkSync(join(root, 'answers', second));
    const state = await answered();
    expect(state).toMatchObject({ value: { status: 'pending' } });
    expect(JSON.stringify(state).match(/"pending"/g)).toHaveLength(2);
  });

  test('refused as a whole is refused in every line, with the line and the words it has', async () => {
    const { submit, call, state, files } = await connect({ layout });
    const wire = submit.encode(request);
    // Another invoice number than the control of the trailer allows nobody to see: the sum is off.
    const body = wire.body.replace('0001250050', '0001250051');
    await submit.send({ ...wire, body, target: renamed(wire.target, body) }, call);
    expect(await state()).toMatchObject({
      kind: 'done',
      value: {
        status: 'rejected',
        lines: [1, 2, 3].map((lineNumber) => ({
          lineNumber,
          status: 'declined',
          reason: 'invalid_message',
          detail: '102: SOMME DE CONTROLE',
        })),
      },
    });
    expect(files('rejected')).toHaveLength(1);
  });

  test('that is nowhere is asked for again; one that waits is received', async () => {
    const { send, state, call } = await connect({ layout });
    expect(await state()).toMatchObject({ kind: 'retry', detail: { code: 'schedule_not_there' } });
    // Nobody has looked at the answers since, so the factor has not worked either.
    const { readSchedule } = adapter.connect(
      adapter.config.parse({ ...configOf(layout), answersFolder: 'processed' }),
    );
    await send();
    expect(await readSchedule?.({ reference: request.number }, call)).toMatchObject({
      value: { status: 'received', lines: [] },
    });
  });
});

/** A connection's own numbers; the mailbox is the call's. */
function configOf(layout: string) {
  const mailbox = { host: '127.0.0.1', port: 22, user: 'cedent' };
  return { layout, mailbox, client: '40127', issuerDomestic: '51001', issuerExport: '51002' };
}

describe('an answer file', () => {
  const reply = (files: string[]) => files.find((name) => name.startsWith('REP')) ?? '';

  test.each([
    ['a sum that is not that of its lines', (text: string) => text.replace(/1062542/, '1062543')],
    ['a record too few', (text: string) => text.replace(/^32000002.*\r\n/m, '')],
    ['a last record cut short', (text: string) => text.slice(0, -40)],
    ['another file in its head', (text: string) => text.replace('FR-2026-0007', 'FR-2026-0009')],
  ])('with %s is left unread as a whole and named', async (_what, change) => {
    const { send, answered, state, files, text, write } = await connect();
    await send();
    await answered();
    const name = reply(files('answers'));
    write('answers', name, change(text('answers', name)));
    expect(await state()).toMatchObject({ kind: 'retry', detail: { params: { file: name } } });
  });

  test('that is broken does not hide a good one that came after it', async () => {
    const { send, answered, state, files, text, write } = await connect();
    await send();
    await answered();
    const name = reply(files('answers'));
    write('answers', name.replace('.txt', '_2.txt'), text('answers', name));
    write('answers', name, text('answers', name).replace(/1062542/, '1062543'));
    expect(await state()).toMatchObject({ value: { status: 'answered' } });
  });

  test('that contradicts another leaves its lines pending', async () => {
    const { send, answered, state, files, text, write } = await connect();
    await send();
    await answered();
    const name = reply(files('answers'));
    const other = text('answers', name).replace('0680000', '0670000').replace('1827542', '1817542');
    write('answers', name.replace('.txt', '_2.txt'), other);
    expect(await state()).toMatchObject({
      value: { status: 'pending', lines: [{ status: 'funded' }, { status: 'pending' }, {}] },
    });
  });

  test('with a word nobody agreed moves no money', async () => {
    const { send, answered, state, files, text, write } = await connect();
    await send();
    await answered();
    const name = reply(files('answers'));
    write('answers', name, text('answers', name).replaceAll('FIN', 'ZZ9'));
    const unclear = await state();
    expect(unclear).toMatchObject({ kind: 'done', value: { status: 'pending' } });
    expect(JSON.stringify(unclear)).not.toContain('funded');
  });

  test('for a line we never sent is passed on as it came, not hidden', async () => {
    const { send, answered, state, files, text, write } = await connect();
    await send();
    await answered();
    const name = reply(files('answers'));
    write('answers', name, text('answers', name).replace('32000003', '32000099'));
    expect(await state()).toMatchObject({
      value: { status: 'pending', lines: [{}, {}, { lineNumber: 3 }, { lineNumber: 99 }] },
    });
  });

  test('and a receipt that says the file was not taken leave all pending', async () => {
    const { send, answered, state, files, text, write } = await connect();
    await send();
    await answered();
    const receipt = files('answers').find((name) => name.startsWith('ACK')) ?? '';
    const no = text('answers', receipt).replace('ACC', 'REJ');
    write('answers', receipt.replace('.txt', '_2.txt'), no);
    const unclear = await state();
    expect(unclear).toMatchObject({ kind: 'done', value: { status: 'pending' } });
    expect(JSON.stringify(unclear)).not.toMatch(/funded|declined/);
  });

  test('and a receipt still being written are never read', async () => {
    const { send, answered, state, files, text, write, root } = await connect();
    await send();
    await answered();
    for (const name of files('answers')) {
      write('answers', `${name}.part`, text('answers', name));
      unlinkSync(join(root, 'answers', name));
    }
    expect(await state()).toMatchObject({ value: { status: 'received', lines: [] } });
  });
});

describe('a file on its way in', () => {
  test('is not read by the factor before it has its name', async () => {
    const { submit, write, control } = await connect();
    const wire = submit.encode(request);
    write('inbox', `${wire.target}.part`, wire.body);
    expect(await control('/mailbox/collect', {})).toEqual({ taken: [], rejected: [] });
  });

  test('is left once, however often it is sent, also after the factor has moved it', async () => {
    const { send, state, files } = await connect();
    await send();
    await state();
    expect(files('processed')).toHaveLength(1);
    expect(await send()).toMatchObject({ kind: 'done' });
    expect(files('inbox')).toEqual([]);
  });

  test('is found by its name in every folder, and by the receipt where it is gone', async () => {
    const { send, state, submit, call, files, root } = await connect();
    const wire = submit.encode(request);
    const found = () => submit.find?.(request.number, call, wire);
    expect(await found()).toMatchObject({ kind: 'done', value: { found: false } });
    await send();
    expect(await found()).toMatchObject({ value: { found: true } });
    await state();
    for (const name of files('processed')) unlinkSync(join(root, 'processed', name));
    expect(await found()).toMatchObject({ value: { found: true } });
    for (const name of files('answers')) unlinkSync(join(root, 'answers', name));
    expect(await found()).toMatchObject({ value: { found: false } });
  });

  test('that comes a second time is answered as had before and changes nothing', async () => {
    const { submit, send, answered, state, write, files } = await connect();
    const wire = submit.encode(request);
    await send();
    const before = await answered();
    write('inbox', wire.target, wire.body);
    const after = await state();
    expect(files('rejected')).toEqual([wire.target]);
    if (before.kind !== 'done') throw new Error('it was answered before');
    expect(after).toMatchObject({ kind: 'done', value: before.value });
  });

  test('with an agreement the factor has not signed is refused as a whole', async () => {
    const { send, state } = await connect({ agreements: ['FA 1'] });
    await send();
    expect(await state()).toMatchObject({
      value: { status: 'rejected', lines: [{ reason: 'unknown_agreement' }, {}, {}] },
    });
  });
});

describe.each(layouts)('what was booked, in %s statements', (layout) => {
  const done = (page: Outcome<MovementPage>): MovementPage => {
    if (page.kind !== 'done') throw new Error(`not read: ${JSON.stringify(page)}`);
    return page.value;
  };

  test('is told with the schedule and the line it concerns; credit notes lower an invoice', async () => {
    const { send, answered, page, credit, call, control } = await connect({ layout });
    await send();
    await answered();
    const first = done(await page());
    expect(first.movements.map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
      ['advance', 1_062_542],
      ['advance', 680_000],
      ['advance', 85_000],
    ]);
    expect(first.movements[0]).toMatchObject({ scheduleReference: request.number, lineNumber: 1 });
    expect(first.hasMore).toBe(false);
    await credit.send(credit.encode(creditSchedule({})), call);
    for (let round = 0; round < 2; round += 1) await control('/mailbox/work', {});
    const second = done(await page(first.next));
    expect(second.movements).toMatchObject([
      { kind: 'dilution', amountMinor: 30_025, scheduleReference: request.number, lineNumber: 1 },
      { kind: 'dilution', amountMinor: 10_001, scheduleReference: request.number, lineNumber: 2 },
    ]);
    expect(done(await page(second.next))).toEqual({
      movements: [],
      next: second.next,
      hasMore: false,
    });
  });

  test('dropped twice is told once; dropped twice with a difference is not told', async () => {
    const { send, answered, page, control, files, text, write } = await connect({ layout });
    await control('/mailbox/manner', { copies: 3 });
    await send();
    await answered();
    const once = done(await page());
    expect(files('statements')).toHaveLength(3);
    expect(once).toMatchObject({ movements: [{}, {}, {}], hasMore: false });
    const [name = ''] = files('statements');
    write('statements', name, text('statements', name).replace('MVT00000001', 'MVT00000009'));
    expect(await page()).toMatchObject({ kind: 'retry', detail: { code: 'statement_differs' } });
  });
});

const booking = {
  agreement: 'FA 2024 118',
  bookedOn: '2026-11-25',
  valueOn: '2026-11-26',
  currency: 'EUR',
};

describe('a statement', () => {
  async function withStatements(count: number) {
    const factor = await connect();
    for (let each = 0; each < count; each += 1) {
      await factor.control('/movements', { ...booking, word: 'ENC', amount: 100 + each });
      await factor.control('/mailbox/work', {});
    }
    return factor;
  }

  test.each([
    ['a word nobody agreed', (text: string) => text.replace('ENC', 'ZZ9'), 'file_word_unknown'],
    ['a currency that is none', (text: string) => text.replace('EUR', 'XQX'), 'file_word_unknown'],
    [
      'a sum that is off',
      (text: string) => text.replace('000000000000100E', '000000000000101E'),
      'file_sums_differ',
    ],
    [
      'a day that does not exist',
      (text: string) => text.replace('25112026', '31022026'),
      'file_malformed',
    ],
    [
      'another agreement',
      (text: string) => text.replace('FA 2024 118', 'FA 2024 119'),
      'file_of_another',
    ],
    ['another number', (text: string) => text.replace('000001', '000002'), 'file_of_another'],
    ['the end cut off', (text: string) => text.slice(0, -2), 'file_malformed'],
  ])('with %s is left unread as a whole and named', async (_what, change, code) => {
    const { page, files, text, write } = await withStatements(1);
    const [name = ''] = files('statements');
    const changed = change(text('statements', name));
    expect(changed).not.toBe(text('statements', name));
    write('statements', name, changed);
    const outcome = await page();
    expect(outcome).toMatchObject({ kind: 'retry', detail: { code, params: { file: name } } });
  });

  test('that is late holds up those after it, and is told in its place', async () => {
    const { page, files, text, write, root } = await withStatements(3);
    const [, second = ''] = files('statements');
    const content = text('statements', second);
    unlinkSync(join(root, 'statements', second));
    const first = await page();
    expect(first).toMatchObject({ value: { movements: [{ amountMinor: 100 }], hasMore: true } });
    const after = first.kind === 'done' ? first.value.next : '';
    const missing = { code: 'statement_missing', params: { number: 2 } };
    expect(await page(after)).toMatchObject({ kind: 'retry', detail: missing });
    write('statements', second, content);
    expect(await page(after)).toMatchObject({
      value: { movements: [{ amountMinor: 101 }], next: second, hasMore: true },
    });
  });

  test('takes an entry back with the same kind and amount', async () => {
    const { control, page } = await connect();
    await control('/movements', { ...booking, word: 'INT', amount: 1, reversal: true });
    await control('/mailbox/work', {});
    expect(await page()).toMatchObject({ detail: { code: 'file_word_unknown' } });
    const other = await connect();
    await other.control('/movements', { ...booking, word: 'AGI', amount: 4_321, reversal: true });
    await other.control('/mailbox/work', {});
    expect(await other.page()).toMatchObject({
      value: { movements: [{ kind: 'interest', amountMinor: 4_321, reversal: true }] },
    });
  });

  test('that there is none of yet gives a place to read on from', async () => {
    const { page, control } = await connect();
    const none = await page();
    expect(none).toMatchObject({ kind: 'done', value: { movements: [], hasMore: false } });
    const place = none.kind === 'done' ? none.value.next : '';
    expect(place).not.toBe('');
    expect(await page(place)).toMatchObject({ value: { movements: [], next: place } });
    await control('/movements', { ...booking, word: 'ENC', amount: 100 });
    expect(await page(place)).toMatchObject({ value: { movements: [{ amountMinor: 100 }] } });
  });

  test('that names a file of credit notes names no line of ours, only the invoice', async () => {
    const { page, control } = await connect();
    const file = 'AVO_40127_CS-2026-0003_2_0123abcd.txt';
    const about = { file, line: 1, number: 'INV 1001' };
    await control('/movements', { ...booking, word: 'AVO', amount: 100, ...about });
    const told = await page();
    const movement = told.kind === 'done' ? told.value.movements[0] : undefined;
    expect(movement).toMatchObject({ kind: 'dilution', invoiceNumber: 'INV 1001' });
    expect(movement).not.toHaveProperty('scheduleReference');
    expect(movement).not.toHaveProperty('lineNumber');
  });

  test('that is still being written is never read', async () => {
    const { page, files, text, write, root } = await withStatements(1);
    const [name = ''] = files('statements');
    write('statements', `${name}.part`, text('statements', name).slice(0, 300));
    unlinkSync(join(root, 'statements', name));
    expect(await page()).toMatchObject({ kind: 'done', value: { movements: [], hasMore: false } });
  });
});

describe('a read', () => {
  test.each(['down', 'drop_before_apply', 'hang_after_apply', 'garbage', 'throttle'])(
    'is asked again after %s and concludes nothing',
    async (kind) => {
      const { send, state, answered, page, control } = await connect({}, 2_000);
      await send();
      await answered();
      // A broken receipt alone hides no answer: the answer is broken too.
      await control('', { kind, on: 'read', next: kind === 'garbage' ? 2 : 1 });
      expect((await state()).kind).toBe('retry');
      await control('', { kind, on: 'read' });
      expect((await page()).kind).toBe('retry');
      expect((await state()).kind).toBe('done');
    },
  );

  test('over a slow line is read, and from a factor that is gone it is asked again', async () => {
    const { send, state, answered, control } = await connect();
    await send();
    await answered();
    await control('', { kind: 'slow', ms: 300, on: 'read' });
    expect(await state()).toMatchObject({ value: { status: 'answered' } });
    await stops.shift()?.();
    expect((await state()).kind).toBe('retry');
    expect((await send()).kind).toBe('retry');
  });
});

test('the simulator remembers what it took, answered and told when it is given a store', async () => {
  const entries: unknown[] = [];
  const store = { load: () => [...entries], append: (entry: unknown) => void entries.push(entry) };
  const before = await connect({ store });
  await before.send();
  await before.answered();
  await before.page();
  const after = await connect({ store });
  const again = { ...request, number: 'FR-2026-0008' };
  await after.submit.send(after.submit.encode(again), after.call);
  await after.control('/mailbox/work', {});
  await after.control('/mailbox/work', {});
  expect(after.files('answers').join()).not.toContain('FR-2026-0007');
  expect(after.files('statements')).toEqual([]);
  const [answer = ''] = after.files('answers').filter((name) => name.startsWith('REP'));
  expect(after.text('answers', answer).match(/DEJA REMIS/g)).toHaveLength(3);
});
