import type { Day } from '../calendar.ts';
import type { Charges } from '../charge/charges.ts';
import type { Market } from '../charge/indexRate.ts';
import type { Id } from '../ids.ts';
import { type AmountMinor, type Currency, sumMinor } from '../money.ts';
import type { AgreedCharge } from './agreed.ts';
import { bookedFound, bookedOf, type PostedSum } from './books.ts';
import {
  bankedOf,
  bankShares,
  type CashLine,
  type CashSum,
  cashLines,
  type Due,
  duesOf,
} from './cash.ts';
import { chargeFound, chargesOf, pooledCharges, pooledIn, statedAs } from './charged.ts';
import { type ControlBalance, controlByReceivable } from './control.ts';
import type { Difference, Found } from './difference.ts';
import {
  type Figures,
  figuresOf,
  type Mode,
  noFigures,
  type Stated,
  sumAccounts,
  sumOf,
} from './figures.ts';
import { livesByFunder } from './funder-days.ts';
import { type HeldReceivable, type Life, livesOf } from './life.ts';
import { isPooled, notBooked, statedBy, type ToldMovement, type ToldSum, toldOf } from './told.ts';

/** Everything that is known of a facility's receivables on a day; nothing else is looked at. */
export type Reconciled = {
  currency: Currency;
  receivables: readonly HeldReceivable[];
  /** Movements that are on the account as a whole, that wait, or that were put aside. */
  movements: readonly ToldMovement[];
  /** Everything else that was told, by receivable. */
  told: ReadonlyMap<Id, readonly ToldSum[]>;
  posted: ReadonlyMap<Id, readonly PostedSum[]>;
  cash: readonly CashSum[];
  /** Numbers of requests, by id. */
  requests: ReadonlyMap<Id, string>;
  /** What has been closed before is not among the receivables. */
  since: Day;
  asOf: Day;
  /** When the agreement began. */
  signedOn: Day;
  /** What was agreed, by the hash of the terms under which a receivable was assigned. */
  charges: ReadonlyMap<string, Charges>;
  market: Market;
  /** Balances of single receivables that the general ledger gives. */
  control: readonly ControlBalance[];
};

export type Row = Omit<HeldReceivable, 'facts'> & {
  request: string;
  mode: Mode;
  status: string;
  faceMinor: AmountMinor;
  assignedOn: Day;
  /** As it was recorded; the others are compared with it. */
  ours: Figures;
  funder: Stated;
  books: Stated;
  bank: Stated;
  /** What the agreement gives for what was charged; absent where it says nothing. */
  agreement: Stated;
  ledger: Stated;
  charges: AgreedCharge[];
  differences: Difference[];
};

export type Totals = { ours: Stated; funder: Stated; books: Stated; bank: Stated; ledger: Stated };

export type Reconciliation = {
  currency: Currency;
  rows: Row[];
  /** Movements on the account as a whole, or on what nobody can tell. */
  account: { funder: Stated; charges: AgreedCharge[]; differences: Difference[] };
  cash: CashLine[];
  /** Σ rows, column by column; the funder's with what is on the account as a whole. */
  totals: Totals;
  differences: Difference[];
};

/** What each side says of what a funder holds, beside each other, and each difference with its reason. */
export function reconcile(known: Reconciled): Reconciliation {
  const { currency, receivables, movements, cash, requests } = known;
  const all = receivables.map((receivable) => ({ receivable, lives: livesOf(receivable.facts) }));
  const held = all.filter(({ lives }) => lives.length > 0);
  const dues = new Map(
    held.map(({ receivable: { receivableId }, lives }) => [
      receivableId,
      duesOf(receivableId, lives, requests),
    ]),
  );
  const lines = cashLines(cash, new Set(requests.values()));
  const charged = livesByFunder(held, known);
  const shared: Shared = {
    known,
    waiting: Map.groupBy(
      movements.filter((told) => isWaiting(told) && told.movement.currency === currency),
      ({ receivableId }) => receivableId ?? '',
    ),
    shared: new Set(movements.filter(({ status }) => status === 'booked').map(({ id }) => id)),
    dues,
    shares: bankShares(cash, [...dues.values()].flat()),
    lines: new Map(lines.map((line) => [line.reference, line])),
    control: controlByReceivable(known.control, currency),
    pooled: pooledIn(movements),
    charged,
    onAccount: new Set(movements.filter(isPooled).map(({ id }) => id)),
  };
  const rows = held.map(({ receivable, lives }) => rowOf(receivable, lives, shared));
  const onRows = new Set(rows.map(({ receivableId }) => receivableId));
  const others = movements.filter(
    (told) => (told.receivableId === null || !onRows.has(told.receivableId)) && isWaiting(told),
  );
  const charges = pooledCharges(known, [...charged.values()].flat());
  const account = accountLevel(others, { currency, charges });
  const differences = [...account.differences, ...rows.flatMap((row) => row.differences)];
  return { currency, rows, account, cash: lines, totals: totalsOf(rows, account), differences };
}

