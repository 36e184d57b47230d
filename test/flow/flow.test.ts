import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { chooseMapping, readWholeLedger } from '../../src/cli/ledger.ts';
import { Day } from '../../src/core/calendar.ts';
import { Terms } from '../../src/core/facility.ts';
import { parseDecimal } from '../../src/core/money.ts';
import type { Plan } from '../../src/core/plan.ts';
import type { Receivable } from '../../src/core/receivable.ts';
import { selectReceivables } from '../selecting.ts';

const folder = import.meta.dirname;
const cases = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const Case = z.strictObject({
  asOf: Day,
  currency: z.string().optional(),
  need: z.string().optional(),
});

describe.each(cases)('from the file to the plan: %s', (name) => {
  test('the ledger, its waterfall and the lines chosen are the ones expected', async () => {
    const expected: unknown = read(name, 'expected.json');
    expect(await run(name)).toEqual(expected);
  });
});

async function run(name: string) {
  const { asOf, currency, need } = Case.parse(read(name, 'case.json'));
  const facilities = z.array(Terms).parse(read(name, 'terms.json'));
  const file = join(folder, name, 'ledger.csv');
  const options = { file, asOf, currency, skipRejected: false };
  const { mapping } = await chooseMapping(options);
  const { receivables, debtors, summary } = await readWholeLedger({ ...options, mapping });
  const empty = { cover: [], fx: [], payables: [], positions: [], history: [] };
  const input = { version: 1, asOf, receivables, debtors, facilities, ...empty } as const;
  const amountMinor = need && currency ? parseDecimal(need, currency) : undefined;
  const selection = selectReceivables({
    ...input,
    ...(amountMinor &&
      currency && { need: { amountMinor, currency, valueOn: asOf, horizonDays: 60 } }),
  });
  if (!selection.ok) throw new Error(JSON.stringify(selection.refusals));
  return { ledger: summary, ...summaryOf(selection.plan, receivables) };
}

/** What a person would check by hand. */
function summaryOf({ facilities, allocation }: Plan, receivables: readonly Receivable[]) {
  const numbers = new Map(receivables.map(({ id, key }) => [id, key.number]));
  return {
    facilities: facilities.map(
      ({ facilityId, grossMinor, waterfall, poolMinor, availableMinor, overLimitMinor }) => ({
        facilityId,
        grossMinor,
        waterfall: waterfall.filter(({ amountMinor }) => amountMinor !== 0),
        poolMinor,
        overLimitMinor,
        availableMinor,
      }),
    ),
    ...(allocation && {
      allocation: {
        cashMinor: allocation.cashMinor,
        shortfallMinor: allocation.shortfallMinor,
        costMinor: allocation.costMinor,
        lines: allocation.lines
          .map(({ receivableId, facilityId, advanceMinor }) => ({
            number: numbers.get(receivableId),
            facilityId,
            advanceMinor,
          }))
          .sort((left, right) => ((left.number ?? '') < (right.number ?? '') ? -1 : 1)),
      },
    }),
  };
}

function read(name: string, file: string): unknown {
  return JSON.parse(readFileSync(join(folder, name, file), 'utf8'));
}
