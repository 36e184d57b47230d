import { type AllocationProblem, cashOf, costOf, type Offer } from '../allocation/problem.ts';
import { assert } from '../assert.ts';
import { dayNumber } from '../calendar.ts';
import { at, type Ledger } from '../eligibility/ledger.ts';
import type { Outcome } from '../eligibility/outcome.ts';
import type { Need } from '../input.ts';
import { daysToPayment, feeOver, interestDays, withheldOf } from './price.ts';

export type Column = { outcome: Outcome; offer: Offer; net: Float64Array };

type PairColumns = Pick<
  AllocationProblem,
  | 'debtorOf'
  | 'pairStart'
  | 'offerOf'
  | 'base'
  | 'fee'
  | 'days'
  | 'withheldFee'
  | 'withheldDays'
  | 'cash'
  | 'cost'
>;

export type Pairs = PairColumns & {
  /** By line of the problem: its line in the ledger. */
  lineOf: Int32Array;
  /** Lines some facility would take, whose advance rounds to nothing: ledger line → offer. */
  tooSmall: Map<number, number>;
};

/** Every free receivable with every facility that would pay cash for it. */
export function pairsOf(ledger: Ledger, need: Need, columns: readonly Column[]): Pairs {
  const free = freeLines(ledger);
  const most = columns.reduce((sum, { net }) => sum + positive(net, free), 0);
  const pairs = emptyPairs(ledger, most);
  const tooSmall = new Map<number, number>();
  const valueNumber = dayNumber(need.valueOn);
  let [lines, count] = [0, 0];
  for (let line = 0; line < free.length; line += 1) {
    if (free[line] === 0) continue;
    const before = count;
    for (let offer = 0; offer < columns.length; offer += 1) {
      const column = columns[offer];
      if (!column || at(column.net, line) === 0) continue;
      if (addPair(pairs, count, { column, ledger, line, valueNumber, need })) {
        pairs.offerOf[count] = offer;
        count += 1;
      } else tooSmall.set(line, offer);
    }
    if (count === before) continue;
    pairs.lineOf[lines] = line;
    pairs.debtorOf[lines] = at(ledger.debtorOf, line);
    lines += 1;
    pairs.pairStart[lines] = count;
  }
  return { ...trimmed(pairs, { lines, count }), tooSmall };
}

type Adding = {
  column: Column;
  ledger: Ledger;
  line: number;
  valueNumber: number;
  need: Need;
};

/** False where the advance comes to no cash. */
function addPair(pairs: PairColumns, pair: number, of: Adding): boolean {
  const { column, ledger, line, valueNumber, need } = of;
  const { outcome, offer, net } = column;
  const { price } = outcome.view.terms;
  const { horizonDays } = need;
  const usualDelayDays = ledger.debtors[at(ledger.debtorOf, line)]?.usualDelayDays ?? 0;
  const daysToDue = at(ledger.due, line) - valueNumber;
  const runs = daysToPayment({ daysToDue, usualDelayDays });
  const funded = at(net, line);
  const faceMinor = at(outcome.gross, line);
  pairs.base[pair] = funded;
  pairs.fee[pair] = feeOver(price, { faceMinor, runs, horizonDays });
  pairs.days[pair] = interestDays(price, { valueNumber, runs, horizonDays });
  const withheld = withheldOf(price, { faceMinor, valueNumber, runs });
  pairs.withheldFee[pair] = withheld.fee;
  pairs.withheldDays[pair] = withheld.days;
  const cash = cashOf(pairs, pair, { offer, funded });
  if (cash <= 0) return false;
  pairs.cash[pair] = cash;
  pairs.cost[pair] = costOf(pairs, pair, { offer, funded });
  return true;
}

function freeLines({ positions, invoices }: Ledger): Uint8Array {
  const free = new Uint8Array(invoices.length).fill(1);
  if (positions.size === 0) return free;
  invoices.forEach(({ id }, line) => {
    if (positions.has(id)) free[line] = 0;
  });
  return free;
}

function positive(net: Float64Array, free: Uint8Array): number {
  let count = 0;
  for (let line = 0; line < net.length; line += 1) {
    if (free[line] === 1 && (net[line] ?? 0) > 0) count += 1;
  }
  return count;
}

const pairsMax = 2 ** 29;

function emptyPairs(ledger: Ledger, most: number): PairColumns & { lineOf: Int32Array } {
  assert(most < pairsMax, 'too many receivables and facilities for one selection');
  const lines = ledger.invoices.length;
  return {
    lineOf: new Int32Array(lines),
    debtorOf: new Int32Array(lines),
    pairStart: new Int32Array(lines + 1),
    offerOf: new Uint8Array(most),
    base: new Float64Array(most),
    fee: new Float64Array(most),
    days: new Int32Array(most),
    withheldFee: new Float64Array(most),
    withheldDays: new Int32Array(most),
    cash: new Float64Array(most),
    cost: new Float64Array(most),
  };
}

function trimmed(
  pairs: PairColumns & { lineOf: Int32Array },
  { lines, count }: { lines: number; count: number },
): PairColumns & { lineOf: Int32Array } {
  return {
    lineOf: pairs.lineOf.slice(0, lines),
    debtorOf: pairs.debtorOf.slice(0, lines),
    pairStart: pairs.pairStart.slice(0, lines + 1),
    offerOf: pairs.offerOf.slice(0, count),
    base: pairs.base.slice(0, count),
    fee: pairs.fee.slice(0, count),
    days: pairs.days.slice(0, count),
    withheldFee: pairs.withheldFee.slice(0, count),
    withheldDays: pairs.withheldDays.slice(0, count),
    cash: pairs.cash.slice(0, count),
    cost: pairs.cost.slice(0, count),
  };
}
