import { z } from 'zod';
import type { Instant } from './calendar.ts';
import type { ClaimContribution, ClaimFiling, ClaimState } from './claim/filing.ts';
import type { CoverDecision } from './cover/limit.ts';
import type { Detail } from './detail.ts';
import type { InsurerDeclaration } from './exposure/declaration.ts';
import type { ExposureFeed } from './exposure/feed.ts';
import type { AssignmentNotice } from './funding/assignment-notice.ts';
import type { FunderMovement } from './funding/funder-movement.ts';
import type { CanonicalRequest, CreditSchedule } from './funding/request.ts';
import { Id } from './ids.ts';
import type { Money } from './money.ts';
import type { InsurerNotice, InsurerNoticeState } from './notice/insurer-notice.ts';

/** Why a partner says no: one closed list; the partner's own words stay in `detail`, ours are codes. */
export const refusalReasons = [
  'invalid_message',
  'not_authorised',
  'unknown_party',
  'unknown_agreement',
  'duplicate',
  'limit_exceeded',
  'not_eligible',
  'expired',
  'refused_by_partner',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** What was answered, for the attempt's record: redacted of credentials by the adapter. */
export type Raw = { status?: number; body: string };

/**
 * Every operation answers one of these. After an operation with an effect only an explicit yes or
 * no is `done` or `refused`; time-outs, resets, 408, 5xx and what cannot be parsed are `unknown`.
 * `retry` promises that nothing happened at the partner (429 with its header, a read that failed).
 */
export type Outcome<Value> =
  | { kind: 'done'; value: Value; raw: Raw }
  | { kind: 'refused'; reason: RefusalReason; detail: Detail; raw: Raw }
  | { kind: 'retry'; afterSeconds: number; detail: Detail }
  | { kind: 'unknown'; detail: Detail };

/** Files left in and taken from a partner's folders; `put` appears whole under its name or not at all. */
export type Mailbox = {
  list(folder: string): Promise<string[]>;
  put(folder: string, name: string, bytes: Uint8Array): Promise<void>;
  get(folder: string, name: string): Promise<Uint8Array>;
};

/** What the host hands in for one call. The adapter keeps no state, clock, or retry of its own. */
export type Call = {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  mailbox?: Mailbox;
  now: Instant;
  /** The delivery's id: the same for every attempt of one intention. */
  idempotencyKey: string;
  correlationId: string;
};

/** The bytes of one intention, made once from approved data and repeated unchanged. */
export type Wire = {
  method: 'POST' | 'PUT' | 'FILE';
  /** A path at the partner, or the file's name. */
  target: string;
  contentType: string;
  body: string;
};

/** What the partner offers to make repeating safe (key, query, neither, call-backs only). */
export type EffectClass = 'A' | 'B' | 'C' | 'D';

export type Effect<Input, Value> = {
  class: EffectClass;
  /** Nobody repeats or concludes "not found" before this long after the attempt began. */
  settleSeconds: number;
  timeoutSeconds: number;
  encode(input: Input): Wire;
  send(wire: Wire, call: Call): Promise<Outcome<Value>>;
  /**
   * Looks the intention up by our reference; required for classes A and B. The bytes sent are given
   * too: a partner may list by policy, and a file is found by its name.
   */
  find?(reference: string, call: Call, wire: Wire): Promise<Outcome<Found<Value>>>;
};

export type Found<Value> = { found: true; value: Value } | { found: false };

export type Read<Input, Value> = (input: Input, call: Call) => Promise<Outcome<Value>>;

export type ScheduleTaken = { partnerReference: string };

/** The funder's word on one line; `pending` until it says yes or no. */
export type LineAnswer = { lineNumber: number } & (
  | { status: 'pending' }
  | { status: 'funded'; amountMinor: number; currency: string }
  | { status: 'declined'; reason: RefusalReason; detail: string }
);

export type ScheduleState = {
  partnerReference: string;
  status: 'received' | 'pending' | 'answered' | 'rejected';
  lines: LineAnswer[];
  /** The funder's word on a cancellation that was asked for; absent where none is known. */
  cancellation?: { status: 'pending' | 'accepted' } | { status: 'refused'; detail: string };
};

/** Asks the funder to forget a schedule that it has not funded. */
export const CancelRequest = z.strictObject({
  requestId: Id,
  /** Our reference of the schedule, and the funder's. */
  number: z.string().min(1),
  partnerReference: z.string().min(1),
  agreementReference: z.string().min(1),
  reason: z.string().min(1),
});
export type CancelRequest = z.infer<typeof CancelRequest>;

/** The debtor's word on one line of a notice; `due` is what it says is open of it. */
export type AcknowledgedLine = { lineNumber: number } & (
  | { status: 'pending' }
  | { status: 'acknowledged'; due?: Money }
  | { status: 'disputed'; detail: string }
);

/** What a debtor answered to a notice: `answered` without lines is its yes to all of them. */
export type Acknowledgement =
  | { status: 'pending' }
  | { status: 'answered'; partnerReference: string; lines: AcknowledgedLine[] }
  | { status: 'refused'; partnerReference: string; detail: string }
  /** The partner itself has found the notice faulty and passes it to nobody. */
  | { status: 'not_taken'; reason: RefusalReason; detail: string };

/** What the funder booked on an agreement, from its beginning or after a place it gave before. */
export type MovementQuery = { agreementReference: string; after?: string };
/** `next` where the funder has told all it had so far: asked again with it, it tells what came since. */
export type MovementPage = { movements: FunderMovement[]; next: string; hasMore: boolean };

export type BuyerQuery = { country: string; scheme: string; value: string };
export type Buyer = { buyerId: string; name: string };
export type LimitRequest = {
  /** Our reference, unique per request. */
  reference: string;
  policyId: string;
  debtorId: string;
  buyerId: string;
  currency: string;
  amountMinor: number;
  effectiveOn: string;
  /** Absent: a credit limit. A credit check is a small amount that is decided at once. */
  kind?: 'credit_limit' | 'credit_check';
  isUrgent?: boolean;
  comment?: string;
};
/** Changes a cover that is there; `amountMinor` is the new amount, absent for a cancellation. */
export type LimitChange = Omit<LimitRequest, 'kind' | 'amountMinor'> & {
  change: 'supersede' | 'reduce' | 'cancel' | 'prolong';
  coverId: string;
  amountMinor?: number;
};
export type LimitAnswer = { coverId: string; decided: boolean };
/** An application: still looked at, decided (the decision is in the list of covers), or refused. */
export type LimitState =
  | { status: 'pending' | 'refused'; rawCode: string }
  | { status: 'decided'; rawCode: string; coverId: string };
/** A pending application at the insurer: asked for, not yet decided. */
export type PendingCover = {
  coverId: string;
  buyerId: string;
  rawCode: string;
  currency: string;
  amountMinor: number;
};
export type ListedCover = Omit<CoverDecision, 'debtorId'> & {
  buyerId: string;
  buyerName: string;
};
export type FileTaken = { fileName: string };

/** What a connected adapter can do. A missing key means it cannot. */
export type Operations = {
  submitSchedule?: Effect<CanonicalRequest, ScheduleTaken>;
  readSchedule?: Read<{ reference: string }, ScheduleState>;
  /** Known by the schedule's number; done means asked, the answer is in `readSchedule`. */
  cancelSchedule?: Effect<CancelRequest, ScheduleTaken>;
  submitCredits?: Effect<CreditSchedule, ScheduleTaken>;
  /** Passes an assignment on to the debtor; done means taken, its word is in `readAcknowledgement`. */
  notifyDebtor?: Effect<AssignmentNotice, ScheduleTaken>;
  readAcknowledgement?: Read<{ reference: string }, Acknowledgement>;
  readMovements?: Read<MovementQuery, MovementPage>;
  requestLimit?: Effect<LimitRequest, LimitAnswer>;
  /** What became of a limit that was asked for, where its lists do not say; known by the answer's id. */
  readLimit?: Read<InsurerReference, LimitState>;
  findBuyer?: Read<BuyerQuery, Buyer[]>;
  listCovers?: Read<{ policyId: string }, ListedCover[]>;
  listPending?: Read<{ policyId: string }, PendingCover[]>;
  /** `changes`: those it takes; every other is for people to arrange. */
  changeLimit?: Effect<LimitChange, LimitAnswer> & { changes: readonly LimitChange['change'][] };
  sendExposure?: Effect<ExposureFeed, FileTaken>;
  /** `kinds`: what it can be told so; every other kind goes by pack. */
  declareToInsurer?: Effect<InsurerDeclaration, TakenByInsurer> & {
    kinds: readonly InsurerDeclaration['kind'][];
  };
  noticeInsurer?: Effect<InsurerNotice, TakenByInsurer> & {
    kinds: readonly InsurerNotice['kind'][];
  };
  readInsurerNotice?: Read<InsurerReference, InsurerNoticeState>;
  fileClaim?: Effect<ClaimFiling, TakenByInsurer>;
  contributeDocument?: Effect<ClaimContribution, TakenByInsurer>;
  readClaim?: Read<InsurerReference, ClaimState>;
};

/** What an insurer calls what it was told. */
export type TakenByInsurer = { partnerReference: string };
/** Ours and the insurer's reference of a notice or a claim. */
export type InsurerReference = { reference: string; partnerReference: string; policyId: string };

/** What a partner pushed: a hint by its own id, confirmed by our own query. */
export type Notice = {
  messageId: string;
  reference: string;
  /** `movements`: something was booked; its reference is the agreement's. The others' is ours. */
  kind: 'schedule' | 'cover' | 'movements' | 'notice' | 'claim';
};
export type NoticeRead = { ok: true; notice: Notice } | { ok: false; detail: string };

export type Adapter<Config extends z.ZodType = z.ZodType> = {
  id: string;
  name: string;
  party: 'insurer' | 'factor' | 'bank';
  /** Address and credentials of a connection; fields that are secret carry `.meta({secret: true})`. */
  config: Config;
  /** Sends a second (0.5: one in two), and how many at once; the host keeps to it. */
  pace: { perSecond: number; concurrency: number };
  /** What the partner charges for: each needs an approval and is written to the cost ledger. */
  charged?: readonly ('find_buyer' | 'urgent_limit' | 'credit_check')[];
  connect(config: z.infer<Config>): Operations;
  /** Verifies a pushed message's signature and reads it; pure. */
  readNotice?(
    message: { body: string; headers: Record<string, string>; now: Instant },
    config: z.infer<Config>,
  ): NoticeRead;
};

/** Keeps the config's type inside the definition and forgets it outside. */
export function defineAdapter<Config extends z.ZodType>(adapter: Adapter<Config>): Adapter {
  return adapter as unknown as Adapter;
}
