import { z } from 'zod';
import { assert } from '../../core/assert.ts';
import { sumMinor } from '../../core/money.ts';
import { money } from '../../core/wording/format.ts';
import { facilityIds, pledgeAgreement } from '../books.ts';
import { facilities } from './placing.ts';
import { type Stage, taken } from './stage.ts';
import type { Tale } from './tale.ts';

const Line = z.looseObject({
  pledge: z.looseObject({
    interestMinor: z.int(),
    feesMinor: z.int(),
    feeTaxMinor: z.int(),
    chargesPaidMinor: z.int(),
    outstandingMinor: z.int(),
    owedMinor: z.int(),
  }),
});

/** The bank of the line takes what it has charged from the firm's account. */
export async function chargesPaid({ stage, bank }: Tale): Promise<void> {
  const { payer: creditorName, currency } = facilities[facilityIds.pledge];
  const before = await lineOf(stage);
  const { interestMinor, feesMinor, feeTaxMinor, chargesPaidMinor } = before;
  const openMinor = sumMinor([interestMinor, feesMinor, feeTaxMinor, -chargesPaidMinor]);
  assert(openMinor > 0, 'the bank has charged its line');
  const remittance = `Interest and fees ${pledgeAgreement.reference}`;
  const amountMinor = sumMinor([-openMinor]);
  await bank.statement(currency, [{ amountMinor, remittance, creditorName }]);
  const { owedMinor, outstandingMinor } = await lineOf(stage);
  assert(
    owedMinor === outstandingMinor,
    `of the line ${owedMinor} is owed, ${outstandingMinor} drawn`,
  );
  stage.say('charges_paid', { amount: money(stage.locale, openMinor, currency) });
}

async function lineOf({ finance }: Stage) {
  const path = `/facilities/${facilityIds.pledge}/reconciliation`;
  return Line.parse(await finance.get(path)).pledge;
}

const Account = z.looseObject({
  booked: z.int(),
  confirmed: z.int(),
  questioned: z.int(),
  known: z.int(),
  balances: z.array(
    z.looseObject({ openingMinor: z.int(), closingMinor: z.int(), checked: z.boolean() }),
  ),
  breaks: z.array(z.unknown()),
});

/** The export factor's account comes on paper: it tells nothing new, and follows the one before. */
export async function accountSent(stage: Stage): Promise<void> {
  const { funder, currency } = facilities[facilityIds.export];
  const path = `/factor-statements?facilityId=${facilityIds.export}&fileName=${stage.today()}.csv`;
  const file = { contentType: 'text/csv', body: stage.funders.abroad.account() };
  const account = Account.parse(await stage.finance.send(path, file).then(taken));
  const { booked, confirmed, questioned, known, balances, breaks } = account;
  const [balance] = balances;
  assert(booked + confirmed + questioned === 0, `${funder} tells on paper what it has not told`);
  assert(balance?.checked && breaks.length === 0, `the account of ${funder} does not follow`);
  const text = (amountMinor: number) => money(stage.locale, amountMinor, currency);
  const [opening, closing] = [text(balance.openingMinor), text(balance.closingMinor)];
  stage.say('account_sent', { funder, count: known, opening, closing });
}
