import { describe, expect, it } from 'vitest';
import { dutiesOf } from '../../../src/core/clock/duties.ts';
import type { Duty } from '../../../src/core/clock/duty.ts';
import type { ClockInput } from '../../../src/core/clock/input.ts';
import type { Circumstance } from '../../../src/core/cover/circumstance.ts';
import { clock, id101, invoice, policy, rules } from './sample.ts';

function duty(part: Partial<ClockInput>, ruleId: string): Duty | undefined {
  return dutiesOf(clock(part)).find((one) => one.ruleId === ruleId);
}
const told = { debtorId: 'D1', on: '2026-05-04', knownOn: '2026-05-06' };
const extended: Circumstance = {
  kind: 'extension_agreed',
  ...told,
  receivableId: id101,
  dueOn: '2026-04-30',
  rawCode: 'EXP',
};
const plan: Circumstance = {
  kind: 'rescheduling_agreed',
  ...told,
  reference: 'RES-1',
  rawCode: 'RES',
  receivableIds: [id101],
  instalments: [
    { dueOn: '2026-08-31', amountMinor: 4_000_000 },
    { dueOn: '2026-07-31', amountMinor: 4_000_000 },
  ],
};

describe('the clock on invoice 101', () => {
  it.each([
    ['extension', '2026-05-12'],
    ['stop', '2026-05-12'],
    ['overdue', '2026-06-11'],
    ['handover', '2026-06-11'],
    ['waiting', '2026-09-09'],
    ['claim', '2027-03-09'],
  ])('runs from the original due date: %s on %s', (ruleId, lastDay) => {
    expect(duty({}, ruleId)).toMatchObject({ lastDay, debtorId: 'D1', receivableId: id101 });
  });

  it('ends at the last instant of the day where the insurer is', () => {
    expect(duty({}, 'overdue')).toMatchObject({
      lastInstant: '2026-06-11T21:59:59.999Z',
      clause: '18500.01',
    });
  });

  it('is to be done on a working day that is the lead earlier', () => {
    // 25 May is no holiday of T2; 11 June is a Thursday.
    expect(duty({}, 'overdue')?.doBy).toBe('2026-06-08');
    // 1 May is a holiday, 2 and 3 May are a weekend.
    const due = invoice({ dueOn: '2026-02-01', issuedOn: '2026-01-02' });
    expect(duty({ invoices: [due] }, 'overdue')).toMatchObject({
      lastDay: '2026-05-02',
      doBy: '2026-04-27',
    });
  });

  it('keeps a margin of plain days, and says so, where no calendar tells', () => {
    const own = rules.map((rule) => ({ ...rule, calendar: 'XX' }));
    expect(duty({ versions: [policy({ duties: own })] }, 'overdue')).toMatchObject({
      lastDay: '2026-06-11',
      doBy: '2026-06-01',
      calendarGap: { code: 'calendar_missing' },
    });
  });

  it.each([
    ['2026-05-24T10:00:00.000Z', 'upcoming'],
    ['2026-05-28T10:00:00.000Z', 'due_soon'],
    ['2026-06-08T10:00:00.000Z', 'due'],
    ['2026-06-11T21:59:00.000Z', 'due'],
    ['2026-06-11T22:00:00.000Z', 'past'],
  ])('at %s the notice is %s', (now, status) => {
    expect(duty({ now }, 'overdue')?.status).toBe(status);
  });

  it('is not moved by a later word of the debtor, only by a decision of the insurer', () => {
    expect(duty({ circumstances: [extended] }, 'overdue')).toMatchObject({
      lastDay: '2026-07-29',
      moved: { code: 'extension_agreed', originalDueOn: '2026-03-13', dueOn: '2026-04-30' },
    });
    const of = { ...extended, policyId: 'P2' };
    expect(duty({ circumstances: [of] }, 'overdue')?.lastDay).toBe('2026-06-11');
  });

  it('runs from the last instalment of a plan, and from the original date once it is broken', () => {
    expect(duty({ circumstances: [plan] }, 'overdue')).toMatchObject({
      lastDay: '2026-11-29',
      moved: { code: 'rescheduling_agreed', dueOn: '2026-08-31' },
    });
    const broken: Circumstance = { kind: 'rescheduling_broken', ...told, reference: 'RES-1' };
    expect(duty({ circumstances: [plan, broken] }, 'overdue')).toMatchObject({
      lastDay: '2026-06-11',
      moved: { code: 'rescheduling_broken' },
    });
  });

  it('is a loss at once when the debtor is insolvent', () => {
    const insolvency: Circumstance = { kind: 'insolvency', ...told };
    expect(duty({ circumstances: [insolvency] }, 'waiting')).toMatchObject({
      lastDay: '2026-05-04',
      moved: { code: 'insolvency' },
    });
    expect(duty({ circumstances: [insolvency] }, 'claim')?.lastDay).toBe('2026-11-04');
    expect(duty({ circumstances: [insolvency] }, 'insolvent')).toMatchObject({
      triggeredOn: '2026-05-06',
      lastDay: '2026-05-16',
    });
    // An insolvency after the waiting period makes nothing later.
    const late: Circumstance = { ...insolvency, on: '2026-12-01', knownOn: '2026-12-01' };
    expect(duty({ circumstances: [late] }, 'claim')?.lastDay).toBe('2027-03-09');
  });

  it('waits from the day the insurer has the notice, where the policy says so', () => {
    const versions = [
      policy({ waiting: { span: { count: 5, unit: 'months' }, from: 'notice_received' } }),
    ];
    expect(duty({ versions }, 'claim')).toBeUndefined();
    const notices = [notice('2026-06-01', '2026-06-03'), notice('2026-06-20', '2026-06-22')];
    expect(duty({ versions, notices }, 'claim')).toMatchObject({
      triggeredOn: '2026-11-03',
      lastDay: '2027-05-03',
    });
  });
});

