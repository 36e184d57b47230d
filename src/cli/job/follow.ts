import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Answered, RequestState } from '../../core/funding/request-state.ts';
import type { Id } from '../../core/ids.ts';
import { sumMinor } from '../../core/money.ts';
import { count, money } from '../../core/wording/format.ts';
import {
  isWorded,
  word,
  wordDetail,
  wordDocumentProblem,
  wordRefusal,
} from '../../core/wording/word.ts';
import { camtStatement } from '../../demo/camt.ts';
import { readStatement } from '../../host/read-statement.ts';
import { recordBankEntries } from '../../store/bank.ts';
import { businessDay } from '../../store/business-clock.ts';
import type { Database } from '../../store/database.ts';
import { listDeliveries } from '../../store/delivery-view.ts';
import { listDocuments, readDocument } from '../../store/document.ts';
import { balanceOf } from '../../store/journal.ts';
import { readRequest } from '../../store/request-facts.ts';
import { Refusal } from '../failure.ts';
import { locale } from '../text.ts';
import type { Books } from './books.ts';
import { tell } from './words.ts';

type Job = {
  db: Database;
  books: Books;
  requestId: Id;
  number: string;
  folder: string;
  show: (line: string) => void;
};

/** From the approval to the cash: documents, the factor's word on each line, the bank entry. */
export async function followRequest(job: Job): Promise<void> {
  const { show, number } = job;
  const answered = await reach(job, (state) => !['approved', 'pending'].includes(state.status));
  await writeDocuments(job);
  if (!('answers' in answered)) throw ended(job, answered);
  show(tell('sent', { reference: answered.partnerReference }));
  showAnswers(answered, show);
  if (answered.status === 'declined') throw ended(job, answered);
  await bankPays(job, answered);
  const paid = await reach(job, ({ status }) => status === 'cash_matched');
  if (!('matchedMinor' in paid)) throw ended(job, paid);
  const { currency } = paid.canonical.facility;
  const amount = money(locale, paid.matchedMinor, currency);
  show(tell('done', { number, status: statusWord(paid), amount }));
  const due = await job.db.asTenant(job.books.tenantId, (tx) =>
    balanceOf(tx, 'due_from_factor', number),
  );
  const balance = sumMinor(due.map(({ amountMinor }) => amountMinor));
  show(tell('due', { amount: money(locale, balance, currency) }));
}

const looksMax = 1_200;
const lookEveryMs = 250;

async function reach(job: Job, isThere: (state: RequestState) => boolean): Promise<RequestState> {
  const { db, books, requestId, number } = job;
  let state: RequestState | undefined;
  for (let look = 0; look < looksMax; look += 1) {
    const request = await db.asTenant(books.tenantId, (tx) => readRequest(tx, requestId));
    state = request?.state;
    if (state && isThere(state)) return state;
    await wait(lookEveryMs);
  }
  const status = state ? statusWord(state) : '';
  const seconds = (looksMax * lookEveryMs) / 1000;
  const detail = await deliveryDetails(job);
  throw new Refusal(tell('too_long', { number, status, seconds, detail }));
}

async function deliveryDetails({ db, books, requestId }: Job): Promise<string> {
  const deliveries = await db.asTenant(books.tenantId, (tx) =>
    listDeliveries(tx, { subject: requestId, limit: 20 }),
  );
  return deliveries
    .map(
      ({ operation, state, detail }) =>
        `${operation} ${state}: ${wordDetail(locale, detail ?? '')}`,
    )
    .join('; ');
}

async function writeDocuments(job: Job): Promise<void> {
  const { db, books, requestId, number, folder, show } = job;
  await mkdir(folder, { recursive: true });
  await db.asTenant(books.tenantId, async (tx) => {
    for (const { id: documentId, template, pages } of await listDocuments(tx, requestId)) {
      const found = await readDocument(tx, { requestId, documentId });
      if (!found) continue;
      const file = join(folder, `${number}-${template.replaceAll('/', '-')}.pdf`);
      await writeFile(file, found.bytes);
      show(tell('document', { file, pages }));
    }
  });
}

const declinedShown = 10;

function showAnswers(state: Answered, show: (line: string) => void): void {
  const { canonical, answers, fundedMinor } = state;
  const { currency } = canonical.facility;
  const declined = canonical.lines.flatMap(({ lineNumber, number }) => {
    const answer = answers.get(lineNumber);
    return answer?.status === 'declined' ? [{ number, ...answer }] : [];
  });
  show(
    tell('answers', {
      funded: count(locale, answers.size - declined.length),
      amount: money(locale, fundedMinor, currency),
      declined: count(locale, declined.length),
    }),
  );
  for (const { number, reason, detail } of declined.slice(0, declinedShown)) {
    show(tell('declined', { number, reason: reasonWord(reason), detail }));
  }
  if (declined.length > declinedShown) {
    show(tell('declined_more', { count: count(locale, declined.length - declinedShown) }));
  }
}

/** The bank's statement is a file, read as any other would be. */
async function bankPays(job: Job, state: Answered): Promise<void> {
  const { db, books, number, folder, show } = job;
  const { currency } = state.canonical.facility;
  const amountMinor = state.fundedMinor - state.matchedMinor;
  const { personId, name } = books.people.finance;
  const bookedOn = await db.asTenant(books.tenantId, businessDay);
  const text = camtStatement({
    id: number,
    account: `DEMO-${currency}`,
    currency,
    bookedOn,
    openingMinor: 0,
    entries: [
      { reference: number, amountMinor, endToEndId: number, remittance: `Advance ${number}` },
    ],
  });
  const file = join(folder, `${number}-camt053.xml`);
  await writeFile(file, text);
  const read = await readStatement(new TextEncoder().encode(text));
  if (read.status === 'refused') throw new Refusal(wordRefusal(locale, read.code, read.params));
  const actor = { personId };
  await db.asTenant(books.tenantId, (tx) =>
    recordBankEntries(tx, { actor, entries: read.entries }),
  );
  show(tell('statement', { amount: money(locale, amountMinor, currency), name, file }));
}

function ended({ number }: Job, state: RequestState): Refusal {
  const told = 'detail' in state ? state.detail : '';
  const problem = 'problem' in state ? state.problem : undefined;
  const detail = problem ? wordDocumentProblem(locale, problem) : wordDetail(locale, told);
  return new Refusal(tell('not_funded', { number, status: statusWord(state), detail }));
}

export function statusWord({ status }: { status: RequestState['status'] }): string {
  const code = `request.${status}`;
  return isWorded(code) ? word(locale, code) : status;
}

function reasonWord(reason: string): string {
  const code = `reason.${reason}`;
  return isWorded(code) ? word(locale, code) : reason.replaceAll('_', ' ');
}
