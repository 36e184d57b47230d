import type { Hono } from 'hono';
import type { BankEntry } from '../core/cash/entry.ts';
import type { Certificate } from '../core/certificate/certificate.ts';
import type { Comparison } from '../core/compare/alternative.ts';
import type { Change } from '../core/compare/change.ts';
import type { Effect } from '../core/compare/effect.ts';
import type { Valuation } from '../core/compare/valuation.ts';
import type { ChargedService } from '../core/cover/insurer-request.ts';
import type { DebtorQuestion } from '../core/explain/debtor.ts';
import type { DebtorExplanation, FacilityExplanation } from '../core/explain/explanation.ts';
import type { BorrowingBase, RequestLine } from '../core/funding/request.ts';
import type { SelectionInput } from '../core/input.ts';
import type { Plan } from '../core/plan.ts';
import type { ControlBalance } from '../core/reconciliation/control.ts';
import type { Database, Tx } from '../store/database.ts';
import type { Finding } from '../store/delivery-resolution.ts';
import type { DunningTold } from '../store/dunning.ts';
import type { StatementMapping, StoredStatement } from '../store/factor-statement.ts';
import type { AdvicesTaken } from '../store/remittance.ts';
import type { Replay } from '../store/selection-run.ts';
import type { PrintClaimIndex, TakeEvidence } from './claim-parts.ts';
import type { HttpEnv } from './env.ts';

/** What a program does not find in `store` or `core` and is handed instead. */
export type AppDeps = {
  db: Database;
  mode: 'demo' | 'production';
  /** Where people and partners reach this server, without a slash at its end. */
  baseUrl: string;
  /** Keys of cookies, forms and cursors are derived from it, each for its own purpose. */
  secretKey: Uint8Array;
  identity: IdentitySettings;
  log: Log;
  now: () => Date;
  /** Server-rendered pages; absent on the edge. */
  pages?: (deps: AppDeps) => Hono<HttpEnv>;
  /** What needs a Node process; absent on the edge, which answers 501 for it. */
  inspectLedger?: InspectLedger;
  importLedger?: ImportLedger;
  select?: Select;
  compare?: Compare;
  whatIf?: WhatIf;
  explain?: Explain;
  certify?: Certify;
  propose?: Propose;
  keepSelection?: KeepSelection;
  replaySelection?: ReplaySelection;
  readStatement?: ReadStatement;
  /** The JSON Schema of what is given to `saveStatementMapping`. */
  statementMappingSchema?: Readonly<Record<string, unknown>>;
  saveStatementMapping?: SaveStatementMapping;
  takeFactorStatement?: TakeFactorStatement;
  takeRemittances?: TakeRemittances;
  takeEvidence?: TakeEvidence;
  printClaimIndex?: PrintClaimIndex;
  readControl?: ReadControl;
  readDunning?: ReadDunning;
  /** What an adapter's partner charges for; absent: nobody knows, so each service counts as charged. */
  chargedBy?: (adapterId: string) => readonly ChargedService[];
  settleDelivery?: SettleDelivery;
  receiveNotice?: ReceiveNotice;
};

export type IdentitySettings = {
  /** Exactly as it stands in the tokens' `iss`. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Who access tokens must be made out to. */
  audience: string;
};

/** The part of pino that is used here. */
export type Log = {
  info: (fields: object, message: string) => void;
  warn: (fields: object, message: string) => void;
  error: (fields: object, message: string) => void;
};

/** What was understood and cannot be done: a code and its numbers, worded by `core/wording`. */
export type Refused = {
  status: 'refused';
  code: string;
  params: Record<string, string | number | boolean>;
};

export type LedgerOrder = {
  personId: string;
  sellerId: string;
  ledger: string;
  asOf: string;
  currency?: string | undefined;
  /** The file is the whole open ledger: what it does not have is closed. */
  complete: boolean;
  /** Absent: the saved mapping of this header, else the suggested one. */
  mapping?: unknown;
  fileName: string;
  /** Read once; an error it throws refuses the whole file. */
  bytes: AsyncIterable<Uint8Array>;
};

/** How a ledger file would be read: its header, first rows, a mapping, and what a person must answer. */
export type InspectLedger = (
  bytes: AsyncIterable<Uint8Array>,
) => Promise<({ status: 'inspected' } & LedgerInspection) | Refused>;

type Told = { code: string; params: Record<string, string | number | boolean> };

export type LedgerInspection = {
  header: string[];
  sampleRows: string[][];
  suggestion: {
    mapping: {
      columns: Partial<Record<string, string>>;
      dateFormat?: string | undefined;
      numberFormat?: { decimal: string; thousands: string } | undefined;
    };
    questions: Told[];
    notes: Told[];
  };
  /** Every date format a mapping may state. */
  dateFormats: readonly string[];
};

/** Reads the file into the ledger within `tx`: the whole file or nothing of it. */
export type ImportLedger = (
  tx: Tx,
  order: LedgerOrder,
) => Promise<{ status: 'imported'; importId: string } | Refused>;

export type Need = {
  amountMinor: number;
  currency: string;
  valueOn: string;
  horizonDays: number;
};

/** The plan for a day and for what was known at an instant; absent: today and now. Stores nothing. */
export type Select = (
  tx: Tx,
  order: { asOf?: string | undefined; knownAt?: string | undefined; need?: Need | undefined },
) => Promise<{ status: 'selected'; plan: Plan; input: SelectionInput } | Refused>;

