import { pairOf } from '../problem.ts';
import { offerAt } from '../value.ts';
import {
  amountsOf,
  type Draft,
  lift,
  mostInCaps,
  mostInDebtor,
  mostInOffer,
  partLineOf,
  place,
  type Step,
} from './draft.ts';
import type { Setting } from './rebalance.ts';

type Account = { debtor: number; index: number; cost: number; reach: number };

/**
 * Cash that lines one by one cannot bring: more of the lines of accounts already taken, then further
 * debtors' accounts, whole and best first, while `isShort` says so. Whether that brought any.
 */
export function addAccounts(setting: Setting, isShort: () => boolean): boolean {
  const { draft, work } = setting;
  if (!work.columns.offers.whole.includes(1)) return false;
  let made = false;
  for (let line = 0; line < draft.pairOf.length && isShort(); line += 1) {
    if (isCutInAccount(setting, line) && raise(draft, line)) made = true;
  }
  for (const account of openAccounts(setting)) {
    if (!isShort()) break;
    if (takeAccount(setting, account)) made = true;
  }
  return made;
}

function isCutInAccount({ draft, work }: Setting, line: number): boolean {
  const pair = draft.pairOf[line] ?? -1;
  if (pair < 0 || work.columns.offers.whole[draft.problem.offerOf[pair] ?? 0] === 0) return false;
  return (draft.funded[line] ?? 0) < (draft.problem.base[pair] ?? 0);
}

function raise(draft: Draft, line: number): boolean {
  const before = { line, pair: draft.pairOf[line] ?? -1, funded: draft.funded[line] ?? 0 };
  lift(draft, line);
  const funded = fundable(draft, { line, pair: before.pair });
  place(draft, { ...before, funded: Math.max(funded, before.funded) });
  return funded > before.funded;
}

/** The most of a line of an account within every limit; 0 if it would be a second line in part. */
function fundable(draft: Draft, { line, pair }: { line: number; pair: number }): number {
  const { problem } = draft;
  const index = problem.offerOf[pair] ?? 0;
  const most = Math.min(
    mostInDebtor(draft, line, pair),
    mostInCaps(draft, { line, pair, amounts: false }),
    mostInOffer(draft, pair),
  );
  return most < (problem.base[pair] ?? 0) && partLineOf(draft, line, index) >= 0 ? 0 : most;
}

/** Accounts of debtors that have none, by cost for their cash. */
function openAccounts({ draft, work }: Setting): Account[] {
  const { problem } = draft;
  const { offers, lineStart, debtors } = work.columns;
  const found: Account[] = [];
  for (let index = 0; index < offers.count; index += 1) {
    if (offers.whole[index] === 0 || offers.blocked[index] === 1) continue;
    for (let debtor = 0; debtor < debtors; debtor += 1) {
      const account = { debtor, index, cost: 0, reach: 0 };
      for (let line = lineStart[debtor] ?? 0; line < (lineStart[debtor + 1] ?? 0); line += 1) {
        const now = draft.pairOf[line] ?? -1;
        if (now >= 0 && offers.whole[problem.offerOf[now] ?? 0] === 1) account.reach = -Infinity;
        const pair = pairOf(problem, line, index);
        if (pair < 0) continue;
        account.cost += problem.cost[pair] ?? 0;
        account.reach += problem.cash[pair] ?? 0;
        if (now < 0) continue;
        const held = amountsOf(problem, now, draft.funded[line] ?? 0);
        account.cost -= held.cost;
        account.reach -= held.cash;
      }
      if (account.reach > 0) found.push(account);
    }
  }
  return found.sort(
    (a, b) => a.cost / a.reach - b.cost / b.reach || a.index - b.index || a.debtor - b.debtor,
  );
}

/** Undone if an offer its lines come from would be left with less than it declared or must draw. */
function takeAccount({ draft, work }: Setting, { debtor, index }: Account): boolean {
  const { lineStart, offers } = work.columns;
  const before: Step[] = [];
  for (let line = lineStart[debtor] ?? 0; line < (lineStart[debtor + 1] ?? 0); line += 1) {
    const now = draft.pairOf[line] ?? -1;
    if (now >= 0 && offers.whole[draft.problem.offerOf[now] ?? 0] === 1) return false;
  }
  for (let line = lineStart[debtor] ?? 0; line < (lineStart[debtor + 1] ?? 0); line += 1) {
    if (pairOf(draft.problem, line, index) < 0) continue;
    before.push({ line, pair: draft.pairOf[line] ?? -1, funded: draft.funded[line] ?? 0 });
    lift(draft, line);
  }
  const x = draft.x[index] ?? 0;
  for (const { line } of before) {
    const pair = pairOf(draft.problem, line, index);
    place(draft, { line, pair, funded: fundable(draft, { line, pair }) });
  }
  if ((draft.x[index] ?? 0) > x && !before.some((step) => isUndercut(draft, step))) return true;
  for (const { line } of before) lift(draft, line);
  for (const step of before) if (step.pair >= 0) place(draft, step);
  return false;
}

function isUndercut(draft: Draft, { pair }: Step): boolean {
  if (pair < 0) return false;
  const from = draft.problem.offerOf[pair] ?? 0;
  const { minimumDraw } = offerAt(draft.problem, from);
  const draws = draft.advances[from] ?? 0;
  if ((draft.x[from] ?? 0) < (draft.declared[from] ?? 0)) return true;
  return (draft.lines[from] ?? 0) > 0 && draws < minimumDraw;
}
