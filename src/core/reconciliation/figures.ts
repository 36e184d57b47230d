import { type Account, owedMinor, residualMinor } from '../funding/account.ts';
import { type AmountMinor, sumMinor } from '../money.ts';

/** What is compared of a receivable; amounts in the facility's currency. */
export const measures = [
  'advance',
  'collected',
  'dilution',
  'fees',
  'feeTax',
  'interest',
  'writeOff',
  'reassigned',
  'rebate',
  /** Of a sale, what is not settled between seller and funder; of a pledge, what the debtor owes. */
  'open',
] as const;
export type Measure = (typeof measures)[number];

/** Every measure; `open` follows from the others and the face. */
export type Figures = Record<Measure, AmountMinor>;
/** What a side states; it says nothing about the rest. */
export type Stated = Partial<Figures>;

export type Mode = 'sale' | 'pledge';

export function figuresOf(account: Account, mode: Mode): Figures {
  return {
    advance: account.advanceMinor,
    // As the funder booked it, at its own rate.
    collected: sumMinor([account.collectedMinor, account.fxMinor]),
    dilution: account.dilutionMinor,
    fees: account.feesMinor,
    feeTax: account.feeTaxMinor,
    interest: account.interestMinor,
    writeOff: account.writeOffMinor,
    reassigned: account.reassignedMinor,
    rebate: account.rebateMinor,
    open: openMinor(account, mode),
  };
}

export function openMinor(account: Account, mode: Mode): AmountMinor {
  return mode === 'sale' ? residualMinor(account) : owedMinor(account);
}

/** The account that figures are of, where the rest of it is as another says. */
export function accountOf(figures: Figures, rest: Account): Account {
  return {
    ...rest,
    advanceMinor: figures.advance,
    collectedMinor: sumMinor([figures.collected, -rest.fxMinor]),
    dilutionMinor: figures.dilution,
    feesMinor: figures.fees,
    feeTaxMinor: figures.feeTax,
    interestMinor: figures.interest,
    writeOffMinor: figures.writeOff,
    reassignedMinor: figures.reassigned,
    rebateMinor: figures.rebate,
  };
}

export function noFigures(): Figures {
  return {
    advance: 0,
    collected: 0,
    dilution: 0,
    fees: 0,
    feeTax: 0,
    interest: 0,
    writeOff: 0,
    reassigned: 0,
    rebate: 0,
    open: 0,
  };
}

/** Adds one amount to a measure of figures that are being reckoned. */
export function addTo(figures: Stated, measure: Measure, amountMinor: AmountMinor): void {
  figures[measure] = sumMinor([figures[measure] ?? 0, amountMinor]);
}

/** The sums of what sides state, measure by measure; absent where none of them states it. */
export function sumOf(several: Iterable<Stated>): Stated {
  const sums: Stated = {};
  for (const one of several) {
    for (const measure of measures) {
      const amountMinor = one[measure];
      if (amountMinor !== undefined) addTo(sums, measure, amountMinor);
    }
  }
  return sums;
}

export function sumAccounts(accounts: readonly Account[]): Account {
  const total = (key: keyof Account) => sumMinor(accounts.map((account) => account[key]));
  return {
    faceMinor: total('faceMinor'),
    advanceMinor: total('advanceMinor'),
    rebateMinor: total('rebateMinor'),
    feesMinor: total('feesMinor'),
    feeTaxMinor: total('feeTaxMinor'),
    interestMinor: total('interestMinor'),
    dilutionMinor: total('dilutionMinor'),
    writeOffMinor: total('writeOffMinor'),
    reassignedMinor: total('reassignedMinor'),
    fxMinor: total('fxMinor'),
    collectedMinor: total('collectedMinor'),
    misdirectedMinor: total('misdirectedMinor'),
  };
}
