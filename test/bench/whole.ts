import type { Allocated } from '../../src/core/allocation/allocated.ts';
import { allocateNeed } from '../../src/core/allocation/allocateNeed.ts';
import { type Availability, availabilityOf } from '../../src/core/eligibility/availability.ts';
import { outcomeOf } from '../../src/core/eligibility/facility.ts';
import { ledgerOf } from '../../src/core/eligibility/ledger.ts';
import type { Outcome } from '../../src/core/eligibility/outcome.ts';
import { refusalsOf } from '../../src/core/eligibility/refusals.ts';
import { scanLedger } from '../../src/core/eligibility/scan.ts';
import type { Terms } from '../../src/core/facility.ts';
import type { Need, SelectionInput } from '../../src/core/input.ts';
import { linesOf } from '../../src/core/placing/allocationOf.ts';
import type { Stated } from '../../src/core/placing/problemOf.ts';
import { leftOutOf } from '../../src/core/placing/reasons.ts';
import { stateNeed } from '../../src/core/sift.ts';
import { ledgerSentences } from '../../src/core/wording/ledgerSentences.ts';
import { loadHighs } from '../../src/solve/highs.ts';
import { caps, factoredInput } from './factored.ts';
import type { Measured } from './report.ts';

type Reported = { what: string; unit: string; measured: Measured };

const solve = await loadHighs();

/**
 * A need over five facilities, from the rows of a ledger to a verified plan with its bound, a reason for
 * each receivable that is left out, and each line's sentences for each facility: every phase in wall and
 * processor time. Peak memory holds the rows themselves, which are objects with keys of their own.
 */
export function benchWhole(count: number, debtors: number): Reported[] {
  const input = neededInput(count, debtors);
  const watch = watchOf(count);
  const { phase } = watch;
  const refusals = phase('rows accepted', () => refusalsOf(input));
  if (refusals.length > 0) throw new Error(refusals[0]?.code);
  const ledger = phase('columns', () => ledgerOf(input));
  const scan = phase('scan', () => scanLedger(input, ledger));
  const { outcomes, availabilities } = phase('caps and availability', () => {
    const found = input.facilities.map((_, facility) => outcomeOf(input, scan, facility));
    return { outcomes: found, availabilities: found.map((own) => availabilityOf(own, input)) };
  });
  const need = needOf(input, availabilities);
  const sifted = { ok: true as const, input, scan, outcomes, availabilities };
  const stated = phase('need in numbers', () => stateNeed(sifted, need));
  const allocated = phase('plan, verified and bounded', () => allocateNeed(stated.problem, solve));
  const { placed, left } = phase('placed and left out', () =>
    placedAndLeft({ stated, allocated, outcomes }),
  );
  const whole = watch.sofar();
  const characters = phase('sentences', () => said(outcomes));
  const { costMinor, shortfallMinor } = allocated.solution.value;
  if (shortfallMinor > 0 || characters === 0) throw new Error('the need is not met');
  const gap = (100 * (costMinor - allocated.boundExactMinor)) / costMinor;
  const plan = `${placed} placed, ${left} left out, ${gap.toFixed(3)} % above what is proven`;
  return [...watch.reported(), watch.line('whole, without sentences', whole, plan)];
}

/** Facilities of three modes and five prices; the pledge has caps on debtor, group and country. */
function neededInput(count: number, debtors: number): SelectionInput {
  const made = factoredInput(count, debtors, { ownKeys: true });
  return { ...made, facilities: made.facilities.map(asOffered) };
}

const rates = [465, 390, 610, 690, 840];
const fees = [22, 38, 5, 15, 10];
const advances = [8_000, 9_000, 7_500, 8_500, 8_000];

function asOffered(terms: Terms, index: number): Terms {
  const isPledge = index === 2;
  const price = {
    ...terms.price,
    rateBp: rates[index] ?? 0,
    serviceFeeBp: fees[index] ?? 0,
  };
  return {
    ...terms,
    mode: isPledge ? 'pledge' : 'sale',
    price,
    advanceRateBp: advances[index] ?? 0,
    rules: isPledge ? [...terms.rules, ...caps] : terms.rules,
  };
}

/** A quarter of what the facilities in the need's currency have together: more than any has alone. */
function needOf({ asOf }: SelectionInput, availabilities: readonly Availability[]): Need {
  const available = availabilities
    .slice(0, 3)
    .reduce((sum, { availableMinor }) => sum + availableMinor, 0);
  const amountMinor = Math.floor(available / 4);
  return { amountMinor, currency: 'EUR', valueOn: asOf, horizonDays: 60 };
}

function placedAndLeft(of: { stated: Stated; allocated: Allocated; outcomes: Outcome[] }) {
  const { stated, allocated, outcomes } = of;
  const { solution } = allocated;
  const placed = linesOf({ stated, outcomes, solution });
  let left = 0;
  for (const _ of leftOutOf({ stated, outcomes, solution, marginalPpm: 0 })) left += 1;
  return { placed: placed.length, left };
}

function said(outcomes: readonly Outcome[]): number {
  let characters = 0;
  for (const outcome of outcomes) {
    for (const texts of ledgerSentences('en', outcome)) {
      for (const text of texts) characters += text.length;
    }
  }
  return characters;
}

/** Seconds; what the thread itself used is what a quiet machine would take. */
type Taken = { wall: number; thread: number; processor: number };

function watchOf(count: number) {
  const named = count.toLocaleString('en');
  const phases: { name: string; taken: Taken; note: string }[] = [];
  const before = memory();
  const line = (name: string, { wall, thread, processor }: Taken, more: string): Reported => ({
    what: `${name}, ${named}`,
    unit: 'receivables',
    measured: {
      perSecond: count / wall,
      note: `${wall.toFixed(2)} s, processor ${thread.toFixed(2)} (with collection ${processor.toFixed(2)}); ${more}`,
    },
  });
  const sofar = (): Taken => ({
    wall: phases.reduce((sum, { taken }) => sum + taken.wall, 0),
    thread: phases.reduce((sum, { taken }) => sum + taken.thread, 0),
    processor: phases.reduce((sum, { taken }) => sum + taken.processor, 0),
  });
  return {
    line,
    sofar,
    phase: <Found>(name: string, work: () => Found): Found => {
      const startedAt = performance.now();
      const before = { thread: process.threadCpuUsage(), processor: process.cpuUsage() };
      const found = work();
      const thread = seconds(process.threadCpuUsage(before.thread));
      const processor = seconds(process.cpuUsage(before.processor));
      const wall = (performance.now() - startedAt) / 1000;
      phases.push({ name, taken: { wall, thread, processor }, note: memory() });
      return found;
    },
    reported: (): Reported[] => [
      ...phases.map(({ name, taken, note }) => line(name, taken, note)),
      line('whole', sofar(), `rows alone ${before}`),
    ],
  };
}

function seconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6;
}

function memory(): string {
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  const inMb = (bytes: number) => Math.round(bytes / 2 ** 20);
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  return `peak ${peak} MB (now ${inMb(rss)}, objects ${inMb(heapUsed)}, columns ${inMb(arrayBuffers)})`;
}
