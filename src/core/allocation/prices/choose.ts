import type { Columns } from './columns.ts';
import type { DebtorWork } from './debtor.ts';

/** The best pairs of one debtor's lines at one price of a room, and what they come to. */
export type Choices = {
  /** Σ gain, prices of its own rooms taken off. */
  gained: number;
  /** Price of the room being settled, and what is used of it. */
  price: number;
  use: number;
  /** By line of the debtor: its pair, or −1. */
  pair: Int32Array;
  x: Float64Array;
  cash: Float64Array;
};

type ChoiceWork = { columns: Columns; accounts: Uint8Array; debtor: DebtorWork };

/** Sets `now` to the best choice of every line. */
export function chooseLines({ columns, accounts, debtor: own }: ChoiceWork, debtor: number): void {
  const { lineStart, pairStart, offerOf, base, cash } = columns;
  const { gain, taken, now } = own;
  now.x.fill(0);
  now.cash.fill(0);
  const first = lineStart[debtor] ?? 0;
  const end = lineStart[debtor + 1] ?? 0;
  const start = pairStart[first] ?? 0;
  if (accounts[debtor] === 1) {
    chooseAccount({ columns, debtor: own }, debtor);
    return;
  }
  let gained = 0;
  for (let line = first; line < end; line += 1) {
    const pairEnd = pairStart[line + 1] ?? 0;
    let best = 0;
    let chosen = -1;
    for (let pair = pairStart[line] ?? 0; pair < pairEnd; pair += 1) {
      const net = (gain[pair - start] ?? 0) - (taken[offerOf[pair] ?? 0] ?? 0) * (base[pair] ?? 0);
      if (net > best) {
        best = net;
        chosen = pair;
      }
    }
    now.pair[line - first] = chosen;
    if (chosen < 0) continue;
    const offer = offerOf[chosen] ?? 0;
    gained += best;
    now.x[offer] = (now.x[offer] ?? 0) + (base[chosen] ?? 0);
    now.cash[offer] = (now.cash[offer] ?? 0) + (cash[chosen] ?? 0);
  }
  now.gained = gained;
}

/**
 * A debtor with offers that take all of its lines or none: the best of those offers, each with the best
 * of the other pairs for lines it has no pair with, and of no such offer at all.
 */
function chooseAccount(
  { columns, debtor: own }: Pick<ChoiceWork, 'columns' | 'debtor'>,
  debtor: number,
): void {
  const { offers } = columns;
  let best = -1;
  let most = lineChoices(columns, own, { debtor, account: -1 });
  for (let account = 0; account < offers.count; account += 1) {
    if (offers.whole[account] === 0) continue;
    const gained = lineChoices(columns, own, { debtor, account });
    if (gained > most) {
      best = account;
      most = gained;
    }
  }
  own.account = best;
  own.now.gained = lineChoices(columns, own, { debtor, account: best });
  addUp(columns, own, debtor);
}

function lineChoices(
  columns: Columns,
  { gain, taken, now }: DebtorWork,
  { debtor, account }: { debtor: number; account: number },
): number {
  const { lineStart, pairStart, offerOf, base, fee, offers } = columns;
  const first = lineStart[debtor] ?? 0;
  const start = pairStart[first] ?? 0;
  let gained = 0;
  let members = 0;
  for (let line = first; line < (lineStart[debtor + 1] ?? 0); line += 1) {
    let best = 0;
    let chosen = -1;
    for (let pair = pairStart[line] ?? 0; pair < (pairStart[line + 1] ?? 0); pair += 1) {
      const offer = offerOf[pair] ?? 0;
      if (offers.whole[offer] === 1 && offer !== account) continue;
      const net = (gain[pair - start] ?? 0) - (taken[offer] ?? 0) * (base[pair] ?? 0);
      if (offer === account) {
        const unfunded = -(fee[pair] ?? 0) * (offers.toNeed[offer] ?? 0);
        best = Math.max(net, unfunded);
        chosen = net > unfunded ? pair : -1;
        members += 1;
        break;
      }
      if (net > best) {
        best = net;
        chosen = pair;
      }
    }
    // A pair with the account outranks what was best before it; later pairs are not looked at.
    now.pair[line - first] = chosen;
    gained += best;
  }
  return account >= 0 && members === 0 ? Number.NEGATIVE_INFINITY : gained;
}

function addUp(columns: Columns, { now }: DebtorWork, debtor: number): void {
  const { lineStart, offerOf, base, cash } = columns;
  const lines = (lineStart[debtor + 1] ?? 0) - (lineStart[debtor] ?? 0);
  for (let line = 0; line < lines; line += 1) {
    const pair = now.pair[line] ?? -1;
    if (pair < 0) continue;
    const offer = offerOf[pair] ?? 0;
    now.x[offer] = (now.x[offer] ?? 0) + (base[pair] ?? 0);
    now.cash[offer] = (now.cash[offer] ?? 0) + (cash[pair] ?? 0);
  }
}
