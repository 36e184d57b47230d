import type { BuiltModel } from '../model.ts';
import type { Search } from '../search.ts';
import { type Cut, coverCut, limitsOf, tightened } from './cuts.ts';
import type { Homes } from './homes.ts';
import { loadOf } from './load.ts';
import type { Domain } from './narrow.ts';
import type { Pools } from './pools.ts';
import { relax } from './relaxed.ts';

/** Linear relaxations solved for cuts. */
const ROUNDS = 12;

export type Separating = { search: Search; built: BuiltModel; homes: Homes };

/** The cuts of a domain that bind where its linear program ends with them, and how many it took. */
export function cutsOf(
  { search, built, homes }: Separating,
  domain: Domain,
  pools: Pools = [],
): { cuts: Cut[]; relaxations: number } {
  const { problem } = search;
  const isWhole = (home: number) =>
    domain[home] === 1 && problem.offers[homes.offer[home] ?? -1]?.mode === 'strict_sale';
  const limits = limitsOf(problem, homes, { load: loadOf(problem, homes), domain, pools });
  const cuts: Cut[] = [];
  const tight = limits.map((limit) => {
    const cut = tightened(homes, limit, isWhole);
    if (cut) cuts.push(cut);
    return cut ? { ...limit, most: cut.most } : limit;
  });
  for (let relaxations = 1; relaxations <= ROUNDS; relaxations += 1) {
    const relaxed = relax(search, built, { homes, domain, cuts });
    if (!relaxed) return { cuts, relaxations };
    const point = (home: number) => relaxed.parts[homes.pair[home] ?? -1] ?? 0;
    const found = tight
      .map((limit) => coverCut(homes, limit, { isWhole, point }))
      .filter((cut) => cut !== undefined);
    if (found.length === 0) {
      return { cuts: cuts.filter((_, at) => (relaxed.cutPrices[at] ?? 0) > 0), relaxations };
    }
    cuts.push(...found);
  }
  return { cuts, relaxations: ROUNDS };
}
