import { lastDayOfMonth, payable, plusDays, units } from '../../reckoning.ts';
import { disputeOf, fundsInUse, type Held, has, isOver, sumsOf } from './account.ts';
import type { Kind } from './entries.ts';
import type { FactorTerms } from './options.ts';

export type Draft = {
  kind: Kind;
  cause: string;
  bookedOn: string;
  valueOn: string;
  amount: bigint;
  text: string;
};
type Due = { on: string; drafts: Draft[] };

/** What the factor books next for an invoice by its own clock, once that day has come. */
export function nextDue(held: Held, terms: FactorTerms, today: string): Due | undefined {
  const due = isOver(held)
    ? []
    : [
        monthEnd(held, terms, today),
        withdrawal(held, terms),
        demand(held, terms),
        reassignment(held, terms),
        payment(held, terms),
      ];
  return due
    .filter((candidate) => candidate !== undefined)
    .filter(({ on, drafts }) => on <= today && drafts.length > 0)
    .sort((left, right) => (left.on < right.on ? -1 : 1))[0];
}

/**
 * Once the debtor owes nothing: the last charges, and the reserve to the seller or a claim on it.
 */
export function settlement(held: Held, terms: FactorTerms, today: string): Draft[] {
  const { owed, residual } = sumsOf(held);
  if (owed > 0n || residual === 0n) return [];
  return closing(held, { terms, on: today, kind: undefined });
}

/** The invoice goes back to the seller now, and with it what was paid for it. */
export function givenBack(held: Held, terms: FactorTerms, on: string): Draft[] {
  return sumsOf(held).owed > 0n ? closing(held, { terms, on, kind: 'reassignment' }) : [];
}

const monthsMax = 240;

function monthEnd(held: Held, terms: FactorTerms, today: string): Due | undefined {
  let on = lastDayOfMonth(held.fundedOn);
  for (let months = 0; months < monthsMax && on <= today; months += 1) {
    const drafts = chargesOf(held, terms, on);
    if (drafts.length > 0) return { on, drafts };
    on = lastDayOfMonth(plusDays(on, 1));
  }
  return undefined;
}

/** The fee once, interest since the last time; nothing for days that are charged already. */
function chargesOf(held: Held, terms: FactorTerms, on: string): Draft[] {
  const draft = (kind: Kind, amount: bigint, text: string): Draft[] => {
    const cause = `${kind}|${held.id}|${on}|${held.movements.length}`;
    const booked = payable(amount, held.currency);
    return booked > 0n ? [{ kind, cause, bookedOn: on, valueOn: on, amount: booked, text }] : [];
  };
  const face = units(held.line.assignedAmount);
  const fee = payable((face * BigInt(terms.serviceFeeBp)) / 10_000n, held.currency);
  const fees = has(held, 'service_fee')
    ? []
    : [
        ...draft('service_fee', fee, `fee on ${held.line.number}`),
        ...draft('fee_tax', (fee * BigInt(terms.feeTaxBp)) / 10_000n, 'tax on the fee'),
      ];
  const interest = interestOf(held, terms, on);
  return [...fees, ...draft('interest', interest, `interest to ${on}`)];
}

function interestOf(held: Held, terms: FactorTerms, on: string): bigint {
  if (held.movements.some(({ cause }) => cause.startsWith('payment|'))) return 0n;
  const charged = held.movements.filter(({ kind }) => kind === 'interest').at(-1)?.valueOn;
  let products = 0n;
  for (let day = charged ?? held.fundedOn; day < on; day = plusDays(day, 1)) {
    products += fundsInUse(held, day);
  }
  return (products * BigInt(terms.interestBp)) / 3_600_000n;
}

type Closing = { terms: FactorTerms; on: string; kind: 'reassignment' | undefined };

function closing(held: Held, { terms, on, kind }: Closing): Draft[] {
  const lastValue = held.movements.reduce(
    (last, { valueOn }) => (valueOn > last ? valueOn : last),
    on,
  );
  const charges = chargesOf(held, terms, lastValue).map((draft) => ({ ...draft, bookedOn: on }));
  const { owed, residual } = sumsOf(held);
  const cause = (what: string) => `${what}|${held.id}|${held.movements.length}`;
  const day = { bookedOn: on, valueOn: on };
  const text = `${held.line.number} is yours again`;
  const back: Draft[] = kind ? [{ kind, cause: cause(kind), ...day, amount: owed, text }] : [];
  const left = residual - [...charges, ...back].reduce((total, { amount }) => total + amount, 0n);
  const rest: Draft = {
    kind: left > 0n ? 'reserve_release' : 'seller_payment',
    cause: cause('settlement'),
    ...day,
    amount: left > 0n ? left : -left,
    text: left > 0n ? 'reserve paid out' : 'taken from your account',
  };
  return [...charges, ...back, ...(left === 0n ? [] : [rest])];
}

function withdrawal(held: Held, { disputeDays }: FactorTerms): Due | undefined {
  const dispute = disputeOf(held);
  if (!dispute || !isApproved(held)) return undefined;
  const on = plusDays(dispute.since, disputeDays);
  const cause = `approval_withdrawn|${held.id}|${held.movements.length}`;
  const text = `disputed for ${disputeDays} days`;
  const { amount } = dispute;
  return {
    on,
    drafts: [{ kind: 'approval_withdrawn', cause, bookedOn: on, valueOn: on, amount, text }],
  };
}

export function isApproved({ movements }: Held): boolean {
  const words = ['approval_withdrawn', 'approval_restored'];
  return movements.filter(({ kind }) => words.includes(kind)).at(-1)?.kind !== 'approval_withdrawn';
}

function demand(held: Held, { recourseAfterDays }: FactorTerms): Due | undefined {
  const { owed } = sumsOf(held);
  if (!held.recourse || owed === 0n || has(held, 'recourse_demand')) return undefined;
  const on = plusDays(held.line.dueOn, recourseAfterDays);
  return { on, drafts: [demandOf(held, on)] };
}

export function demandOf(held: Held, on: string): Draft {
  return {
    kind: 'recourse_demand',
    cause: `recourse_demand|${held.id}|${held.movements.length}`,
    bookedOn: on,
    valueOn: on,
    amount: sumsOf(held).owed,
    text: `${held.line.number} is unpaid`,
  };
}

function reassignment(held: Held, terms: FactorTerms): Due | undefined {
  const asked = held.movements.find(({ kind }) => kind === 'recourse_demand');
  if (!asked) return undefined;
  const on = plusDays(asked.bookedOn, terms.reassignAfterDays);
  return { on, drafts: givenBack(held, terms, on) };
}

/** Without recourse it pays what is left to the seller when the debtor is that late. */
function payment(held: Held, terms: FactorTerms): Due | undefined {
  const on = plusDays(held.line.dueOn, terms.payAfterDays);
  if (held.recourse || disputeOf(held) || !isApproved(held)) return undefined;
  const charges = chargesOf(held, terms, on);
  const left = sumsOf(held).residual - charges.reduce((total, { amount }) => total + amount, 0n);
  if (left <= 0n) return undefined;
  const cause = `payment|${held.id}`;
  const text = 'paid under approval';
  const rest: Draft = {
    kind: 'reserve_release',
    cause,
    bookedOn: on,
    valueOn: on,
    amount: left,
    text,
  };
  return { on, drafts: [...charges, rest] };
}
