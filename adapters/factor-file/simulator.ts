import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { z } from 'zod';
import { createMailboxServer } from '../mailbox.ts';
import { createFaults, type Simulator, type SimulatorOptions } from '../simulator.ts';
import { type Books, type BooksOptions, Entry, openBooks, type Taken } from './simulator/books.ts';
import type { Dialect } from './simulator/dialect.ts';
import { delimited } from './simulator/dialects/delimited.ts';
import { fixed } from './simulator/dialects/fixed.ts';
import { createDrops, type Drops } from './simulator/drops.ts';
import { type Fault, inspect, type Terms } from './simulator/inspection.ts';

export type FactorFileOptions = SimulatorOptions &
  BooksOptions & {
    layout?: 'fixed' | 'delimited';
    mailboxRoot?: string;
    /** Agreements it has signed, as they are written in its files; any when absent. */
    agreements?: readonly string[];
    /** Looks into its folders, or time, until it answers what it took. */
    answerAfter?: { looks: number } | { ms: number };
    /** It also works by the clock, not only when somebody looks. */
    collectEveryMs?: number;
  };

const dialects = { fixed, delimited } as const;
const mailboxUser = { user: 'cedent', password: 'factor-mailbox-password' };
const folders = ['inbox', 'processed', 'rejected', 'answers', 'statements'] as const;

/** A factor that takes bordereaux by SFTP: it checks, decides by its own books and answers in files. */
export function createSimulator(options: FactorFileOptions = {}): Simulator {
  const layout = options.layout ?? 'fixed';
  const faults = createFaults();
  const books = openBooks(options);
  for (const name of books.names()) faults.count(name);
  const root = options.mailboxRoot ?? join(tmpdir(), `factor-mailbox-${randomUUID()}`);
  for (const folder of folders) mkdirSync(join(root, folder), { recursive: true });
  const desk = createDesk({ books, root, dialect: dialects[layout], options });
  const onLook = (folder: string) => {
    if (folder === 'answers' || folder === 'statements') desk.work();
  };
  const mailbox = createMailboxServer({ root, folders, ...mailboxUser, faults, onLook });
  const app = new Hono();
  app.route('/_control', faults.control());
  app.route('/_control', controlOf(desk));
  app.notFound((context) => context.json({ error: 'this factor speaks in files' }, 404));
  let door: { port: number; fingerprint?: string } = { port: 22 };
  let clerk: NodeJS.Timeout | undefined;
  return {
    app,
    configAt: () => {
      const { port, fingerprint } = door;
      const pinned = fingerprint === undefined ? {} : { hostFingerprint: fingerprint };
      const reached = { host: '127.0.0.1', port, ...pinned, ...mailboxUser };
      return { layout, mailbox: reached, client, issuerDomestic, issuerExport };
    },
    async open() {
      door = await mailbox.listen();
      if (options.collectEveryMs === undefined) return;
      clerk = setInterval(desk.work, options.collectEveryMs).unref();
    },
    async close() {
      clearInterval(clerk);
      if (door.fingerprint !== undefined) await mailbox.close();
      if (options.mailboxRoot === undefined) rmSync(root, { recursive: true, force: true });
    },
    known: {},
    deciding: {
      readSchedule: [dialects[layout].words.funded],
      readMovements: [dialects[layout].words.advance],
    },
    declines: {
      'submitSchedule/status': 'A mailbox answers no HTTP status: a file is there or it is not.',
      'submitCredits/status': 'A mailbox answers no HTTP status: a file is there or it is not.',
      'readSchedule/status': 'A mailbox that refuses the access is never entered: no 401 is read.',
      'readMovements/status': 'A mailbox that refuses the access is never entered: no 401 is read.',
    },
  };
}

const client = '40127';
const issuerDomestic = '51001';
const issuerExport = '51002';

/** How it answers: in how many files, in how many copies; set by `POST /_control/mailbox/manner`. */
const Manner = z.strictObject({
  parts: z.int().min(1).max(20).default(1),
  copies: z.int().min(1).max(5).default(1),
});
/** What it books of its own accord; the rest of the entry is left blank. */
const Booking = Entry.omit({ kind: true, entry: true }).extend({
  file: z.string().default(''),
  line: z.int().default(0),
  number: z.string().default(''),
  debtor: z.string().default(''),
  words: z.string().default(''),
  reversal: z.boolean().default(false),
});
type Collected = { taken: string[]; rejected: { name: string; reason: string }[] };

type Room = { books: Books; root: string; dialect: Dialect; options: FactorFileOptions };

