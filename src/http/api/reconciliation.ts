import { z } from 'zod';
import { addMonths, Day } from '../../core/calendar.ts';
import { Derivation } from '../../core/charge/derivation.ts';
import { Id } from '../../core/ids.ts';
import { AccountRole } from '../../core/journal/account-role.ts';
import { AmountMinor, Currency } from '../../core/money.ts';
import { Difference } from '../../core/reconciliation/difference.ts';
import { measures } from '../../core/reconciliation/figures.ts';
import { businessDay, databaseNow } from '../../store/business-clock.ts';
import { type ReconciledFacility, reconcileFacility } from '../../store/reconciliation.ts';
import { notFound } from '../problem.ts';
import { refusedProblem } from '../refusal.ts';
import { ask } from './ask.ts';
import { cursorAt, Page, readCursor } from './cursor.ts';
import { read } from './read.ts';
import type { ApiRoute, Call } from './route.ts';
import { AsOfQuery, listOf } from './shapes.ts';

const Query = AsOfQuery.extend({
  since: Day.optional().describe(
    'What was closed before is left out; absent: the first day of the month before.',
  ),
});

const Stated = z
  .partialRecord(z.enum(measures), AmountMinor)
  .describe('By measure; what is absent this side does not state.');

const Charge = z.object({
  charge: z
    .enum(['fees', 'feeTax', 'interest', 'rebate'])
    .describe('A rebate: what was paid in the end, beside what the charges agreed leave of it.'),
  chargedMinor: AmountMinor,
  through: Day.describe('The day up to which it was charged last.'),
  status: z.enum(['reckoned', 'unknown']),
  agreedMinor: AmountMinor.optional(),
  derivations: z.array(Derivation).optional(),
  refusal: z
    .object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.int()])) })
    .optional()
    .describe('What the agreement names and is not known here.'),
});

const Cash = z.object({
  reference: z.string(),
  name: z.string().describe('Our request’s number, or the funder’s own name of the movement.'),
  kind: z.enum(['advance', 'rebate']),
  dueMinor: AmountMinor.describe('Below zero: the seller pays.'),
  bankMinor: AmountMinor,
  differenceMinor: AmountMinor,
  since: Day,
});

const Pledge = z.object({
  drawnMinor: AmountMinor,
  repaidMinor: AmountMinor,
  outstandingMinor: AmountMinor.describe('Drawn less repaid: the sum over the receivables.'),
  interestMinor: AmountMinor,
  feesMinor: AmountMinor,
  feeTaxMinor: AmountMinor,
  collectedMinor: AmountMinor,
  chargesPaidMinor: AmountMinor.describe('Of interest, fees and tax, by the bank’s entries.'),
  owedMinor: AmountMinor.describe('Outstanding and what was charged and is not paid.'),
  booksMinor: AmountMinor.describe('Borrowings.'),
  differenceMinor: AmountMinor,
});

const Summary = z
  .object({
    facilityId: z.string(),
    name: z.string(),
    mode: z.enum(['sale', 'pledge']),
    currency: Currency,
    asOf: Day,
    since: Day,
    isPriced: z.boolean().describe('Whether an agreement of it says what is charged.'),
    receivables: z.int(),
    differences: z.int(),
    totals: z.object({
      ours: Stated,
      funder: Stated,
      books: Stated,
      bank: Stated,
      ledger: Stated,
    }),
    account: z.object({ funder: Stated, charges: z.array(Charge) }),
    cash: z.array(Cash).describe('What is on its way; what the bank has whole is left out.'),
    pledge: Pledge.optional(),
  })
  .meta({ id: 'Reconciliation' });

const Row = z
  .object({
    receivableId: Id,
    number: z.string(),
    debtorId: z.string(),
    debtor: z.string(),
    dueOn: Day,
    request: z.string(),
    mode: z.enum(['sale', 'pledge']),
    status: z.string(),
    faceMinor: AmountMinor,
    assignedOn: Day,
    ours: Stated,
    funder: Stated,
    books: Stated,
    bank: Stated,
    agreement: Stated,
    ledger: Stated,
    charges: z.array(Charge),
    differences: z.array(Difference),
  })
  .meta({ id: 'ReconciledReceivable' });

const Control = z
  .object({
    lines: z.array(
      z.object({
        account: z.string(),
        currency: Currency,
        roles: z.array(AccountRole),
        ledgerMinor: AmountMinor,
        booksMinor: AmountMinor,
        differenceMinor: AmountMinor.describe('The general ledger above the sub-ledger.'),
      }),
    ),
    differences: z.array(Difference).describe('Of single receivables, where they were given.'),
  })
  .meta({ id: 'ControlAccounts' });

