import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldPosition, isOpen } from '../../src/core/funding/position.ts';
import type { PositionFact } from '../../src/core/funding/position-fact.ts';
import type { CanonicalRequest, RequestLine } from '../../src/core/funding/request.ts';
import type { RecordedFact, RequestFact } from '../../src/core/funding/request-fact.ts';
import { foldRequest, mayFollow } from '../../src/core/funding/request-state.ts';

const requestId = '01a20000-0000-7000-8000-000000000001';
const hash = 'a'.repeat(64);

describe('a request, folded from its facts', () => {
  const before: RequestFact[] = [drafted(), submitted(), { kind: 'approved', hash }];
  const acknowledged: RequestFact = { kind: 'acknowledged', partnerReference: 'F-1' };

  it.each([
    [[drafted()], 'draft'],
    [[drafted(), submitted()], 'submitted'],
    [[drafted(), submitted(), { kind: 'returned', reason: 'no' }], 'draft'],
    [[drafted(), { kind: 'withdrawn', reason: 'no' }], 'withdrawn'],
    [before, 'approved'],
    [[...before, { kind: 'rejected', reason: 'duplicate', detail: 'twice' }], 'rejected'],
    [[...before, acknowledged], 'pending'],
    [[...before, acknowledged, funded(1)], 'pending'],
    [[...before, acknowledged, funded(1), funded(2)], 'funded'],
    [[...before, acknowledged, funded(1), declined(2)], 'partly_funded'],
    [[...before, acknowledged, declined(1), declined(2)], 'declined'],
  ] satisfies [RequestFact[], string][])('%#: it is %s', (facts, status) => {
    expect(foldRequest(recorded(facts)).status).toBe(status);
  });

  it('cash and answers in any order end matched with one advance', () => {
    const after: RequestFact[] = [acknowledged, funded(1), funded(2), cash(200)];
    const orders = fc.shuffledSubarray(after, { minLength: 4, maxLength: 4 });
    const possible = orders.filter((order) => order.indexOf(acknowledged) < firstAnswer(order));
    fc.assert(
      fc.property(possible, (order) => {
        const state = foldRequest(recorded([...before, ...order]));
        expect(state).toMatchObject({
          status: 'cash_matched',
          fundedMinor: 200,
          matchedMinor: 200,
        });
      }),
    );
  });

  it('an answer for a line that has one, or that nobody asked about, may not follow', () => {
    const state = foldRequest(recorded([...before, acknowledged, funded(1)]));
    expect(mayFollow(state, funded(1))).toBe(false);
    expect(mayFollow(state, declined(1))).toBe(false);
    expect(mayFollow(state, funded(9))).toBe(false);
    expect(mayFollow(state, funded(2))).toBe(true);
  });

  it('nothing may follow a withdrawal', () => {
    const state = foldRequest(recorded([drafted(), { kind: 'withdrawn', reason: 'no' }]));
    const all: RequestFact[] = [
      drafted(),
      submitted(),
      ...before,
      acknowledged,
      funded(1),
      cash(1),
    ];
    expect(all.filter((fact) => mayFollow(state, fact))).toEqual([]);
  });
});

describe('a position, folded from its facts', () => {
  const reserved: PositionFact = {
    kind: 'reserved',
    requestId,
    facilityId: 'F1',
    fingerprint: 'S1|1',
  };

  it('is free before and after, and open in between', () => {
    const facts: PositionFact[] = [
      reserved,
      {
        kind: 'assigned',
        requestId,
        mode: 'sale',
        faceMinor: 1_000_00,
        termsHash: 'T',
        accounting: { treatment: 'derecognition' },
      },
      { kind: 'advanced', requestId, amountMinor: 90 },
    ];
    const open = facts.map((_, index) => isOpen(foldPosition(facts.slice(0, index + 1))));
    expect(isOpen(foldPosition([]))).toBe(false);
    expect(open).toEqual([true, true, true]);
    expect(foldPosition([reserved, release('withdrawn')])).toEqual({ status: 'free' });
  });

  it('is reserved by one request at a time, and only that one moves it', () => {
    expect(() => foldPosition([reserved, reserved])).toThrow(/held_already/);
    const other = requestId.replace(/1$/, '2');
    expect(() =>
      foldPosition([
        reserved,
        {
          kind: 'assigned',
          requestId: other,
          mode: 'sale',
          faceMinor: 1_000_00,
          termsHash: 'T',
          accounting: { treatment: 'derecognition' },
        },
      ]),
    ).toThrow(/held_by_another/);
  });

  it('money that was advanced cannot be released away', () => {
    const facts: PositionFact[] = [
      reserved,
      {
        kind: 'assigned',
        requestId,
        mode: 'sale',
        faceMinor: 1_000_00,
        termsHash: 'T',
        accounting: { treatment: 'derecognition' },
      },
      { kind: 'advanced', requestId, amountMinor: 90 },
      release('declined'),
    ];
    expect(() => foldPosition(facts)).toThrow(/already_advanced/);
  });
});

function release(cause: 'withdrawn' | 'declined'): PositionFact {
  return { kind: 'released', requestId, cause };
}

function recorded(facts: readonly RequestFact[]): RecordedFact[] {
  return facts.map((fact, index) => ({
    seq: index + 1,
    fact,
    recordedAt: '2026-11-24T08:00:00.000Z',
    recordedBy: 'someone',
  }));
}

function drafted(): RequestFact {
  const lines = [1, 2].map(lineOf);
  return { kind: 'drafted', lines, planInputHash: hash, acceptedNearMatches: [] };
}

function submitted(): RequestFact {
  const lines = [1, 2].map(lineOf);
  const canonical = { version: 1, requestId, lines } as unknown as CanonicalRequest;
  return { kind: 'submitted', canonical, hash };
}

function lineOf(lineNumber: number): RequestLine {
  return { lineNumber, advanceMinor: 100 } as unknown as RequestLine;
}

function funded(lineNumber: number): RequestFact {
  return { kind: 'line_funded', lineNumber, amountMinor: 100, currency: 'EUR' };
}

function declined(lineNumber: number): RequestFact {
  return { kind: 'line_declined', lineNumber, reason: 'not_eligible', detail: 'too old' };
}

function cash(amountMinor: number): RequestFact {
  return { kind: 'cash_matched', entryKey: 'e1', amountMinor, currency: 'EUR' };
}

function firstAnswer(facts: readonly RequestFact[]): number {
  return facts.findIndex(({ kind }) => kind === 'line_funded');
}
