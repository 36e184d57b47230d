import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { adapter } from '../../adapters/iso20022-factor/index.ts';
import { toAcknowledgement } from '../../adapters/iso20022-factor/mapping/acknowledgement.ts';
import type { FactorOptions } from '../../adapters/iso20022-factor/simulator/books.ts';
import { openDesk } from '../../adapters/iso20022-factor/simulator/desk.ts';
import { variants } from '../../adapters/iso20022-factor/simulator.ts';
import { readAcknowledgement } from '../../adapters/iso20022-factor/wire/acknowledgement.ts';
import { readStatus } from '../../adapters/iso20022-factor/wire/status.ts';
import type { Acknowledgement, Effect, Operations } from '../../src/core/adapter.ts';
import type { AssignmentNotice } from '../../src/core/funding/assignment-notice.ts';
import type { CanonicalRequest } from '../../src/core/funding/request.ts';
import { foregoing, readyEffect } from './effects.ts';
import { faults, missing } from './iso20022-schema.ts';
import { assignmentNotice, creditSchedule, now, request } from './samples.ts';
import { type Stage, setStage } from './stage.ts';

const https = { baseUrl: 'https://factor.example', apiKey: 'k'.repeat(16) };
const operations: Operations = adapter.connect(
  adapter.config.parse({
    dialect: 'assignment',
    notices: true,
    authorisedUser: 'Treasury desk',
    https,
  }),
);
const encoded = (notice: AssignmentNotice) => operations.notifyDebtor?.encode(notice).body ?? '';
const [line] = assignmentNotice({}).lines;
if (!line) throw new Error('the sample has a line');
const instalments: AssignmentNotice = {
  ...assignmentNotice({}),
  lines: [line, { ...line, lineNumber: 4, instalment: 2, openMinor: 17 }],
};

describe('a notice', () => {
  test('says who owes what to whom, and where to pay it', () => {
    const body = encoded(instalments);
    expect(body).toContain('<Assgne>FACTOR</Assgne><Assgnr>SELLER</Assgnr>');
    expect(body).toContain('<NtfctnRcvr>DEBTOR-1</NtfctnRcvr><AckRcvr>SELLER</AckRcvr>');
    expect(body).toContain('<CdtAcct><IBAN>DE02120300000000202051</IBAN></CdtAcct>');
    expect(body).toContain('<ItmListIdr>FR-2026-0007</ItmListIdr>');
    expect(body).toContain('<DueAmt Ccy="EUR">12500.67</DueAmt>');
    expect(body.match(/<SeqId>/g)).toHaveLength(2);
  });

  test('says nothing of what seller and funder have agreed between them', () => {
    expect(encoded(assignmentNotice({}))).not.toMatch(/RECOURSE|LglCntxt|ReqdFincg|10625|8500/);
  });

  test.each([
    ['GB29 NWBK 6016 1331 9268 19', '<IBAN>GB29NWBK60161331926819</IBAN>'],
    ['6222 0000-1234', '<Othr><Id>6222 0000-1234</Id></Othr>'],
    ['NL91ABNA0417164300', '<IBAN>NL91ABNA0417164300</IBAN>'],
  ])('names the account %s as the standard has it', (payeeAccount, expected) => {
    expect(encoded({ ...assignmentNotice({}), payeeAccount })).toContain(expected);
  });

  test.each(['EUR', 'JPY', 'TND'])('in %s is exact', (currency) => {
    const [amount, sum] =
      { EUR: ['12500.50', '12500.5'], JPY: ['1250050', '1250050'], TND: ['1250.050', '1250.05'] }[
        currency
      ] ?? [];
    const body = encoded(assignmentNotice({}, currency));
    expect(body).toContain(`<DueAmt Ccy="${currency}">${amount}</DueAmt>`);
    expect(body).toContain(`<CtrlSum>${sum}</CtrlSum>`);
  });
});