type Explained<Explanation> =
  | { status: 'explained'; explanation: Explanation }
  | { status: 'unknown' }
  | Refused;

/** What each rule of a facility keeps out; a debtor, and what a higher limit on it would be worth. */
export type Explain = {
  facility(
    tx: Tx,
    order: { asOf?: string | undefined; knownAt?: string | undefined; facilityId: string },
  ): Promise<Explained<FacilityExplanation>>;
  debtor(
    tx: Tx,
    order: Parameters<Select>[1] & { question: DebtorQuestion },
  ): Promise<Explained<DebtorExplanation>>;
};

/**
 * The ways of meeting a need side by side; with a valuation, by what funders take over as well; with a
 * stored selection, what that placed kept as far as it still may be.
 */
export type Compare = (
  tx: Tx,
  order: {
    asOf?: string | undefined;
    knownAt?: string | undefined;
    need: Need;
    valuation?: Valuation | undefined;
    standingRunId?: string | undefined;
  },
) => Promise<{ status: 'compared'; comparison: Comparison } | Refused>;

/** What would come of a change. Stores nothing. */
export type WhatIf = (
  tx: Tx,
  order: Parameters<Select>[1] & { change: Change },
) => Promise<{ status: 'answered'; effect: Effect } | Refused>;

/**
 * The borrowing base certificate of a facility; absent: of each. All are of one plan, and bear its hash.
 * The roll-forward opens on `since`; absent: at the end of the month before, where that is known.
 */
export type Certify = (
  tx: Tx,
  order: {
    asOf?: string | undefined;
    knownAt?: string | undefined;
    since?: string | undefined;
    facilityId?: string | undefined;
  },
) => Promise<{ status: 'certified'; certificates: Certificate[] } | Refused>;

/** Receivables by name; `fundedMinor` is what to fund of them, by id; absent: what is eligible. */
export type NamedChoice = {
  receivableIds: readonly string[];
  fundedMinor?: Readonly<Record<string, number>> | undefined;
};

/** The lines of a request: the ones named, or the cheapest that meet the need. */
export type Propose = (
  tx: Tx,
  order: {
    personId: string;
    facilityId: string;
    asOf?: string | undefined;
    choice: NamedChoice | { need: Need };
  },
) => Promise<
  | {
      status: 'proposed';
      sellerId: string;
      asOf: string;
      /** The stored selection that the lines are of. */
      runId: string;
      planInputHash: string;
      lines: RequestLine[];
      /** Of a pledge: what the draw stands on. */
      borrowingBase?: BorrowingBase;
    }
  | Refused
>;

/** A selection made now and kept with what it was made from. */
export type KeepSelection = (
  tx: Tx,
  order: Parameters<Select>[1] & { personId: string; facilityIds?: readonly string[] },
) => Promise<{ status: 'kept'; runId: string } | Refused>;

/** A kept selection made again: whether the same bytes come out. Stores nothing. */
export type ReplaySelection = (tx: Tx, runId: string) => Promise<Replay>;

/** A bank's file (camt.053, camt.054 or MT940) as its entries; nothing is stored yet. */
export type ReadStatement = (
  bytes: Uint8Array,
) => Promise<{ status: 'read'; entries: BankEntry[] } | Refused>;

/** Balances of the general ledger's control accounts, from a CSV file; nothing is stored. */
export type ReadControl = (
  bytes: Uint8Array,
) => { status: 'read'; balances: ControlBalance[] } | Refused;

/** A dunning record of another system, from a CSV file; nothing is stored. */
export type ReadDunning = (bytes: Uint8Array) => { status: 'read'; rows: DunningTold[] } | Refused;

/** Checks how a funder's statements are read, and keeps it for the facility. */
export type SaveStatementMapping = (
  tx: Tx,
  order: { personId: string; facilityId: string; mapping: unknown },
) => Promise<{ status: 'saved'; saved: StatementMapping } | { status: 'unknown' } | Refused>;

/** Reads a funder's statement by its facility's mapping and takes it, whole or not at all. */
export type TakeFactorStatement = (
  tx: Tx,
  order: {
    personId: string;
    facilityId: string;
    fileName: string;
    bytes: AsyncIterable<Uint8Array>;
  },
) => Promise<{ status: 'taken' | 'known'; statement: StoredStatement } | Refused>;

/** Reads remittance advices, remt.001 or delimited by the mapping, and keeps them. */
export type TakeRemittances = (
  tx: Tx,
  order: {
    personId: string;
    fileName: string;
    mapping?: unknown;
    bytes: AsyncIterable<Uint8Array>;
  },
) => Promise<{ status: 'taken'; counts: AdvicesTaken } | Refused>;

/** Two people settled a delivery: moves it and writes the facts its answer would have become. */
export type SettleDelivery = (
  tx: Tx,
  settled: { deliveryId: string; personId: string; finding: Finding },
) => Promise<void>;

/** Checks the partner's signature, then stores the notice; the tenant is set only after that. */
export type ReceiveNotice = (notice: {
  /** The secret in the address: only its hash is stored. */
  token: string;
  headers: Record<string, string>;
  body: Uint8Array;
}) => Promise<'stored' | 'unauthenticated'>;
