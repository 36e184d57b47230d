import { z } from 'zod';
import type { SimulatorStore } from '../../simulator.ts';
import type { Remittance } from './inspection.ts';

export type BooksOptions = {
  now?: () => Date;
  store?: SimulatorStore;
  /** In minor units, by the debtor's number as it comes in the file; the default holds for the others. */
  debtorLimits?: Readonly<Record<string, number>>;
  debtorLimitDefault?: number;
  advanceRateBp?: number;
  daysToDueMin?: number;
};

const Decision = z.strictObject({
  line: z.int(),
  number: z.string(),
  verdict: z.enum(['funded', 'partly', 'refused']),
  amount: z.int(),
  currency: z.string(),
  code: z.string(),
  words: z.string(),
});
export type Decision = z.infer<typeof Decision>;
const Taken = z.strictObject({
  kind: z.literal('taken'),
  name: z.string(),
  receipt: z.string(),
  agreement: z.string(),
  takenAt: z.iso.datetime(),
  lines: z.array(
    z.strictObject({
      kind: z.enum(['invoice', 'credit']),
      line: z.int(),
      number: z.string(),
      credited: z.string(),
      debtor: z.string(),
      amount: z.int(),
      currency: z.string(),
    }),
  ),
  decisions: z.array(Decision),
});
export type Taken = z.infer<typeof Taken>;
/** One thing it booked, in the words of its statements. */
export const Entry = z.strictObject({
  kind: z.literal('entry'),
  entry: z.string(),
  agreement: z.string(),
  word: z.string().max(3),
  reversal: z.boolean(),
  bookedOn: z.iso.date(),
  valueOn: z.iso.date(),
  amount: z.int().min(0),
  currency: z.string(),
  file: z.string(),
  line: z.int(),
  number: z.string(),
  debtor: z.string(),
  words: z.string(),
});
export type Entry = z.infer<typeof Entry>;
const Stated = z.strictObject({
  kind: z.literal('stated'),
  agreement: z.string(),
  entries: z.array(z.string()),
});
const Answered = z.strictObject({ kind: z.literal('answered'), name: z.string() });
const Fact = z.discriminatedUnion('kind', [Taken, Entry, Stated, Answered]);
type Fact = z.infer<typeof Fact>;

/** The factor's books: what it took and holds, what each debtor has used, what it booked and told. */
export function openBooks(options: BooksOptions) {
  const now = options.now ?? (() => new Date());
  const pages = openPages();
  for (const fact of options.store?.load() ?? []) pages.enter(Fact.parse(fact));
  const record = (fact: Fact): void => {
    options.store?.append(fact);
    pages.enter(fact);
  };
  return {
    names: () => pages.taken.map(({ name }) => name),
    byName: (name: string) => pages.taken.find((file) => file.name === name),
    unanswered: () => pages.taken.filter(({ name }) => !pages.answered.has(name)),
    answered: (name: string) => record({ kind: 'answered', name }),
    holds: (number: string) => pages.held.get(number),
    unstated: () => pages.entries.filter(({ entry }) => !pages.stated.has(entry)),
    nextStatement: (agreement: string) => (pages.statements.get(agreement) ?? 0) + 1,
    stated: (agreement: string, told: readonly Entry[]) =>
      record({ kind: 'stated', agreement, entries: told.map(({ entry }) => entry) }),
    take(remittance: Remittance): Taken {
      const at = now();
      const file: Taken = {
        kind: 'taken',
        name: remittance.name,
        receipt: `REM${String(pages.taken.length + 1).padStart(6, '0')}`,
        agreement: remittance.agreement,
        takenAt: at.toISOString(),
        lines: remittance.lines.map((line) => {
          const { kind, number, credited, debtor, amount, currency } = line;
          return { kind, line: line.line, number, credited, debtor, amount, currency };
        }),
        decisions: decide({ remittance, options, pages, at }),
      };
      record(file);
      return file;
    },
    book(entry: Omit<Entry, 'kind' | 'entry'>): Entry {
      const number = String(pages.entries.length + 1).padStart(8, '0');
      const booked: Entry = { kind: 'entry', entry: `MVT${number}`, ...entry };
      record(booked);
      return booked;
    },
  };
}
export type Books = ReturnType<typeof openBooks>;

