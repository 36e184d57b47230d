import fc from 'fast-check';
import { owedMinor, residualMinor } from '../../../src/core/funding/account.ts';
import {
  foldPosition,
  isHeld,
  misfitOf,
  type Position,
} from '../../../src/core/funding/position.ts';
import type { PositionFact } from '../../../src/core/funding/position-fact.ts';
import type { AccountRole } from '../../../src/core/journal/account-role.ts';
import { entriesOf } from '../../../src/core/journal/entries.ts';
import type { Functional } from '../../../src/core/journal/functional.ts';
import type { Journal } from '../../../src/core/journal/journal.ts';
import type { AccountingPolicy } from '../../../src/core/journal/policy.ts';

export const requestId = '01a20000-0000-7000-8000-000000000001';
export const receivableId = '01a20000-0000-7000-8000-0000000000aa';
export const request = 'FR-2026-0001';
const held = { requestId };

export const reserved: PositionFact = {
  kind: 'reserved',
  ...held,
  facilityId: 'F1',
  fingerprint: 'S1|1',
};

export function assigned(mode: 'sale' | 'pledge', faceMinor: number): PositionFact {
  return {
    kind: 'assigned',
    ...held,
    mode,
    faceMinor,
    termsHash: 'T',
    accounting: { treatment: mode === 'sale' ? 'derecognition' : 'pledge_reclassification' },
  };
}

export const modeOf = ({ treatment }: AccountingPolicy): 'sale' | 'pledge' =>
  treatment === 'pledge_reclassification' ? 'pledge' : 'sale';

export const policies: AccountingPolicy[] = [
  { treatment: 'derecognition' },
  { treatment: 'derecognition', recourseObligationBp: 150 },
  { treatment: 'continuing_involvement', involvementBp: 333 },
  { treatment: 'secured_borrowing' },
  { treatment: 'pledge_reclassification' },
];

/** What the books come to with each fact of a life: the journal and the position after it. */
export type Step = { fact: PositionFact; position: Position; journal: Journal | undefined };

export function live(
  facts: readonly PositionFact[],
  of: {
    policy: AccountingPolicy;
    functional?: Functional;
    currency?: string;
    bankAccount?: string;
  },
): Step[] {
  const { policy, functional = { currency: 'EUR' }, currency = 'EUR', bankAccount } = of;
  return facts.map((fact, index) => {
    const position = foldPosition(facts.slice(0, index + 1));
    const journal = entriesOf({
      receivableId,
      fact,
      before: foldPosition(facts.slice(0, index)),
      after: position,
      policy,
      request,
      currency,
      functional,
      effectiveOn: '2026-11-24',
      cause: `position|${index}`,
      ...(bankAccount !== undefined && { bankAccount }),
    });
    return { fact, position, journal };
  });
}

/** Balances of the journals so far by account and subject, those of zero left out. */
export function balancesOf(steps: readonly Step[]): Map<string, number> {
  const balances = new Map<string, number>();
  for (const { journal } of steps) {
    for (const { account, subject, amountMinor } of journal?.postings ?? []) {
      const key = `${account} ${subject}`;
      balances.set(key, (balances.get(key) ?? 0) + amountMinor);
    }
  }
  return new Map([...balances].filter(([, amount]) => amount !== 0));
}

export function balanceOf(
  balances: ReadonlyMap<string, number>,
  account: AccountRole,
  subject: string = receivableId,
): number {
  return balances.get(`${account} ${subject}`) ?? 0;
}

const amount = fc.oneof(
  fc.integer({ min: 1, max: 12_000 }),
  fc.integer({ min: 90_000, max: 130_000 }),
  fc.integer({ min: -3_000, max: -1 }),
);
const caused = fc
  .integer({ min: 1, max: 999 })
  .map((nth) => ({ ...held, cause: `movement ${nth}` }));

const laterFact: fc.Arbitrary<PositionFact> = fc
  .tuple(
    caused,
    amount,
    fc.constantFrom('funder' as const, 'seller' as const),
    fc.integer({ min: -200, max: 200 }),
    fc.constantFrom('service_fee' as const, 'fee_tax' as const, 'interest' as const),
    fc.boolean(),
    fc.nat(11),
  )
  .map(([of, amountMinor, by, fxMinor, charge, repurchase, which]): PositionFact => {
    const facts: PositionFact[] = [
      { kind: 'advanced', ...held, amountMinor: Math.abs(amountMinor) },
      { kind: 'advanced', ...held, amountMinor: Math.abs(amountMinor) },
      { kind: 'collected', ...of, by, amountMinor, fxMinor },
      { kind: 'collected', ...of, by, amountMinor: Math.abs(amountMinor), fxMinor: 0 },
      { kind: 'turned_over', ...of, amountMinor },
      { kind: 'charged', ...of, charge, amountMinor },
      { kind: 'diluted', ...of, amountMinor },
      { kind: 'rebated', ...of, amountMinor },
      { kind: 'reassigned', ...of, amountMinor, repurchase },
      { kind: 'written_off', ...of, amountMinor },
      { kind: 'disputed', ...of, amountMinor: Math.abs(amountMinor) },
      { kind: 'released', ...held, cause: 'cancelled' },
    ];
    return facts[which] ?? reserved;
  });

/** Any facts that may follow one another; `ends`: until nothing more is due and it is closed. */
export function anyLife(policy: AccountingPolicy, { ends }: { ends: boolean }) {
  return fc
    .tuple(fc.integer({ min: 0, max: 120_000 }), fc.array(laterFact, { maxLength: 12 }))
    .map(([faceMinor, later]) => {
      const mode = modeOf(policy);
      let facts = [reserved, assigned(mode, faceMinor)];
      for (const fact of later) {
        // What the debtor of a pledge pays the seller is the seller's: there is nothing to pass on.
        if (mode === 'pledge' && fact.kind === 'turned_over') continue;
        facts = followed(facts, fact);
      }
      return ends ? ending(facts) : facts;
    });
}

function followed(facts: PositionFact[], fact: PositionFact): PositionFact[] {
  return misfitOf(foldPosition(facts), fact) === undefined ? [...facts, fact] : facts;
}

function ending(facts: PositionFact[]): PositionFact[] {
  const position = foldPosition(facts);
  if (!isHeld(position) || position.status === 'closed') return facts;
  const { account, mode } = position;
  const of = { ...held, cause: 'the end' };
  if (mode === 'pledge') {
    const amountMinor = owedMinor(account);
    const paid: PositionFact = { kind: 'collected', ...of, by: 'seller', amountMinor, fxMinor: 0 };
    return [...facts, paid, { kind: 'closed', ...held }];
  }
  const passedOn: PositionFact = {
    kind: 'turned_over',
    ...of,
    amountMinor: account.misdirectedMinor,
  };
  const settled: PositionFact = { kind: 'rebated', ...of, amountMinor: residualMinor(account) };
  return [...facts, passedOn, settled, { kind: 'closed', ...held }];
}
