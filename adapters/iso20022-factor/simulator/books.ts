import { z } from 'zod';
import type { SimulatorOptions } from '../../simulator.ts';
import { type Amount, decimal, total, units } from './amounts.ts';
import type { DebtorAnswer } from './notices.ts';
import type { Instalment, Invoice, Schedule } from './schedule.ts';

export type FactorOptions = SimulatorOptions & {
  /** Which messages it takes and answers with. */
  dialect?: 'assignment' | 'financing';
  transport?: 'https' | 'sftp';
  apiKey?: string;
  /** Agreements it has signed; any reference when absent. */
  agreements?: readonly string[];
  refusedCountries?: readonly string[];
  /** In whole units of the request's currency, by debtor number; what is left of it is financed. */
  debtorLimits?: Readonly<Record<string, number>>;
  debtorLimitDefault?: number;
  /** A message that comes again is answered with ID01. */
  refusesRepeats?: boolean;
  answerAfter?: { reads: number } | { ms: number };
  /** What debtors do with a notice, by debtor number; the others acknowledge it. */
  debtorAnswers?: Readonly<Record<string, DebtorAnswer>>;
  acknowledgeAfter?: { reads: number } | { ms: number };
  /** Its mailbox's folders on disk; a fresh temporary directory when absent. */
  mailboxRoot?: string;
  collectEveryMs?: number;
};

export type Decision = { sequence: string } & (
  | { status: 'FNCD'; amount: Amount }
  | { status: 'PDNG' }
  | { status: 'NTFD'; reason: Reason; words: string }
);
export type Reason = { Cd: string } | { Prtry: string };

/** A schedule in the books: undecided, decided, or cancelled before it was. */
export type Entry = {
  schedule: Schedule;
  receivedAt: string;
  reads: number;
  decisions?: Decision[];
  cancelled?: 'PACK' | 'REJT';
};

/** What must survive a restart, in its order. */
export const Line = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('message'), body: z.string(), receivedAt: z.iso.datetime() }),
  z.strictObject({ kind: z.literal('decided'), reference: z.string() }),
  z.strictObject({ kind: z.literal('acknowledged'), reference: z.string() }),
]);
export type Line = z.infer<typeof Line>;

/** The factor's books: schedules, documents financed, limits used. */
export function openBooks(options: FactorOptions) {
  const now = options.now ?? (() => new Date());
  const after = options.answerAfter ?? { reads: 1 };
  const entries = new Map<string, Entry>();
  const financed = new Set<string>();
  const used = new Map<string, bigint>();
  const decideNow = (entry: Entry): void => {
    entry.decisions = decide(entry, { options, financed, used });
  };
  return {
    byReference: (reference: string) => entries.get(reference),
    all: (): readonly Entry[] => [...entries.values()],
    enter(schedule: Schedule, receivedAt: string): void {
      entries.set(schedule.reference, { schedule, receivedAt, reads: 0 });
    },
    /** Accepted while nothing is decided; afterwards the financing has begun. */
    cancel(entry: Entry): void {
      entry.cancelled = entry.decisions ? 'REJT' : 'PACK';
    },
    decideOn(reference: string): void {
      const entry = entries.get(reference);
      if (entry) decideNow(entry);
    },
    /** Each look at a schedule brings its decision closer; true when it was made just now. */
    look(entry: Entry): boolean {
      entry.reads += 1;
      if (entry.decisions || entry.cancelled) return false;
      const ageMs = now().getTime() - Date.parse(entry.receivedAt);
      const due = 'reads' in after ? entry.reads > after.reads : ageMs >= after.ms;
      if (due) decideNow(entry);
      return due;
    },
  };
}
export type Books = ReturnType<typeof openBooks>;

type Desk = { options: FactorOptions; financed: Set<string>; used: Map<string, bigint> };

/** Instalments in their order: what one uses of its debtor's limit is not there for the next. */
function decide({ schedule, receivedAt }: Entry, desk: Desk): Decision[] {
  const today = receivedAt.slice(0, 10);
  return schedule.invoices.flatMap((invoice) =>
    invoice.instalments.map((instalment): Decision => {
      const { sequence } = instalment;
      const no = refusal({ schedule, invoice, instalment, today }, desk);
      if (no) return { sequence, status: 'NTFD', ...no };
      const before = desk.used.get(invoice.debtor.id) ?? 0n;
      const left = limitOf(invoice, desk.options) - before;
      const asked = units(instalment.asked.text);
      const granted = asked < left ? asked : left;
      if (granted <= 0n) {
        const words = `no limit left for ${invoice.debtor.name}`;
        return { sequence, status: 'NTFD', reason: { Prtry: 'DEBTOR_LIMIT' }, words };
      }
      desk.used.set(invoice.debtor.id, before + granted);
      desk.financed.add(documentKey(schedule, invoice, instalment));
      const text = decimal(granted, instalment.asked.text);
      return { sequence, status: 'FNCD', amount: { ...instalment.asked, text } };
    }),
  );
}

type Case = { schedule: Schedule; invoice: Invoice; instalment: Instalment; today: string };

function refusal(
  { schedule, invoice, instalment, today }: Case,
  { options, financed }: Desk,
): { reason: Reason; words: string } | undefined {
  const refused = options.refusedCountries ?? ['BY', 'CU', 'IR', 'KP', 'RU', 'SY'];
  const { country } = invoice.debtor;
  if (financed.has(documentKey(schedule, invoice, instalment))) {
    return {
      reason: { Prtry: 'ALREADY_FINANCED' },
      words: `${invoice.number} is financed already`,
    };
  }
  if (refused.includes(country)) {
    return { reason: { Prtry: 'DEBTOR_COUNTRY' }, words: `debtors in ${country} are not financed` };
  }
  return instalment.dueOn < today
    ? { reason: { Cd: 'DT02' }, words: `due on ${instalment.dueOn}` }
    : undefined;
}

function limitOf({ debtor }: Invoice, options: FactorOptions): bigint {
  const limit = options.debtorLimits?.[debtor.id] ?? options.debtorLimitDefault ?? 5_000_000;
  return units(String(limit));
}

/** A document number is the same however it is spelt; its instalments are financed one by one. */
function documentKey(schedule: Schedule, invoice: Invoice, { sequence }: Instalment): string {
  const number = invoice.number.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return [schedule.seller, number, sequence.split('/')[1]].join('|');
}

/** What was financed of a schedule, in its currency. */
export function financedOf(decisions: readonly Decision[]): { count: number; sum: bigint } {
  const funded = decisions.flatMap((one) => (one.status === 'FNCD' ? [one.amount.text] : []));
  return { count: funded.length, sum: total(funded) };
}
