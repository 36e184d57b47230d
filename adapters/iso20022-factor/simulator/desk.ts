import { createHash } from 'node:crypto';
import { type Books, type FactorOptions, Line, openBooks } from './books.ts';
import { openNotices } from './notices.ts';
import { type Assigned, type Message, read } from './reading.ts';
import { assignmentStatus, financingStatus, type Receipt } from './status.ts';

/** What became of a message that came in; `status` is the message that says so to the client. */
export type Verdict =
  | { kind: 'invalid'; detail: string }
  | { kind: 'reused'; detail: string }
  | { kind: 'told'; id: string; status: string; taken: boolean };

/** Judges messages by the grammar, by their own sums and by the books, and answers about them. */
export function openDesk(options: FactorOptions, taken: (id: string) => void) {
  const now = options.now ?? (() => new Date());
  const books = openBooks(options);
  const notices = openNotices(options);
  const known = new Map<string, { message: Message; digest: string }>();
  let statuses = 0;
  const keep = (line: Line): void => options.store?.append(line);
  const statusOf = (message: Message, receipt: Receipt, withEntry: boolean): string => {
    statuses += 1;
    const statusId = `STS-${String(statuses).padStart(6, '0')}`;
    const entry = withEntry ? books.byReference(message.id) : undefined;
    const about = { statusId, at: now().toISOString(), receipt, entry };
    return message.set === 'assignment'
      ? assignmentStatus(message.root, about)
      : financingStatus(message, about);
  };
  const apply = (message: Message, digest: string, receivedAt: string): void => {
    known.set(message.id, { message, digest });
    taken(message.id);
    if (message.kind === 'schedule') books.enter(message.schedule, receivedAt);
    if (message.kind === 'notice') notices.enter(message.id, message.root, receivedAt);
    if (message.kind !== 'cancellation') return;
    const entry = books.byReference(message.original);
    if (entry) books.cancel(entry);
  };
  const judge = (body: string): Verdict => {
    const message = read(body, options.dialect ?? 'financing');
    if (typeof message === 'string') return { kind: 'invalid', detail: message };
    const digest = digestOf(body);
    const before = known.get(message.id);
    if (before && before.digest !== digest) {
      return { kind: 'reused', detail: `${message.id} came with other content before` };
    }
    const receipt = before ? receiptOfRepeat(message, options) : receiptOf(message, books, options);
    if (!before && receipt.code === 'RCCF') {
      const receivedAt = now().toISOString();
      keep({ kind: 'message', body, receivedAt });
      apply(message, digest, receivedAt);
    }
    const status = statusOf(message, receipt, false);
    return { kind: 'told', id: message.id, status, taken: receipt.code === 'RCCF' };
  };
  const again = (line: Line): void => {
    if (line.kind === 'acknowledged') notices.answerNow(line.reference);
    if (line.kind === 'decided') books.decideOn(line.reference);
    if (line.kind !== 'message') return;
    const message = read(line.body, options.dialect ?? 'financing');
    if (typeof message !== 'string') apply(message, digestOf(line.body), line.receivedAt);
  };
  for (const stored of options.store?.load() ?? []) again(Line.parse(stored));
  return {
    judge,
    /** The status of a message as it is now; a look at a schedule brings its decision closer. */
    look(id: string): { status: string; decidedNow: boolean } | undefined {
      const found = known.get(id);
      if (!found) return undefined;
      const entry = books.byReference(id);
      const decidedNow = entry !== undefined && books.look(entry);
      if (decidedNow) keep({ kind: 'decided', reference: id });
      return { status: statusOf(found.message, { code: 'RCCF' }, true), decidedNow };
    },
    /** What the debtor answered to a notice so far; nothing of a notice that nobody knows. */
    lookAtNotice(id: string): ReturnType<typeof notices.look> {
      const looked = notices.look(id);
      if (looked?.answeredNow) keep({ kind: 'acknowledged', reference: id });
      return looked;
    },
    notices: notices.ids,
    schedules: (): string[] => books.all().map(({ schedule }) => schedule.reference),
    isCancelled: (id: string) => books.byReference(id)?.cancelled !== undefined,
  };
}
export type Desk = ReturnType<typeof openDesk>;

/** The same message again gets the same answer; some factors say instead that they have it. */
function receiptOfRepeat({ id }: Message, options: FactorOptions): Receipt {
  if (!options.refusesRepeats) return { code: 'RCCF' };
  return { code: 'RCER', reason: { Cd: 'ID01' }, words: `${id} was received before` };
}

/** Well-formed and sound, but not for the books: the receipt says why. */
function receiptOf(message: Message, books: Books, options: FactorOptions): Receipt {
  if (message.kind === 'cancellation') {
    const entry = books.byReference(message.original);
    if (entry?.schedule.madeAt === message.originalMadeAt) return { code: 'RCCF' };
    return { code: 'RCER', reason: { Cd: 'CA02' }, words: `no request ${message.original}` };
  }
  const agreement = message.kind === 'schedule' ? message.schedule.agreement : message.agreement;
  if (options.agreements && !options.agreements.includes(agreement)) {
    const words = `no agreement ${agreement}`;
    return { code: 'RCER', reason: { Prtry: 'AGREEMENT_UNKNOWN' }, words };
  }
  if (message.kind === 'schedule') return { code: 'RCCF' };
  if (message.kind === 'notice') return receiptOfNotice(message, books);
  const stranger = message.credited.find(
    ({ reference, number }) =>
      !books.byReference(reference)?.schedule.invoices.some((invoice) => invoice.number === number),
  );
  return stranger
    ? { code: 'RCER', reason: { Cd: 'ID03' }, words: `no invoice ${stranger.number}` }
    : { code: 'RCCF' };
}

/** Only what it has taken, and not declined since, is told to a debtor as assigned. */
function receiptOfNotice(
  { reference, assigned }: Extract<Message, { kind: 'notice' }>,
  books: Books,
): Receipt {
  const entry = books.byReference(reference);
  const isOurs = ({ number, sequence }: Assigned) =>
    entry?.cancelled !== 'PACK' &&
    entry?.schedule.invoices.some(
      (invoice) =>
        invoice.number === number &&
        invoice.instalments.some((instalment) => instalment.sequence === sequence),
    ) &&
    !entry.decisions?.some((one) => one.sequence === sequence && one.status === 'NTFD');
  const stranger = assigned.find((one) => !isOurs(one));
  return stranger
    ? { code: 'RCER', reason: { Cd: 'ID03' }, words: `${stranger.number} is not assigned` }
    : { code: 'RCCF' };
}

function digestOf(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}
