import type {
  CancelRequest,
  LineAnswer,
  RefusalReason,
  ScheduleState,
} from '../../src/core/adapter.ts';
import {
  assignedMinorOf,
  type CanonicalRequest,
  type CreditLine,
  type CreditSchedule,
  type Party,
  type RequestLine,
} from '../../src/core/funding/request.ts';
import { Currency, parseDecimal, sumMinor, toDecimal } from '../../src/core/money.ts';
import type {
  CancellationBody,
  CreditsBody,
  Problem,
  ScheduleAnswer,
  ScheduleBody,
  WireCredit,
  WireLine,
  WireParty,
} from './wire.ts';

/** The approved request in the factor's words; the order of fields is fixed, so bytes repeat. */
export function toSchedule(request: CanonicalRequest): ScheduleBody {
  const { facility, totals } = request;
  const own = (amountMinor: number) => toDecimal({ amountMinor, currency: facility.currency });
  return {
    reference: request.number,
    asOf: request.asOf,
    mode: facility.mode,
    currency: facility.currency,
    agreement: {
      reference: facility.agreement.reference,
      signedOn: facility.agreement.signedOn,
      recourse: facility.agreement.recourse,
    },
    seller: toParty(request.seller),
    assignee: toParty(request.assignee),
    lines: request.lines.map((line) => toLine(line, facility.currency)),
    totals: {
      count: totals.count,
      perCurrency: totals.perCurrency.map(({ currency, count, faceMinor, openMinor }) => ({
        currency,
        count,
        faceAmount: toDecimal({ amountMinor: faceMinor, currency }),
        openAmount: toDecimal({ amountMinor: openMinor, currency }),
      })),
      fundedAmount: own(totals.fundedMinor),
      advanceAmount: own(totals.advanceMinor),
    },
  };
}

export function toCancellation(request: CancelRequest): CancellationBody {
  const { number, agreementReference, reason } = request;
  return { reference: number, agreementReference, reason };
}

export function toCredits(schedule: CreditSchedule): CreditsBody {
  const { agreement, currency } = schedule.facility;
  const currencies = [...new Set(schedule.lines.map((line) => line.currency))].sort();
  return {
    reference: schedule.number,
    asOf: schedule.asOf,
    currency,
    agreement: { reference: agreement.reference, signedOn: agreement.signedOn },
    seller: toParty(schedule.seller),
    assignee: toParty(schedule.assignee),
    lines: schedule.lines.map(toCredit),
    totals: {
      count: schedule.lines.length,
      perCurrency: currencies.map((own) => {
        const amounts = schedule.lines.filter((line) => line.currency === own);
        const amountMinor = sumMinor(amounts.map((line) => line.amountMinor));
        return {
          currency: own,
          count: amounts.length,
          amount: toDecimal({ amountMinor, currency: own }),
        };
      }),
    },
  };
}

/** Their schedule in our words. A word we do not know is pending: it moves no money. */
export function toState(answer: ScheduleAnswer): ScheduleState {
  return {
    partnerReference: answer.scheduleId,
    status: statusOf(answer.status),
    lines: withoutContradictions(answer.lines.map(toAnswer)),
    ...(answer.cancellation && { cancellation: toCancelled(answer.cancellation) }),
  };
}

function toCancelled(
  answer: NonNullable<ScheduleAnswer['cancellation']>,
): NonNullable<ScheduleState['cancellation']> {
  if (answer.status === 'accepted') return { status: 'accepted' };
  if (answer.status === 'refused') return { status: 'refused', detail: answer.message ?? '' };
  return { status: 'pending' };
}

/** The problem types of the profile; a refusal of another type is the factor's own. */
export function reasonOfProblem(problem: Problem): RefusalReason {
  return problemReasons[problem.type] ?? 'refused_by_partner';
}

