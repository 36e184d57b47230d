import { createHash } from 'node:crypto';
import { type Books, type FactorOptions, Line, openBooks } from './books.ts';
import { faultOf, type Rule } from './grammar.ts';
import { assignmentRequest, cancellation, financingRequest } from './messages.ts';
import {
  assignmentSchedule,
  faultOfCounts,
  financingSchedule,
  type Schedule,
  type ScheduleRead,
} from './schedule.ts';
import { assignmentStatus, financingStatus, type Receipt } from './status.ts';
import { find, findAll, type Node, readTree, textOf } from './tree.ts';

/** What became of a message that came in; `status` is the message that says so to the client. */
export type Verdict =
  | { kind: 'invalid'; detail: string }
  | { kind: 'reused'; detail: string }
  | { kind: 'told'; id: string; status: string; taken: boolean };

type Message = { id: string; root: Node; madeAt: string } & (
  | { kind: 'schedule'; set: 'financing' | 'assignment'; schedule: Schedule }
  | { kind: 'cancellation'; original: string; originalMadeAt: string }
  | { kind: 'credits'; agreement: string; credited: { reference: string; number: string }[] }
);

/** Judges messages by the grammar, by their own sums and by the books, and answers about them. */
export function openDesk(options: FactorOptions, taken: (id: string) => void) {
  const now = options.now ?? (() => new Date());
  const books = openBooks(options);
  const known = new Map<string, { message: Message; digest: string }>();
  let statuses = 0;
  const statusOf = (message: Message, receipt: Receipt, withEntry: boolean): string => {
    statuses += 1;
    const statusId = `STS-${String(statuses).padStart(6, '0')}`;
    const entry = withEntry ? books.byReference(message.id) : undefined;
    const about = { statusId, at: now().toISOString(), receipt, entry };
    return message.kind === 'credits' ||
      (message.kind === 'schedule' && message.set === 'assignment')
      ? assignmentStatus(message.root, about)
      : financingStatus(message, about);
  };
  const apply = (message: Message, digest: string, receivedAt: string): void => {
    known.set(message.id, { message, digest });
    taken(message.id);
    if (message.kind === 'schedule') books.enter(message.schedule, receivedAt);
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
      options.store?.append({ kind: 'message', body, receivedAt } satisfies Line);
      apply(message, digest, receivedAt);
    }
    const status = statusOf(message, receipt, false);
    return { kind: 'told', id: message.id, status, taken: receipt.code === 'RCCF' };
  };
  for (const stored of options.store?.load() ?? []) {
    const line = Line.parse(stored);
    if (line.kind === 'decided') {
      const entry = books.byReference(line.reference);
      if (entry) books.decideNow(entry);
      continue;
    }
    const message = read(line.body, options.dialect ?? 'financing');
    if (typeof message !== 'string') apply(message, digestOf(line.body), line.receivedAt);
  }
  return {
    judge,
    /** The status of a message as it is now; a look at a schedule brings its decision closer. */
    look(id: string): { status: string; decidedNow: boolean } | undefined {
      const found = known.get(id);
      if (!found) return undefined;
      const entry = books.byReference(id);
      const decidedNow = entry !== undefined && books.look(entry);
      if (decidedNow) options.store?.append({ kind: 'decided', reference: id } satisfies Line);
      return { status: statusOf(found.message, { code: 'RCCF' }, true), decidedNow };
    },
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
  const stranger = message.credited.find(
    ({ reference, number }) =>
      !books.byReference(reference)?.schedule.invoices.some((invoice) => invoice.number === number),
  );
  return stranger
    ? { code: 'RCER', reason: { Cd: 'ID03' }, words: `no invoice ${stranger.number}` }
    : { code: 'RCCF' };
}

/** The message, or what is wrong with it. */
function read(body: string, dialect: 'assignment' | 'financing'): Message | string {
  const document = readTree(body);
  const root = document?.children[0];
  if (document?.name !== 'Document' || !root) return 'this is no message';
  const stray = Object.keys(document.attributes).filter((name) => name !== 'xmlns');
  if (stray.length > 0) return `Document may not have ${stray.join()}`;
  const fits = (form: readonly Rule[]) => faultOf({ ...document, attributes: {} }, form);
  switch (document.namespace) {
    case 'urn:iso:std:iso:20022:tech:xsd:tsin.001.001.01':
      if (dialect !== 'financing') return 'tsin.001 is not taken here';
      return fits(financingRequest) ?? schedule(root, 'financing', financingSchedule(root));
    case 'urn:iso:std:iso:20022:tech:xsd:tsin.003.001.01':
      if (dialect !== 'financing') return 'tsin.003 is not taken here';
      return fits(cancellation) ?? cancelled(root);
    case 'urn:iso:std:iso:20022:tech:xsd:tsin.006.001.01': {
      const first = textOf(find(root, 'AssgnmtList/FinItm'), 'CdtDbtInd');
      if (first === 'CRDT') return fits(assignmentRequest('credits')) ?? credited(root);
      if (dialect !== 'assignment') return 'tsin.006 of invoices is not taken here';
      return (
        fits(assignmentRequest('invoices')) ??
        schedule(root, 'assignment', assignmentSchedule(root))
      );
    }
    default:
      return `${document.namespace} is not taken here`;
  }
}

function schedule(
  root: Node,
  set: 'financing' | 'assignment',
  read: ScheduleRead,
): Message | string {
  if ('fault' in read) return read.fault;
  const { reference, madeAt } = read.schedule;
  return { kind: 'schedule', id: reference, root, madeAt, set, schedule: read.schedule };
}

function cancelled(root: Node): Message {
  return {
    kind: 'cancellation',
    id: textOf(root, 'CxlReqId/Id'),
    root,
    madeAt: textOf(root, 'CxlReqId/CreDtTm'),
    original: textOf(root, 'CxlReqInf/OrgnlGrpId'),
    originalMadeAt: textOf(root, 'CxlReqInf/OrgnlCreDtTm'),
  };
}

function credited(root: Node): Message | string {
  const items = findAll(root, 'AssgnmtList/FinItm');
  const documents = new Map(findAll(root, 'Hdr/AssoctdDoc').map((one) => [textOf(one, 'Id'), one]));
  const unsound = items.some((item) => {
    const sums = ['DueAmt', 'InstlmtInf/Amt'].map((path) => textOf(item, path));
    return sums.some((sum) => sum !== textOf(item, 'TtlAmt/TtlInvcAmt'));
  });
  const fault = faultOfCounts(root, items) ?? (unsound ? 'an item does not add up' : undefined);
  if (fault) return fault;
  return {
    kind: 'credits',
    id: textOf(root, 'AssgnmtList/Idr'),
    root,
    madeAt: `${textOf(root, 'AssgnmtList/IsseDt')}T00:00:00Z`,
    agreement: textOf(root, 'Hdr/GovngCtrct/ItmIdr'),
    credited: items.map((item) => {
      const document = documents.get(textOf(item, 'ItmCntxt/RltdItm'));
      return { reference: textOf(document, 'ItmListIdr'), number: textOf(document, 'ItmIdr') };
    }),
  };
}

function digestOf(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}