describe('what ends a duty', () => {
  const now = '2026-07-01T10:00:00.000Z';
  it('is the deed, in time or late', () => {
    const inTime = duty({ now, notices: [notice('2026-06-11')] }, 'overdue');
    expect(inTime).toMatchObject({ status: 'done', settled: { on: '2026-06-11', isLate: false } });
    const late = duty({ now, notices: [notice('2026-06-12')] }, 'overdue');
    expect(late).toMatchObject({ status: 'done', settled: { isLate: true } });
    expect(
      duty({ now, notices: [{ ...notice('2026-06-01'), receivableIds: [] }] }, 'overdue'),
    ).toMatchObject({ status: 'past' });
  });

  it('counts on the insured’s own day, which may be ahead of the insurer’s', () => {
    const at = { now: '2026-06-10T20:00:00.000Z', today: '2026-06-11' };
    expect(duty({ ...at, notices: [notice('2026-06-11')] }, 'overdue')?.status).toBe('done');
    expect(duty({ ...at, notices: [notice('2026-06-12')] }, 'overdue')?.status).toBe('due');
  });

  it('is payment; paid within the window, cover is restored as if never stopped', () => {
    const paid = (closedOn: string) => [invoice({ closedOn, openMinor: 0 })];
    const settled = (closedOn: string, ruleId: string) =>
      duty({ now, invoices: paid(closedOn) }, ruleId)?.settled;
    expect(settled('2026-06-20', 'overdue')).toMatchObject({ status: 'moot', reason: 'paid' });
    expect(settled('2026-05-12', 'stop')).toMatchObject({ reason: 'paid' });
    expect(settled('2026-06-11', 'stop')).toMatchObject({ reason: 'restored' });
    expect(settled('2026-06-12', 'stop')).toMatchObject({ reason: 'ended' });
    const { stop } = policy();
    const later = { window: { count: 30, unit: 'days' as const }, later: 'on_decision' as const };
    const versions = [policy({ stop: { ...stop, reinstatement: later } })];
    const input = { now, versions, invoices: paid('2026-06-12') };
    expect(duty(input, 'stop')).toMatchObject({ status: 'past' });
    const back: Circumstance = {
      kind: 'insurer_reinstatement',
      ...told,
      on: '2026-06-20',
      rawCode: 'R',
    };
    expect(duty({ ...input, circumstances: [back] }, 'stop')?.settled).toMatchObject({
      on: '2026-06-20',
      reason: 'ended',
    });
  });

  it('is a collection that was asked for with the notice', () => {
    const asked = { ...notice('2026-06-01'), isCollectionAsked: true };
    expect(duty({ now, notices: [asked] }, 'handover')?.status).toBe('done');
    const handed: Circumstance = { kind: 'collection_handover', ...told, agency: 'A' };
    expect(duty({ now, circumstances: [handed] }, 'handover')?.settled?.on).toBe('2026-05-04');
  });

  it('is an overdue debt below the minimum, which counts all that is overdue by the last day', () => {
    const duties = rules.map((rule) => ({ ...rule, minimumMinor: 10_000_000 }));
    const versions = [policy({ duties })];
    expect(duty({ now, versions }, 'overdue')?.settled).toMatchObject({ reason: 'below_minimum' });
    const other = invoice({
      receivableId: '00000000-0000-7000-8000-000000000117',
      dueOn: '2026-06-10',
      openMinor: 2_000_000,
    });
    const reached = (part: Partial<typeof other>) =>
      duty({ now, versions, invoices: [invoice(), { ...other, ...part }] }, 'overdue')?.status;
    expect(reached({})).toBe('past');
    expect(reached({ dueOn: '2026-06-12' })).toBe('moot');
    expect(reached({ currency: 'USD', openMinor: 1 })).toBe('past');
  });
});