/** What its facts come to. */
function openPages() {
  const taken: Taken[] = [];
  const entries: Entry[] = [];
  const answered = new Set<string>();
  const seen = new Set<string>();
  const held = new Map<string, { taken: Taken; line: number }>();
  const used = new Map<string, number>();
  const stated = new Set<string>();
  const statements = new Map<string, number>();
  const enter = (fact: Fact): void => {
    switch (fact.kind) {
      case 'taken':
        taken.push(fact);
        for (const { kind, line, number, debtor } of fact.lines) {
          if (kind === 'credit') continue;
          seen.add(number);
          if (isFunded(fact, line)) held.set(number, { taken: fact, line });
          used.set(debtor, (used.get(debtor) ?? 0) + amountOf(fact, line));
        }
        return;
      case 'entry':
        entries.push(fact);
        return;
      case 'stated':
        for (const entry of fact.entries) stated.add(entry);
        statements.set(fact.agreement, (statements.get(fact.agreement) ?? 0) + 1);
        return;
      default:
        answered.add(fact.name);
    }
  };
  return { taken, entries, answered, seen, held, used, stated, statements, enter };
}
type Pages = ReturnType<typeof openPages>;

function isFunded({ decisions }: Taken, line: number): boolean {
  return decisions.some((decision) => decision.line === line && decision.verdict !== 'refused');
}

function amountOf({ decisions }: Taken, line: number): number {
  return decisions.find((decision) => decision.line === line)?.amount ?? 0;
}

type Case = { remittance: Remittance; options: BooksOptions; pages: Pages; at: Date };

/** Lines in order: each uses its debtor's limit, and its number, before the next is looked at. */
function decide({ remittance, options, pages, at }: Case): Decision[] {
  const known = new Set(pages.seen);
  const usedNow = new Map(pages.used);
  return remittance.lines.map((line): Decision => {
    const { line: number, currency, debtor } = line;
    const base = { line: number, number: line.number, currency };
    const no = (code: string, words: string): Decision => {
      return { ...base, verdict: 'refused', amount: 0, code, words };
    };
    if (line.kind === 'credit') {
      return pages.held.has(line.credited)
        ? { ...base, verdict: 'funded', amount: 0, code: '', words: '' }
        : no('004', `FACTURE ${line.credited} NON DETENUE`);
    }
    if (known.has(line.number)) return no('003', `NUMERO ${line.number} DEJA REMIS`);
    known.add(line.number);
    if (currency !== remittance.currency) return no('001', `DEVISE ${currency} NON PREVUE`);
    const days = Math.floor((Date.parse(line.dueOn) - at.getTime()) / 86_400_000) + 1;
    if (days < (options.daysToDueMin ?? 5)) return no('001', `ECHEANCE DANS ${days} JOURS`);
    const rate = BigInt(options.advanceRateBp ?? 8_500);
    const advance = Number((BigInt(line.amount) * rate) / 10_000n);
    const limit = options.debtorLimits?.[debtor] ?? options.debtorLimitDefault ?? 500_000_000;
    const free = Math.max(limit - (usedNow.get(debtor) ?? 0), 0);
    if (free === 0) return no('002', `LIMITE ATTEINTE ${debtor}`);
    const amount = Math.min(advance, free);
    usedNow.set(debtor, (usedNow.get(debtor) ?? 0) + amount);
    const verdict = amount < advance ? 'partly' : 'funded';
    return { ...base, verdict, amount, code: '', words: verdict === 'partly' ? 'LIMITE' : '' };
  });
}