const title = 'notices by the schemas of ISO 20022';
describe.skipIf(missing.length > 0)(
  missing.length === 0 ? title : `${title} (left out: ${missing.join(', ')})`,
  () => {
    const { payeeAccount: _, ...without } = assignmentNotice({});
    const stranger = { id: 'd'.repeat(60), name: '?', identifiers: {} };
    test.each<[string, AssignmentNotice]>([
      ['one invoice', assignmentNotice({})],
      ['instalments', instalments],
      ['no account', without],
      ['an account that is no IBAN', { ...without, payeeAccount: '6222 0000-1234' }],
      ['a debtor of whom little is known', { ...without, debtor: stranger }],
      ['a pledge', assignmentNotice({ mode: 'pledge' }, 'TND')],
    ])('of %s are valid', (_what, notice) => {
      expect(faults(encoded(notice))).toBe('');
    });

    test.each<[string, NonNullable<FactorOptions['debtorAnswers']>]>([
      ['yes', {}],
      ['no', { 'd-1': 'refuses' }],
      ['yes and no', { 'd-1': { disputes: ['INV-1001'] } }],
    ])('a simulated debtor’s %s is valid too, and so is the receipt', (_what, debtorAnswers) => {
      const desk = openDesk(
        { dialect: 'assignment', debtorAnswers, now: () => new Date(now) },
        () => undefined,
      );
      desk.judge(operations.submitSchedule?.encode(request).body ?? '');
      const receipt = desk.judge(encoded(assignmentNotice({})));
      const status = receipt.kind === 'told' ? receipt.status : '';
      const answers = [1, 2].map(() => desk.lookAtNotice('FR-2026-0007-N1')?.answer);
      expect(answers[0]).toBeUndefined();
      expect([status, answers[1] ?? ''].map(faults)).toEqual(['', '']);
    });

    test('what identifies is valid, or refused before it is sent', async () => {
      const text = fc.string({ unit: 'binary', maxLength: 60 }).map((raw) => `${raw}x`);
      const call = { ...stageless, fetch: () => Promise.reject(new Error('nothing may be sent')) };
      await fc.assert(
        fc.asyncProperty(text, text, async (number, payeeAccount) => {
          const notice = { ...without, payeeAccount, lines: [{ ...line, number }] };
          const wire = operations.notifyDebtor?.encode(notice);
          const fault = faults(wire?.body ?? '');
          const outcome = wire && (await operations.notifyDebtor?.send(wire, call));
          expect(outcome?.kind, wire?.body).toBe(fault === '' ? 'unknown' : 'refused');
        }),
        { numRuns: 40 },
      );
    });
  },
);

const stageless = {
  now,
  idempotencyKey: '01930000-0000-7000-8000-0000000000aa',
  correlationId: '01930000-0000-7000-8000-0000000000bb',
};

describe('too long a number', () => {
  const long = 'N'.repeat(36);
  const other = assignmentNotice({});
  const agreement = { ...request.facility.agreement, reference: long };
  const schedule = { ...request, lines: request.lines.map((one) => ({ ...one, number: long })) };
  const asked = (input: CanonicalRequest) => refusalOf(operations.submitSchedule, input);
  const told = (input: AssignmentNotice) => refusalOf(operations.notifyDebtor, input);
  const credited = { ...creditSchedule({}), number: long };

  test.each([
    ['of a request’s document', () => asked(schedule), 'document_number'],
    ['of a request', () => asked({ ...request, number: long }), 'reference'],
    [
      'of an agreement',
      () => asked({ ...request, facility: { ...request.facility, agreement } }),
      'agreement',
    ],
    ['of credit notes', () => refusalOf(operations.submitCredits, credited), 'reference'],
    [
      'of a notice’s document',
      () => told({ ...other, lines: [{ ...line, number: long }] }),
      'document_number',
    ],
    ['of a notice', () => told({ ...other, number: long }), 'reference'],
    ['of an account', () => told({ ...other, payeeAccount: `${long} ` }), 'account'],
  ])('%s is refused with its field, and nothing is sent', async (_what, refused, field) => {
    expect(await refused()).toMatchObject({
      kind: 'refused',
      reason: 'invalid_message',
      detail: { code: 'field_does_not_fit', params: { field } },
    });
  });
});

/** Sent through a door that nothing may pass. */
function refusalOf<Input>(effect: Effect<Input, unknown> | undefined, input: Input) {
  const call = { ...stageless, fetch: () => Promise.reject(new Error('nothing may be sent')) };
  return effect?.send(effect.encode(input), call);
}

const yes = '<VldtnStsInf><Sts>RCCF</Sts></VldtnStsInf>';
const no = (reason = 'LATE') =>
  `<VldtnStsInf><Sts>RCER</Sts><StsRsn><Prtry>${reason}</Prtry></StsRsn></VldtnStsInf>`;
const odd = '<VldtnStsInf><Sts>MAYB</Sts></VldtnStsInf>';
const item = (sequence: string, word = '', amount = '1.00') =>
  `<FinItm><InstlmtInf><SeqId>${sequence}</SeqId><Amt Ccy="EUR">${amount}</Amt></InstlmtInf>${word}</FinItm>`;
const said = (items: string, list: string, letter = '') =>
  `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:tsin.013.001.01"><InvcAssgnmtAck><Hdr><LttrIdr><Id>ACK-1</Id></LttrIdr>${letter}</Hdr><PmtStsList><Idr>N-1</Idr>${items}${list}</PmtStsList></InvcAssgnmtAck></Document>`;
const answerOf = (...bodies: string[]): Acknowledgement =>
  toAcknowledgement(bodies.flatMap((body) => readAcknowledgement(body) ?? []));
