import type { AmountMinor } from '../../money.ts';
import { greatestCash } from '../bound.ts';
import { buildModel } from '../model.ts';
import type { Search } from '../search.ts';
import type { Prices } from '../value.ts';
import { homesOf } from './homes.ts';
import { leastOf } from './narrow.ts';
import { relax } from './relaxed.ts';
import { cutsOf } from './separate.ts';
import { worthOf } from './worth.ts';

/** Lines up to which cuts are looked for. */
const CUT_LINES = 2_000;

/** No plan raises more cash: by given prices, and by those of the linear program with cuts. */
export function mostCash(search: Search, prices: Prices): AmountMinor {
  const { problem } = search;
  const known = greatestCash(problem, prices);
  if (problem.debtorOf.length > CUT_LINES) return known;
  const homes = homesOf(problem);
  const uses = problem.offers.map(() => 'open' as const);
  const built = buildModel(problem, { aim: 'cash', uses, relaxed: true });
  const asked = { ...built, model: withoutMinimum(built) };
  const domain = new Uint8Array(homes.pair.length).fill(1);
  const cuts = cutsOf({ search, built: asked, homes }, domain).cuts;
  const relaxed = relax(search, asked, { homes, domain, cuts });
  if (!relaxed) return known;
  const of = { allowed: uses.map(() => true), required: uses.map(() => false) };
  const worth = worthOf(problem, { homes, domain, of, cuts, ...relaxed, bounded: 'cash' });
  if (!worth) return known;
  const short = Math.ceil(leastOf(homes, domain, worth) / 2 ** worth.bits);
  return Math.max(0, Math.min(known, problem.needMinor - short));
}

/** An offer that need not be used need not make its minimum draw. */
function withoutMinimum({ model, rows }: ReturnType<typeof buildModel>) {
  const rowLower = Float64Array.from(model.rowLower);
  for (const row of rows.minimum) if (row >= 0) rowLower[row] = Number.NEGATIVE_INFINITY;
  return { ...model, rowLower };
}
