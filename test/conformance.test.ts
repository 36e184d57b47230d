import { createServer } from 'node:http';
import fc from 'fast-check';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  onTestFinished,
  test,
} from 'vitest';
import { z } from 'zod';
import { adapters } from '../adapters/index.ts';
import type { SimulatorOptions } from '../adapters/simulator.ts';
import { signed } from '../adapters/webhooks.ts';
import type { Adapter, Call, Outcome, ScheduleState } from '../src/core/adapter.ts';
import { redact } from '../src/core/answer.ts';
import type { FunderMovement } from '../src/core/funding/funder-movement.ts';
import { sumMinor, toDecimal } from '../src/core/money.ts';
import { createOutbound } from '../src/outbound.ts';
import {
  type EffectName,
  effectNames,
  foregoing,
  type Ready,
  readyEffect,
} from './adapters/effects.ts';
import { exchangesOf, keptHeaders, playStep, recordedMailbox } from './adapters/exchange.ts';
import { withEachWordUnknown, withoutEachField } from './adapters/fields.ts';
import { answered, prepare, read, readNames, readPage } from './adapters/reads.ts';
import {
  claimFiling,
  creditSchedule,
  insurerNotice,
  now,
  requestFor,
  saleDeclaration,
} from './adapters/samples.ts';
import {
  fieldsOf,
  type Stage,
  secretsIn,
  setStage,
  simulatorOf,
  variantsOf,
} from './adapters/stage.ts';

/** An adapter as it is played: each way to be connected to its partner is one of its own. */
type Played = Adapter & { title: string; options: SimulatorOptions };
const played: Played[] = [];
const configs = new Map<string, unknown>();
const declines = new Map<string, string>();
for (const adapter of adapters) {
  const createSimulator = await simulatorOf(adapter.id);
  for (const { name, options } of await variantsOf(adapter.id)) {
    const title = [adapter.id, name].filter(Boolean).join(', ');
    const simulator = createSimulator(options);
    played.push({ ...adapter, title, options });
    configs.set(title, simulator.configAt('https://partner.example'));
    for (const [group, reason] of Object.entries(simulator.declines)) {
      declines.set(`${title}/${group}`, reason);
    }
  }
}

/** The partner's simulator as this way of being connected wants it. */
function open(adapter: Played, timeoutMs?: number, options: SimulatorOptions = {}): Promise<Stage> {
  return setStage(adapter, timeoutMs, { ...adapter.options, ...options });
}

let stage: Stage;
/** What the partner had counted before the operation that is tried. */
let countedBefore = 0;
let seen: unknown[] = [];

/** Everything an adapter answers is kept, to be searched for secrets when the test ends. */
async function told<Value>(answer: Promise<Outcome<Value>>): Promise<Outcome<Value>> {
  const outcome = await answer;
  seen.push(outcome);
  return outcome;
}

async function counted(): Promise<number> {
  const counts = Object.values(await stage.effects());
  return counts.reduce((total, count) => total + count, 0) - countedBefore;
}

/** A stage on which the operation makes sense; what came before it is collected and counted out. */
async function begin(on: Stage, name: EffectName): Promise<Ready> {
  countedBefore = 0;
  stage = await foregoing(on, name);
  if (stage.partnerReference !== undefined && readyEffect(stage, name).wire.method === 'FILE') {
    await stage.control('/mailbox/collect', {});
  }
  countedBefore = await counted();
  return readyEffect(stage, name);
}

const fault = (kind: string, on = 'effect') => stage.control('', { kind, on });

describe.each(played.map((adapter) => [adapter.title, adapter] as const))('%s', (_id, adapter) => {
  beforeEach(async () => {
    seen = [];
    countedBefore = 0;
    stage = await open(adapter);
  });
  afterEach(async () => {
    const told = JSON.stringify([seen, stage.attempts]);
    for (const secret of stage.secrets) expect(told).not.toContain(secret);
    await stage.stop();
  });

  configSuite(adapter);
  effectSuite(adapter);
  readSuite(adapter);
  scheduleSuite(adapter);
  movementSuite(adapter);
  insurerSuite(adapter);
  const unsigned = declines.get(`${adapter.id}/notice/signature`);
  if (unsigned)
    test(`declines signed notices: ${unsigned}`, () => expect(unsigned).toMatch(/\w{5}/));
  else if (adapter.readNotice) noticeSuite(adapter);
});