const answered = (...lines: Extract<Acknowledgement, { lines: unknown }>['lines']) => ({
  status: 'answered',
  partnerReference: 'ACK-1',
  lines,
});
const agreed = (lineNumber: number, amountMinor = 100) => ({
  lineNumber,
  status: 'acknowledged' as const,
  due: { amountMinor, currency: 'EUR' },
});
const open = (lineNumber: number) => ({ lineNumber, status: 'pending' as const });
const disputed = (lineNumber: number, detail = 'LATE') => ({
  lineNumber,
  status: 'disputed' as const,
  detail,
});

describe('what a debtor answers', () => {
  test.each<[string, string, unknown]>([
    ['a yes to all', said('', yes), answered()],
    [
      'a yes to all that names them',
      said(item('1/1') + item('2/1'), yes),
      answered(agreed(1), agreed(2)),
    ],
    ['a yes to each', said(item('1/1', yes), ''), answered(agreed(1))],
    [
      'a yes and a no',
      said(item('1/1', yes) + item('2/1', no()), yes),
      answered(agreed(1), disputed(2)),
    ],
    [
      'a no to all',
      said(item('1/1', yes), no('NOT_OWED')),
      { status: 'refused', partnerReference: 'ACK-1', detail: 'NOT_OWED' },
    ],
    ['nothing', said('', ''), { status: 'pending' }],
    ['a word nobody knows', said('', odd), { status: 'pending' }],
    ['a word nobody knows on a line', said(item('1/1', odd), yes), answered(open(1))],
    ['a yes to a line under a word nobody knows', said(item('1/1', yes), odd), answered(open(1))],
    [
      'a letter in error',
      said(item('1/1', yes), yes, no('SCHEMA')),
      { status: 'refused', partnerReference: 'ACK-1', detail: 'SCHEMA' },
    ],
    ['a letter of a word nobody knows', said('', yes, odd), { status: 'pending' }],
    ['a line that is not ours', said(item('X', yes), yes), answered(agreed(0))],
    ['too many decimals', said(item('1/1', yes, '1.001'), yes), answered(open(1))],
    ['another amount', said(item('1/1', yes, '0.90'), yes), answered(agreed(1, 90))],
  ])('%s', (_what, body, expected) => {
    expect(answerOf(body)).toEqual(expected);
  });

  test('in whatever order and however often it came, says the same', () => {
    const whole = [
      said(item('1/1', ''), ''),
      said(item('1/1', yes), ''),
      said(item('2/1', no()), ''),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray([...whole, ...whole], { minLength: 1 }), (some) => {
        const answer = answerOf(...some, ...whole);
        const lines = answer.status === 'answered' ? answer.lines : [];
        const sorted = lines.toSorted((left, right) => left.lineNumber - right.lineNumber);
        expect(sorted).toEqual([agreed(1), disputed(2)]);
      }),
    );
    expect(answerOf(said(item('1/1', yes), ''), said(item('1/1', no()), ''))).toEqual(
      answered(open(1)),
    );
    expect(answerOf(said('', yes), said('', no()))).toEqual({ status: 'pending' });
    expect(answerOf()).toEqual({ status: 'pending' });
  });

  test('to a notice that the factor received in error is nothing: nobody was told', () => {
    const receipt = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:tsin.007.001.01"><InvcAssgnmtSts><Hdr><LttrIdr><Id>S</Id></LttrIdr></Hdr><AssgnmtList><Idr>N-1</Idr>${no('DEBTOR_LIMIT')}</AssgnmtList></InvcAssgnmtSts></Document>`;
    const read = readStatus(receipt);
    if (!read) throw new Error('it is read');
    const expected = { status: 'not_taken', reason: 'limit_exceeded', detail: 'DEBTOR_LIMIT' };
    expect(toAcknowledgement([], [read])).toEqual(expected);
    const received = readStatus(receipt.replace(no('DEBTOR_LIMIT'), yes));
    expect(toAcknowledgement([], [read, received ?? read])).toEqual({ status: 'pending' });
  });

  test.each([
    ['an entity of its own', '<!DOCTYPE d [<!ENTITY a "b">]>'],
    ['an entity from elsewhere', '<!DOCTYPE d SYSTEM "file:///etc/passwd">'],
    ['a thousand laughs', '<!doctype d [<!ENTITY a "&b;&b;"><!ENTITY b "ha">]>'],
  ])('with %s is not read', (_what, head) => {
    expect(readAcknowledgement(`${head}${said('', yes)}`)).toBeUndefined();
  });

  test('is not read when it is broken, of two lists, of another message or of nobody', () => {
    const whole = said(item('1/1', yes), yes);
    expect(readAcknowledgement(whole)).toBeDefined();
    expect(readAcknowledgement(whole.slice(0, -4))).toBeUndefined();
    expect(readAcknowledgement(whole.replace('tsin.013', 'tsin.012'))).toBeUndefined();
    expect(readAcknowledgement(whole.replace('<Idr>N-1</Idr>', ''))).toBeUndefined();
    expect(readAcknowledgement(whole.replace('ACK-1', ''))).toBeUndefined();
    const second = '<PmtStsList><Idr>N-2</Idr></PmtStsList></InvcAssgnmtAck>';
    expect(readAcknowledgement(whole.replace('</InvcAssgnmtAck>', second))).toBeUndefined();
    fc.assert(
      fc.property(
        fc.nat(whole.length),
        fc.string({ unit: 'binary', maxLength: 12 }),
        (at, noise) => {
          const read = readAcknowledgement(
            whole.slice(0, at) + noise + whole.slice(at + noise.length),
          );
          if (read)
            expect(['pending', 'answered', 'refused']).toContain(toAcknowledgement([read]).status);
        },
      ),
    );
  });
});

