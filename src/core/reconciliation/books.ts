import { type AccountRole, accountRoles } from '../journal/account-role.ts';
import type { JournalKind } from '../journal/journal.ts';
import { type AmountMinor, sumMinor } from '../money.ts';
import type { Found } from './difference.ts';
import { addTo, type Figures, type Measure, type Mode, type Stated } from './figures.ts';

/** What was posted for one receivable on an account by one kind of journal; debit positive. */
export type PostedSum = {
  account: AccountRole;
  kind: JournalKind;
  amountMinor: AmountMinor;
  /** Of a day within the period, posted after it. */
  isLate: boolean;
};

/** What postings can tell: collections of a sale move nothing, draws of a pledge are the facility's. */
export const bookedMeasures: Readonly<Record<Mode, readonly Measure[]>> = {
  sale: ['advance', 'dilution', 'fees', 'feeTax', 'interest', 'writeOff', 'rebate', 'open'],
  pledge: ['dilution', 'fees', 'feeTax', 'interest', 'writeOff', 'open'],
};

/** What the sub-ledger carries for one receivable, folded from its postings. */
export function bookedOf(
  posted: readonly PostedSum[],
  mode: Mode,
): { stated: Stated; late: Stated } {
  const of = (isLate: boolean) => {
    const stated: Stated = {};
    for (const measure of bookedMeasures[mode]) addTo(stated, measure, 0);
    for (const sum of posted) if (sum.isLate === isLate) take(stated, sum, mode);
    return stated;
  };
  const isAnyLate = posted.some(({ isLate }) => isLate);
  return { stated: of(false), late: isAnyLate ? of(true) : {} };
}

function take(stated: Stated, { account, kind, amountMinor }: PostedSum, mode: Mode): void {
  const isClearing = clearing.has(account);
  if (isClearing) addTo(stated, 'open', amountMinor);
  const charge = resultOf[account];
  if (charge) addTo(stated, charge, amountMinor);
  // Settled on the receivable's clearing accounts, less what it made of an overpayment.
  if (mode === 'sale' && (isClearing || account === 'overpayments')) {
    if (kind === 'advanced') addTo(stated, 'advance', -amountMinor);
    if (kind === 'rebated') addTo(stated, 'rebate', -amountMinor);
  }
}

const clearing: ReadonlySet<AccountRole> = new Set([
  'due_from_factor',
  'receivables_transferred',
  'factoring_liability',
]);

const resultOf: Partial<Record<AccountRole, Measure>> = {
  service_fees: 'fees',
  fee_tax: 'feeTax',
  interest_expense: 'interest',
  sales_deductions: 'dilution',
  credit_losses: 'writeOff',
};

/** Of which accounts a receivable's postings are read. */
export const bookedAccounts: readonly AccountRole[] = accountRoles.filter(
  (role) => clearing.has(role) || resultOf[role] !== undefined || role === 'overpayments',
);

/** Where the books differ from what was recorded: posted later, or not as it should be. */
export function bookedFound(
  ours: Figures,
  { stated, late }: { stated: Stated; late: Stated },
): Found[] {
  const found: Found[] = [];
  for (const [measure, bookedMinor] of entriesOf(stated)) {
    const lateMinor = late[measure] ?? 0;
    const amountMinor = sumMinor([bookedMinor, lateMinor, -ours[measure]]);
    const own = { column: 'books', measure } as const;
    if (lateMinor !== 0) {
      found.push({ ...own, code: 'posted_later', amountMinor: sumMinor([-lateMinor]) });
    }
    if (amountMinor !== 0) found.push({ ...own, code: 'not_in_books', amountMinor });
  }
  return found;
}

function entriesOf(stated: Stated): [Measure, AmountMinor][] {
  return bookedMeasures.sale.flatMap((measure): [Measure, AmountMinor][] => {
    const amountMinor = stated[measure];
    return amountMinor === undefined ? [] : [[measure, amountMinor]];
  });
}
