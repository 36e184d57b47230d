import type { Day, Instant } from '../calendar.ts';
import type { Circumstance } from '../cover/circumstance.ts';
import type { Id } from '../ids.ts';
import type { InsurerNoticeKind } from '../notice/insurer-notice.ts';
import type { PolicyTerms } from '../policy/terms.ts';
import type { SettlementCalendar } from '../settlement/calendar.ts';

/** An invoice as the clocks see it. */
export type ClockInvoice = {
  receivableId: Id;
  number: string;
  sellerId: string;
  debtorId: string;
  currency: string;
  issuedOn: Day;
  /** Absent: the day of issue. */
  deliveredOn?: Day;
  /** The original due date, whatever was agreed since. */
  dueOn: Day;
  faceMinor: number;
  openMinor: number;
  /** The day it was paid or otherwise closed. */
  closedOn?: Day;
};

/** A notice that has left, by whichever transport. */
export type ClockNotice = {
  kind: InsurerNoticeKind;
  debtorId: string;
  receivableIds: readonly Id[];
  sentOn: Day;
  /** When the insurer had it; absent while that is not known. */
  receivedOn?: Day;
  /** Whether the insurer was asked to collect. */
  isCollectionAsked: boolean;
};

/** A claim's days. */
export type ClockClaim = {
  claimId: Id;
  debtorId: string;
  receivableIds: readonly Id[];
  filedOn?: Day;
  /** When the insurer had the whole file. */
  completeOn?: Day;
  paidOn?: Day;
  endedOn?: Day;
  requests: readonly {
    requestId: string;
    kind: string;
    on: Day;
    dueOn?: Day;
    answeredOn?: Day;
  }[];
};

/** The last day of a limit or of one of its layers. */
export type ClockLimit = {
  coverId: string;
  debtorId: string;
  decidedOn: Day;
  /** The last day of the whole; absent: until it is withdrawn. */
  lastDay?: Day;
  /** Layers that end before the whole does. */
  layers: readonly { lastDay: Day }[];
};

/** What was declared of a period. */
export type ClockDeclaration = { declarationId: string; to: Day; declaredOn: Day };

/** An entry in a public register, such as that of assigned receivables. */
export type ClockRegistration = {
  registrationId: string;
  debtorId?: string;
  registeredOn: Day;
  expiresOn: Day;
  endedOn?: Day;
};

/** All that the duties of one policy are worked out from; each list in any order. */
export type ClockInput = {
  versions: readonly PolicyTerms[];
  invoices: readonly ClockInvoice[];
  circumstances: readonly Circumstance[];
  notices: readonly ClockNotice[];
  claims: readonly ClockClaim[];
  limits: readonly ClockLimit[];
  declarations: readonly ClockDeclaration[];
  registrations: readonly ClockRegistration[];
  calendars: readonly SettlementCalendar[];
  now: Instant;
  /** The insured's own day, which what it did is dated by; it may be ahead of an insurer's. */
  today: Day;
};