function configSuite(adapter: Played) {
  test('every field that holds a credential says so', () => {
    expect(stage.secrets.length).toBeGreaterThan(0);
    const { config } = adapter;
    expect(config).toBeInstanceOf(z.ZodObject);
    if (!(config instanceof z.ZodObject)) return;
    const unmarked = fieldsOf(config).filter(
      ([name, field]) => /secret|password|key|token/i.test(name) && field.meta()?.secret !== true,
    );
    expect(unmarked.map(([name]) => name)).toEqual([]);
  });

  test('a connection without one of its required fields is refused before anything is sent', () => {
    const whole = z.record(z.string(), z.unknown()).parse(stage.config);
    for (const name of Object.keys(whole)) {
      const { [name]: _left, ...rest } = whole;
      const optional = adapter.config instanceof z.ZodObject && isOptional(adapter.config, name);
      expect(adapter.config.safeParse(rest).success, name).toBe(optional);
    }
    expect(adapter.config.safeParse({ ...whole, unknownField: 1 }).success).toBe(false);
  });
}

function isOptional(schema: z.ZodObject, name: string): boolean {
  return fieldsOf(schema).some(([field, type]) => field === name && type.isOptional());
}

function effectSuite(adapter: Played) {
  const connected = operationsOf(adapter);
  describe.each(effectNames.filter((name) => connected.includes(name)))('%s', (name) => {
    let ready: Ready;
    beforeEach(async () => {
      ready = await begin(stage, name);
    });
    const byHttp = !declines.has(`${adapter.title}/${name}/status`);

    test('is taken, counted once by the partner, and found again', async () => {
      const sent = await told(ready.send());
      expect(sent.kind).toBe('done');
      expect(await counted()).toBe(1);
      expect(await told(ready.find())).toMatchObject({ kind: 'done', value: { found: true } });
    });

    test('is encoded to the same bytes each time, without a credential in them', () => {
      expect(ready.encodeAgain()).toEqual(ready.wire);
      for (const secret of stage.secrets) expect(JSON.stringify(ready.wire)).not.toContain(secret);
    });

    test('sent twice, also at once, is one effect', async () => {
      await Promise.all([told(ready.send()), told(ready.send())]);
      await told(ready.send());
      expect(await counted()).toBe(1);
    });

    test.each([
      ['no answer in time', 'hang_after_apply', byHttp ? 2_000 : 5_000],
      ['an error', 'fail_after_apply', 10_000],
      ['a lost connection', 'drop_after_apply', 10_000],
    ] as const)(
      'stays unknown after %s though it was applied, is found, and a repeat adds nothing',
      async (_words, kind, timeoutMs) => {
        await stage.stop();
        ready = await begin(await open(adapter, timeoutMs), name);
        await fault(kind);
        expect((await told(ready.send())).kind).toBe('unknown');
        expect(await told(ready.find())).toMatchObject({ kind: 'done', value: { found: true } });
        const again = await told(ready.send());
        const once =
          again.kind === 'done' || (again.kind === 'refused' && again.reason === 'duplicate');
        expect(once, JSON.stringify(again)).toBe(true);
        expect(await counted()).toBe(1);
      },
    );

    test('stays unknown when the connection was lost before it was applied, and goes again', async () => {
      await fault('drop_before_apply');
      expect((await told(ready.send())).kind).toBe('unknown');
      expect(await told(ready.find())).toMatchObject({ kind: 'done', value: { found: false } });
      expect((await told(ready.send())).kind).toBe('done');
      expect(await counted()).toBe(1);
    });

    test('is retried, not unknown, when the partner cannot be reached at all', async () => {
      const gone = await open(adapter);
      const late = readyEffect(gone, name);
      await gone.goDark();
      expect((await told(late.send())).kind).toBe('retry');
      expect((await told(late.find())).kind).toBe('retry');
    });

    test('is not accepted by the partner with any one field left out', async () => {
      const cases = withoutEachField(ready.wire);
      const isShort = name === 'cancelSchedule' || name === 'changeLimit';
      expect(cases.length).toBeGreaterThan(isShort ? 1 : 5);
      if (byHttp) {
        for (const { path, wire } of cases) {
          expect((await told(ready.send(wire))).kind, path).toBe('refused');
        }
        expect(await counted()).toBe(0);
        return;
      }
      await inParallel(cases, 6, ({ wire }) => told(ready.send(wire)));
      const collected = Collected.parse(await stage.control('/mailbox/collect', {}));
      expect(collected.taken).toEqual([]);
      const names = new Set(cases.map(({ wire }) => wire.target));
      expect(new Set(collected.rejected.map(({ name: left }) => left))).toEqual(names);
      await told(ready.send());
      const whole = await stage.control('/mailbox/collect', {});
      expect(whole).toEqual({ taken: [ready.wire.target], rejected: [] });
    });

    test('with other credentials is refused as not authorised, or never gets in', async () => {
      for (const secret of stage.secrets) {
        const other = stage.withConfig((config) => swapped(config, secret));
        const wrong = { ...stage, ...other };
        const outcome = await told(readyEffect(wrong, name).send());
        if (outcome.kind === 'done') continue;
        if (byHttp) expect(outcome).toMatchObject({ kind: 'refused', reason: 'not_authorised' });
        else expect(outcome.kind).toBe('retry');
      }
    });

    const declined = declines.get(`${adapter.title}/${name}/status`);
    if (declined) {
      test(`declines what is promised about HTTP answers: ${declined}`, () => {
        expect(declined.split(' ').length).toBeGreaterThan(5);
        expect(ready.wire.method).toBe('FILE');
      });
      return;
    }

    test('is retried when the partner says it is too much, and nothing happened', async () => {
      await fault('throttle');
      expect(await told(ready.send())).toMatchObject({ kind: 'retry', afterSeconds: 1 });
      expect(await counted()).toBe(0);
    });

    test('stays unknown when the partner answers 503', async () => {
      await fault('down');
      expect((await told(ready.send())).kind).toBe('unknown');
    });

    test('stays unknown after an answer that makes no sense', async () => {
      await fault('garbage');
      expect((await told(ready.send())).kind).toBe('unknown');
      expect(await told(ready.find())).toMatchObject({ kind: 'done', value: { found: true } });
    });

    test('is refused as not authorised after 401', async () => {
      await fault('refuse_credentials');
      expect(await told(ready.send())).toMatchObject({ kind: 'refused', reason: 'not_authorised' });
      expect(await counted()).toBe(0);
    });

    test('applied late is unknown now and found later', async () => {
      await stage.control('', { kind: 'apply_late' });
      expect((await told(ready.send())).kind).toBe('unknown');
      expect(await told(ready.find())).toMatchObject({ kind: 'done', value: { found: false } });
      await stage.control('/release', {});
      await expect.poll(counted).toBe(1);
      expect(await told(ready.find())).toMatchObject({ kind: 'done', value: { found: true } });
    });
  });
}

