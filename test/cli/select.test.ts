import { existsSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Certificate } from '../../src/core/certificate/certificate.ts';
import { Comparison } from '../../src/core/compare/alternative.ts';
import { Plan } from '../../src/core/plan.ts';
import { WordedDebtor, WordedFacility } from '../../src/core/wording/explained.ts';
import { cedent, header, ledgerOf, ledgerRows, openFolder, terms } from './cedent.ts';

const folder = openFolder();
afterAll(() => folder.remove());

const termsFile = folder.write('terms.json', terms);
const whole = folder.write('ledger.csv', ledgerOf(ledgerRows(40)));
const asOf = ['--terms', termsFile, '--as-of', '2026-10-31'];

describe('cedent select on a ledger', () => {
  test('prints one plan that its schema accepts, and nothing else, and says how it read the file', async () => {
    const { code, stdout, stderr } = await cedent(['select', '--ledger', whole, ...asOf]);
    expect(code).toBe(0);
    const plan = Plan.parse(JSON.parse(stdout));
    expect(plan.facilities[0]?.lines).toHaveLength(40);
    expect(stderr).toContain('"number":"Invoice number"');
  });

  test('gives the same bytes for the same rows in another order, with a need to meet', async () => {
    const rows = ledgerRows(40);
    const turned = folder.write('turned.csv', ledgerOf([...rows.slice(17), ...rows.slice(0, 17)]));
    const need = ['--need', '12000.50', '--currency', 'EUR'];
    const first = await cedent(['select', '--ledger', whole, ...asOf, ...need]);
    const second = await cedent(['select', '--ledger', turned, ...asOf, ...need]);
    expect(first.code).toBe(0);
    expect(second.stdout).toBe(first.stdout);
    const { allocation } = Plan.parse(JSON.parse(first.stdout));
    expect(allocation?.cashMinor).toBeGreaterThanOrEqual(1_200_050);
  });

  const bad: [string, string, string[], RegExp][] = [
    ['a wrong header', ledgerOf(ledgerRows(2), 'a,b,c,d,e,f'), [], /No column gives/],
    [
      'mixed currencies without a column for them',
      ledgerOf(
        ['A-1,D1,2026-10-01,2026-12-01,EUR 10.00', 'A-2,D1,2026-10-01,2026-12-01,USD 10.00'],
        header.replace(',Currency', ''),
      ),
      ['--currency', 'EUR'],
      /row 3.*USD/,
    ],
    [
      'a number that comes twice',
      ledgerOf([...ledgerRows(2), ...ledgerRows(1)]),
      [],
      /row 4.*INV-1/,
    ],
    [
      'a day that does not exist',
      ledgerOf([...ledgerRows(2), 'X-1,D1,2026-02-30,2026-12-01,10.00,EUR']),
      [],
      /row 4.*2026-02-30/,
    ],
    [
      'a negative invoice',
      ledgerOf([...ledgerRows(2), 'X-1,D1,2026-10-02,2026-12-01,-10.00,EUR']),
      [],
      /row 4.*-10\.00/,
    ],
    [
      'dates that can be read in two ways',
      ledgerOf(['A-1,D1,03/04/2026,05/06/2026,10.00,EUR']),
      [],
      /DD\/MM\/YYYY[\s\S]*--date-format/,
    ],
    [
      'no currency stated',
      ledgerOf(['A-1,D1,2026-10-01,2026-12-01,10.00'], header.replace(',Currency', '')),
      [],
      /--currency/,
    ],
    ['nothing in it', '', [], /empty/],
  ];
  test.each(bad)('refuses %s, naming it, with no plan', async (name, content, more, message) => {
    const file = folder.write(`${name.replaceAll(' ', '-')}.csv`, content);
    const { code, stdout, stderr } = await cedent(['select', '--ledger', file, ...asOf, ...more]);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  test('takes the rest of a ledger only when told to leave rejected rows out', async () => {
    const content = ledgerOf([...ledgerRows(2), 'X-1,D1,2026-02-30,2026-12-01,10.00,EUR']);
    const file = folder.write('one-bad.csv', content);
    const { code, stdout, stderr } = await cedent([
      ...['select', '--ledger', file, ...asOf, '--skip-rejected'],
    ]);
    expect(stderr).toContain('row 4');
    expect(code).toBe(0);
    expect(Plan.parse(JSON.parse(stdout)).facilities[0]?.lines).toHaveLength(2);
  });

  test('reads ambiguous dates once their format is stated', async () => {
    const file = folder.write('slashes.csv', ledgerOf(['A-1,D1,03/04/2026,05/06/2026,10.00,EUR']));
    const { code } = await cedent([
      ...['select', '--ledger', file, ...asOf, '--date-format', 'DD/MM/YYYY'],
    ]);
    expect(code).toBe(0);
  });
});

describe('cedent select on its other files', () => {
  const contradictions: [string, object, RegExp][] = [
    ['a rule stated twice', { rules: [terms.rules[0], terms.rules[0]] }, /stated twice/],
    ['a rule out of order', { rules: [terms.rules[2], terms.rules[1]] }, /must stand before/],
    [
      'a minimum above its maximum',
      { rules: [{ rule: 'amount_range', minMinor: 2, maxMinor: 1 }] },
      /above maxMinor/,
    ],
    ['an unknown rule', { rules: [{ rule: 'weather' }] }, /0\.rules\.0/],
  ];
  test.each(contradictions)(
    'refuses terms with %s, naming the place',
    async (name, change, message) => {
      const file = folder.write(`${name.replaceAll(' ', '-')}.json`, { ...terms, ...change });
      const words = ['select', '--ledger', whole, '--terms', file, '--as-of', '2026-10-31'];
      const { code, stdout, stderr } = await cedent(words);
      expect(stderr).toMatch(message);
      expect(stderr).toContain('cedent schema terms');
      expect(stdout).toBe('');
      expect(code).toBe(1);
    },
  );

  test('takes the one input document, and refuses by name what is wrong in it', async () => {
    const empty = { cover: [], fx: [], payables: [], positions: [], history: [] };
    const document = { version: 1, asOf: '2026-10-31', receivables: [], debtors: [], ...empty };
    const input = folder.write('input.json', { ...document, facilities: [terms] });
    const done = await cedent(['select', '--input', input]);
    expect(done.code).toBe(0);
    expect(Plan.parse(JSON.parse(done.stdout)).facilities[0]?.grossMinor).toBe(0);
    const twice = folder.write('twice.json', { ...document, facilities: [terms, terms] });
    const refused = await cedent(['select', '--input', twice]);
    expect(refused.stderr).toMatch(/Facility F1 is listed twice/);
    expect(refused.code).toBe(1);
    const { debtors: _, ...rest } = document;
    const short = folder.write('short.json', { ...rest, facilities: [terms] });
    const lacking = await cedent(['select', '--input', short]);
    expect(lacking.stderr).toMatch(/debtors: It is missing/);
    expect(lacking.code).toBe(1);
  });

  test('refuses a file that is not there and one that is not JSON', async () => {
    const gone = await cedent(['select', '--ledger', `${folder.path}/gone.csv`, ...asOf]);
    expect(gone.stderr).toMatch(/gone\.csv cannot be read/);
    expect(gone.code).toBe(1);
    const broken = folder.write('broken.json', '{');
    const words = ['select', '--ledger', whole, '--terms', broken, '--as-of', '2026-10-31'];
    const refused = await cedent(words);
    expect(refused.stderr).toMatch(/broken\.json is not JSON/);
    expect(refused.code).toBe(1);
  });
});

const sample = '../shared/samples/ledgers/ibm_WA_Fn-UseC_-Accounts-Receivable.csv';
const present = existsSync(sample);
const title = present
  ? 'cedent select on the sample ledger'
  : 'cedent select on the sample ledger (left out: its file is not beside this checkout)';
test.skipIf(!present)(title, async () => {
  const dollars = folder.write('dollars.json', { ...terms, currency: 'USD' });
  const words = ['--terms', dollars, '--as-of', '2013-06-30', '--currency', 'USD'];
  const { code, stdout } = await cedent(['select', '--ledger', sample, ...words]);
  expect(code).toBe(0);
  expect(Plan.parse(JSON.parse(stdout)).facilities[0]?.grossMinor).toBe(3_737_844);
});

describe('cedent select on one plan', () => {
  const need = ['--need', '12000.00', '--currency', 'EUR'];

  test('certifies: each certificate is what its schema says', async () => {
    const { code, stdout } = await cedent(['select', '--ledger', whole, ...asOf, '--certificate']);
    expect(code).toBe(0);
    const [certificate] = z.array(Certificate).parse(JSON.parse(stdout));
    const left = certificate?.steps.reduce(
      (sum, step) => sum - step.amountMinor,
      certificate.grossMinor,
    );
    expect(left).toBe(certificate?.poolMinor);
  });

  test('explains one receivable in the language of the terminal', async () => {
    const words = ['select', '--ledger', whole, ...asOf, ...need, '--explain', 'INV-1'];
    const { code, stdout } = await cedent(words, { LC_ALL: 'zh_CN.UTF-8' });
    expect(code).toBe(0);
    const [explanation] = z
      .array(z.looseObject({ facilities: z.array(z.looseObject({ grossMinor: z.int() })) }))
      .parse(JSON.parse(stdout));
    expect(explanation?.facilities[0]?.grossMinor).toBeGreaterThan(0);
  });

  test('explains a facility rule by rule, and a debtor with what a higher limit would be worth', async () => {
    const facility = await cedent([
      'select',
      '--ledger',
      whole,
      ...asOf,
      '--explain-facility',
      'F1',
    ]);
    expect(facility.code, facility.stderr).toBe(0);
    const { steps } = WordedFacility.parse(JSON.parse(facility.stdout));
    expect(steps.map(({ rule }) => rule).toSorted()).toEqual(
      terms.rules.map(({ rule }) => rule).toSorted(),
    );
    const words = ['select', '--ledger', whole, ...asOf, '--explain-debtor', 'D1'];
    const debtor = await cedent(words, { LC_ALL: 'zh_CN.UTF-8' });
    expect(debtor.code, debtor.stderr).toBe(0);
    const [own] = WordedDebtor.parse(JSON.parse(debtor.stdout)).facilities;
    const taken = own?.deductions.reduce((sum, { amountMinor }) => sum + amountMinor, 0) ?? 0;
    expect(own?.eligibleMinor).toBe((own?.grossMinor ?? 0) - taken);
    const raised = await cedent([...words, '--raise', '1000.00']);
    expect([raised.code, raised.stderr]).toEqual([2, expect.stringContaining('--limit')]);
  });

  test('says which receivable it does not know', async () => {
    const { code, stderr } = await cedent([
      'select',
      '--ledger',
      whole,
      ...asOf,
      '--explain',
      'X-9',
    ]);
    expect(stderr).toContain('X-9');
    expect(code).toBe(1);
  });

  test('compares the ways of meeting a need, and asks for one', async () => {
    const words = ['select', '--ledger', whole, ...asOf, '--compare'];
    const { code, stdout } = await cedent([...words, ...need]);
    expect(code).toBe(0);
    const { alternatives } = Comparison.parse(JSON.parse(stdout));
    expect(alternatives.map(({ aim }) => aim)).toContain('fewest_facilities');
    const without = await cedent(words);
    expect(without.stderr).toContain('--need');
    expect(without.code).toBe(2);
  });

  test('compares with what stands, and values what funders take over', async () => {
    const services = {
      ledgerAdministration: true,
      creditProtection: { shareBp: 9_000, of: 'funded' },
    };
    const served = { ...terms, facilityId: 'F2', services };
    const both = folder.write('both.json', [terms, served]);
    const words = [
      ...['select', '--ledger', whole, '--terms', both, '--as-of', '2026-10-31'],
      ...need,
    ];
    const standing = folder.write('standing.json', (await cedent(words)).stdout);
    const worth = { administrationMinor: 50, expectedLossPpm: 1_000 };
    const valuation = folder.write('valuation.json', worth);
    const more = ['--compare', '--standing', standing, '--valuation', valuation];
    const { code, stdout, stderr } = await cedent([...words, ...more]);
    expect([code, stderr]).toEqual([0, expect.stringContaining('number')]);
    const { alternatives } = Comparison.parse(JSON.parse(stdout));
    const standingOne = alternatives.find(({ aim }) => aim === 'standing');
    expect(standingOne).toMatchObject({ moved: 0, shortfallMinor: 0 });
    expect(standingOne?.costMinor).toBe(alternatives[0]?.costMinor);
    const alone = alternatives.find(({ facilityIds }) => facilityIds.join() === 'F2');
    // Again for what replaces a receivable paid within the sixty days.
    const least = 50 * (alone?.receivables ?? 0);
    expect(alone?.administrationSavedMinor).toBeGreaterThan(least);
    const idle = await cedent([...words, '--standing', standing]);
    expect([idle.code, idle.stderr]).toEqual([2, expect.stringContaining('--compare')]);
    const bad = folder.write('bad-valuation.json', { administrationMinor: 50 });
    const refused = await cedent([...words, '--compare', '--valuation', bad]);
    expect(refused.stderr).toMatch(/expectedLossPpm[\s\S]*cedent schema valuation/);
    expect(refused.code).toBe(1);
  });

  test('says of what is placed what it would have cost elsewhere', async () => {
    const dearer = {
      ...terms,
      facilityId: 'F2',
      name: 'Dearer line',
      price: { ...terms.price, rateBp: 900 },
    };
    const both = folder.write('dearer.json', [terms, dearer]);
    const words = [
      ...['select', '--ledger', whole, '--terms', both, '--as-of', '2026-10-31'],
      ...need,
    ];
    const [placed] = Plan.parse(JSON.parse((await cedent(words)).stdout)).allocation?.lines ?? [];
    const { stdout } = await cedent([...words, '--explain', placed?.receivableId ?? '']);
    const Placing = z.looseObject({ sentence: z.string(), other: z.looseObject({}) });
    const [explanation] = z.array(z.looseObject({ placing: Placing })).parse(JSON.parse(stdout));
    expect(explanation?.placing).toMatchObject({ facilityId: 'F1', other: { facilityId: 'F2' } });
    expect(explanation?.placing.sentence).toMatch(/next best is Dearer line .* saves EUR/);
  });
});
