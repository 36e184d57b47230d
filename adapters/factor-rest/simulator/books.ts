import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { SimulatorOptions } from '../../simulator.ts';

export type FactorOptions = SimulatorOptions & {
  apiKey?: string;
  webhookSecret?: string;
  /** Agreements it has signed; any reference when absent. */
  agreements?: readonly string[];
  refusedCountries?: readonly string[];
  /** In whole units of the schedule's currency, by debtor id; the default holds for the others. */
  debtorLimits?: Readonly<Record<string, number>>;
  debtorLimitDefault?: number;
  advanceMax?: number;
  daysToDueMin?: number;
  answerAfter?: { reads: number } | { ms: number };
  /** A partner that takes the key but does not honour it: every message is a new schedule. */
  ignoresKeys?: boolean;
};

const Amount = z.string().regex(/^\d{1,15}(\.\d{1,4})?$/);
const DayText = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const CurrencyCode = z.string().regex(/^[A-Z]{3}$/);
const PartyRecord = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  address: z.string().nullable(),
  country: z.string().nullable(),
  identifiers: z.array(z.strictObject({ scheme: z.string().min(1), value: z.string().min(1) })),
});
const Line = z.strictObject({
  lineNumber: z.int().min(1),
  kind: z.enum(['invoice', 'credit_note']),
  creditsNumber: z.string().min(1).nullable(),
  number: z.string().min(1),
  instalment: z.int().min(1),
  debtor: PartyRecord,
  issuedOn: DayText,
  dueOn: DayText,
  currency: CurrencyCode,
  faceAmount: Amount,
  openAmount: Amount,
  fundedAmount: Amount,
  advanceAmount: Amount,
});
type Line = z.infer<typeof Line>;
export const Body = z.strictObject({
  reference: z.string().min(1).max(64),
  asOf: DayText,
  mode: z.enum(['sale', 'pledge']),
  currency: CurrencyCode,
  agreement: z.strictObject({
    reference: z.string().min(1),
    signedOn: DayText,
    recourse: z.boolean(),
  }),
  seller: PartyRecord,
  assignee: PartyRecord,
  lines: z.array(Line).min(1).max(50_000),
  totals: z.strictObject({
    count: z.int().min(1),
    perCurrency: z
      .array(
        z.strictObject({
          currency: CurrencyCode,
          count: z.int().min(0),
          faceAmount: Amount,
          openAmount: Amount,
        }),
      )
      .min(1),
    fundedAmount: Amount,
    advanceAmount: Amount,
  }),
});
type Body = z.infer<typeof Body>;

const LineDecision = z.strictObject({
  lineNumber: z.int(),
  status: z.enum(['funded', 'declined']),
  amount: z.string().optional(),
  currency: z.string().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
});
type LineDecision = z.infer<typeof LineDecision>;
const Taken = z.strictObject({
  scheduleId: z.string(),
  key: z.string(),
  bodyHash: z.string(),
  body: Body,
  receivedAt: z.iso.datetime(),
  decisions: z.array(LineDecision),
});
export type Taken = z.infer<typeof Taken>;

/** The factor's books: schedules taken, documents financed, limits used. */
export function openBooks(options: FactorOptions) {
  const now = options.now ?? (() => new Date());
  const after = options.answerAfter ?? { reads: 1 };
  const schedules: Taken[] = [];
  const byKey = new Map<string, Taken>();
  const byId = new Map<string, Taken>();
  const byReference = new Map<string, Taken[]>();
  const reads = new Map<string, number>();
  const financed = new Set<string>();
  const used = new Map<string, bigint>();
  const enter = (taken: Taken): void => {
    const { reference } = taken.body;
    schedules.push(taken);
    byKey.set(taken.key, byKey.get(taken.key) ?? taken);
    byId.set(taken.scheduleId, taken);
    byReference.set(reference, [...(byReference.get(reference) ?? []), taken]);
    for (const line of taken.body.lines) {
      const decision = taken.decisions.find(({ lineNumber }) => lineNumber === line.lineNumber);
      if (decision?.status !== 'funded') continue;
      financed.add(documentKey(taken.body, line));
      const before = used.get(line.debtor.id) ?? 0n;
      used.set(line.debtor.id, before + units(decision.amount ?? '0'));
    }
  };
  for (const entry of options.store?.load() ?? []) enter(Taken.parse(entry));
  return {
    all: (): readonly Taken[] => schedules,
    byKey: (key: string) => byKey.get(key),
    byId: (id: string) => byId.get(id),
    byReference: (reference: string): readonly Taken[] => byReference.get(reference) ?? [],
    take(message: { key: string; bodyHash: string; body: Body }): Taken {
      const taken: Taken = {
        ...message,
        scheduleId: `SCH-${randomUUID()}`,
        receivedAt: now().toISOString(),
        decisions: decide({ body: message.body, options, financed, used, at: now() }),
      };
      options.store?.append(taken);
      enter(taken);
      return taken;
    },
    read(schedule: Taken) {
      const count = (reads.get(schedule.scheduleId) ?? 0) + 1;
      reads.set(schedule.scheduleId, count);
      const ageMs = now().getTime() - Date.parse(schedule.receivedAt);
      const answered = 'reads' in after ? count > after.reads : ageMs >= after.ms;
      const lines = answered
        ? schedule.decisions
        : schedule.body.lines.map(({ lineNumber }) => ({ lineNumber, status: 'pending' }));
      return { answered, lines, justAnswered: 'reads' in after && count === after.reads + 1 };
    },
  };
}

