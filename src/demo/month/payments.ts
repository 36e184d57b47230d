import { assert } from '../../core/assert.ts';
import { sumMinor, toDecimal } from '../../core/money.ts';
import { money } from '../../core/wording/format.ts';
import { facilityIds } from '../books.ts';
import { accountSent } from './charges.ts';
import { readPosition, readQuestioned } from './checks.ts';
import type { Part } from './ledger.ts';
import { facilities } from './placing.ts';
import { taken } from './stage.ts';
import { check, closedWords, itemOf, pass, placeOf, restsPaid, type Tale } from './tale.ts';

const paidInFull = ['paid', 'credited', 'dollars', 'abroadPaid'] as const satisfies Part[];

/** Debtors pay their funders: all of it, less a credit note, less a deduction of their own. */
export async function debtorsPay(tale: Tale): Promise<void> {
  const { stage } = tale;
  const { funders } = stage;
  for (const part of ['paid', 'credited', 'dollars'] as const) {
    await funders.atFactor(placeOf(tale, part), 'pay');
  }
  const deducted = placeOf(tale, 'deducted');
  const amount = toDecimal({ amountMinor: 600_000, currency: 'CNY' });
  await funders.atFactor(deducted, 'deduct', { amount, code: 'FREIGHT' });
  await funders.atFactor(deducted, 'pay');
  await funders.abroad.collect(placeOf(tale, 'abroadPaid'), stage.today());
  await funders.payAtBank(placeOf(tale, 'pledgedPaid'));
  await pass(tale, 2);
  for (const part of paidInFull) {
    stage.say('paid', await closedWords(tale, part));
  }
  stage.say('short', await closedWords(tale, 'deducted'));
  stage.say('swept', await closedWords(tale, 'pledgedPaid'));
  await restsPaid(tale, [...paidInFull, 'deducted', 'pledgedPaid']);
  await check(tale);
}

/** The factor contradicts itself; a dispute ends; a debtor pays the wrong party. */
export async function detours(tale: Tale): Promise<void> {
  const { stage, bank } = tale;
  const { funders } = stage;
  await funders.contradictPayment(placeOf(tale, 'paid'));
  await stage.settle();
  await financeDecides(tale);
  await funders.atFactor(placeOf(tale, 'disputed'), 'end_dispute');
  await funders.atFactor(placeOf(tale, 'disputed'), 'pay');
  itemOf(tale, 'disputed').disputedMinor = 0;
  const { number, debtor, amountMinor } = itemOf(tale, 'misdirected');
  const { currency } = debtor;
  const payment = { amountMinor, remittance: number, debtorName: debtor.name };
  await bank.statement(currency, [payment]);
  const { account } = await readPosition(stage.finance, placeOf(tale, 'misdirected').receivableId);
  assert(account?.misdirectedMinor === amountMinor, `${number} was paid to the seller`);
  const text = money(stage.locale, amountMinor, currency);
  stage.say('misdirected', { debtor: debtor.name, invoice: number, amount: text });
  await pass(tale, 2);
  stage.say('agreed', await closedWords(tale, 'disputed'));
  const { payer: creditorName } = facilities[facilityIds.sale];
  const passedOn = { amountMinor: sumMinor([-amountMinor]), remittance: `Turnover ${number}` };
  await bank.statement(currency, [{ ...passedOn, creditorName }]);
  await funders.atFactor(placeOf(tale, 'misdirected'), 'turn_over');
  await stage.settle();
  stage.say('passed_on', await closedWords(tale, 'misdirected'));
  await restsPaid(tale, ['disputed', 'misdirected']);
  await check(tale);
}

async function financeDecides(tale: Tale): Promise<void> {
  const { stage } = tale;
  const all = await readQuestioned(stage.finance);
  const [questioned] = all;
  const details = all.map(({ detail }) => detail).join(' ');
  assert(questioned && all.length === 1, `one booking is in question, and no other: ${details}`);
  stage.say('contradicted', { invoice: tale.numberOf.paid });
  await check(tale);
  const body = { decision: 'dismissed', reason: 'The debtor paid once; the bank agrees.' };
  await stage.finance.post(`/movements/${questioned.id}/decision`, body).then(taken);
  assert((await readQuestioned(stage.finance)).length === 0, 'nothing is in question any more');
  stage.say('dismissed');
}

/** A debtor abroad refuses the goods: the invoice is taken back for its price. */
export async function takeBack(tale: Tale): Promise<void> {
  const { stage, bank } = tale;
  const { abroad } = stage.funders;
  const line = placeOf(tale, 'refused');
  const { number, debtor } = itemOf(tale, 'refused');
  const { funder, payer: creditorName } = facilities[facilityIds.export];
  await abroad.demand(line, stage.today());
  await pass(tale, 2);
  const { marks } = await readPosition(stage.finance, line.receivableId);
  assert(marks?.recourseDueOn, `recourse is due for ${number}`);
  stage.say('recourse', { debtor: debtor.name, invoice: number, funder });
  const priceMinor = await abroad.giveBack(line, stage.today());
  await abroad.deduct(placeOf(tale, 'abroadShort'), {
    on: stage.today(),
    amountMinor: 120_000,
  });
  await abroad.collect(placeOf(tale, 'abroadShort'), stage.today());
  await pass(tale, 2);
  await closedWords(tale, 'refused');
  const price = money(stage.locale, priceMinor, debtor.currency);
  const paid = {
    amountMinor: sumMinor([-priceMinor]),
    remittance: `Repurchase ${number}`,
    creditorName,
  };
  await bank.statement(debtor.currency, [paid]);
  stage.say('repurchased', { invoice: number, price });
  stage.say('short', await closedWords(tale, 'abroadShort'));
  await restsPaid(tale, ['abroadShort']);
  await accountSent(stage);
  await check(tale);
}
