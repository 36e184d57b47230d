import type { Offer, OfferMode } from '../../../../src/core/allocation/problem.ts';
import type { InstanceOptions } from '../instances.ts';
import type { Ledger } from './ledger.ts';

export type Facility = {
  facilityId: string;
  mode: OfferMode;
  advanceRateBp: number;
  rateBp: number;
  feeBp: number;
  feeMin: number;
  toNeed: { numerator: number; denominator: number };
  withheld: Offer['withheld'];
  currencies: number[];
  insuredOnly: boolean;
  termMax: number;
};

const one = { numerator: 1, denominator: 1 };
const [EUR, USD, PLN, OTHER] = [0, 1, 2, 3];

/** The five of the measurements: recourse, insured non-recourse, pledge, USD line, PLN and SEK line. */
export const facilities: Facility[] = [
  {
    facilityId: 'REC_EUR',
    mode: 'sale',
    advanceRateBp: 8_000,
    rateBp: 465,
    feeBp: 22,
    feeMin: 300,
    toNeed: one,
    withheld: 'nothing',
    currencies: [EUR],
    insuredOnly: false,
    termMax: 100,
  },
  {
    facilityId: 'NONREC',
    mode: 'strict_sale',
    advanceRateBp: 9_000,
    rateBp: 390,
    feeBp: 38,
    feeMin: 500,
    toNeed: one,
    withheld: 'interest_and_fees',
    currencies: [EUR, USD, PLN],
    insuredOnly: true,
    termMax: 90,
  },
  {
    facilityId: 'PLEDGE',
    mode: 'pledge',
    advanceRateBp: 7_500,
    rateBp: 610,
    feeBp: 5,
    feeMin: 0,
    toNeed: one,
    withheld: 'nothing',
    currencies: [EUR, USD, PLN, OTHER],
    insuredOnly: false,
    termMax: 120,
  },
  {
    facilityId: 'USD_LINE',
    mode: 'sale',
    advanceRateBp: 8_500,
    rateBp: 690,
    feeBp: 15,
    feeMin: 0,
    toNeed: { numerator: 925_069, denominator: 1_000_000 },
    withheld: 'interest',
    currencies: [USD],
    insuredOnly: false,
    termMax: 120,
  },
  {
    facilityId: 'PLN_SEK',
    mode: 'sale',
    advanceRateBp: 8_000,
    rateBp: 840,
    feeBp: 12,
    feeMin: 900,
    toNeed: { numerator: 23_321, denominator: 100_000 },
    withheld: 'nothing',
    currencies: [PLN, OTHER],
    insuredOnly: false,
    termMax: 75,
  },
];

export function scaled(facility: Facility, { oddExponents }: InstanceOptions): Facility {
  const { numerator, denominator } = facility.toNeed;
  if (!oddExponents || numerator === denominator) return facility;
  const toNeed =
    facility.facilityId === 'USD_LINE'
      ? { numerator: numerator * 100, denominator }
      : { numerator, denominator: denominator * 10 };
  return { ...facility, toNeed };
}

export function offerOf(facility: Facility, mode: OfferMode | undefined): Offer {
  const { facilityId, advanceRateBp, rateBp, toNeed, withheld } = facility;
  return {
    facilityId,
    mode: mode ?? facility.mode,
    advanceRateBp,
    room: 0,
    minimumDraw: 0,
    fixedCost: 0,
    toNeed,
    interest: { numerator: rateBp, denominator: 3_600_000 },
    drawDays: 45,
    withheld,
    heldPool: 0,
    caps: [],
  };
}

export function pairsOf(
  ledger: Ledger,
  chosen: Facility[],
  { horizonDays = 45, untilPaid = false, feeShare = 1, everyPair = false }: InstanceOptions,
) {
  const lines = ledger.debtorOf.length;
  const pairStart = new Int32Array(lines + 1);
  const takes = (facility: Facility, line: number) =>
    everyPair ||
    (facility.currencies.includes(ledger.currency[line] ?? 0) &&
      (ledger.term[line] ?? 0) <= facility.termMax &&
      (!facility.insuredOnly || ledger.insured[ledger.debtorOf[line] ?? 0] === 1));
  for (let line = 0; line < lines; line += 1) {
    let count = 0;
    for (const facility of chosen) if (takes(facility, line)) count += 1;
    pairStart[line + 1] = (pairStart[line] ?? 0) + count;
  }
  const pairs = pairStart[lines] ?? 0;
  const columns = {
    pairStart,
    offerOf: new Uint8Array(pairs),
    base: new Float64Array(pairs),
    fee: new Float64Array(pairs),
    days: new Int32Array(pairs),
    withheldFee: new Float64Array(pairs),
    withheldDays: new Int32Array(pairs),
  };
  let pair = 0;
  for (let line = 0; line < lines; line += 1) {
    chosen.forEach((facility, index) => {
      if (!takes(facility, line)) return;
      const { numerator, denominator } = facility.toNeed;
      const base = Math.max(1, Math.floor(((ledger.amount[line] ?? 0) * denominator) / numerator));
      const term = ledger.term[line] ?? 0;
      const fee = Math.max(
        Math.round((base * feeShare * facility.feeBp) / 10_000),
        base < 10_000 ? 0 : Math.round(feeShare * facility.feeMin),
      );
      columns.offerOf[pair] = index;
      columns.base[pair] = base;
      columns.days[pair] = untilPaid ? term : Math.min(term, horizonDays);
      if (facility.withheld !== 'nothing') columns.withheldDays[pair] = term;
      if (facility.withheld === 'interest_and_fees') columns.withheldFee[pair] = fee;
      columns.fee[pair] = untilPaid ? fee : Math.ceil(fee * Math.max(1, horizonDays / term));
      pair += 1;
    });
  }
  return columns;
}

export function inNeed({ toNeed }: Offer, amount: number): number {
  return (amount * Number(toNeed.numerator)) / Number(toNeed.denominator);
}
