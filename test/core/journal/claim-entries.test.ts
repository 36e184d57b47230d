import { expect, test } from 'vitest';
import {
  claimSubject,
  paidOutOf,
  recoveredOf,
  settledOf,
  writtenOffOf,
} from '../../../src/core/journal/claim-entries.ts';
import { isBalanced, type Journal } from '../../../src/core/journal/journal.ts';

const of = {
  cause: 'c',
  effectiveOn: '2026-11-01',
  currency: 'EUR',
  functional: { currency: 'EUR' },
  reference: 'CL-2026-00001',
};
const lines = (journal: Journal | undefined) =>
  journal?.postings.map(({ account, subject, amountMinor }) => [account, subject, amountMinor]);
const split = {
  insurerMinor: 60,
  insuredMinor: 40,
  insurerCostsMinor: 6,
  insuredCostsMinor: 4,
};
const due = (key: string) => claimSubject('CL-2026-00001', key);

test.each<[string, Journal | undefined, unknown]>([
  [
    'what is settled is due from the insurer, and the loss so much smaller',
    settledOf({ ...of, key: 's', amountMinor: 100 }),
    [
      ['claim_receivable', due('s'), 100],
      ['credit_losses', 'CL-2026-00001', -100],
    ],
  ],
  [
    'what a loss payee gets is settled with the funder',
    paidOutOf({ ...of, key: 's', amountMinor: 100, facilityId: 'F1' }),
    [
      ['due_from_factor', due('s'), 100],
      ['claim_receivable', due('s'), -100],
    ],
  ],
  [
    'of a recovery that the insurer has, our share less our costs is due from it',
    recoveredOf({ ...of, key: 'r', by: 'insurer', ...split }),
    [
      ['claim_receivable', due('r'), 36],
      ['credit_losses', 'CL-2026-00001', -36],
    ],
  ],
  [
    'of one that we have, its share less its costs is due to it',
    recoveredOf({ ...of, key: 'r', by: 'insured', ...split }),
    [
      ['claim_receivable', due('r'), -54],
      ['credit_losses', 'CL-2026-00001', 54],
    ],
  ],
  [
    'a recovery that is wholly ours leaves nothing due',
    recoveredOf({
      ...of,
      key: 'r',
      by: 'insured',
      ...split,
      insurerMinor: 0,
      insurerCostsMinor: 0,
    }),
    undefined,
  ],
  [
    'what nobody holds is written off out of the firm’s own receivables',
    writtenOffOf({
      ...of,
      lines: [
        { receivableId: 'R1', amountMinor: 70 },
        { receivableId: 'R2', amountMinor: 30 },
        { receivableId: 'R3', amountMinor: 0 },
      ],
    }),
    [
      ['credit_losses', 'CL-2026-00001', 100],
      ['trade_receivables', 'R1', -70],
      ['trade_receivables', 'R2', -30],
    ],
  ],
])('%s', (_, journal, expected) => {
  expect(lines(journal)).toEqual(expected);
  if (journal) expect(isBalanced(journal)).toBe(true);
});