function readSuite(adapter: Played) {
  const connected = operationsOf(adapter);
  describe.each(readNames.filter((name) => connected.includes(name)))('%s', (name) => {
    beforeEach(() => prepare(stage));

    test('reads what the partner holds', async () => {
      const outcome = await told(read(stage, name));
      expect(outcome.kind === 'done' && outcome.value.items > 0).toBe(true);
    });

    const declined = declines.get(`${adapter.title}/${name}/status`);
    if (declined) {
      test(`declines what is promised about HTTP answers: ${declined}`, () => {
        expect(declined.split(' ').length).toBeGreaterThan(5);
      });
      return;
    }

    test.each(['down', 'drop_before_apply', 'hang_after_apply', 'garbage', 'throttle'])(
      'is asked again after %s and concludes nothing',
      async (kind) => {
        const impatient = createOutbound({ allowPrivate: true, timeoutMs: 1_000 });
        onTestFinished(() => impatient.close());
        const call = { ...stage.call, fetch: impatient.fetch };
        await fault(kind, 'read');
        expect((await told(read(stage, name, call))).kind).toBe('retry');
      },
    );

    test('is refused as not authorised after 401', async () => {
      await fault('refuse_credentials', 'read');
      const outcome = await told(read(stage, name));
      expect(outcome).toMatchObject({ kind: 'refused', reason: 'not_authorised' });
    });

    test('never turns a word it does not know into a yes', async () => {
      const whole = await told(read(stage, name));
      const yes = whole.kind === 'done' ? whole.value.yes : 0;
      for (const change of await everyChange(name)) {
        const outcome = await told(read(stage, name, change.call));
        const left = outcome.kind === 'done' ? outcome.value.yes : 0;
        expect(left, change.path).toBeLessThanOrEqual(yes);
      }
      const deciding = stage.simulator.deciding[name] ?? [];
      expect(deciding.length > 0).toBe(yes > 0);
      for (const word of deciding) {
        const outcome = await told(read(stage, name, withoutWord(word)));
        // A movement of a kind nobody knows may not be skipped: nothing is concluded from its page.
        if (name === 'readMovements' && outcome.kind === 'retry') continue;
        expect(outcome, word).toMatchObject({ kind: 'done', value: { yes: 0 } });
      }
    });
  });
}

