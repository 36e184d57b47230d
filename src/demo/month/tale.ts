import { assert } from '../../core/assert.ts';
import { type Currency, sumMinor } from '../../core/money.ts';
import { money } from '../../core/wording/format.ts';
import { facilityIds } from '../books.ts';
import type { CamtEntry } from '../camt.ts';
import { type Bank, openBank } from './cash.ts';
import { type Account, checkEverything, type Placed, readPosition } from './checks.ts';
import type { Line } from './funders.ts';
import { type Item, monthLedger, type Part } from './ledger.ts';
import { facilities, lineOf, type Request } from './placing.ts';
import type { Stage } from './stage.ts';

/** The month as far as it has been told. */
export type Tale = {
  stage: Stage;
  bank: Bank;
  /** What the ledger has; the next import is made from it. */
  items: Item[];
  numberOf: Record<Part, string>;
  /** Ids of the receivables, by number. */
  ids: Map<string, string>;
  /** The requests that were sent, in their order. */
  requests: Request[];
  placed: Placed[];
};

export function openTale(stage: Stage): Tale {
  const { items, numberOf } = monthLedger(stage.today());
  const ids = new Map<string, string>();
  return { stage, bank: openBank(stage), items, numberOf, ids, requests: [], placed: [] };
}

/** The clocks go forward, and everything that must hold is looked at on the new day. */
export async function pass(tale: Tale, days: number): Promise<void> {
  const { stage } = tale;
  await stage.passDays(days);
  stage.say('day', { day: stage.today() });
  await check(tale);
}

export function check({ stage, placed }: Tale): Promise<void> {
  return checkEverything(stage, placed);
}

export function itemOf({ items, numberOf }: Tale, part: Part): Item {
  const item = items.find(({ number }) => number === numberOf[part]);
  assert(item, `the ledger has the invoice of ${part}`);
  return item;
}

export function idsOf({ ids, numberOf }: Tale, parts: readonly Part[]): string[] {
  return parts.map((part) => {
    const id = ids.get(numberOf[part]);
    assert(id, `${numberOf[part]} is open`);
    return id;
  });
}

/** Where an invoice stands at its funder. */
export function placeOf(
  { requests, numberOf }: Tale,
  part: Part,
): Line & { receivableId: string; request: Request } {
  const request = requests.find(({ lines }) =>
    lines.some(({ number, answer }) => number === numberOf[part] && answer?.status === 'funded'),
  );
  assert(request, `${numberOf[part]} is funded`);
  return { ...lineOf(request, numberOf[part]), request };
}

/** Its account, once nothing is owed of it any more. */
export async function closedAccount(tale: Tale, part: Part): Promise<Account> {
  const { receivableId } = placeOf(tale, part);
  const { status, account } = await readPosition(tale.stage.finance, receivableId);
  assert(status === 'closed' && account, `${tale.numberOf[part]} is ${status}, and not closed`);
  return account;
}

export function chargesOf({ feesMinor, feeTaxMinor, interestMinor }: Account): number {
  return sumMinor([feesMinor, feeTaxMinor, interestMinor]);
}

/** How an invoice is told of: its number, its debtor, and its account in words. */
export async function closedWords(tale: Tale, part: Part): Promise<Record<string, string>> {
  const account = await closedAccount(tale, part);
  const { number, debtor } = itemOf(tale, part);
  const { currency } = facilities[placeOf(tale, part).request.facilityId];
  const text = (amountMinor: number) => money(tale.stage.locale, amountMinor, currency);
  return {
    invoice: number,
    debtor: debtor.name,
    charges: text(chargesOf(account)),
    rebate: text(account.rebateMinor),
    deducted: text(account.dilutionMinor),
    drawn: text(sumMinor([-account.rebateMinor])),
  };
}

/** What funders have left of what debtors paid them comes into the firm's accounts. */
export async function restsPaid(tale: Tale, parts: readonly Part[]): Promise<void> {
  const entries: (Omit<CamtEntry, 'reference'> & { currency: Currency })[] = [];
  for (const part of parts) {
    const { rebateMinor, collectedMinor } = await closedAccount(tale, part);
    const { facilityId } = placeOf(tale, part).request;
    const { payer: debtorName, currency } = facilities[facilityId];
    // Of a pledge the debtor's payment is the seller's, less what the bank took for the draw.
    const isPledge = facilityId === facilityIds.pledge;
    const amountMinor = isPledge ? sumMinor([collectedMinor, rebateMinor]) : rebateMinor;
    const remittance = `Settlement ${tale.numberOf[part]}`;
    entries.push({ currency, amountMinor, remittance, debtorName });
  }
  for (const [currency, own] of Map.groupBy(entries, (entry) => entry.currency)) {
    await tale.bank.statement(currency, own);
  }
}
