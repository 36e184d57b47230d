import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { assert } from '../../core/assert.ts';
import { addDays, type Day, daysBetween } from '../../core/calendar.ts';
import { monthOf } from '../../core/journal/month.ts';
import {
  type AmountMinor,
  type Currency,
  mulDiv,
  shareBp,
  sumMinor,
  toDecimal,
} from '../../core/money.ts';
import { exportAgreement, exportTerms, facilityIds } from '../books.ts';
import { exportCharges } from '../charges.ts';
import { control, type Line } from './funders.ts';

/** An invoice in the clerk's books; amounts in minor units of the agreement's currency. */
export type Bought = Line & {
  number: string;
  debtorId: string;
  currency: Currency;
  faceMinor: AmountMinor;
  advanceMinor: AmountMinor;
  boughtOn: Day;
};

/** Who keeps the accounts of the export factor: its statements tell what is booked here. */
export type Clerk = {
  buy(bought: Bought): void;
  /** The debtor pays all that is owed: the last charges, and the rest to the seller. */
  collect(line: Line, on: Day): Promise<void>;
  deduct(line: Line, deduction: { on: Day; amountMinor: AmountMinor }): Promise<void>;
  /** The debtor refuses the goods: the seller is asked to take the invoice back. */
  demand(line: Line, on: Day): Promise<void>;
  /** It is the seller's again; answers what the seller pays for it. */
  giveBack(line: Line, on: Day): Promise<AmountMinor>;
  /** Fees and interest to the end of each month that has passed since, its last day counted. */
  closeMonths(before: Day, today: Day): Promise<void>;
  /** The account on paper: what was booked since the last one, and what it has charged to date. */
  account(): string;
  holdings(): string[];
};

/** The words of the factor's statements. */
const words = {
  collection: '402',
  rebate: '404',
  fee: '411',
  interest: '413',
  dilution: '421',
  dispute: '422',
  disputeEnded: '423',
  demand: '426',
  reassignment: '427',
  repayment: '432',
} as const;

type Open = Bought & {
  lostMinor: AmountMinor;
  feeMinor: AmountMinor;
  interestMinor: AmountMinor;
  chargedTo: Day;
};

const { price } = exportTerms(facilityIds.export);

const accountHead = [
  ...['Entry', 'Code', 'Booked', 'Value', 'Amount', 'Currency'],
  ...['Schedule', 'Line', 'Invoice', 'Debtor', 'Charged to date', 'Text'],
];

export function createClerk(factor: { url: string; mailboxFolder: string }): Clerk {
  const open = new Map<string, Open>();
  const find = (line: Line): Open => {
    const found = open.get(nameOf(line));
    assert(found, `the export factor does not hold ${nameOf(line)}`);
    return found;
  };
  const { book, charge, account } = createPen(factor);
  return {
    buy: (bought) => {
      const nothing = { lostMinor: 0, feeMinor: 0, interestMinor: 0 };
      open.set(nameOf(bought), { ...bought, ...nothing, chargedTo: bought.boughtOn });
    },
    async collect(line, on) {
      const own = find(line);
      const owedMinor = sumMinor([own.faceMinor, -own.lostMinor]);
      await book(own, { word: 'collection', on, amountMinor: owedMinor, text: 'PAID' });
      await charge(own, { on, to: on });
      const { advanceMinor, feeMinor, interestMinor } = own;
      const restMinor = sumMinor([owedMinor, -advanceMinor, -feeMinor, -interestMinor]);
      await book(own, { word: 'rebate', on, amountMinor: restMinor, text: 'REMAINDER' });
      open.delete(nameOf(line));
    },
    async deduct(line, { on, amountMinor }) {
      const own = find(line);
      await book(own, { word: 'dilution', on, amountMinor, text: 'DEDUCTED BY DEBTOR' });
      own.lostMinor = sumMinor([own.lostMinor, amountMinor]);
    },
    async demand(line, on) {
      const own = find(line);
      const amountMinor = own.faceMinor;
      await book(own, { word: 'dispute', on, amountMinor, text: 'GOODS REFUSED' });
      await book(own, { word: 'demand', on, amountMinor, text: 'RECOURSE' });
    },
    async giveBack(line, on) {
      const own = find(line);
      await charge(own, { on, to: on });
      const { faceMinor, advanceMinor, feeMinor, interestMinor } = own;
      const text = 'YOURS AGAIN';
      await book(own, { word: 'disputeEnded', on, amountMinor: faceMinor, text });
      await book(own, { word: 'reassignment', on, amountMinor: faceMinor, text });
      const priceMinor = sumMinor([advanceMinor, feeMinor, interestMinor]);
      await book(own, { word: 'repayment', on, amountMinor: priceMinor, text: 'PRICE OF IT' });
      open.delete(nameOf(line));
      return priceMinor;
    },
    async closeMonths(before, today) {
      for (const on of monthEnds(before, today)) {
        for (const own of open.values()) await charge(own, { on, to: addDays(on, 1) });
      }
    },
    account,
    holdings: () => [...open.values()].map(({ number }) => number),
  };
}