type Case = {
  body: Body;
  options: FactorOptions;
  financed: ReadonlySet<string>;
  used: ReadonlyMap<string, bigint>;
  at: Date;
};

/** Lines in order: each funded one uses its debtor's limit before the next is looked at. */
function decide({ body, options, financed, used, at }: Case): LineDecision[] {
  const limitUsed = new Map(used);
  const seen = new Set(financed);
  return body.lines.map((line) => {
    const { lineNumber } = line;
    const credits = body.lines
      .filter((note) => note.kind === 'credit_note' && note.creditsNumber === line.number)
      .reduce((total, note) => total + units(note.advanceAmount), 0n);
    const asked = line.kind === 'credit_note' ? 0n : units(line.advanceAmount) - credits;
    const advance = asked > 0n ? asked : 0n;
    const total = (limitUsed.get(line.debtor.id) ?? 0n) + advance;
    const no = seen.has(documentKey(body, line))
      ? { code: 'ALREADY_FINANCED', message: `${line.number} is financed already` }
      : refusalOfLine({ line, options, advance, total, at });
    if (no) return { lineNumber, status: 'declined', ...no };
    limitUsed.set(line.debtor.id, total);
    seen.add(documentKey(body, line));
    return { lineNumber, status: 'funded', amount: decimal(advance), currency: body.currency };
  });
}

type Judged = { line: Line; options: FactorOptions; advance: bigint; total: bigint; at: Date };
type No = { code: string; message: string };

function refusalOfLine({ line, options, advance, total, at }: Judged): No | undefined {
  const refused = options.refusedCountries ?? ['BY', 'CU', 'IR', 'KP', 'RU', 'SY'];
  const limit = options.debtorLimits?.[line.debtor.id] ?? options.debtorLimitDefault ?? 5_000_000;
  const days = Math.floor(
    (Date.parse(line.dueOn) - Date.parse(at.toISOString().slice(0, 10))) / 86_400_000,
  );
  if (line.debtor.country !== null && refused.includes(line.debtor.country)) {
    return { code: 'DEBTOR_COUNTRY', message: `debtors in ${line.debtor.country} are not funded` };
  }
  if (days < (options.daysToDueMin ?? 5)) {
    return { code: 'DUE_TOO_NEAR', message: `due in ${days} days` };
  }
  if (advance > units(String(options.advanceMax ?? 2_000_000))) {
    return { code: 'AMOUNT_TOO_HIGH', message: 'above the highest advance on one document' };
  }
  if (total > units(String(limit))) {
    return { code: 'DEBTOR_LIMIT', message: `over the limit of ${limit} for ${line.debtor.name}` };
  }
  return undefined;
}

/** What is wrong with a schedule as a whole: an agreement it does not know, totals that do not add up. */
export function refusalOf(
  body: Body,
  options: FactorOptions,
): { type: string; detail: string } | undefined {
  const { agreement, lines, totals } = body;
  if (options.agreements && !options.agreements.includes(agreement.reference)) {
    return { type: 'unknown-agreement', detail: `No agreement ${agreement.reference}.` };
  }
  const sum = (pick: (line: Line) => string) =>
    lines.reduce(
      (total, line) => total + units(pick(line)) * (line.kind === 'invoice' ? 1n : -1n),
      0n,
    );
  const agree =
    totals.count === lines.length &&
    sum((line) => line.fundedAmount) === units(totals.fundedAmount) &&
    sum((line) => line.advanceAmount) === units(totals.advanceAmount);
  if (!agree)
    return { type: 'invalid-schedule', detail: 'The totals do not agree with the lines.' };
  return undefined;
}

function documentKey(body: Body, line: Line): string {
  const number = line.number.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return [body.seller.name, line.kind, number, line.instalment].join('|');
}

/** Decimal text as an exact count of ten-thousandths. */
function units(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.padEnd(4, '0'));
}

function decimal(amount: bigint): string {
  const digits = String(amount).padStart(5, '0');
  const text = `${digits.slice(0, -4)}.${digits.slice(-4)}`;
  return text.replace(/\.?0+$/, '') || '0';
}
