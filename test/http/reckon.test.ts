import { expect, it } from 'vitest';
import type { Certificate } from '../../src/core/certificate/certificate.ts';
import { certify } from '../../src/core/certificate/certify.ts';
import { reckon } from '../../src/http/pages/certificate/reckon.ts';
import { idOf, input, invoice, planOf, terms } from '../core/selection-samples.ts';

const given = input({
  receivables: [
    invoice(1, { openMinor: 10_000 }),
    invoice(2, { debtorId: 'D2', openMinor: 6_000, disputedMinor: 2_000 }),
  ],
  facilities: [
    terms([{ rule: 'disputed', scope: 'disputed_part' }], {
      limitMinor: 9_000,
      reserves: [{ reserve: 'rent', monthlyMinor: 100, months: 3 }],
      reservesReduce: 'base',
    }),
  ],
  positions: [{ receivableId: idOf(1), facilityId: 'F1', state: 'advanced', advancedMinor: 9_500 }],
});
const [certificate] = certify(given, planOf(given));
if (!certificate) throw new Error('no certificate');

it('comes from the parts to what is available, and to an overadvance below zero', () => {
  const { parts, resultMinor, differenceMinor } = reckon(certificate);
  expect(parts.map(({ what, amountMinor }) => [what, amountMinor])).toEqual([
    ['gross', 16_000],
    ['steps', -2_000],
    ['holdback', -2_800],
    ['reserves', -300],
    ['overLimit', -1_900],
    ['used', -9_500],
  ]);
  expect(resultMinor).toBe(-500);
  expect(differenceMinor).toBe(0);
});

const changes: Partial<Certificate>[] = [
  { grossMinor: 16_001 },
  { steps: [] },
  { holdbackMinor: 2_799 },
  { reservesTakenMinor: 0 },
  { overLimitMinor: 0 },
  { usedMinor: 9_501 },
  { availableMinor: 0 },
];

it.each(changes)('sees what does not belong: %j', (change) => {
  expect(reckon({ ...certificate, ...change }).differenceMinor).not.toBe(0);
});
