import type { Day } from '../../../core/calendar.ts';
import { canonicalJson } from '../../../core/hash.ts';
import type { Id } from '../../../core/ids.ts';
import { readChangeMark } from '../../../store/waiting.ts';
import type { AppDeps, Compare, Refused } from '../../deps.ts';
import { Problem } from '../../problem.ts';
import type { PageCall } from '../view.ts';
import type { Wanted } from './need.ts';
import { groupWays, type Ways } from './ways.ts';

/** How one tenant may meet a need, from its books as they stood at a mark. */
export type Question = Wanted & { tenantId: Id; today: Day; mark: number };

export async function questionOf({ tx, view }: PageCall, wanted: Wanted): Promise<Question> {
  const { need, valuation } = wanted;
  const mark = await readChangeMark(tx);
  return { tenantId: tx.tenantId, today: view.today, mark, need, ...(valuation && { valuation }) };
}

export type WaysAnswer = ({ status: 'compared'; mark: number } & Ways) | Refused;

type Entry = {
  mark: number;
  askedAtMs: number;
  made: Promise<WaysAnswer | undefined>;
  /** Of all its ways; absent while it is made. */
  lines?: number;
};

/** Newest last. What a few people look at is made once per change of their books, not per click. */
const entries = new Map<string, Entry>();
const ENTRIES_MAX = 20;
/** A way through a large ledger has tens of thousands of lines, and there are several ways. */
const LINES_MAX = 500_000;
/** Whoever still wants an answer asks again sooner. */
const WANTED_MS = 60_000;

/**
 * The answer, if it is there within the time; else it is being made, and asking again finds it. No
 * connection is held by those who wait, and by one comparison at a time while it is made. Who has
 * waited may take the `newest`: of books that change all the time no answer would ever be current.
 */
export async function waysWithin(
  deps: AppDeps,
  question: Question,
  { waitMs, accept }: { waitMs: number; accept: 'current' | 'newest' },
): Promise<WaysAnswer | undefined> {
  const { compare } = deps;
  if (!compare) throw new Problem('not_available_here');
  const { mark, ...asked } = question;
  const key = canonicalJson(asked);
  const known = entries.get(key);
  const isKnown = known && (accept === 'newest' || known.mark === mark);
  const entry: Entry = isKnown ? known : { mark, askedAtMs: 0, made: Promise.resolve(undefined) };
  entry.askedAtMs = deps.now().getTime();
  entries.delete(key);
  entries.set(key, entry);
  if (!isKnown) entry.made = inTurn(() => make({ deps, compare, question, entry }));
  const answer = await settledWithin(entry.made, waitMs);
  if (answer?.status === 'refused') forget(entry);
  return answer;
}

type Job = { deps: AppDeps; compare: Compare; question: Question; entry: Entry };

/** A failure is an answer too: whoever waits is told, and asking again tries again. */
async function make({ deps, compare, question, entry }: Job): Promise<WaysAnswer | undefined> {
  const { tenantId, today: asOf, mark, need, valuation } = question;
  if (deps.now().getTime() - entry.askedAtMs > WANTED_MS) {
    forget(entry);
    return undefined;
  }
  try {
    const order = { asOf, need, valuation };
    const answer = await deps.db.asTenant(tenantId, (tx) => compare(tx, order));
    if (answer.status === 'refused') return answer;
    const { alternatives } = answer.comparison;
    entry.lines = alternatives.reduce((sum, { lines }) => sum + lines.length, 0);
    makeRoomFor(entry);
    return { status: 'compared', mark, ...groupWays(answer.comparison) };
  } catch (error) {
    deps.log.error({ err: error, tenantId, mark }, 'the ways of meeting a need were not compared');
    return { status: 'refused', code: 'comparison_failed', params: {} };
  }
}

function forget(entry: Entry): void {
  for (const [key, one] of entries) if (one === entry) entries.delete(key);
}

function makeRoomFor(made: Entry): void {
  let lines = [...entries.values()].reduce((sum, entry) => sum + (entry.lines ?? 0), 0);
  for (const entry of [...entries.values()]) {
    if (entries.size <= ENTRIES_MAX && lines <= LINES_MAX) return;
    if (entry === made || entry.lines === undefined) continue;
    forget(entry);
    lines -= entry.lines;
  }
}

let last: Promise<unknown> = Promise.resolve();

/** One after the other: the selection thread answers one question at a time anyway. */
function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
  const turn = last.then(work);
  last = turn;
  return turn;
}

async function settledWithin<Value>(
  made: Promise<Value>,
  waitMs: number,
): Promise<Value | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), waitMs);
  });
  try {
    return await Promise.race([made, late]);
  } finally {
    clearTimeout(timer);
  }
}
