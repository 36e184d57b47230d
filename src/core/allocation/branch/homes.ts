import type { AllocationProblem } from '../problem.ts';

/** What can become of each line: nothing, or a pair funded whole or, where the mode allows, in part. */
export type Homes = {
  /** The homes of line i are `start[i]` up to `start[i + 1]`; the first is nowhere. */
  start: Int32Array;
  lineOf: Int32Array;
  /** By home: its pair, −1 is nowhere; its offer, −1 likewise. */
  pair: Int32Array;
  offer: Int16Array;
  isPart: Uint8Array;
  /** Lines that go to an offer together or not at all. */
  accounts: { offer: number; lines: number[] }[];
};

export function homesOf(problem: AllocationProblem): Homes {
  const { pairStart, offerOf, offers, base } = problem;
  const lines = problem.debtorOf.length;
  const start = new Int32Array(lines + 1);
  const [lineOf, pairs, offer, isPart]: number[][] = [[], [], [], []];
  const add = (line: number, pair: number, part: number) => {
    lineOf?.push(line);
    pairs?.push(pair);
    offer?.push(pair < 0 ? -1 : (offerOf[pair] ?? 0));
    isPart?.push(part);
  };
  for (let line = 0; line < lines; line += 1) {
    add(line, -1, 0);
    for (let pair = pairStart[line] ?? 0; pair < (pairStart[line + 1] ?? 0); pair += 1) {
      const mode = offers[offerOf[pair] ?? 0]?.mode;
      add(line, pair, 0);
      const least = mode === 'whole_account' ? 0 : 1;
      if (mode !== 'strict_sale' && (base[pair] ?? 0) > least) add(line, pair, 1);
    }
    start[line + 1] = pairs?.length ?? 0;
  }
  return {
    start,
    lineOf: Int32Array.from(lineOf ?? []),
    pair: Int32Array.from(pairs ?? []),
    offer: Int16Array.from(offer ?? []),
    isPart: Uint8Array.from(isPart ?? []),
    accounts: accountsOf(problem),
  };
}

function accountsOf({
  offers,
  offerOf,
  pairStart,
  debtorOf,
}: AllocationProblem): Homes['accounts'] {
  const found = new Map<number, Homes['accounts'][number]>();
  debtorOf.forEach((debtor, line) => {
    for (let pair = pairStart[line] ?? 0; pair < (pairStart[line + 1] ?? 0); pair += 1) {
      const offer = offerOf[pair] ?? 0;
      if (offers[offer]?.mode !== 'whole_account') continue;
      const key = debtor * offers.length + offer;
      const account = found.get(key);
      if (account) account.lines.push(line);
      else found.set(key, { offer, lines: [line] });
    }
  });
  return [...found.values()].filter(({ lines }) => lines.length > 1);
}
