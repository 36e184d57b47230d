import type {
  CancelRequest,
  LineAnswer,
  RefusalReason,
  ScheduleState,
} from '../../src/core/adapter.ts';
import { assert } from '../../src/core/assert.ts';
import {
  assignedMinorOf,
  type BorrowingBase,
  type CanonicalRequest,
  type Party,
  type RequestLine,
} from '../../src/core/funding/request.ts';
import { Currency, parseDecimal, sumMinor, toDecimal } from '../../src/core/money.ts';
import type {
  CancellationBody,
  DrawdownAnswer,
  DrawdownBody,
  Problem,
  WireBase,
  WireParty,
  WirePledged,
} from './wire.ts';

/** The approved request in the bank's words; the order of fields is fixed, so bytes repeat. */
export function toDrawdown(request: CanonicalRequest): DrawdownBody {
  const { facility, totals, lines, borrowingBase } = request;
  assert(facility.mode === 'pledge', `${request.number} is a sale: a bank lends against a pledge`);
  assert(borrowingBase, `${request.number} has no borrowing base to draw on`);
  const own = (amountMinor: number) => toDecimal({ amountMinor, currency: facility.currency });
  const { reference, signedOn } = facility.agreement;
  return {
    reference: request.number,
    asOf: request.asOf,
    currency: facility.currency,
    agreement: { reference, signedOn },
    borrower: toParty(request.seller),
    lender: toParty(request.assignee),
    drawAmount: own(totals.advanceMinor),
    borrowingBase: toBase(borrowingBase, own),
    pledged: lines.map((line) => toPledged(line, own)),
    totals: {
      count: totals.count,
      perCurrency: totals.perCurrency.map(({ currency, count, faceMinor, openMinor }) => ({
        currency,
        count,
        faceAmount: toDecimal({ amountMinor: faceMinor, currency }),
        openAmount: toDecimal({ amountMinor: openMinor, currency }),
      })),
      pledgedAmount: own(sumMinor(lines.map(assignedMinorOf))),
      countedAmount: own(totals.fundedMinor),
      drawAmount: own(totals.advanceMinor),
    },
  };
}

export function toCancellation(request: CancelRequest): CancellationBody {
  const { number, agreementReference, reason } = request;
  return { reference: number, agreementReference, reason };
}

/** Their decision in our words. A word we do not know is pending: it moves no money. */
export function toState(answer: DrawdownAnswer): ScheduleState {
  return {
    partnerReference: answer.id,
    status: statuses[answer.status] ?? 'pending',
    lines: withoutContradictions(answer.lines.map(toAnswer)),
    ...(answer.cancellation && { cancellation: toCancelled(answer.cancellation) }),
  };
}

/** The problem types of the profile; a refusal of another type is the bank's own. */
export function reasonOfProblem(problem: Problem): RefusalReason {
  return problemReasons[problem.type] ?? 'refused_by_partner';
}

const problemReasons: Readonly<Record<string, RefusalReason>> = {
  'urn:bank:invalid-drawdown': 'invalid_message',
  'urn:bank:invalid-cancellation': 'invalid_message',
  'urn:bank:arithmetic': 'invalid_message',
  'urn:bank:control-sums': 'invalid_message',
  'urn:bank:key-reused': 'invalid_message',
  'urn:bank:unknown-drawdown': 'invalid_message',
  'urn:bank:unknown-place': 'invalid_message',
  'urn:bank:unknown-borrower': 'unknown_party',
  'urn:bank:unknown-facility': 'unknown_agreement',
  'urn:bank:reference-repeated': 'duplicate',
  'urn:bank:already-cancelled': 'duplicate',
  'urn:bank:above-available': 'limit_exceeded',
  'urn:bank:certificate-old': 'expired',
};

const lineReasons: Readonly<Record<string, RefusalReason>> = {
  NO_HEADROOM: 'limit_exceeded',
  ALREADY_PLEDGED: 'duplicate',
  DEBTOR_COUNTRY: 'not_eligible',
  PAST_DUE: 'not_eligible',
};

const statuses: Readonly<Record<string, ScheduleState['status']>> = {
  received: 'received',
  pending: 'pending',
  decided: 'answered',
  cancelled: 'answered',
};

function toCancelled(
  answer: NonNullable<DrawdownAnswer['cancellation']>,
): NonNullable<ScheduleState['cancellation']> {
  if (answer.status === 'accepted') return { status: 'accepted' };
  if (answer.status === 'refused') return { status: 'refused', detail: answer.message ?? '' };
  return { status: 'pending' };
}

function toAnswer(line: DrawdownAnswer['lines'][number]): LineAnswer {
  const { lineNumber } = line;
  if (line.status === 'declined') {
    const reason = lineReasons[line.code ?? ''] ?? 'refused_by_partner';
    const detail = [line.code, line.message].filter(Boolean).join(': ');
    return { lineNumber, status: 'declined', reason, detail };
  }
  const currency = Currency.safeParse(line.currency);
  if (line.status !== 'drawn' || !currency.success) return { lineNumber, status: 'pending' };
  const amountMinor = parseDecimal(line.amount ?? '', currency.data);
  if (amountMinor === undefined || amountMinor < 0) return { lineNumber, status: 'pending' };
  return { lineNumber, status: 'funded', amountMinor, currency: currency.data };
}

/** A line answered twice counts once; answered in two ways it waits for a clear word. */
function withoutContradictions(answers: LineAnswer[]): LineAnswer[] {
  const kept = new Map<number, LineAnswer>();
  for (const answer of answers) {
    const { lineNumber } = answer;
    const before = kept.get(lineNumber);
    const same = before === undefined || JSON.stringify(before) === JSON.stringify(answer);
    kept.set(lineNumber, same ? answer : { lineNumber, status: 'pending' });
  }
  return [...kept.values()];
}

type Own = (amountMinor: number) => string;

function toBase(base: BorrowingBase, own: Own): WireBase {
  return {
    certificateHash: base.certificateHash,
    gross: own(base.grossMinor),
    deductions: base.deductions.map(({ rule, amountMinor }) => ({
      rule,
      amount: own(amountMinor),
    })),
    pool: own(base.poolMinor),
    holdback: own(base.holdbackMinor),
    reserves: own(base.reservesMinor),
    overLimit: own(base.overLimitMinor),
    used: own(base.usedMinor),
    available: own(base.availableMinor),
  };
}

function toPledged(line: RequestLine, own: Own): WirePledged {
  const { currency } = line;
  return {
    lineNumber: line.lineNumber,
    number: line.number,
    instalment: line.instalment,
    debtor: toParty(line.debtor),
    issuedOn: line.issuedOn,
    dueOn: line.dueOn,
    currency,
    faceAmount: toDecimal({ amountMinor: line.faceMinor, currency }),
    openAmount: toDecimal({ amountMinor: line.openMinor, currency }),
    pledgedAmount: own(assignedMinorOf(line)),
    countedAmount: own(line.fundedMinor),
    drawAmount: own(line.advanceMinor),
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
