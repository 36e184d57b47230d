import { deepEqual } from 'node:assert/strict';
import { availabilityOf } from '../../src/core/eligibility/availability.ts';
import { debtorLines } from '../../src/core/eligibility/debtorLines.ts';
import { outcomeOf, poolOf } from '../../src/core/eligibility/facility.ts';
import { type Ledger, ledgerOf } from '../../src/core/eligibility/ledger.ts';
import type { Outcome } from '../../src/core/eligibility/outcome.ts';
import { type Scan, scanLedger } from '../../src/core/eligibility/scan.ts';
import type { SelectionInput } from '../../src/core/input.ts';
import { type Sifted, siftAgain } from '../../src/core/sift.ts';
import type { Locale } from '../../src/core/wording/catalogue.ts';
import { ledgerSentences } from '../../src/core/wording/ledgerSentences.ts';
import { loadSql, type SqlLedger } from './eligibilitySql.ts';
import { caps, factoredInput } from './factored.ts';
import { type Measured, rate } from './report.ts';

type Reported = { what: string; unit: string; measured: Measured };

/**
 * Eligibility of one ledger under five facilities of twelve rules: columns, then signatures and sums by
 * rule and debtor, then each facility's outcome; beside reading those columns once and beside the same
 * sums in SQL, equal to the cent. `isExplained` adds every line's explanation for every facility.
 */
export async function benchEligibility(
  count: number,
  { debtors, isExplained }: { debtors: number; isExplained: boolean },
): Promise<Reported[]> {
  const input = factoredInput(count, debtors);
  const named = count.toLocaleString('en');
  let ledger: Ledger | undefined;
  const columns = await rate(count, () => {
    ledger = ledgerOf(input);
  });
  if (!ledger) throw new Error('no ledger');
  const own = ledger;
  const rounds = count > 2_000_000 ? 5 : 20;
  const seconds = best(rounds, { memory: () => read(own), scan: () => scanLedger(input, own) });
  const scan = scanLedger(input, own);
  const facilities = input.facilities.map((_, facility) => facility);
  const outcomes = facilities.map((facility) => outcomeOf(input, scan, facility));
  const found = best(rounds, {
    outcome: () => facilities.map((facility) => outcomeOf(input, scan, facility)),
  });
  const bare = count / seconds.memory;
  const sql = await loadSql(input, own);
  const sqlSeconds = await sameInSql(sql, { input, outcomes });
  sql.close();
  const whole = seconds.scan + found.outcome;
  const note = (baseline: string) => `against ${baseline}`;
  const receivables = (what: string, measured: Measured): Reported => ({
    what: `${what}, ${named}`,
    unit: 'receivables',
    measured,
  });
  return [
    receivables('columns', { perSecond: columns }),
    receivables('scan', { perSecond: count / seconds.scan, bare, note: note('reading them') }),
    receivables('scan and outcomes', {
      perSecond: count / whole,
      bare: count / sqlSeconds,
      note: note('DuckDB, 2 threads, the same sums'),
    }),
    capsOf({ input, ledger: own, whole: found.outcome }),
    receivables('what-if of a debtor', askedAgain(count, { input, scan, outcomes })),
    ...(isExplained
      ? [explained(outcomes, { count, seconds: whole }), said(outcomes, { count, bare })]
      : []),
  ];
}

/** The shortest time of each, in seconds, taken in turn so that all meet the same machine. */
function best<Name extends string>(
  rounds: number,
  work: Record<Name, () => unknown>,
): Record<Name, number> {
  const seconds: Record<string, number> = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, one] of Object.entries<() => unknown>(work)) {
      const startedAt = performance.now();
      one();
      const taken = (performance.now() - startedAt) / 1000;
      seconds[name] = Math.min(seconds[name] ?? Number.POSITIVE_INFINITY, taken);
    }
  }
  return seconds;
}

/** Every column that the scan reads, once. */
function read({ open, due, issued, classOf, currencyOf, debtorOf }: Ledger): number {
  let sum = 0;
  for (let line = 0; line < open.length; line += 1) {
    sum += (open[line] ?? 0) + (due[line] ?? 0) + (issued[line] ?? 0);
    sum += (classOf[line] ?? 0) + (currencyOf[line] ?? 0) + (debtorOf[line] ?? 0);
  }
  return sum;
}

