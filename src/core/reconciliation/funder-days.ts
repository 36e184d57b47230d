import type { Day } from '../calendar.ts';
import type { Id } from '../ids.ts';
import type { DatedFact, Life } from './life.ts';
import type { ToldMovement, ToldSum } from './told.ts';

/** The days on which a funder's money went out and came back, by its own word. */
type FunderDays = { advancedOn?: Day | undefined; turnedOverOn?: Day | undefined };

/** The days of advances told for a whole request, by its number. */
function requestDays(movements: readonly ToldMovement[]): Map<string, Day> {
  const days = new Map<string, Day>();
  for (const { movement, status, receivableId } of movements) {
    const { kind, reversal, scheduleReference: reference, valueOn } = movement;
    const isAdvance = (kind === 'advance' || kind === 'drawdown') && !reversal;
    if (!isAdvance || status !== 'confirmed' || receivableId !== null) continue;
    if (reference === undefined) continue;
    const known = days.get(reference);
    if (known === undefined || valueOn < known) days.set(reference, valueOn);
  }
  return days;
}

function receivableDays(sums: readonly ToldSum[]): FunderDays {
  const told = (kinds: readonly ToldSum['kind'][]) =>
    sums.filter(({ kind, reversal }) => !reversal && kinds.includes(kind));
  const [advanced, ...more] = told(['advance', 'drawdown']);
  const [turned, ...again] = told(['turnover']);
  return {
    advancedOn: more.length === 0 ? advanced?.valueOn : undefined,
    turnedOverOn: again.length === 0 ? turned?.bookedOn : undefined,
  };
}

/**
 * A life with what the funder's word only confirmed on the funder's days: it charges by those, whenever
 * we have read its answer or our bank has paid. Where a kind of fact is there more than once, ours stay.
 */
function byFunderDays(life: Life, { advancedOn, turnedOverOn }: FunderDays): Life {
  const ofKind = (kind: DatedFact['fact']['kind']) =>
    life.facts.filter(({ fact }) => fact.kind === kind).length;
  const advanced = ofKind('advanced') === 1 ? advancedOn : undefined;
  const turned = ofKind('turned_over') === 1 ? turnedOverOn : undefined;
  if (advanced === undefined && turned === undefined) return life;
  const facts = life.facts.map((dated): DatedFact => {
    const { fact, on } = dated;
    if (fact.kind === 'advanced') return { fact, on: advanced ?? on };
    if (fact.kind === 'turned_over') return { fact, on: turned ?? on };
    // What is advanced has been assigned.
    const isLater = fact.kind === 'assigned' && advanced !== undefined && advanced < on;
    return isLater ? { fact, on: advanced } : dated;
  });
  return { ...life, facts };
}

/** Every receivable's lives by the funder's days; one that came back and went again keeps ours. */
export function livesByFunder(
  held: readonly { receivable: { receivableId: Id }; lives: readonly Life[] }[],
  known: {
    movements: readonly ToldMovement[];
    told: ReadonlyMap<Id, readonly ToldSum[]>;
    requests: ReadonlyMap<Id, string>;
  },
): Map<Id, Life[]> {
  const byRequest = requestDays(known.movements);
  return new Map(
    held.map(({ receivable: { receivableId }, lives }) => {
      const sums = known.told.get(receivableId) ?? [];
      const own: FunderDays = lives.length === 1 ? receivableDays(sums) : {};
      const told = lives.map((life) => {
        const number = known.requests.get(life.held.requestId) ?? '';
        return byFunderDays(life, { ...own, advancedOn: own.advancedOn ?? byRequest.get(number) });
      });
      return [receivableId, told];
    }),
  );
}