type Shared = {
  known: Reconciled;
  waiting: ReadonlyMap<string, readonly ToldMovement[]>;
  shared: ReadonlySet<Id>;
  dues: ReadonlyMap<Id, readonly Due[]>;
  shares: ReadonlyMap<string, ReadonlyMap<Id, AmountMinor>>;
  lines: ReadonlyMap<string, CashLine>;
  control: ReadonlyMap<string, AmountMinor>;
  /** What the funder charges on the account as a whole. */
  pooled: ReadonlySet<AgreedCharge['charge']>;
  onAccount: ReadonlySet<Id>;
  /** Lives by the days that the funder charges by. */
  charged: ReadonlyMap<Id, readonly Life[]>;
};

function rowOf(receivable: HeldReceivable, lives: readonly Life[], shared: Shared): Row {
  const { known, dues, shares, lines, control } = shared;
  const { receivableId, number, dueOn } = receivable;
  const { facts: _facts, ...named } = receivable;
  const last = lives.at(-1);
  const mode = last?.held.mode ?? 'sale';
  const account = sumAccounts(lives.map(({ held }) => held.account));
  const ours = oursOf(lives, mode);
  const funder = toldOf({
    lives,
    account,
    mode,
    sums: known.told.get(receivableId) ?? [],
    waiting: shared.waiting.get(receivableId) ?? [],
    shared: shared.shared,
  });
  const posted = bookedOf(known.posted.get(receivableId) ?? [], mode);
  const banked = bankedOf(dues.get(receivableId) ?? [], shares, lines);
  const charges = chargesOf(shared.charged.get(receivableId) ?? lives, { dueOn, known, shared });
  const agreement: Stated = sumOf(charges.map(statedAs));
  const ledgerMinor = control.get(number);
  const ledger: Stated = ledgerMinor === undefined ? {} : { open: ledgerMinor };
  const found: Found[] = [
    ...funder.found,
    ...bookedFound(ours, posted),
    ...banked.found,
    ...charges.flatMap(chargeFound),
    ...ledgerFound(ledger, posted.stated),
  ];
  return {
    ...named,
    request: known.requests.get(last?.held.requestId ?? '') ?? '',
    mode,
    status: last?.held.status ?? 'closed',
    faceMinor: account.faceMinor,
    assignedOn: assignedOn(last),
    ours,
    funder: funder.figures,
    books: posted.stated,
    bank: { advance: banked.advance, rebate: banked.rebate },
    agreement,
    ledger,
    charges,
    differences: found.map((one) => ({ ...one, receivableId })),
  };
}

function isWaiting({ status }: ToldMovement): boolean {
  return status === 'questioned' || status === 'dismissed';
}

/** Closed lives have nothing open, whatever the seller or the debtor still owes the other. */
function oursOf(lives: readonly Life[], mode: Mode): Figures {
  const each = lives.map(({ held }) => {
    const figures = figuresOf(held.account, mode);
    return held.status === 'closed' ? { ...figures, open: 0 } : figures;
  });
  const [only] = each;
  if (only && each.length === 1) return only;
  return { ...noFigures(), ...sumOf(each) };
}

function assignedOn(life: Life | undefined): Day {
  const assigned = life?.facts.find(({ fact }) => fact.kind === 'assigned');
  return assigned?.on ?? '';
}

function ledgerFound(ledger: Stated, books: Stated): Found[] {
  if (ledger.open === undefined) return [];
  const amountMinor = sumMinor([ledger.open, -(books.open ?? 0)]);
  const own = { column: 'ledger', measure: 'open', amountMinor } as const;
  return amountMinor === 0 ? [] : [{ code: 'ledger_differs', ...own }];
}

/** What is questioned on no receivable: of an advance, by how much it differs from what we know. */
function accountLevel(
  others: readonly ToldMovement[],
  { currency, charges }: { currency: Currency; charges: AgreedCharge[] },
) {
  const found = others.flatMap((told): { stated: Stated; difference: Difference }[] => {
    const stated = statedBy(told.movement);
    if (!stated) return [];
    const isOurs = told.movement.currency === currency;
    const amountMinor = isOurs ? sumMinor([stated.amountMinor, -knownOf(told)]) : 0;
    const difference = notBooked(told, stated.measure, amountMinor);
    return [{ stated: { [stated.measure]: amountMinor }, difference }];
  });
  return {
    funder: sumOf(found.map(({ stated }) => stated)),
    charges,
    differences: [...found.map(({ difference }) => difference), ...charges.flatMap(chargeFound)],
  };
}

/** What we know of the advance that a movement tells, as it was when it was questioned. */
function knownOf({ detail }: ToldMovement): AmountMinor {
  if (detail === null || typeof detail === 'string' || detail.code !== 'advance_differs') return 0;
  return Number(detail.params.knownMinor ?? 0);
}

function totalsOf(rows: readonly Row[], account: { funder: Stated }): Totals {
  const total = (of: (row: Row) => Stated) => sumOf(rows.map(of));
  return {
    ours: total(({ ours }) => ours),
    funder: sumOf([total(({ funder }) => funder), account.funder]),
    books: total(({ books }) => books),
    bank: total(({ bank }) => bank),
    ledger: total(({ ledger }) => ledger),
  };
}
