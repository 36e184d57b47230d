import { type AllocationProblem, cashOf, costOf, type Offer } from '../allocation/problem.ts';
import { float64sAside, int32sAside, uint8sAside } from '../aside.ts';
import { assert } from '../assert.ts';
import { dayNumber } from '../calendar.ts';
import { amountAt } from '../eligibility/gross.ts';
import { at, type Ledger } from '../eligibility/ledger.ts';
import type { Outcome } from '../eligibility/outcome.ts';
import type { Need } from '../input.ts';
import { isAnyByLine, type NetOf } from './netLines.ts';
import { isTooOld, plainOf } from './plainLines.ts';
import { daysToPayment, feeOver, interestDays, withheldOf } from './price.ts';

export type Column = { outcome: Outcome; offer: Offer; net: NetOf };

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

/** Every free receivable with every facility that would pay cash for it, debtor by debtor. */
export function pairsOf(ledger: Ledger, need: Need, columns: readonly Column[]): Pairs {
  const pairs = emptyPairs(mostOf(ledger, columns));
  const tooSmall = new Map<number, number>();
  const nets = columns.map(() => new Float64Array(longest(ledger)));
  const valueNumber = dayNumber(need.valueOn);
  let [lines, count, held] = [0, 0, 0];
  for (let debtor = 0; debtor < ledger.debtors.length; debtor += 1) {
    for (const [offer, { net }] of columns.entries()) net(debtor, nets[offer] ?? none);
    const first = at(ledger.start, debtor);
    const end = at(ledger.start, debtor + 1);
    for (let line = first; line < end; line += 1) {
      if (ledger.heldLines[held] === line) {
        held += 1;
        continue;
      }
      const before = count;
      for (let offer = 0; offer < columns.length; offer += 1) {
        const funded = nets[offer]?.[line - first] ?? 0;
        const column = columns[offer];
        if (!column || funded === 0) continue;
        if (addPair(pairs, count, { column, ledger, line, funded, valueNumber, need })) {
          pairs.offerOf[count] = offer;
          count += 1;
        } else tooSmall.set(line, offer);
      }
      if (count === before) continue;
      pairs.lineOf[lines] = line;
      pairs.debtorOf[lines] = debtor;
      lines += 1;
      pairs.pairStart[lines] = count;
    }
  }
  return { ...trimmed(pairs, { lines, count }), tooSmall };
}

const none = new Float64Array(0);

type Adding = {
  column: Column;
  ledger: Ledger;
  line: number;
  funded: number;
  valueNumber: number;
  need: Need;
};

/** False where the advance comes to no cash. */
function addPair(pairs: PairColumns, pair: number, of: Adding): boolean {
  const { column, ledger, line, funded, valueNumber, need } = of;
  const { outcome, offer } = column;
  const { price } = outcome.view.terms;
  const { horizonDays } = need;
  const usualDelayDays = ledger.debtors[at(ledger.debtorOf, line)]?.usualDelayDays ?? 0;
  const daysToDue = at(ledger.due, line) - valueNumber;
  const runs = daysToPayment({ daysToDue, usualDelayDays });
  const faceMinor = amountAt(outcome.amounts, line);
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

/** So many lines has the debtor with the most. */
function longest({ start }: Ledger): number {
  let most = 0;
  for (let debtor = 0; debtor + 1 < start.length; debtor += 1) {
    most = Math.max(most, at(start, debtor + 1) - at(start, debtor));
  }
  return most;
}

type Most = { lines: number; pairs: number };

/** No more lines and pairs than these: what passes the rules about whole invoices and cross-ageing. */
function mostOf(ledger: Ledger, columns: readonly Column[]): Most {
  const { start, debtors } = ledger;
  const plains = columns.map(({ outcome }) => ({
    ...plainOf(outcome),
    isAgedLater: isAnyByLine(outcome),
  }));
  const isTaken = new Uint8Array(longest(ledger));
  const most = { lines: 0, pairs: 0 };
  for (let debtor = 0; debtor < debtors.length; debtor += 1) {
    const first = at(start, debtor);
    const lines = at(start, debtor + 1) - first;
    isTaken.fill(0, 0, lines);
    for (const plain of plains) {
      if (!plain.isAgedLater && isTooOld(plain, debtor)) continue;
      const { passes, signatureOf } = plain;
      for (let place = 0; place < lines; place += 1) {
        const isOne = passes[signatureOf[first + place] ?? 0] ?? 0;
        if (isOne === 0) continue;
        isTaken[place] = 1;
        most.pairs += 1;
      }
    }
    for (let place = 0; place < lines; place += 1) most.lines += isTaken[place] ?? 0;
  }
  return most;
}

const pairsMax = 2 ** 29;

function emptyPairs({ lines, pairs }: Most): PairColumns & { lineOf: Int32Array } {
  assert(pairs < pairsMax, 'too many receivables and facilities for one selection');
  return {
    lineOf: int32sAside(lines),
    debtorOf: int32sAside(lines),
    pairStart: int32sAside(lines + 1),
    offerOf: uint8sAside(pairs),
    base: float64sAside(pairs),
    fee: float64sAside(pairs),
    days: int32sAside(pairs),
    withheldFee: float64sAside(pairs),
    withheldDays: int32sAside(pairs),
    cash: float64sAside(pairs),
    cost: float64sAside(pairs),
  };
}

/** The parts that were filled, of nearly all that there is room for. */
function trimmed(
  pairs: PairColumns & { lineOf: Int32Array },
  { lines, count }: { lines: number; count: number },
): PairColumns & { lineOf: Int32Array } {
  return {
    lineOf: pairs.lineOf.subarray(0, lines),
    debtorOf: pairs.debtorOf.subarray(0, lines),
    pairStart: pairs.pairStart.subarray(0, lines + 1),
    offerOf: pairs.offerOf.subarray(0, count),
    base: pairs.base.subarray(0, count),
    fee: pairs.fee.subarray(0, count),
    days: pairs.days.subarray(0, count),
    withheldFee: pairs.withheldFee.subarray(0, count),
    withheldDays: pairs.withheldDays.subarray(0, count),
    cash: pairs.cash.subarray(0, count),
    cost: pairs.cost.subarray(0, count),
  };
}
