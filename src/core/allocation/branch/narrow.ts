import type { AmountMinor } from '../../money.ts';
import type { Homes } from './homes.ts';
import type { Worth } from './worth.ts';

/** What lines may still come to; by home: 1 is open. */
export type Domain = Uint8Array;

/** The most that the sum of a plan is that costs no more than `most`, in the worth's own unit. */
export function limitOf({ bounded, bits }: Worth, most: AmountMinor): number {
  return bounded === 'cost' ? most * 2 ** bits : 0;
}

/** The least that the open homes come to, in the worth's own unit. */
export function leastOf(homes: Homes, domain: Domain, worth: Worth): number {
  let sum = worth.constant;
  for (let line = 0; line + 1 < homes.start.length; line += 1) {
    sum += leastHome(homes, domain, { worth, line });
  }
  return sum;
}

/**
 * Without the homes that no plan at up to `most` has, whose own value takes the sum beyond it; undefined
 * where there is no such plan.
 */
export function narrow(
  homes: Homes,
  of: { domain: Domain; worths: readonly Worth[]; most: AmountMinor },
): Domain | undefined {
  const domain = Uint8Array.from(of.domain);
  for (const worth of of.worths) {
    const left = limitOf(worth, of.most) - leastOf(homes, domain, worth);
    if (left < 0) return undefined;
    for (let line = 0; line + 1 < homes.start.length; line += 1) {
      const least = leastHome(homes, domain, { worth, line });
      for (let home = homes.start[line] ?? 0; home < (homes.start[line + 1] ?? 0); home += 1) {
        if ((worth.values[home] ?? 0) - least > left) domain[home] = 0;
      }
    }
  }
  return keepAccounts(homes, domain) ? domain : undefined;
}

/** Closes homes that part an account; false where a line is left without any. */
export function keepAccounts(homes: Homes, domain: Domain): boolean {
  let isClosed = true;
  while (isClosed) {
    isClosed = false;
    for (const account of homes.accounts) {
      const isOpen = (line: number, own: boolean) =>
        openHomes(homes, domain, line).some(
          (home) => (homes.offer[home] === account.offer) === own,
        );
      const isOut = account.lines.some((line) => !isOpen(line, true));
      const isIn = account.lines.some((line) => !isOpen(line, false));
      if (isOut && isIn) return false;
      if (!isOut && !isIn) continue;
      for (const line of account.lines) {
        for (const home of openHomes(homes, domain, line)) {
          if ((homes.offer[home] === account.offer) !== isOut) continue;
          domain[home] = 0;
          isClosed = true;
        }
      }
    }
  }
  return true;
}

export function openHomes({ start }: Homes, domain: Domain, line: number): number[] {
  const open: number[] = [];
  for (let home = start[line] ?? 0; home < (start[line + 1] ?? 0); home += 1) {
    if (domain[home] === 1) open.push(home);
  }
  return open;
}

function leastHome(
  { start }: Homes,
  domain: Domain,
  { worth, line }: { worth: Worth; line: number },
): number {
  let least = Number.POSITIVE_INFINITY;
  for (let home = start[line] ?? 0; home < (start[line + 1] ?? 0); home += 1) {
    if (domain[home] === 1) least = Math.min(least, worth.values[home] ?? 0);
  }
  return least;
}
