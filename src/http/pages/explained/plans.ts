import type { Day } from '../../../core/calendar.ts';
import type { Id } from '../../../core/ids.ts';
import type { Need, SelectionInput } from '../../../core/input.ts';
import type { Plan } from '../../../core/plan.ts';
import { readChangeMark } from '../../../store/waiting.ts';
import type { AppDeps, Refused } from '../../deps.ts';
import type { PageCall } from '../view.ts';

/** A need of one tenant, and its books as they stood at a mark. */
export type PlanQuestion = { tenantId: Id; today: Day; mark: number; need: Need };

export type PlanAnswer =
  | { status: 'planned'; plan: Plan; input: SelectionInput }
  | { status: 'unavailable' }
  | Refused;

export async function planQuestionOf({ tx, view }: PageCall, need: Need): Promise<PlanQuestion> {
  return { tenantId: tx.tenantId, today: view.today, mark: await readChangeMark(tx), need };
}

/** Newest last; a plan holds every line of a ledger, so that few are kept, and large ones not. */
const plans = new Map<string, Promise<PlanAnswer>>();
const PLANS_MAX = 3;
const LINES_MAX = 100_000;

/**
 * The plan for a need, if it is there within the time; else it is being made, and asking again finds
 * it. One is made at a time, and nobody who waits holds a connection.
 */
export async function planWithin(
  deps: AppDeps,
  question: PlanQuestion,
  waitMs: number,
): Promise<PlanAnswer | undefined> {
  const key = JSON.stringify(question);
  const made = plans.get(key) ?? inTurn(() => make(deps, question));
  plans.delete(key);
  plans.set(key, made);
  const [oldest] = plans.keys();
  if (plans.size > PLANS_MAX && oldest !== undefined) plans.delete(oldest);
  const answer = await within(made, waitMs);
  if (answer && !isKept(answer)) plans.delete(key);
  return answer;
}

/** A failure is an answer too: whoever waits is told, and asking again tries again. */
async function make(deps: AppDeps, { tenantId, today, need }: PlanQuestion): Promise<PlanAnswer> {
  const { select } = deps;
  if (!select) return { status: 'unavailable' };
  try {
    const answer = await deps.db.asTenant(tenantId, (tx) => select(tx, { asOf: today, need }));
    if (answer.status === 'refused') return answer;
    return { status: 'planned', plan: answer.plan, input: answer.input };
  } catch (error) {
    deps.log.error({ err: error, tenantId }, 'a plan for a receivable’s page was not made');
    return { status: 'unavailable' };
  }
}

function isKept(answer: PlanAnswer): boolean {
  if (answer.status !== 'planned') return false;
  const { facilities } = answer.plan;
  return facilities.reduce((sum, { lines }) => sum + lines.length, 0) <= LINES_MAX;
}

let last: Promise<unknown> = Promise.resolve();

function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
  const turn = last.then(work);
  last = turn;
  return turn;
}

async function within<Value>(made: Promise<Value>, waitMs: number): Promise<Value | undefined> {
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