/**
 * What a schedule comes to at the partner: amounts in every kind of minor unit, and a
 * cancellation.
 */
function scheduleSuite(adapter: Played) {
  const has = (name: string) => operationsOf(adapter).includes(name);
  if (!has('submitSchedule') || !has('readSchedule')) return;

  test.each(['EUR', 'JPY', 'TND'])(
    'amounts in %s come back to the minor unit',
    async (currency) => {
      const request = requestFor(stage.simulator.known, currency);
      const submit = stage.operations.submitSchedule;
      expect(await submit?.send(submit.encode(request), stage.call)).toMatchObject({
        kind: 'done',
      });
      const asked = new Map(request.lines.map((line) => [line.lineNumber, line.advanceMinor]));
      const funded = fundedOf(await answered(stage));
      expect(funded.length).toBeGreaterThan(0);
      for (const line of funded) {
        expect(line).toMatchObject({ currency, amountMinor: asked.get(line.lineNumber) });
      }
      if (!has('readMovements')) return;
      const { movements } = await everyMovement();
      const paid = movements.filter(({ kind }) => kind === 'advance' || kind === 'drawdown');
      const sum = (amounts: { amountMinor: number }[]) =>
        sumMinor(amounts.map(({ amountMinor }) => amountMinor));
      expect(sum(paid)).toBe(sum(funded));
      expect(new Set(movements.map((movement) => movement.currency))).toEqual(new Set([currency]));
    },
  );

  const credited = has('submitCredits') ? ['EUR', 'JPY', 'TND'] : [];
  test.each(credited)('credit notes in %s are told to the minor unit', async (currency) => {
    const { submitSchedule, submitCredits } = stage.operations;
    const request = requestFor(stage.simulator.known, currency);
    await submitSchedule?.send(submitSchedule.encode(request), stage.call);
    await answered(stage);
    const credits = creditSchedule(stage.simulator.known, currency);
    const call = { ...stage.call, idempotencyKey: '01930000-0000-7000-8000-0000000000cc' };
    if (!submitCredits) throw new Error('the adapter does not have this operation');
    const wire = submitCredits.encode(credits);
    for (const { amountMinor } of credits.lines) {
      const isSaid = [toDecimal({ amountMinor, currency }), String(amountMinor)].some((amount) =>
        wire.body.includes(amount),
      );
      expect(isSaid, wire.body).toBe(true);
    }
    expect((await told(submitCredits.send(wire, call))).kind).toBe('done');
    if (!has('readMovements')) return;
    const { movements } = await everyMovement();
    const lowered = movements.filter(({ kind }) => kind === 'dilution');
    // A partner that tells what it books in a file of its own day has nothing to tell yet.
    if (lowered.length === 0) return;
    expect(lowered.map(({ amountMinor }) => amountMinor)).toEqual(
      credits.lines.map(({ amountMinor }) => amountMinor),
    );
  });

  if (!has('cancelSchedule')) return;
  test('a schedule that is cancelled in time is never funded', async () => {
    const ready = await begin(stage, 'cancelSchedule');
    expect((await told(ready.send())).kind).toBe('done');
    const state = await answered(stage);
    expect(state?.cancellation).toEqual({ status: 'accepted' });
    expect(fundedOf(state)).toEqual([]);
  });

  test('a schedule that is funded is not cancelled', async () => {
    const ready = await begin(stage, 'cancelSchedule');
    const before = fundedOf(await answered(stage));
    expect(before.length).toBeGreaterThan(0);
    const outcome = await told(ready.send());
    const state = await answered(stage);
    expect(fundedOf(state)).toEqual(before);
    if (outcome.kind !== 'refused') {
      expect(state?.cancellation).toMatchObject({
        status: 'refused',
        detail: expect.stringMatching(/./),
      });
    }
  });
}

