import { z } from 'zod';
import { assert } from '../../core/assert.ts';
import { monthOf } from '../../core/journal/month.ts';
import { sumMinor } from '../../core/money.ts';
import { money } from '../../core/wording/format.ts';
import { facilityIds, saleAgreement } from '../books.ts';
import { demoChart } from '../chart.ts';
import { accountSent, chargesPaid } from './charges.ts';
import { type Account, checkSettled, readPosition, readQuestioned } from './checks.ts';
import { askFunders, takeAnswers, thinkAgain } from './first-week.ts';
import { debtorsPay, detours, takeBack } from './payments.ts';
import { facilities, importLedger, type Request, readRequest } from './placing.ts';
import { checkReconciled } from './reconciled.ts';
import { type Opening, openStage, taken } from './stage.ts';
import {
  chargesOf,
  check,
  closedWords,
  openTale,
  pass,
  placeOf,
  restsPaid,
  type Tale,
} from './tale.ts';

/** What became of a facility in the month; amounts in minor units of its currency. */
export type FacilityTold = {
  facilityId: string;
  currency: string;
  financedMinor: number;
  chargesMinor: number;
  closed: number;
  held: number;
};

/**
 * A month of a firm with three funders, told as it happens: everything goes through the API, the jobs and
 * the funders' own doors, and it ends at once where a promise breaks.
 */
export async function tellMonth(opening: Opening): Promise<FacilityTold[]> {
  const stage = await openStage(opening);
  const tale = openTale(stage);
  const firstDay = stage.today();
  const { forgotten } = await askFunders(tale);
  await takeAnswers(tale);
  await thinkAgain(tale);
  await debtorsPay(tale);
  await detours(tale);
  await takeBack(tale);
  await draftExpires(tale, forgotten);
  await monthEnds(tale, firstDay);
  return sumUp(tale);
}

/** Nobody approves the draft in the days its agreement gives; the ledger is exported anew. */
async function draftExpires(tale: Tale, { id, number }: Request): Promise<void> {
  const { stage } = tale;
  await stage.funders.payAtBank(placeOf(tale, 'pledgedLater'));
  await pass(tale, 4);
  const { status } = await readRequest(stage, id);
  assert(status === 'expired', `${number} is ${status}, and not expired`);
  stage.say('expired', { number, days: saleAgreement.requestValidDays });
  stage.say('swept', await closedWords(tale, 'pledgedLater'));
  await restsPaid(tale, ['pledgedLater']);
  const closed = await numbersClosed(tale);
  tale.items = tale.items.filter((item) => !closed.has(item.number));
  await importLedger(stage, tale.items);
  await check(tale);
}

/** What the debtors have paid leaves the ERP's next file, with the credit note to it. */
async function numbersClosed({ stage, placed }: Tale): Promise<Set<string>> {
  const closed = new Set<string>();
  for (const { receivableId, number } of placed) {
    const { status, account } = await readPosition(stage.finance, receivableId);
    if (status !== 'closed' || !account || account.reassignedMinor > 0) continue;
    closed.add(number);
    closed.add(number.replace('SI', 'CN'));
  }
  return closed;
}

const Revalued = z.looseObject({ journals: z.int() });
const Exported = z.looseObject({
  totals: z.looseObject({
    journals: z.int(),
    perCurrency: z.array(z.looseObject({ debitMinor: z.int(), creditMinor: z.int() })),
  }),
});

async function monthEnds(tale: Tale, firstDay: string): Promise<void> {
  const { stage } = tale;
  const { finance } = stage;
  await pass(tale, 17);
  stage.say('month_over');
  await chargesPaid(tale);
  await accountSent(stage);
  const month = monthOf(firstDay);
  const revalued = Revalued.parse(
    await finance.post(`/books/months/${month}/revaluation`, {}).then(taken),
  );
  await finance.post(`/books/months/${month}/close`, {}).then(taken);
  const accounts = { accounts: demoChart };
  const { totals } = Exported.parse(await finance.post('/books/exports', { accounts }).then(taken));
  for (const { debitMinor, creditMinor } of totals.perCurrency) {
    assert(debitMinor === creditMinor, 'an export of the books is balanced');
  }
  const journals = revalued.journals;
  stage.say('revalued', { month, journals, exported: totals.journals });
  await check(tale);
  await checkSettled(stage, tale.placed);
  const count = await checkReconciled(stage, firstDay);
  stage.say('reconciled', { count });
  assert((await readQuestioned(finance)).length === 0, 'nothing is in question at the end');
}

async function sumUp(tale: Tale): Promise<FacilityTold[]> {
  const { stage, placed, requests } = tale;
  const told: FacilityTold[] = [];
  stage.say('summary');
  for (const facilityId of Object.values(facilityIds)) {
    const { funder, currency } = facilities[facilityId];
    const own = new Set(
      requests.filter((request) => request.facilityId === facilityId).map(({ id }) => id),
    );
    const accounts: { account: Account; isClosed: boolean }[] = [];
    for (const { receivableId, requestId } of placed) {
      if (!own.has(requestId)) continue;
      const { status, account } = await readPosition(stage.finance, receivableId);
      if (account) accounts.push({ account, isClosed: status === 'closed' });
    }
    const sum = (of: (account: Account) => number) =>
      sumMinor(accounts.map(({ account }) => of(account)));
    const closed = accounts.filter(({ isClosed }) => isClosed).length;
    const facility = {
      facilityId,
      currency,
      financedMinor: sum(({ advanceMinor }) => advanceMinor),
      chargesMinor: sum(chargesOf),
      closed,
      held: accounts.length - closed,
    };
    told.push(facility);
    const text = (amountMinor: number) => money(stage.locale, amountMinor, currency);
    stage.say('facility', { facility: facilityId, funder });
    stage.say('facility_line', {
      financed: text(facility.financedMinor),
      paid: text(sum(({ collectedMinor }) => collectedMinor)),
      charges: text(facility.chargesMinor),
      closed,
      held: facility.held,
    });
  }
  stage.say('held_by_rules');
  return told;
}
