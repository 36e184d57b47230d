import { z } from 'zod';
import type { Day } from '../../core/calendar.ts';
import { parseDecimal } from '../../core/money.ts';
import { pledgeAgreement } from '../books.ts';
import type { DemoPartners } from '../partners.ts';
import type { Clerk } from './clerk.ts';

/** An invoice by the names that its funder knows it by. */
export type Line = { reference: string; lineNumber: number };

/** What happens at the funders: what their own people and our debtors do. */
export type Funders = {
  /** At the factor at home: `amount` is decimal text; without one, what is owed. */
  atFactor(line: Line, does: FactorDeed, more?: { amount?: string; code?: string }): Promise<void>;
  /** The factor tells once more, and otherwise, what it booked for a debtor's payment. */
  contradictPayment(line: Line): Promise<void>;
  /** At the bank: a debtor pays into the collection account, which sweeps what is drawn. */
  payAtBank(line: Line): Promise<void>;
  abroad: Clerk;
  /** The day at the funders, whose clocks are of another zone than the firm's. */
  today(): Day;
  /** By their own books: the numbers of the invoices that the factors hold, and what the bank is owed. */
  books(): Promise<{ factor: string[]; exportFactor: string[]; outstandingMinor: number }>;
};

type FactorDeed = 'pay' | 'turn_over' | 'deduct' | 'dispute' | 'end_dispute';

const Accounts = z.array(z.looseObject({ invoiceNumber: z.string(), isOver: z.boolean() }));
const Booked = z.object({
  movements: z.array(z.looseObject({ id: z.string(), kind: z.string() })),
});
const Outstanding = z.record(z.string(), z.string());
const Payment = z.object({ booked: z.array(z.looseObject({ type: z.string() })).min(1) });

export function createFunders(partners: DemoPartners, abroad: Clerk): Funders {
  const { factor, bank } = partners;
  const payments = new Map<string, string>();
  return {
    abroad,
    today: partners.today,
    async atFactor({ reference, lineNumber }, does, more = {}) {
      const act = { scheduleReference: reference, lineNumber, does, ...more };
      const { movements } = Booked.parse(await control(factor, '/lines', act));
      const payment = movements.find(({ kind }) => kind === 'collection');
      if (payment) payments.set(nameOf({ reference, lineNumber }), payment.id);
    },
    async contradictPayment(line) {
      const id = payments.get(nameOf(line));
      await control(factor, '/movements', { id, does: 'contradict' });
    },
    async payAtBank({ reference, lineNumber }) {
      Payment.parse(await control(bank, '/payments', { reference, lineNumber }));
    },
    async books() {
      const accounts = Accounts.parse(await lookAt(factor, '/accounts'));
      const lines = Outstanding.parse(await lookAt(bank, '/facilities'));
      const { reference } = pledgeAgreement;
      return {
        factor: accounts.filter(({ isOver }) => !isOver).map((own) => own.invoiceNumber),
        exportFactor: abroad.holdings(),
        outstandingMinor: parseDecimal(lines[reference] ?? '0', 'CNY') ?? Number.NaN,
      };
    },
  };
}

function nameOf({ reference, lineNumber }: Line): string {
  return `${reference}|${lineNumber}`;
}

async function lookAt(partner: { url: string }, path: string): Promise<unknown> {
  return (await fetch(`${partner.url}/_control${path}`)).json();
}

export async function control(
  partner: { url: string },
  path: string,
  body: unknown,
): Promise<unknown> {
  const answer = await fetch(`${partner.url}/_control${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  const said: unknown = await answer.json();
  if (!answer.ok) throw new Error(`a funder does not do ${path}: ${JSON.stringify(said)}`);
  return said;
}