function fundedOf(state: ScheduleState | undefined) {
  return (state?.lines ?? []).flatMap((line) => (line.status === 'funded' ? [line] : []));
}

function movementSuite(adapter: Played) {
  if (!operationsOf(adapter).includes('readMovements')) return;

  test('movements are told once each, page by page, and then there are no more', async () => {
    await prepare(stage);
    const whole = await everyMovement();
    expect(whole.movements.length).toBeGreaterThan(1);
    const ids = whole.movements.map(({ movementId }) => movementId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(await told(readPage(stage, whole.next))).toMatchObject({
      kind: 'done',
      value: { movements: [], hasMore: false },
    });
  });

  test('movements told one at a time are those told at once', async () => {
    await stage.stop();
    stage = await open(adapter, 10_000, { pageSize: 1 });
    await prepare(stage);
    const single = await everyMovement();
    expect(single.pages).toBeGreaterThanOrEqual(single.movements.length);
    await stage.stop();
    stage = await open(adapter);
    await prepare(stage);
    const whole = await everyMovement();
    const words = ({ movementId: _, ...rest }: FunderMovement) => rest;
    expect(single.movements.map(words)).toEqual(whole.movements.map(words));
  });

  // Where the place is a file's name there is no answer that could be told twice.
  if (declines.has(`${adapter.title}/readMovements/status`)) return;
  test('a partner that tells the same page for ever is not asked for more', async () => {
    await stage.stop();
    stage = await open(adapter, 10_000, { pageSize: 1 });
    await prepare(stage);
    const told = new Map<string, Response>();
    const fetch: Call['fetch'] = async (url, init) => {
      const { pathname } = new URL(url);
      const before = told.get(pathname) ?? (await stage.call.fetch(url, init));
      told.set(pathname, before.clone());
      return before;
    };
    const call = { ...stage.call, fetch };
    const first = await readPage(stage, undefined, call);
    if (first.kind !== 'done') throw new Error(`not read: ${JSON.stringify(first)}`);
    expect(first.value.hasMore).toBe(true);
    const second = await readPage(stage, first.value.next, call);
    expect(second.kind === 'done' && second.value.hasMore).toBe(false);
  });
}

/** What an insurer is told keeps its minor units, and is told whole. */
function insurerSuite(adapter: Played) {
  const has = (name: string) => operationsOf(adapter).includes(name);
  const currencies = ['EUR', 'JPY', 'TND'];

  const isWhole = !declines.has(`${adapter.id}/noticeInsurer/whole`);
  test.each(has('noticeInsurer') ? currencies : [])(
    `a notice in %s declares ${isWhole ? 'the whole debt' : 'what is overdue'} to the minor unit`,
    async (currency) => {
      const { noticeInsurer } = stage.operations;
      const notice = insurerNotice(stage.simulator.known, noticeInsurer?.kinds[0], currency);
      if (!noticeInsurer) throw new Error('the adapter does not have this operation');
      const wire = noticeInsurer.encode(notice);
      const whole = [notice.outstandingMinor, ...notice.invoices.map((one) => one.openMinor)];
      const amounts = isWhole ? whole : [notice.overdueMinor];
      for (const amountMinor of amounts) {
        expect(wire.body).toContain(toDecimal({ amountMinor, currency }));
      }
      expect((await told(noticeInsurer.send(wire, stage.call))).kind).toBe('done');
    },
  );

  test.each(has('declareToInsurer') ? currencies : [])(
    'a sale in %s is declared to the minor unit',
    async (currency) => {
      const { declareToInsurer } = stage.operations;
      const sale = saleDeclaration(stage.simulator.known, currency);
      if (!declareToInsurer) throw new Error('the adapter does not have this operation');
      const wire = declareToInsurer.encode(sale);
      expect(wire.body).toContain(toDecimal({ amountMinor: sale.totalMinor, currency }));
      expect((await told(declareToInsurer.send(wire, stage.call))).kind).toBe('done');
    },
  );

  test.each(has('readClaim') && has('fileClaim') ? currencies : [])(
    'a claim in %s is settled, and what was taken off it is said, to the minor unit',
    async (currency) => {
      const { noticeInsurer, fileClaim, readClaim } = stage.operations;
      const { known } = stage.simulator;
      if (!noticeInsurer || !fileClaim || !readClaim) throw new Error('an operation is missing');
      const notice = insurerNotice(known, 'overdue', currency);
      const noticed = await told(noticeInsurer.send(noticeInsurer.encode(notice), stage.call));
      if (noticed.kind !== 'done') throw new Error(JSON.stringify(noticed));
      const filing = claimFiling(known, noticed.value.partnerReference, currency);
      const filed = await told(fileClaim.send(fileClaim.encode(filing), stage.call));
      if (filed.kind !== 'done') throw new Error(JSON.stringify(filed));
      const { reference, policyId, claimedMinor } = filing;
      const { partnerReference } = filed.value;
      await expect
        .poll(async () => {
          const read = await told(readClaim({ reference, policyId, partnerReference }, stage.call));
          const [settlement] = read.kind === 'done' ? read.value.settlements : [];
          if (!settlement) return undefined;
          const off = sumMinor(settlement.deductions.map(({ amountMinor }) => amountMinor));
          return { currency: settlement.currency, claimed: settlement.paidMinor + off };
        })
        .toEqual({ currency, claimed: claimedMinor });
    },
  );
}

const pagesMax = 50;

async function everyMovement() {
  const movements: FunderMovement[] = [];
  let after: string | undefined;
  for (let pages = 1; pages <= pagesMax; pages += 1) {
    const page = await told(readPage(stage, after));
    if (page.kind !== 'done') throw new Error(`not read: ${JSON.stringify(page)}`);
    movements.push(...page.value.movements);
    if (!page.value.hasMore) return { movements, pages, next: page.value.next };
    expect(page.value.next).not.toBe(after);
    after = page.value.next;
  }
  throw new Error(`more than ${pagesMax} pages`);
}

/** A call in whose answers a word that decides is one nobody knows. */
function withoutWord(word: string): Call {
  const fetch: Call['fetch'] = async (url, init) => {
    const response = await stage.call.fetch(url, init);
    const body = (await response.text())
      .replaceAll(`"${word}"`, '"ZZ9"')
      .replaceAll(`>${word}<`, '>ZZ9<');
    return new Response(body, { status: response.status });
  };
  return { ...stage.call, fetch };
}

/** A call for each leaf of the last answer of a read, in which that leaf is a word nobody knows. */
async function everyChange(name: (typeof readNames)[number]) {
  const bodies: string[] = [];
  const listening: Call = {
    ...stage.call,
    fetch: async (url, init) => {
      const response = await stage.call.fetch(url, init);
      bodies.push(await response.clone().text());
      return response;
    },
  };
  await read(stage, name, listening);
  const exchanges = bodies.length;
  return withEachWordUnknown(bodies.at(-1) ?? '{}').map(({ path, body }) => {
    let asked = 0;
    const fetch: Call['fetch'] = async (url, init) => {
      asked += 1;
      const response = await stage.call.fetch(url, init);
      return asked === exchanges ? new Response(body, { status: response.status }) : response;
    };
    return { path, call: { ...stage.call, fetch } };
  });
}

function noticeSuite(adapter: Played) {
  const readNotice = adapter.readNotice;
  if (!readNotice) return;
  const firstNotice = async () => {
    const [first] = await pushedNotices(1);
    if (!first) throw new Error('nothing was pushed');
    return first;
  };
  const pushedNotices = (count = noticesOf(adapter).length) => noticesPushed(count);
  const reading = (message: Message, at = now, config = stage.config) =>
    readNotice({ ...message, now: at }, adapter.config.parse(config));

  test('every notice the partner really pushed is read as a hint', async () => {
    const messages = await pushedNotices();
    const kinds = messages.map((message) => {
      const read = reading(message);
      expect(read).toMatchObject({ ok: true });
      return read.ok ? read.notice.kind : undefined;
    });
    expect(new Set(kinds)).toEqual(new Set(noticesOf(adapter)));
  });

  test('a notice is refused when it is forged, old, early, or signed for another body', async () => {
    const message = await firstNotice();
    const { headers, body } = message;
    const minutes = (count: number) => new Date(Date.parse(now) + count * 60_000).toISOString();
    expect(reading(message, minutes(6)).ok).toBe(false);
    expect(reading(message, minutes(-6)).ok).toBe(false);
    expect(reading({ headers, body: body.replace(/\d/, (digit) => `${digit}0`) }).ok).toBe(false);
    expect(reading({ headers, body: ` ${body}` }).ok).toBe(false);
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
      const { [name]: _left, ...rest } = headers;
      expect(reading({ headers: rest, body }).ok, `without ${name}`).toBe(false);
      const other = { ...headers, [name]: `${headers[name]}0` };
      expect(reading({ headers: other, body }).ok, `other ${name}`).toBe(false);
    }
    const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
    const forged = signed({ id: 'msg_1', body, sentAt: new Date(now), secret });
    expect(reading({ headers: forged, body }).ok).toBe(false);
  });

  test('no change of one byte of body or signature passes', async () => {
    const { headers, body } = await firstNotice();
    const signature = headers['webhook-signature'] ?? '';
    fc.assert(
      fc.property(
        fc.nat(body.length - 1),
        fc.nat(signature.length - 1),
        fc.integer({ min: 33, max: 126 }),
        (at, within, code) => {
          const char = String.fromCharCode(code);
          const changed = body.slice(0, at) + char + body.slice(at + 1);
          const forged = signature.slice(0, within) + char + signature.slice(within + 1);
          if (changed !== body) expect(reading({ headers, body: changed }).ok).toBe(false);
          const other = { ...headers, 'webhook-signature': forged };
          if (forged !== signature) expect(reading({ headers: other, body }).ok).toBe(false);
        },
      ),
      { numRuns: 2_000 },
    );
  });
}

