import {
  type AllocationProblem,
  type Offer,
  type Placement,
  pairOf,
} from '../allocation/problem.ts';
import { evaluate } from '../allocation/value.ts';
import type { Violation } from '../allocation/verify/violation.ts';
import { verify } from '../allocation/verify.ts';
import { debtorAt, invoiceAt } from '../eligibility/ledger.ts';
import type { Outcome } from '../eligibility/outcome.ts';
import type { SelectionInput } from '../input.ts';
import { type AmountMinor, sumMinor } from '../money.ts';
import type { Refusal } from '../plan.ts';
import { type Sifted, siftLedger } from '../sift.ts';
import { problemOf } from './problemOf.ts';

/** A receivable somebody chose, with what is to be funded of it in the facility's currency. */
export type Chosen = { receivableId: string; fundedMinor: AmountMinor };

export type Choice = { facilityId: string; chosen: readonly Chosen[] };

/** Why a choice is no plan: the constraint of `verify`, or a receivable the facility does not take. */
export type Hindrance = {
  constraint: Violation['constraint'] | 'not_taken';
  receivableId?: string;
  debtorId?: string;
  rule?: string;
  actualMinor: AmountMinor;
  limitMinor: AmountMinor;
};

export type Held = { ok: true; hindrance?: Hindrance } | { ok: false; refusals: Refusal[] };

/** Whether amounts that were chosen before still hold together, from the whole input. */
export function holdChoice(input: SelectionInput, choice: Choice): Held {
  const sifted = siftLedger(input);
  if (!sifted.ok) return sifted;
  const hindrance = hindranceOf(sifted, choice);
  return { ok: true, ...(hindrance && { hindrance }) };
}

/**
 * Holds amounts chosen before against a facility as a plan of it alone: its mode, room, minimum draw,
 * caps, cover and net balances. Undefined: they hold together. Of a pledge all is drawn that they and
 * its room allow.
 */
export function hindranceOf(sifted: Sifted, { facilityId, chosen }: Choice): Hindrance | undefined {
  const { input, outcomes, availabilities } = sifted;
  const index = input.facilities.findIndex((terms) => terms.facilityId === facilityId);
  const [outcome, availability] = [outcomes[index], availabilities[index]];
  const amountMinor = sumMinor(chosen.map(({ fundedMinor }) => fundedMinor));
  if (!outcome || !availability || amountMinor <= 0) return nothingOf(chosen);
  const { terms } = outcome.view;
  const need = { amountMinor, currency: terms.currency, valueOn: input.asOf, horizonDays: 1 };
  const offered = [{ outcome, availableMinor: availability.availableMinor }];
  const { problem, lineOf } = problemOf(input, need, offered, outcomes);
  const { ledger } = outcome.view;
  const lines = new Map<string, number>();
  lineOf.forEach((own, line) => {
    lines.set(invoiceAt(ledger, own).id, line);
  });
  const placement: Placement = {
    placed: new Uint8Array(problem.debtorOf.length),
    partial: new Map(),
    drawn: new Float64Array(1),
  };
  for (const { receivableId, fundedMinor } of chosen) {
    const line = lines.get(receivableId);
    if (line === undefined) {
      return { constraint: 'not_taken', receivableId, actualMinor: fundedMinor, limitMinor: 0 };
    }
    const base = problem.base[pairOf(problem, line, 0)] ?? 0;
    placement.placed[line] = 1;
    if (fundedMinor !== base) placement.partial.set(line, fundedMinor);
  }
  const advances = evaluate(problem, placement).advances[0] ?? 0;
  const [offer] = problem.offers;
  placement.drawn[0] = offer?.mode === 'pledge' ? Math.min(advances, offer.room) : advances;
  const violations = verify(problem, { placement, value: evaluate(problem, placement) });
  // What is available follows from the caps: they say more.
  const first = violations.find(({ constraint }) => constraint !== 'room') ?? violations[0];
  if (!first) return undefined;
  const { constraint, line, debtor, family, room, actual, limit } = first;
  const rule =
    room === undefined ? capRule(outcome, offer, family) : roomRules[kindOf(problem, room)];
  return {
    constraint,
    ...(line !== undefined && { receivableId: invoiceAt(ledger, lineOf[line] ?? 0).id }),
    ...(debtor !== undefined && { debtorId: debtorAt(ledger, debtor).id }),
    ...(rule !== undefined && { rule }),
    actualMinor: actual,
    limitMinor: limit,
  };
}

const roomRules = { cover: 'insured_limit', netting: 'contra' } as const;

function kindOf({ rooms }: AllocationProblem, room: number): keyof typeof roomRules {
  return rooms[room]?.kind ?? 'cover';
}

function capRule({ rules }: Outcome, offer: Offer | undefined, family = -1): string | undefined {
  return rules[offer?.caps[family]?.rule ?? -1]?.rule;
}

function nothingOf([first]: readonly Chosen[]): Hindrance {
  const receivableId = first?.receivableId;
  return {
    constraint: 'not_taken',
    ...(receivableId !== undefined && { receivableId }),
    actualMinor: first?.fundedMinor ?? 0,
    limitMinor: 0,
  };
}