const Booked = z.looseObject({ entry: z.string() });

/** How it writes into its books. */
function createPen(factor: { url: string; mailboxFolder: string }) {
  const rows: string[][] = [];
  let [statedMinor, chargedMinor] = [0, 0];
  const book = async (
    own: Open,
    entry: { word: keyof typeof words; on: Day; amountMinor: AmountMinor; text: string },
  ): Promise<void> => {
    const { on, amountMinor } = entry;
    if (amountMinor === 0) return;
    const word = words[entry.word];
    const said = await control(factor, '/movements', {
      agreement: exportAgreement.reference,
      word,
      bookedOn: on,
      valueOn: on,
      amount: amountMinor,
      currency: own.currency,
      file: fileOf(factor.mailboxFolder, own.reference),
      line: own.lineNumber,
      number: own.number,
      debtor: own.debtorId,
      words: entry.text,
    });
    if (entry.word === 'fee' || entry.word === 'interest') {
      chargedMinor = sumMinor([chargedMinor, amountMinor]);
    }
    const amount = toDecimal({ amountMinor, currency: own.currency });
    const { reference, lineNumber, number, debtorId } = own;
    const line = [reference, String(lineNumber), number, debtorId];
    const text = `${word} ${entry.text}`;
    rows.push([Booked.parse(said).entry, word, on, on, amount, own.currency, ...line, '', text]);
  };
  const accountOf = () => {
    const balance = (code: string, amountMinor: AmountMinor) => {
      const { currency } = exportCharges;
      return [
        ['', code, '', '', '', currency, '', '', '', ''],
        [toDecimal({ amountMinor, currency }), ''],
      ].flat();
    };
    const all = [balance('BF', statedMinor), ...rows.splice(0), balance('CF', chargedMinor)];
    statedMinor = chargedMinor;
    return [accountHead, ...all].map((cells) => cells.join(',')).join('\n');
  };
  /** The fee once, and interest on what is out, for the days that are not charged yet. */
  const charge = async (own: Open, { on, to }: { on: Day; to: Day }): Promise<void> => {
    const days = daysBetween(own.chargedTo, to);
    const feeMinor = own.feeMinor === 0 ? shareBp(own.faceMinor, price.serviceFeeBp, 'halfUp') : 0;
    const interestMinor = mulDiv(own.advanceMinor, price.rateBp * days, 3_600_000, 'halfUp');
    await book(own, { word: 'fee', on, amountMinor: feeMinor, text: 'COMMISSION' });
    await book(own, { word: 'interest', on, amountMinor: interestMinor, text: `TO ${to}` });
    own.feeMinor = sumMinor([own.feeMinor, feeMinor]);
    own.interestMinor = sumMinor([own.interestMinor, interestMinor]);
    own.chargedTo = to;
  };
  return { book, charge, account: accountOf };
}

function nameOf({ reference, lineNumber }: Line): string {
  return `${reference}|${lineNumber}`;
}

/** From one day to before another, days that are over: the last ones of months. */
function monthEnds(before: Day, today: Day): Day[] {
  const days = Array.from({ length: daysBetween(before, today) }, (_, nth) => addDays(before, nth));
  return days.filter((day) => monthOf(day) !== monthOf(addDays(day, 1)));
}

/** The file by which the factor knows a schedule of ours. */
function fileOf(mailboxFolder: string, reference: string): string {
  const taken = readdirSync(join(mailboxFolder, 'processed'));
  const file = taken.find((name) => name.startsWith('BRD_') && name.includes(`_${reference}_`));
  assert(file, `the export factor has taken no file of ${reference}`);
  return file;
}