type Message = { headers: Record<string, string>; body: string };

/** What a partner that pushes speaks of: schedules, and what it books where that can be read. */
function noticesOf(adapter: Played): string[] {
  return operationsOf(adapter).includes('readMovements') ? ['schedule', 'movements'] : ['schedule'];
}

/** Lets the simulator push to a server of ours and keeps what arrived. */
async function noticesPushed(count: number): Promise<Message[]> {
  const arrived: Message[] = [];
  const server = createServer((incoming, answer) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      answer.end();
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
      );
      arrived.push({ headers, body: Buffer.concat(parts).toString('utf8') });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = z.object({ port: z.int() }).parse(server.address()).port;
  await stage.control('/callback', { url: `http://127.0.0.1:${port}/` });
  await prepare(stage);
  for (const name of readNames) if (stage.operations[name]) await read(stage, name);
  await expect.poll(() => arrived.length).toBeGreaterThanOrEqual(count);
  await new Promise((resolve) => server.close(resolve));
  return arrived;
}

const Collected = z.object({
  taken: z.array(z.string()),
  rejected: z.array(z.object({ name: z.string(), reason: z.string() })),
});

async function inParallel<Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const queue = [...items];
  const lane = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

/** The operations an adapter has when its connection has everything. */
function operationsOf(adapter: Played): string[] {
  return Object.keys(adapter.connect(adapter.config.parse(configs.get(adapter.title))));
}

