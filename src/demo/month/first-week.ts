import { z } from 'zod';
import { assert } from '../../core/assert.ts';
import { money } from '../../core/wording/format.ts';
import { facilityIds } from '../books.ts';
import { creditNoteTo, type Part } from './ledger.ts';
import {
  draft,
  facilities,
  importLedger,
  placedBy,
  type Request,
  raise,
  readOpen,
  readRequest,
  showAnswers,
} from './placing.ts';
import { taken } from './stage.ts';
import { check, idsOf, itemOf, pass, placeOf, type Tale } from './tale.ts';

const sold = [
  'paid',
  'credited',
  'deducted',
  'disputed',
  'misdirected',
  'dollars',
  'waiting',
  'overLimit',
  'noLimit',
] as const satisfies Part[];
const soldAbroad = ['abroadPaid', 'abroadShort', 'refused', 'abroadWaiting'] as const;
const pledged = ['pledgedPaid', 'pledgedLater', 'pledgedWaiting'] as const;

/** The ledger comes in, and three funders are asked; one more request is drafted and forgotten. */
export async function askFunders(tale: Tale): Promise<{ forgotten: Request }> {
  const { stage, items } = tale;
  stage.say('day', { day: stage.today() });
  await importLedger(stage, items);
  await coverArrives(tale);
  tale.ids = await readOpen(stage);
  const debtors = new Set(items.map(({ debtor }) => debtor.code)).size;
  stage.say('ledger', { count: items.length, debtors });
  for (const [facilityId, parts] of [
    [facilityIds.sale, sold],
    [facilityIds.export, soldAbroad],
    [facilityIds.pledge, pledged],
  ] as const) {
    tale.requests.push(await raise(stage, { facilityId, receivableIds: idsOf(tale, parts) }));
  }
  const receivableIds = idsOf(tale, ['forgotten']);
  const forgotten = await draft(stage, { facilityId: facilityIds.sale, receivableIds });
  stage.say('left', { facility: facilityIds.sale, number: forgotten.number });
  await check(tale);
  return { forgotten };
}

const Cover = z.object({ items: z.array(z.unknown()) });
const looksMax = 300;

async function coverArrives(tale: Tale): Promise<void> {
  const last = itemOf(tale, 'noLimit').debtor.code;
  for (let look = 0; look < looksMax; look += 1) {
    const { items } = Cover.parse(await tale.stage.finance.get(`/cover/${last}`));
    if (items.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the insurer has not told its decisions');
}

/** On the next day the funders answer, and pay. */
export async function takeAnswers(tale: Tale): Promise<void> {
  const { stage, bank } = tale;
  await stage.passDays(1);
  stage.say('day', { day: stage.today() });
  tale.requests = await Promise.all(tale.requests.map((request) => readRequest(stage, request.id)));
  for (const request of tale.requests) {
    await showAnswers(stage, request);
    tale.placed.push(...placedBy(request));
    if (request.facilityId === facilityIds.export) buyAbroad(tale, request);
  }
  await check(tale);
  for (const currency of ['CNY', 'EUR'] as const) {
    const own = tale.requests.filter(
      ({ facilityId }) => facilities[facilityId].currency === currency,
    );
    const entries = own.map(({ number, facilityId, fundedMinor = 0 }) => ({
      amountMinor: fundedMinor,
      endToEndId: number,
      remittance: `Advance ${number}`,
      debtorName: facilities[facilityId].payer,
    }));
    await bank.statement(currency, entries);
    for (const { id } of own) await showCash(tale, id);
  }
  await check(tale);
}

async function showCash({ stage }: Tale, requestId: string): Promise<void> {
  const { number, facilityId, status, matchedMinor = 0 } = await readRequest(stage, requestId);
  assert(status === 'cash_matched', `${number} is ${status} after its cash has come`);
  const { currency } = facilities[facilityId];
  const amount = money(stage.locale, matchedMinor, currency);
  stage.say('advance_received', { amount, number });
}

function buyAbroad({ stage }: Tale, request: Request): void {
  const { currency } = facilities[request.facilityId];
  for (const { answer, lineNumber, number, debtor, openMinor, assignedMinor } of request.lines) {
    if (answer?.status !== 'funded') continue;
    stage.funders.abroad.buy({
      reference: request.number,
      lineNumber,
      number,
      debtorId: debtor.id,
      currency,
      faceMinor: assignedMinor ?? openMinor,
      advanceMinor: answer.amountMinor ?? 0,
      boughtOn: stage.funders.today(),
    });
  }
}

/** A request is taken back before it is paid; a debtor disputes; a credit note follows its invoice. */
export async function thinkAgain(tale: Tale): Promise<void> {
  const { stage } = tale;
  await pass(tale, 3);
  const order = { facilityId: facilityIds.sale, receivableIds: idsOf(tale, ['cancelled']) };
  const request = await raise(stage, order);
  const reason = 'the cash is no longer needed';
  await stage.approver.post(`/requests/${request.id}/cancel`, { reason }).then(taken);
  stage.say('cancel_asked', { number: request.number });
  const disputed = itemOf(tale, 'disputed');
  await stage.funders.atFactor(placeOf(tale, 'disputed'), 'dispute', { code: 'QUALITY' });
  disputed.disputedMinor = disputed.amountMinor;
  const credited = itemOf(tale, 'credited');
  const credit = creditNoteTo(credited, { on: stage.today(), amountMinor: 1_500_000 });
  tale.items.push(credit);
  await importLedger(stage, tale.items);
  stage.say('disputed', { debtor: disputed.debtor.name, invoice: disputed.number });
  await pass(tale, 1);
  const { status, lines } = await readRequest(stage, request.id);
  assert(status === 'cancelled', `${request.number} is ${status}, and not cancelled`);
  const { funder } = facilities[facilityIds.sale];
  stage.say('cancelled', { funder, number: request.number, count: lines.length });
  stage.say('credited', {
    credit: credit.number,
    amount: money(stage.locale, -credit.amountMinor, credit.debtor.currency),
    invoice: credited.number,
  });
}
