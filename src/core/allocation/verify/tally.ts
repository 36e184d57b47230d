import type { AmountMinor } from '../../money.ts';
import type { AllocationProblem, Offer, Placement } from '../problem.ts';
import { accountOf, closeAccount, resetAccount } from './account.ts';
import { quotientDown, quotientEven, quotientUp } from './arithmetic.ts';
import type { Report } from './violation.ts';

/** What the lines of a placement add up to. */
export type Tally = {
  cash: number;
  cost: number;
  /** By offer: lines placed, Σ x, Σ advances. */
  lines: Int32Array;
  funded: Float64Array;
  advances: Float64Array;
  /** By offer, by family, by node: Σ x. */
  nodes: Float64Array[][];
};

/** Judges each line and each debtor, and adds up what the offers and their caps are judged by. */
export function tallyOf(problem: AllocationProblem, placement: Placement, report: Report): Tally {
  const { offers, debtorOf } = problem;
  const tally: Tally = {
    cash: 0,
    cost: 0,
    lines: new Int32Array(offers.length),
    funded: new Float64Array(offers.length),
    advances: new Float64Array(offers.length),
    nodes: offers.map(({ caps }) => caps.map(({ held }) => new Float64Array(held.length))),
  };
  const cut = cutLines(problem, placement, report);
  const account = accountOf(problem);
  const facts: Facts = { problem, placement, report, tally, account, cut };
  const lines = debtorOf.length;
  for (let line = 0; line < lines; ) {
    const debtor = debtorOf[line] ?? 0;
    resetAccount(account, { debtor, from: line });
    for (; line < lines && debtorOf[line] === debtor; line += 1) {
      if (placement.placed[line] !== 0) judgeLine(facts, line);
    }
    account.to = line;
    if (line < lines && (debtorOf[line] ?? 0) < debtor) {
      report({ constraint: 'order', line, actual: debtorOf[line] ?? 0, limit: debtor });
    }
    closeAccount({ problem, placement, report, tally }, account);
  }
  return tally;
}

type Facts = {
  problem: AllocationProblem;
  placement: Placement;
  report: Report;
  tally: Tally;
  account: ReturnType<typeof accountOf>;
  cut: Uint8Array;
};

/** Marks the lines funded in part; an amount for a line that is nowhere is a violation. */
function cutLines(
  { debtorOf }: AllocationProblem,
  { partial, placed }: Placement,
  report: Report,
): Uint8Array {
  const cut = new Uint8Array(debtorOf.length);
  for (const [line, funded] of partial) {
    if (!placed[line]) report({ constraint: 'part_not_placed', line, actual: funded, limit: 0 });
    else cut[line] = 1;
  }
  return cut;
}

function judgeLine({ problem, placement, report, tally, account, cut }: Facts, line: number): void {
  const home = (placement.placed[line] ?? 0) - 1;
  const offer = problem.offers[home];
  let pair = problem.pairStart[line] ?? 0;
  const end = problem.pairStart[line + 1] ?? 0;
  while (pair < end && problem.offerOf[pair] !== home) pair += 1;
  if (!offer || pair === end) {
    report({ constraint: 'pair', line, offer: home, actual: home, limit: problem.offers.length });
    return;
  }
  const base = problem.base[pair] ?? 0;
  let funded = base;
  if (cut[line] === 1) {
    funded = placement.partial.get(line) ?? 0;
    if (!Number.isSafeInteger(funded) || funded < 0 || funded >= base) {
      report({ constraint: 'part', line, offer: home, actual: funded, limit: base });
      return;
    }
    if (offer.mode === 'strict_sale') {
      report({ constraint: 'strict', line, offer: home, actual: funded, limit: base });
    }
    if (funded > 0) account.parts[home]?.push(line);
  }
  const advance = quotientDown(funded, offer.advanceRateBp, 10_000);
  const { cash, cost } = amountsOf(problem, pair, { offer, advance });
  if (funded === base) {
    const place = { line, offer: home };
    const [cashColumn, costColumn] = [problem.cash[pair] ?? 0, problem.cost[pair] ?? 0];
    if (cash !== cashColumn)
      report({ constraint: 'pair_cash', ...place, actual: cashColumn, limit: cash });
    if (cost !== costColumn)
      report({ constraint: 'pair_cost', ...place, actual: costColumn, limit: cost });
  }
  if (offer.mode !== 'pledge') tally.cash += cash;
  tally.cost += cost;
  tally.lines[home] = (tally.lines[home] ?? 0) + 1;
  tally.funded[home] = (tally.funded[home] ?? 0) + funded;
  tally.advances[home] = (tally.advances[home] ?? 0) + advance;
  account.lines[home] = (account.lines[home] ?? 0) + 1;
  account.funded[home] = (account.funded[home] ?? 0) + funded;
  for (const share of account.rooms[home] ?? []) {
    if (share.binds) share.room.used += quotientUp(funded, share.numerator, share.denominator);
  }
  for (const { family, nodeOf } of account.lineFamilies[home] ?? []) {
    const node = nodeOf[line] ?? -1;
    const sums = tally.nodes[home]?.[family];
    if (sums && node >= 0) sums[node] = (sums[node] ?? 0) + funded;
  }
}

/** From the terms again: the columns and the functions that filled them are what is judged. */
function amountsOf(
  problem: AllocationProblem,
  pair: number,
  { offer, advance }: { offer: Offer; advance: AmountMinor },
): { cash: AmountMinor; cost: AmountMinor } {
  const { numerator, denominator } = offer.toNeed;
  const fee = problem.fee[pair] ?? 0;
  if (offer.mode === 'pledge') {
    return {
      cash: quotientDown(advance, numerator, denominator),
      cost: quotientUp(fee, numerator, denominator),
    };
  }
  const interestFor = (days: number) =>
    quotientEven(advance, offer.interest.numerator, {
      times: days,
      of: offer.interest.denominator,
    });
  const interest = interestFor(problem.days[pair] ?? 0);
  let paid = advance;
  if (offer.withheld !== 'nothing') paid -= interestFor(problem.withheldDays[pair] ?? 0);
  if (offer.withheld === 'interest_and_fees') paid -= problem.withheldFee[pair] ?? 0;
  return {
    cash: quotientDown(paid, numerator, denominator),
    cost: quotientUp(interest + fee, numerator, denominator),
  };
}