describe.each(variants.map(({ name, options }) => [name, options] as const))(
  '%s',
  (_name, options) => {
    let stage: Stage;
    afterEach(() => stage.stop());
    const reference = assignmentNotice({}).number;
    const begin = async (changes: FactorOptions) => {
      stage = await foregoing(
        await setStage(adapter, 10_000, { ...options, ...changes }),
        'notifyDebtor',
      );
      return readyEffect(stage, 'notifyDebtor');
    };
    const ask = async (times: number) => {
      let last: Acknowledgement | undefined;
      for (let asked = 0; asked < times; asked += 1) {
        const outcome = await stage.operations.readAcknowledgement?.({ reference }, stage.call);
        if (outcome?.kind === 'done') last = outcome.value;
      }
      return last;
    };

    test('a debtor is late, and then its answer is read however often it comes', async () => {
      const ready = await begin({ acknowledgeAfter: { reads: 3 } });
      await stage.control('/answers', { copies: 3 });
      expect((await ready.send()).kind).toBe('done');
      expect(await ask(1)).toEqual({ status: 'pending' });
      const due = { amountMinor: 1_250_050, currency: 'EUR' };
      for (const times of [5, 1]) {
        expect(await ask(times)).toEqual({
          status: 'answered',
          partnerReference: 'ACK-000001',
          lines: [{ lineNumber: 1, status: 'acknowledged', due }],
        });
      }
    });

    test.each<[string, NonNullable<FactorOptions['debtorAnswers']>, object]>([
      [
        'refuses',
        { 'd-1': 'refuses' },
        { status: 'refused', detail: 'NOT_OWED: no such contract with the seller' },
      ],
      ['is silent', { 'd-1': 'is_silent' }, { status: 'pending' }],
      [
        'disputes an invoice',
        { 'd-1': { disputes: ['INV-1001'] } },
        {
          status: 'answered',
          lines: [
            { lineNumber: 1, status: 'disputed', detail: 'GOODS_MISSING: INV-1001: goods missing' },
          ],
        },
      ],
    ])('a debtor %s', async (_what, debtorAnswers, expected) => {
      const ready = await begin({ debtorAnswers });
      expect((await ready.send()).kind).toBe('done');
      expect(await ask(4)).toMatchObject(expected);
    });

    test('what the factor did not take is told to nobody', async () => {
      await begin({});
      const strange = { ...assignmentNotice({}), requestNumber: 'FR-OTHER' };
      const { notifyDebtor } = stage.operations;
      const outcome = await notifyDebtor?.send(notifyDebtor.encode(strange), stage.call);
      const refusal = { reason: 'invalid_message', detail: 'ID03: INV-1001 is not assigned' };
      if (outcome?.kind === 'refused') expect(outcome).toMatchObject(refusal);
      else expect(await ask(4)).toEqual({ status: 'not_taken', ...refusal });
    });

    test('a notice that was never sent has no answer', async () => {
      await begin({});
      expect(await ask(2)).toEqual(
        options.transport === 'sftp' ? { status: 'pending' } : undefined,
      );
    });

    test('debtors’ answers outlast the factor’s restart', async () => {
      const entries: unknown[] = [];
      const store = { load: () => entries, append: (entry: unknown) => void entries.push(entry) };
      const ready = await begin({ store, debtorAnswers: { 'd-1': 'refuses' } });
      await ready.send();
      const before = await ask(4);
      expect(before?.status).toBe('refused');
      const { stop } = stage;
      await stop();
      const again: FactorOptions = {
        ...options,
        store: { ...store, load: () => structuredClone(entries) },
        debtorAnswers: { 'd-1': 'refuses' },
      };
      stage = await setStage(adapter, 10_000, again);
      // A mailbox that is new has none of the old files.
      if (options.transport === 'https') expect(await ask(1)).toEqual(before);
      else expect(await ask(1)).toEqual({ status: 'pending' });
    });
  },
);
