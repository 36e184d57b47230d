import { type AmountMinor, shareBp as shareOf } from '../money.ts';
import type { CoverSource } from '../policy/terms.ts';
import type { Slice } from './capacity.ts';
import type { JudgedLine } from './judge.ts';

/** What of an invoice is within the limit, source by source, and what is above it. */
export type Filled = {
  insured: {
    source: CoverSource;
    amountMinor: AmountMinor;
    shareBp: number;
    paidMinor: AmountMinor;
  }[];
  overMinor: AmountMinor;
  /** All that the invoice could have used, and what older ones have used of it. */
  roomMinor: AmountMinor;
  usedMinor: AmountMinor;
};

/**
 * Fills the limit in the order of the lines, each by the limit of its own day: what older invoices use
 * is not there for later ones, and what is paid makes room for them. `wanted` is what each asks for;
 * `held` is in use before all of them.
 */
export function fillLimit(
  lines: readonly JudgedLine[],
  { wanted, heldMinor = 0 }: { wanted: (line: JudgedLine) => AmountMinor; heldMinor?: AmountMinor },
): Filled[] {
  const used = { base: heldMinor, top: 0 };
  return lines.map((line): Filled => {
    const { capacity } = line;
    const insured: Filled['insured'] = [];
    let left = wanted(line);
    if (!capacity) return { insured, overMinor: left, roomMinor: 0, usedMinor: 0 };
    const roomMinor = capacity.baseMinor + capacity.topMinor;
    const usedMinor = used.base + used.top;
    const inBase = take(capacity.base, { used: used.base, wanted: left }, insured);
    used.base += inBase;
    left -= inBase;
    const onTop = take(capacity.top, { used: used.top, wanted: left }, insured);
    used.top += onTop;
    return { insured, overMinor: left - onTop, roomMinor, usedMinor };
  });
}

/** Takes from slices what lies beyond the used; returns how much. */
function take(
  slices: readonly Slice[],
  { used, wanted }: { used: number; wanted: number },
  insured: Filled['insured'],
): AmountMinor {
  let [left, start] = [wanted, 0];
  for (const { source, roomMinor, shareBp } of slices) {
    const end = start + roomMinor;
    const amountMinor = Math.min(left, end - Math.max(start, used));
    start = end;
    if (amountMinor <= 0) continue;
    const paidMinor = shareOf(amountMinor, shareBp, 'down');
    insured.push({ source, amountMinor, shareBp, paidMinor });
    left -= amountMinor;
  }
  return wanted - left;
}
