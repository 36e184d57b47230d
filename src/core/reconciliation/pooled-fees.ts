import { type Day, daysBetween } from '../calendar.ts';
import type { ServiceFee } from '../charge/charges.ts';
import { feeBaseOf, misdirectedFeeOf } from '../charge/fee.ts';
import { type FeeBearer, pooledFeeOf } from '../charge/pooledFee.ts';
import type { Id } from '../ids.ts';
import { sumMinor } from '../money.ts';
import { type AgreedCharge, advancedBy, misdirectedIn } from './agreed.ts';
import { type Life, movementOf } from './life.ts';
import { type Minimum, minimumsOf } from './minimums.ts';
import { type Pool, type Pooled, pooledOf, reckoned } from './pooled.ts';

/**
 * Fees that the funder booked on the account as a whole, or on one request, against the agreement: what
 * has been added to its receivables since it charged them last, rounded once; and the agreement's
 * minimums. Where it charges each receivable its own fee, all it may charge besides is a minimum.
 */
export function pooledFees(pool: Pool): AgreedCharge[] {
  const service = pooledOf(pool, ['service_fee']);
  const minimums = minimumsOf(pool, service);
  const claimed = new Set(minimums.flatMap(({ movements }) => movements));
  const left = service.filter(({ id }) => !claimed.has(id));
  const found =
    left.length > 0 && isCharged(pool, new Set(service.map(({ id }) => id)))
      ? left.filter(({ through }) => through >= pool.since).map((one) => chargedAs(one, []))
      : serviceFees(pool, left);
  return [...found, ...minimums.map(minimumAs), ...misdirectedFees(pool)];
}

function minimumAs({ chargedMinor, through, derived }: Minimum): AgreedCharge {
  return { charge: 'fees', chargedMinor, through, ...reckoned([derived]) };
}

function chargedAs(
  { chargedMinor, through }: Pick<Pooled, 'chargedMinor' | 'through'>,
  parts: Parameters<typeof reckoned>[0],
): AgreedCharge {
  return { charge: 'fees', chargedMinor, through, ...reckoned(parts) };
}

/** Whether any receivable has been charged a fee of its own. */
function isCharged({ lives }: Pool, shared: ReadonlySet<Id>): boolean {
  return lives.some(({ facts }) =>
    facts.some(
      ({ fact }) =>
        fact.kind === 'charged' &&
        fact.charge === 'service_fee' &&
        !shared.has(movementOf(fact) ?? ''),
    ),
  );
}

function serviceFees({ charges, lives, requests, since }: Pool, told: readonly Pooled[]) {
  const { serviceFee } = charges;
  const chargedTo = new Map<Life, Day>();
  const found: AgreedCharge[] = [];
  for (const one of byDay(told)) {
    const { through, reference } = one;
    const own = lives.filter((life) => {
      const number = requests.get(life.held.requestId);
      return assignedOf(life) !== undefined && (reference === undefined || number === reference);
    });
    const bearers = serviceFee
      ? own.flatMap((life) => bearerOf(serviceFee, life, { through, before: chargedTo.get(life) }))
      : [];
    for (const life of own)
      if ((assignedOf(life)?.on ?? '') <= through) chargedTo.set(life, through);
    // What ended before that day is not among the lives.
    if (through < since) continue;
    found.push(chargedAs(one, serviceFee ? [pooledFeeOf(serviceFee, bearers)] : []));
  }
  return found;
}

/** What a day's bookings under one reference come to. */
function byDay(told: readonly Pooled[]): Pick<Pooled, 'chargedMinor' | 'through' | 'reference'>[] {
  const groups = Map.groupBy(told, ({ through, reference }) => `${through}|${reference ?? ''}`);
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const chargedMinor = sumMinor(own.map((one) => one.chargedMinor));
    return [{ ...first, chargedMinor }];
  });
}

function assignedOf({ facts }: Life) {
  const found = facts.find(({ fact }) => fact.kind === 'assigned');
  if (found?.fact.kind !== 'assigned') return undefined;
  return { on: found.on, faceMinor: found.fact.faceMinor };
}

/** A receivable that has ended runs no further. */
function bearerOf(
  fee: ServiceFee,
  life: Life,
  { through, before }: { through: Day; before: Day | undefined },
): FeeBearer[] {
  const assigned = assignedOf(life);
  if (!assigned || assigned.on > through) return [];
  const { on, faceMinor: assignedMinor } = assigned;
  const ended = life.facts.findLast(({ fact }) => fact.kind === 'closed')?.on ?? through;
  const daysTo = (day: Day) => Math.max(0, daysBetween(on, day < ended ? day : ended));
  const advancedMinor = advancedBy(life.facts, through);
  const baseMinor = feeBaseOf(fee, { assignedMinor, advancedMinor });
  const own = { baseMinor, days: daysTo(through) };
  return [before === undefined ? own : { ...own, before: daysTo(before) }];
}

/** For what was passed on since such a fee was booked last. */
function misdirectedFees(pool: Pool): AgreedCharge[] {
  const { misdirectedFee } = pool.charges;
  const passed = pool.lives.flatMap(({ facts }) => misdirectedIn(facts));
  let last: Day = '';
  const found: AgreedCharge[] = [];
  for (const one of byDay(pooledOf(pool, ['misdirected_fee']))) {
    const own = passed.filter(({ passedOn }) => passedOn > last && passedOn <= one.through);
    last = one.through;
    if (one.through < pool.since) continue;
    found.push(
      chargedAs(
        one,
        misdirectedFee ? own.map((paid) => misdirectedFeeOf(misdirectedFee, paid)) : [],
      ),
    );
  }
  return found;
}