const Balances = z.strictObject({
  balances: z
    .array(
      z.strictObject({
        account: z.string().min(1).describe('Your own number, or the sub-ledger’s name.'),
        currency: Currency,
        receivable: z.string().min(1).optional().describe('A document number.'),
        balanceMinor: AmountMinor.describe('Debit positive.'),
      }),
    )
    .min(1)
    .max(200_000),
});

const tag = 'reconciliation';
const params = z.object({ id: z.string().min(1) });

/** A facility as of a day: the funder, the sub-ledger, the bank and the general ledger side by side. */
export const reconciliationRoutes: ApiRoute[] = [
  read({
    path: '/facilities/{id}/reconciliation',
    operationId: 'reconcileFacility',
    summary: 'What the funder, the sub-ledger and the bank say of a facility, in sums.',
    tag,
    permission: 'request.read',
    params,
    query: Query,
    answers: { status: 200, schema: Summary },
    handle: async (call, { params: { id }, query }) => ({
      body: summaryOf(await reconciled(call, id, query)),
    }),
  }),
  read({
    path: '/facilities/{id}/reconciliation/receivables',
    operationId: 'listReconciledReceivables',
    summary: 'Each receivable with every side, its charges by the agreement and its differences.',
    tag,
    permission: 'request.read',
    params,
    query: Query.extend({
      ...Page.shape,
      only: z.enum(['all', 'different']).default('all'),
    }),
    answers: { status: 200, schema: listOf(Row) },
    handle: async (call, { params: { id }, query }) => {
      const { rows } = await reconciled(call, id, query);
      const wanted = rows.filter(
        ({ differences }) => query.only === 'all' || differences.length > 0,
      );
      return { body: paged(call, `reconciled ${id} ${query.only}`, wanted, query) };
    },
  }),
  read({
    path: '/facilities/{id}/reconciliation/differences',
    operationId: 'listDifferences',
    summary: 'Each difference with its reason and its number; none: every side says the same.',
    tag,
    permission: 'request.read',
    params,
    query: Query.extend(Page.shape),
    answers: { status: 200, schema: listOf(Difference) },
    handle: async (call, { params: { id }, query }) => {
      const { differences } = await reconciled(call, id, query);
      return { body: paged(call, `differences ${id}`, differences, query) };
    },
  }),
  ask({
    path: '/facilities/{id}/reconciliation/control',
    operationId: 'compareControlAccounts',
    summary: 'Balances of your general ledger against the sub-ledger. Stores nothing.',
    tag,
    permission: 'request.read',
    params,
    query: Query,
    body: Balances,
    answers: { status: 200, schema: Control },
    handle: async (call, { params: { id }, query, body: { balances } }) => {
      const found = await reconciled(call, id, { ...query, control: balances });
      if (!found.control) throw notFound();
      if (!found.control.ok) {
        const accounts = found.control.unknown.slice(0, 20).join(', ');
        throw refusedProblem({ code: 'control_unknown', params: { accounts } }, call.locale);
      }
      const differences = found.differences.filter(({ column }) => column === 'ledger');
      return { body: { lines: found.control.lines, differences } };
    },
  }),
];

type Asked = z.infer<typeof Query> & {
  control?: Parameters<typeof reconcileFacility>[1]['control'];
};

async function reconciled(
  { tx }: Call,
  facilityId: string,
  asked: Asked,
): Promise<ReconciledFacility> {
  const asOf = asked.asOf ?? (await businessDay(tx));
  const knownAt = asked.knownAt ?? (await databaseNow(tx));
  const since = asked.since ?? addMonths(`${asOf.slice(0, 7)}-01`, -1);
  const { control } = asked;
  const found = await reconcileFacility(tx, { facilityId, asOf, knownAt, since, control });
  if (!found) throw notFound();
  return found;
}

function summaryOf(found: ReconciledFacility): z.infer<typeof Summary> {
  const { facilityId, name, mode, currency, asOf, since, isPriced, totals, pledge } = found;
  const { funder, charges } = found.account;
  return {
    facilityId,
    name,
    mode,
    currency,
    asOf,
    since,
    isPriced,
    receivables: found.rows.length,
    differences: found.differences.length,
    totals,
    account: { funder, charges },
    cash: found.cash.filter(({ differenceMinor }) => differenceMinor !== 0),
    ...(pledge && { pledge }),
  };
}

/** The list is made anew each time: the place in it is a count. */
function paged<Item>(call: Call, list: string, items: readonly Item[], page: Page) {
  const [place] = readCursor(call, list, page.cursor) ?? [];
  const from = typeof place === 'number' ? place : 0;
  const to = from + page.limit;
  const next = to < items.length ? cursorAt(call, list, [to]) : null;
  return { items: items.slice(from, to), next };
}
