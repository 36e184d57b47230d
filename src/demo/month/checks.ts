import { z } from 'zod';
import { assert } from '../../core/assert.ts';
import { type AmountMinor, sumMinor } from '../../core/money.ts';
import { facilityIds } from '../books.ts';
import type { Person } from './person.ts';
import type { Stage } from './stage.ts';

const Account = z.object({
  faceMinor: z.int(),
  advanceMinor: z.int(),
  rebateMinor: z.int(),
  feesMinor: z.int(),
  feeTaxMinor: z.int(),
  interestMinor: z.int(),
  dilutionMinor: z.int(),
  writeOffMinor: z.int(),
  reassignedMinor: z.int(),
  fxMinor: z.int(),
  collectedMinor: z.int(),
  misdirectedMinor: z.int(),
});
export type Account = z.infer<typeof Account>;

const Position = z.looseObject({
  status: z.string(),
  facilityId: z.string().optional(),
  requestId: z.string().optional(),
  account: Account.optional(),
  residualMinor: z.int().optional(),
  marks: z.looseObject({ recourseDueOn: z.string().optional() }).optional(),
});
export type Position = z.infer<typeof Position>;

/** An invoice that the story has placed, by the request's number and line. */
export type Placed = { receivableId: string; number: string; requestId: string };

const Trial = z.object({
  items: z.array(
    z.looseObject({
      account: z.string(),
      currency: z.string(),
      balanceMinor: z.int(),
      functionalMinor: z.int(),
    }),
  ),
});
const Waiting = z.object({
  items: z.array(z.looseObject({ id: z.string(), detail: z.string() })),
});
type Questioned = z.infer<typeof Waiting>['items'][number];

export async function readPosition(person: Person, receivableId: string): Promise<Position> {
  return Position.parse(await person.get(`/receivables/${receivableId}/position`));
}

/** What funders have told and nobody has decided. */
export async function readQuestioned(person: Person): Promise<Questioned[]> {
  return Waiting.parse(await person.get('/movements/questioned')).items;
}

/** What must hold at every hour of the month, by what the API and the funders' own books say. */
export async function checkEverything(
  { finance, funders }: Stage,
  placed: readonly Placed[],
): Promise<void> {
  await checkTrialBalance(finance);
  const theirs = await funders.books();
  const drawn: AmountMinor[] = [];
  for (const { receivableId, number, requestId } of placed) {
    const position = await readPosition(finance, receivableId);
    const { status, facilityId, account } = position;
    if (account && facilityId === facilityIds.pledge) {
      drawn.push(account.advanceMinor, account.rebateMinor);
    }
    if (status === 'closed') checkClosed(number, position);
    const isHeld = status !== 'closed' && account !== undefined;
    assert(!isHeld || position.requestId === requestId, `${number} is held by its own request`);
    const holds = (facility: string) => isHeld && facilityId === facility;
    assert(
      theirs.factor.includes(number) === holds(facilityIds.sale),
      `ONE_POSITION: ${number} is ${status} under ${facilityId}, and otherwise at the factor`,
    );
    assert(
      theirs.exportFactor.includes(number) === holds(facilityIds.export),
      `ONE_POSITION: ${number} is ${status} under ${facilityId}, and otherwise at the export factor`,
    );
  }
  assert(
    sumMinor(drawn) === theirs.outstandingMinor,
    `the bank is owed ${theirs.outstandingMinor}, and by our books ${sumMinor(drawn)}`,
  );
}

async function checkTrialBalance(person: Person): Promise<void> {
  const { items } = Trial.parse(await person.get('/books/trial-balance'));
  const byCurrency = Map.groupBy(items, ({ currency }) => currency);
  for (const [currency, own] of byCurrency) {
    const sum = sumMinor(own.map(({ balanceMinor }) => balanceMinor));
    assert(sum === 0, `BALANCED: the books in ${currency} sum to ${sum}`);
  }
  const functional = sumMinor(items.map(({ functionalMinor }) => functionalMinor));
  assert(functional === 0, `BALANCED: the books in functional currency sum to ${functional}`);
}

const Postings = z.object({
  items: z.array(
    z.looseObject({ account: z.string(), amountMinor: z.int(), functionalMinor: z.int() }),
  ),
  next: z.null(),
});
/** What a receivable has no balance in once it is closed, whatever the facility's policy. */
const settledAccounts = [
  'due_from_factor',
  'factoring_liability',
  'receivables_transferred',
  'to_turn_over',
];

/** Of every closed receivable the sub-ledger carries nothing more, and no cash waits for a reason. */
export async function checkSettled({ finance }: Stage, placed: readonly Placed[]): Promise<void> {
  for (const { receivableId, number } of placed) {
    const { status } = await readPosition(finance, receivableId);
    if (status !== 'closed') continue;
    const path = `/books/accounts/${receivableId}?limit=200`;
    const { items } = Postings.parse(await finance.get(path));
    for (const account of settledAccounts) {
      const own = items.filter((posting) => posting.account === account);
      const balanceMinor = sumMinor(own.map(({ amountMinor }) => amountMinor));
      assert(balanceMinor === 0, `${number} is closed, and its ${account} is ${balanceMinor}`);
    }
  }
  const { items } = Trial.parse(await finance.get('/books/trial-balance'));
  for (const { account, currency, balanceMinor } of items) {
    const isWaiting = account === 'suspense' || account === 'to_turn_over';
    assert(!isWaiting || balanceMinor === 0, `${account} in ${currency} is ${balanceMinor}`);
  }
}

/** face + overpayment + fx = advance + rebate + fees + tax + interest + dilution + write-off + reassigned */
function checkClosed(number: string, { account, residualMinor, facilityId }: Position): void {
  assert(account, `${number} is closed and has no account`);
  const { faceMinor, collectedMinor, misdirectedMinor, dilutionMinor, writeOffMinor } = account;
  const { reassignedMinor } = account;
  const paidMinor = sumMinor([collectedMinor, misdirectedMinor]);
  const lostMinor = sumMinor([dilutionMinor, writeOffMinor, reassignedMinor]);
  const overpaidMinor = Math.max(0, sumMinor([paidMinor, lostMinor, -faceMinor]));
  if (facilityId === facilityIds.pledge) {
    assert(sumMinor([paidMinor, lostMinor]) >= faceMinor, `${number} is closed and still owed`);
    return;
  }
  const settledMinor = sumMinor([
    account.advanceMinor,
    account.rebateMinor,
    account.feesMinor,
    account.feeTaxMinor,
    account.interestMinor,
    lostMinor,
  ]);
  const holds = sumMinor([faceMinor, overpaidMinor, account.fxMinor]) === settledMinor;
  assert(holds && residualMinor === 0, `CLOSED does not hold for ${number}`);
}
