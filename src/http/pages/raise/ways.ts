import type { Alternative, Comparison } from '../../../core/compare/alternative.ts';

/** Which alternative is meant; `only` names its facility. */
export type WayName = { aim: Alternative['aim']; facilityId?: string | undefined };

/** Alternatives that place the same receivables alike are one way, whatever each aims at. */
export type Way = { names: WayName[]; alternative: Alternative };

export type Ways = { comparison: Comparison; ways: Way[] };

export function groupWays(comparison: Comparison): Ways {
  const ways: Way[] = [];
  for (const alternative of comparison.alternatives) {
    const { aim, facilityIds } = alternative;
    const name = aim === 'only' ? { aim, facilityId: facilityIds[0] } : { aim };
    const known = ways.find((way) => isAlike(way.alternative, alternative));
    if (known) known.names.push(name);
    else ways.push({ names: [name], alternative });
  }
  return { comparison, ways };
}

/** The sums part most of them before a line is looked at. */
function isAlike(one: Alternative, other: Alternative): boolean {
  const hasSums =
    one.costMinor === other.costMinor &&
    one.cashMinor === other.cashMinor &&
    one.encumberedMinor === other.encumberedMinor &&
    one.lines.length === other.lines.length;
  return (
    hasSums &&
    one.lines.every((line, index) => {
      const twin = other.lines[index];
      return (
        twin?.receivableId === line.receivableId &&
        twin.facilityId === line.facilityId &&
        twin.fundedMinor === line.fundedMinor &&
        twin.advanceMinor === line.advanceMinor
      );
    })
  );
}

export function wayNamed({ ways }: Ways, { aim, facilityId }: WayName): Way | undefined {
  return ways.find(({ names }) =>
    names.some((name) => name.aim === aim && (aim !== 'only' || name.facilityId === facilityId)),
  );
}

/** How a way stands to the cheapest: more is positive. */
export type Difference = {
  costMinor: number;
  /** Nothing where services were not valued. */
  netCostMinor: number;
  cashMinor: number;
  receivables: number;
  encumberedMinor: number;
};

export function differenceOf(way: Alternative, cheapest: Alternative): Difference {
  return {
    costMinor: way.costMinor - cheapest.costMinor,
    netCostMinor: (way.netCostMinor ?? 0) - (cheapest.netCostMinor ?? 0),
    cashMinor: way.cashMinor - cheapest.cashMinor,
    receivables: way.receivables - cheapest.receivables,
    encumberedMinor: way.encumberedMinor - cheapest.encumberedMinor,
  };
}

/** An aim of its own raises nothing where no receivable of it can be used: no facility then says which. */
export function unusedFacilities({ comparison }: Ways, facilityIds: Iterable<string>): string[] {
  const used = new Set(
    comparison.alternatives.flatMap(({ aim, facilityIds: own }) => (aim === 'only' ? own : [])),
  );
  return [...facilityIds].filter((facilityId) => !used.has(facilityId));
}