async function sameInSql(
  sql: SqlLedger,
  { input, outcomes }: { input: SelectionInput; outcomes: readonly Outcome[] },
): Promise<number> {
  let shortest = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round += 1) {
    const startedAt = performance.now();
    const found = [];
    for (const terms of input.facilities) found.push(await sql.sumsOf(terms));
    shortest = Math.min(shortest, (performance.now() - startedAt) / 1000);
    const ours = outcomes.map((outcome) => ({
      taken: [...outcome.taken],
      poolMinor: poolOf(outcome),
    }));
    deepEqual(ours, found, 'the sums are not the database’s');
  }
  return shortest;
}

function capsOf(of: { input: SelectionInput; ledger: Ledger; whole: number }): Reported {
  const { input, ledger } = of;
  const facilities = input.facilities.map((terms) => ({
    ...terms,
    rules: [...terms.rules, ...caps],
  }));
  const capped = { ...input, facilities };
  const scan = scanLedger(capped, ledger);
  const all = () => facilities.map((_, facility) => outcomeOf(capped, scan, facility));
  const seconds = best(10, { all }).all - of.whole;
  const perFacility = (1000 * seconds) / facilities.length;
  return {
    what: `caps, ${ledger.debtors.length.toLocaleString('en')} debtors`,
    unit: 'debtors',
    measured: {
      perSecond: (ledger.debtors.length * facilities.length) / seconds,
      note: `${perFacility.toFixed(2)} ms a facility with debtor, group and country`,
    },
  };
}

/** One debtor becomes insolvent: every facility's availability again. */
function askedAgain(
  count: number,
  { input, scan, outcomes }: { input: SelectionInput; scan: Scan; outcomes: Outcome[] },
): Measured {
  const availabilities = outcomes.map((outcome) => availabilityOf(outcome, input));
  const before: Sifted = { ok: true, input, scan, outcomes, availabilities };
  const debtors = input.debtors.map((debtor, index) =>
    index === 0 ? { ...debtor, status: 'insolvent' as const } : debtor,
  );
  const seconds = best(10, { again: () => siftAgain(before, { ...input, debtors }) }).again;
  return { perSecond: count / seconds, note: `${(1000 * seconds).toFixed(1)} ms` };
}

/** Every line's sentences for every facility, in both languages. */
function said(
  outcomes: readonly Outcome[],
  { count, bare }: { count: number; bare: number },
): Reported {
  const secondsIn = (locale: Locale) => {
    const startedAt = performance.now();
    let characters = 0;
    for (const outcome of outcomes) {
      for (const texts of ledgerSentences(locale, outcome)) {
        for (const text of texts) characters += text.length;
      }
    }
    if (characters === 0) throw new Error('nothing was said');
    return (performance.now() - startedAt) / 1000;
  };
  const [english, chinese] = [secondsIn('en'), secondsIn('zh-CN')];
  return {
    what: `sentences, ${count.toLocaleString('en')} × ${outcomes.length}`,
    unit: 'lines',
    measured: {
      perSecond: (count * outcomes.length) / english,
      bare,
      note: `against reading them; ${english.toFixed(2)} s, ${chinese.toFixed(2)} s in Chinese`,
    },
  };
}

function explained(
  outcomes: readonly Outcome[],
  { count, seconds }: { count: number; seconds: number },
): Reported {
  let lines = 0;
  const startedAt = performance.now();
  for (const outcome of outcomes) {
    for (let debtor = 0; debtor < outcome.eligible.length; debtor += 1) {
      lines += debtorLines(outcome, debtor).length;
    }
  }
  const taken = (performance.now() - startedAt) / 1000;
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  return {
    what: `explanations, ${count.toLocaleString('en')} × ${outcomes.length}`,
    unit: 'lines',
    measured: {
      perSecond: lines / taken,
      bare: (count * outcomes.length) / seconds,
      note: `${((1e6 * taken) / lines).toFixed(1)} µs each, against the sums alone; peak ${peak} MB`,
    },
  };
}