function playedAs(id: string, { variant }: { variant?: string | undefined }): Played {
  const ways = played.filter((adapter) => adapter.id === id);
  const [first] = ways;
  const way =
    variant === undefined ? first : ways.find(({ title }) => title.endsWith(`, ${variant}`));
  if (!way) throw new Error(`${id} is not connected by ${variant}`);
  return way;
}

function swapped(config: unknown, secret: string): unknown {
  const other = `${secret.slice(0, 8)}0000${secret.slice(12)}`;
  return JSON.parse(JSON.stringify(config).replaceAll(secret, other));
}

describe('recorded exchanges', () => {
  const cases = adapters.flatMap(({ id }) =>
    exchangesOf(id).map(([name, exchange]) => ({
      adapter: playedAs(id, exchange),
      name,
      exchange,
    })),
  );
  const partner = setupServer();
  beforeAll(() => partner.listen({ onUnhandledFrame: 'error' }));
  afterAll(() => partner.close());

  test('exist for every operation of every adapter', () => {
    for (const adapter of played) {
      const own = cases.filter((recorded) => recorded.adapter === adapter);
      const recorded = new Set(own.map(({ exchange }) => exchange.operation));
      expect([...recorded].sort(), adapter.title).toEqual(operationsOf(adapter).sort());
    }
  });

  test.each(cases)(
    '$adapter.title $name replays to the same outcome',
    async ({ adapter, exchange }) => {
      const due = [...exchange.spoken];
      const secrets = secretsIn(adapter.config, adapter.config.parse(configs.get(adapter.title)));
      partner.resetHandlers(
        http.all('https://partner.example/*', async ({ request }) => {
          const { pathname, search } = new URL(request.url);
          const expected = due.shift();
          const text = await request.text();
          expect({
            method: request.method,
            path: pathname + search,
            headers: keptHeaders(request.headers),
            body: text === '' ? null : redact(text, secrets),
          }).toEqual({
            method: expected?.method,
            path: expected?.path,
            headers: expected?.headers,
            body: expected?.body,
          });
          const { status, headers, body } = expected?.answer ?? {
            status: 500,
            headers: {},
            body: '',
          };
          return new HttpResponse(body, { status, headers });
        }),
      );
      const config = configs.get(adapter.title);
      const simulator = (await simulatorOf(adapter.id))(adapter.options);
      const call: Call = {
        fetch: (url, init) => fetch(url, init),
        mailbox: recordedMailbox(exchange.left),
        now,
        idempotencyKey: '01930000-0000-7000-8000-0000000000aa',
        correlationId: '01930000-0000-7000-8000-0000000000bb',
      };
      const operations = adapter.connect(adapter.config.parse(config));
      const { partnerReference, told: before } = exchange;
      const given = {
        ...(partnerReference !== undefined && { partnerReference }),
        ...(before && { told: before }),
      };
      const outcome = await playStep({ simulator, operations, call, ...given }, exchange);
      expect(due).toEqual([]);
      expect(outcome).toEqual(exchange.outcome);
    },
  );

  test('hold no credential', () => {
    for (const { adapter, exchange } of cases) {
      const secrets = secretsIn(adapter.config, adapter.config.parse(configs.get(adapter.title)));
      for (const secret of secrets) expect(JSON.stringify(exchange)).not.toContain(secret);
    }
  });
});