/** One clerk: answers what is due, reads what came, tells what was booked, in this order. */
function createDesk({ books, root, dialect, options }: Room) {
  const now = options.now ?? (() => new Date());
  const after = options.answerAfter ?? { looks: 1 };
  const drops = createDrops({ root, client, dialect });
  const looks = new Map<string, number>();
  let manner = Manner.parse({});
  const isDue = ({ name, takenAt }: Taken) => {
    looks.set(name, (looks.get(name) ?? 0) + 1);
    if ('looks' in after) return (looks.get(name) ?? 0) >= after.looks;
    return now().getTime() - Date.parse(takenAt) >= after.ms;
  };
  const collect = (): Collected => {
    const collected: Collected = { taken: [], rejected: [] };
    const names = readdirSync(join(root, 'inbox')).filter((name) => name.endsWith('.txt'));
    for (const name of names.sort()) {
      const reason = receive({ books, drops, root, dialect, name, at: now(), options });
      if (reason === undefined) collected.taken.push(name);
      else collected.rejected.push({ name, reason });
    }
    return collected;
  };
  const state = (): void => {
    for (const agreement of new Set(books.unstated().map((entry) => entry.agreement))) {
      const untold = books.unstated().filter((entry) => entry.agreement === agreement);
      const size = options.pageSize ?? 500;
      for (let from = 0; from < untold.length; from += size) {
        const entries = untold.slice(from, from + size);
        const number = books.nextStatement(agreement);
        drops.statement({ agreement, number, entries, copies: manner.copies, at: now() });
        books.stated(agreement, entries);
      }
    }
  };
  return {
    collect,
    manner: (asked: unknown) => {
      manner = Manner.parse(asked);
      return manner;
    },
    book: (asked: unknown) => books.book(Booking.parse(asked)),
    work(): void {
      for (const taken of books.unanswered().filter(isDue)) {
        drops.answers(taken, { ...manner, at: now() });
        books.answered(taken.name);
        bookAnswers(books, dialect, taken, now());
      }
      collect();
      state();
    },
  };
}
type Desk = ReturnType<typeof createDesk>;

const blankEntry = { file: '', line: 0, number: '', debtor: '', words: '', reversal: false };

type Arrival = Omit<Room, 'books'> & { books: Books; drops: Drops; name: string; at: Date };

/** Takes a file whole or not at all, says so in a receipt, and returns why not. */
function receive({ books, drops, root, dialect, name, at, options }: Arrival): string | undefined {
  const move = (folder: string) => renameSync(join(root, 'inbox', name), join(root, folder, name));
  const before = books.byName(name);
  if (before) {
    const { receipt, lines } = before;
    drops.receipt({ name, word: dialect.words.again, receipt, count: lines.length, at });
    move('rejected');
    return 'FICHIER DEJA REMIS';
  }
  const { agreements } = options;
  const terms: Terms = {
    client,
    issuers: { D: issuerDomestic, E: issuerExport },
    ...(agreements && { agreements }),
  };
  const read = inspect(
    dialect,
    { name, text: readFileSync(join(root, 'inbox', name), 'utf8') },
    terms,
  );
  if ('fault' in read) {
    reject(drops, { name, word: dialect.words.rejected, at }, read.fault);
    move('rejected');
    return read.fault.words;
  }
  const { receipt, lines } = books.take(read.taken);
  drops.receipt({ name, word: dialect.words.taken, receipt, count: lines.length, at });
  move('processed');
  return undefined;
}

function reject(drops: Drops, said: { name: string; word: string; at: Date }, fault: Fault): void {
  drops.receipt({ ...said, receipt: '', count: 0 }, fault);
}

/** The advance of each line that it finances; a credit note lowers the invoice that it holds. */
function bookAnswers(books: Books, dialect: Dialect, taken: Taken, at: Date): void {
  const on = at.toISOString().slice(0, 10);
  const days = { bookedOn: on, valueOn: on, agreement: taken.agreement };
  for (const line of taken.lines) {
    const decision = taken.decisions.find((decided) => decided.line === line.line);
    if (!decision || decision.verdict === 'refused') continue;
    const { currency, debtor, number } = line;
    if (line.kind === 'invoice') {
      const what = { word: dialect.words.advance, amount: decision.amount, file: taken.name };
      books.book({ ...blankEntry, ...days, ...what, currency, debtor, number, line: line.line });
      continue;
    }
    const invoice = books.holds(line.credited);
    if (!invoice) continue;
    const what = { word: dialect.words.dilution, amount: line.amount, file: invoice.taken.name };
    const about = { line: invoice.line, number: line.credited, words: `AVOIR ${number}` };
    books.book({ ...blankEntry, ...days, ...what, ...about, currency, debtor });
  }
}

/** `/mailbox/collect` reads what came, `/mailbox/work` a whole round, `/movements` books something. */
function controlOf(desk: Desk): Hono {
  const control = new Hono();
  control.post('/mailbox/collect', (context) => context.json(desk.collect()));
  control.post('/mailbox/work', (context) => {
    desk.work();
    return context.json({ worked: true });
  });
  control.post('/mailbox/manner', async (context) =>
    context.json(desk.manner(await context.req.json())),
  );
  control.post('/movements', async (context) => context.json(desk.book(await context.req.json())));
  return control;
}