const problemReasons: Readonly<Record<string, RefusalReason>> = {
  'urn:factor:invalid-schedule': 'invalid_message',
  'urn:factor:unknown-agreement': 'unknown_agreement',
  'urn:factor:duplicate-reference': 'duplicate',
  'urn:factor:key-reused': 'invalid_message',
  'urn:factor:agreement-ended': 'expired',
  'urn:factor:already-cancelled': 'duplicate',
  'urn:factor:invalid-cancellation': 'invalid_message',
  'urn:factor:unknown-schedule': 'invalid_message',
  'urn:factor:invalid-credit-notes': 'invalid_message',
  'urn:factor:credit-note-repeated': 'duplicate',
  'urn:factor:line-not-held': 'not_eligible',
  'urn:factor:exceeds-invoice': 'limit_exceeded',
  'urn:factor:unknown-cursor': 'invalid_message',
};

const lineReasons: Readonly<Record<string, RefusalReason>> = {
  DEBTOR_COUNTRY: 'not_eligible',
  DEBTOR_LIMIT: 'limit_exceeded',
  ALREADY_FINANCED: 'duplicate',
  DUE_TOO_NEAR: 'not_eligible',
  AMOUNT_TOO_HIGH: 'limit_exceeded',
  CURRENCY: 'not_eligible',
};

function statusOf(status: string): ScheduleState['status'] {
  switch (status) {
    case 'received':
    case 'pending':
    case 'answered':
    case 'rejected':
      return status;
    case 'cancelled':
      return 'answered';
    default:
      return 'pending';
  }
}

function toAnswer(line: ScheduleAnswer['lines'][number]): LineAnswer {
  const { lineNumber } = line;
  if (line.status === 'declined') {
    const reason = lineReasons[line.code ?? ''] ?? 'refused_by_partner';
    const detail = [line.code, line.message].filter(Boolean).join(': ');
    return { lineNumber, status: 'declined', reason, detail };
  }
  const currency = Currency.safeParse(line.currency);
  if (line.status !== 'funded' || !currency.success) return { lineNumber, status: 'pending' };
  const amountMinor = parseDecimal(line.amount ?? '', currency.data);
  if (amountMinor === undefined || amountMinor < 0) return { lineNumber, status: 'pending' };
  return { lineNumber, status: 'funded', amountMinor, currency: currency.data };
}

/** A line answered twice counts once; answered in two ways it waits for a clear word. */
function withoutContradictions(answers: LineAnswer[]): LineAnswer[] {
  const kept = new Map<number, LineAnswer>();
  for (const answer of answers) {
    const before = kept.get(answer.lineNumber);
    const same = before === undefined || JSON.stringify(before) === JSON.stringify(answer);
    kept.set(
      answer.lineNumber,
      same ? answer : { lineNumber: answer.lineNumber, status: 'pending' },
    );
  }
  return [...kept.values()];
}

function toLine(line: RequestLine, facilityCurrency: string): WireLine {
  const own = (amountMinor: number) => toDecimal({ amountMinor, currency: line.currency });
  const funded = (amountMinor: number) => toDecimal({ amountMinor, currency: facilityCurrency });
  return {
    lineNumber: line.lineNumber,
    kind: 'invoice',
    creditsNumber: null,
    number: line.number,
    instalment: line.instalment,
    debtor: toParty(line.debtor),
    issuedOn: line.issuedOn,
    dueOn: line.dueOn,
    currency: line.currency,
    faceAmount: own(line.faceMinor),
    openAmount: own(line.openMinor),
    assignedAmount: funded(assignedMinorOf(line)),
    fundedAmount: funded(line.fundedMinor),
    advanceAmount: funded(line.advanceMinor),
  };
}

function toCredit(line: CreditLine): WireCredit {
  const { credits, currency, amountMinor } = line;
  return {
    lineNumber: line.lineNumber,
    number: line.number,
    credits: {
      scheduleReference: credits.requestNumber,
      lineNumber: credits.lineNumber,
      invoiceNumber: credits.number,
    },
    debtor: toParty(line.debtor),
    issuedOn: line.issuedOn,
    currency,
    amount: toDecimal({ amountMinor, currency }),
  };
}

function toParty(party: Party): WireParty {
  return {
    id: party.id,
    name: party.name,
    address: party.address ?? null,
    country: party.country ?? null,
    identifiers: Object.entries(party.identifiers)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([scheme, value]) => ({ scheme, value })),
  };
}
