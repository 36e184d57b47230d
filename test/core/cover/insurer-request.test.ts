import { describe, expect, test } from 'vitest';
import {
  type InsurerRequest,
  type InsurerRequestFact,
  mayFollow,
  serviceOf,
  stateOf,
} from '../../../src/core/cover/insurer-request.ts';

const limit: InsurerRequest = {
  kind: 'limit',
  policyId: 'P1',
  debtorId: 'D1',
  buyerId: 'B1',
  currency: 'EUR',
  amountMinor: 100_00,
  effectiveOn: '2026-11-24',
  product: 'credit_limit',
  isUrgent: false,
};
const asked = (needsApproval: boolean): InsurerRequestFact => ({ kind: 'asked', needsApproval });
const taken: InsurerRequestFact = { kind: 'taken', partnerReference: 'J1' };
const decided: InsurerRequestFact = { kind: 'decided', coverId: 'C1', rawCode: 'OK' };

describe('what it is charged as', () => {
  test.each([
    ['an ordinary limit', limit, undefined],
    ['an urgent limit', { ...limit, isUrgent: true }, 'urgent_limit'],
    ['a credit check', { ...limit, product: 'credit_check' }, 'credit_check'],
    [
      'an urgent credit check',
      { ...limit, product: 'credit_check', isUrgent: true },
      'credit_check',
    ],
    [
      'a look-up',
      { kind: 'look_up', policyId: 'P1', debtorId: 'D1', country: 'DE', scheme: 'vat', value: '1' },
      'find_buyer',
    ],
  ] as const)('%s', (_what, request, service) => {
    expect(serviceOf(request)).toBe(service);
  });
});

describe('how it stands', () => {
  test.each([
    ['charged and not approved', [asked(true)], 'to_approve'],
    ['not charged', [asked(false)], 'asked'],
    ['approved', [asked(true), { kind: 'approved' }], 'asked'],
    ['kept back', [asked(true), { kind: 'declined', reason: 'too dear' }], 'declined'],
    ['taken', [asked(false), taken], 'taken'],
    ['decided', [asked(false), taken, decided], 'decided'],
    ['found', [asked(false), { kind: 'found', buyers: [] }], 'found'],
  ] satisfies [string, InsurerRequestFact[], string][])('%s', (_what, facts, status) => {
    expect(stateOf(facts).status).toBe(status);
  });
});

test('what the insurer says twice, or before it was asked, changes nothing', () => {
  const waits = stateOf([asked(true)]);
  expect(mayFollow(waits, taken)).toBe(false);
  const held = stateOf([asked(false), taken]);
  expect(mayFollow(held, taken)).toBe(false);
  expect(mayFollow(held, decided)).toBe(true);
  expect(mayFollow(stateOf([asked(false), taken, decided]), decided)).toBe(false);
  expect(mayFollow(stateOf([asked(false)]), { kind: 'approved' })).toBe(false);
});
