import { expect, test } from 'vitest';
import { presetNames, presetTerms } from '../../src/core/facility/preset.ts';
import { cover, input, invoice, planOf, resultOf } from './selection-samples.ts';

const asked = { name: 'Line', funder: 'Funder', limitMinor: 1_000_000 };

test.each(presetNames)('%s finances a plain invoice that every rule passes', (preset) => {
  const currency = 'EUR';
  const terms = presetTerms(preset, { ...asked, currency });
  const rules = terms.rules.map((rule) => {
    if (rule.rule === 'country') return { ...rule, allowed: ['DE'] };
    return rule.rule === 'funder_limit' ? { ...rule, otherwiseMinor: 1_000_000 } : rule;
  });
  const receivables = Array.from({ length: 6 }, (_, index) =>
    invoice(index, { debtorId: `D${index}` }),
  );
  const plan = planOf(
    input({
      receivables,
      facilities: [{ ...terms, rules, reserves: [] }],
      cover: receivables.map(({ debtorId }) =>
        cover({ policyId: 'policy', debtorId, coverId: debtorId }),
      ),
    }),
  );
  const result = resultOf(plan, preset);
  expect(result.poolMinor).toBe(60_000);
  expect(result.availableMinor).toBe((60_000 * terms.advanceRateBp) / 10_000);
});
