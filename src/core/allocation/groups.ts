import type { AllocationProblem, CapFamily } from './problem.ts';

/**
 * The lines of a debtor that no cap of an offer tells apart: of such a group one may be funded in part.
 * Where caps are on debtors alone all of its lines are one group with the offer; a cap by currency makes
 * one of each currency.
 */
export type PartGroups = {
  /** Groups that a debtor has with all offers together at most, used or not. */
  width: number;
  /** By offer: its first group. */
  first: Int32Array;
  /** By offer, by line: the group beyond the first; undefined where there is one alone. */
  beyond: (Int32Array | undefined)[];
};

export function partGroupsOf({ offers, debtorOf }: AllocationProblem): PartGroups {
  const first = new Int32Array(offers.length);
  let width = 0;
  const beyond = offers.map(({ caps }, index) => {
    first[index] = width;
    const byLine = caps.filter(({ by }) => by === 'line');
    const numbered = byLine.length === 0 ? undefined : numberedBy(byLine, debtorOf);
    width += numbered?.count ?? 1;
    return numbered && numbered.count > 1 ? numbered.group : undefined;
  });
  return { width, first, beyond };
}

/** The group of a line with an offer, among those of all debtors. */
export function partGroupOf(
  { width, first, beyond }: PartGroups,
  { debtor, line, offer }: { debtor: number; line: number; offer: number },
): number {
  return debtor * width + (first[offer] ?? 0) + (beyond[offer]?.[line] ?? 0);
}

/** The groups of each debtor, from 0 in the order of its lines, and the most that one has. */
function numberedBy(
  families: readonly CapFamily[],
  debtorOf: Int32Array,
): { group: Int32Array; count: number } {
  const group = new Int32Array(debtorOf.length);
  let count = 1;
  const known: number[] = [];
  for (let line = 0; line < debtorOf.length; line += 1) {
    if (line > 0 && debtorOf[line] !== debtorOf[line - 1]) known.length = 0;
    const same = known.findIndex((other) => isAlike(families, line, other));
    if (same < 0) known.push(line);
    group[line] = same < 0 ? known.length - 1 : same;
    count = Math.max(count, known.length);
  }
  return { group, count };
}

function isAlike(families: readonly CapFamily[], line: number, other: number): boolean {
  for (const { nodeOf } of families) if (nodeOf[line] !== nodeOf[other]) return false;
  return true;
}