describe('duties that no invoice brings', () => {
  it('bad news is known since the first time it was told', () => {
    const news: Circumstance = { kind: 'adverse_information', ...told, what: 'late with all' };
    const again = { ...news, knownOn: '2026-05-20' };
    const found = dutiesOf(clock({ circumstances: [again, news] })).filter(
      ({ ruleId }) => ruleId === 'adverse',
    );
    expect(found).toMatchObject([{ lastDay: '2026-05-16', subject: '2026-05-04' }]);
    const sent = { ...notice('2026-05-10'), kind: 'adverse_information' as const };
    expect(duty({ circumstances: [news], notices: [sent] }, 'adverse')?.status).toBe('upcoming');
    const now = '2026-05-11T00:00:00.000Z';
    expect(duty({ now, circumstances: [news], notices: [sent] }, 'adverse')?.status).toBe('done');
  });

  it('a claim’s questions and its payment', () => {
    const claim = {
      claimId: id101,
      debtorId: 'D1',
      receivableIds: [id101],
      filedOn: '2026-10-01',
      completeOn: '2026-10-15',
      requests: [
        { requestId: 'Q1', kind: 'proof_of_delivery', on: '2026-10-05', dueOn: '2026-10-20' },
        { requestId: 'Q2', kind: 'contract', on: '2026-10-05', answeredOn: '2026-10-09' },
      ],
    };
    const found = dutiesOf(clock({ now: '2026-10-17T00:00:00.000Z', claims: [claim] }));
    const of = (id: string) => found.find((one) => one.id.endsWith(id));
    expect(of('Q1')).toMatchObject({
      lastDay: '2026-10-20',
      status: 'due',
      duty: 'document_request',
    });
    expect(of('Q2')).toMatchObject({ lastDay: '2026-11-04', status: 'done' });
    expect(found.find(({ ruleId }) => ruleId === 'payment')).toMatchObject({
      lastDay: '2026-11-14',
      isForecast: true,
    });
    expect(found.find(({ ruleId }) => ruleId === 'claim')?.status).toBe('done');
  });

  it('limits, their layers and own limits end on their last day', () => {
    const limit = {
      coverId: 'C1',
      debtorId: 'D1',
      decidedOn: '2026-01-05',
      lastDay: '2026-12-31',
      layers: [{ lastDay: '2026-06-30' }],
    };
    const own = (on: string, validTo: string): Circumstance => ({
      kind: 'discretionary_limit',
      debtorId: 'D2',
      on,
      knownOn: on,
      basis: 'report',
      amountMinor: 100,
      currency: 'EUR',
      validTo,
    });
    const input = { limits: [limit], circumstances: [own('2026-01-10', '2026-07-10')] };
    expect(duty(input, 'limit')?.lastDay).toBe('2026-12-31');
    expect(duty(input, 'layer')?.lastDay).toBe('2026-06-30');
    expect(duty(input, 'own')).toMatchObject({ lastDay: '2026-07-10', status: 'upcoming' });
    const renewed = [...input.circumstances, own('2026-03-30', '2026-09-30')];
    const found = dutiesOf(clock({ circumstances: renewed })).filter((one) => one.ruleId === 'own');
    expect(found.map(({ status }) => status)).toEqual(['done', 'upcoming']);
  });

  it('each month of the policy is declared, the one that runs too', () => {
    const declarations = [
      { declarationId: 'turnover', to: '2026-02-28', declaredOn: '2026-03-18' },
    ];
    const found = dutiesOf(clock({ declarations })).filter(({ duty }) => duty === 'declaration');
    expect(found.map((one) => [one.subject, one.lastDay, one.status])).toEqual([
      ['2026-01', '2026-02-20', 'past'],
      ['2026-02', '2026-03-20', 'done'],
      ['2026-03', '2026-04-20', 'upcoming'],
      ['2026-04', '2026-05-20', 'upcoming'],
    ]);
  });

  it('a sale is declared by its own day, and a past-due report has it from its month on', () => {
    const [first] = rules;
    if (!first) throw new Error('the sample has rules');
    const of = { ...first, isForecast: false, offset: { count: 10, unit: 'days' as const } };
    const duties = [
      { ...of, id: 'sale', duty: 'declaration' as const, trigger: 'issue' as const },
      { ...of, id: 'report', duty: 'overdue_notice' as const, trigger: 'period_end' as const },
    ];
    const declarations = [{ id: 'sales', kind: 'sales' as const, every: 'sale' as const }];
    const versions = [policy({ duties, declarations })];
    expect(duty({ versions }, 'sale')).toMatchObject({ lastDay: '2026-01-22', status: 'past' });
    const made = [{ declarationId: 'sales', to: '2026-01-15', declaredOn: '2026-01-16' }];
    expect(duty({ versions, declarations: made }, 'sale')?.status).toBe('done');
    expect(duty({ versions }, 'report')).toMatchObject({
      triggeredOn: '2026-05-31',
      lastDay: '2026-06-10',
    });
  });

  it('an entry in a register is renewed before it ends', () => {
    const registrations = [
      { registrationId: 'R1', registeredOn: '2025-05-01', expiresOn: '2026-05-01' },
    ];
    expect(duty({ registrations }, 'register')).toMatchObject({
      lastDay: '2026-05-01',
      consequence: 'priority_lost',
    });
  });

  it('an invoice of a seller or a day that the policy does not insure brings none', () => {
    expect(duty({ invoices: [invoice({ sellerId: 'S2' })] }, 'overdue')).toBeUndefined();
    expect(duty({ invoices: [invoice({ issuedOn: '2025-12-31' })] }, 'overdue')).toBeUndefined();
  });
});

function notice(sentOn: string, receivedOn?: string) {
  return {
    kind: 'overdue' as const,
    debtorId: 'D1',
    receivableIds: [id101],
    sentOn,
    ...(receivedOn !== undefined && { receivedOn }),
    isCollectionAsked: false,
  };
}
