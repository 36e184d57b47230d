import type { Day } from '../../core/calendar.ts';
import type { Id } from '../../core/ids.ts';
import { count, money } from '../../core/wording/format.ts';
import { wordRefusal } from '../../core/wording/word.ts';
import { proposeWith } from '../../host/propose.ts';
import type { NamedChoice } from '../../http/deps.ts';
import { requestProblem } from '../../http/refusal.ts';
import type { Selector } from '../../solve/selector.ts';
import type { Database, Tx } from '../../store/database.ts';
import {
  approveRequest,
  draftRequest,
  type RequestRefusal,
  type Result,
  submitRequest,
} from '../../store/request.ts';
import { Refusal } from '../failure.ts';
import { locale } from '../text.ts';
import type { Books } from './books.ts';
import { tell } from './words.ts';

type Job = { db: Database; books: Books; asOf: Day; show: (line: string) => void };

/** Drafted and submitted by one person, approved by another: each step its own transaction. */
export async function requestFunding(
  { db, books, asOf, show }: Job,
  { selector, choice }: { selector: Selector; choice: NamedChoice },
): Promise<{ requestId: Id; number: string }> {
  const { tenantId, facilityId, people } = books;
  const { treasury, approver } = people;
  const drafted = await draft({ db, books, asOf, show }, { selector, choice });
  const { requestId, number } = drafted;
  show(tell('drafted', { name: treasury.name, number, ...describe(drafted, facilityId) }));
  const at = { requestId, effectiveOn: asOf };
  const { hash } = await db.asTenant(tenantId, async (tx) =>
    unwrap(await submitRequest(tx, { ...at, actor: { personId: treasury.personId } })),
  );
  show(tell('submitted', { name: treasury.name, hash: hash.slice(0, 16) }));
  await db.asTenant(tenantId, async (tx) =>
    unwrap(await approveRequest(tx, { ...at, hash, actor: { personId: approver.personId } })),
  );
  show(tell('approved', { name: approver.name }));
  return { requestId, number };
}

type Drafted = { requestId: Id; number: string; lines: number; advanceMinor: number };

function describe({ lines, advanceMinor }: Drafted, facilityId: string) {
  const currency = facilityId.slice(-3);
  return { count: count(locale, lines), amount: money(locale, advanceMinor, currency) };
}

const roundsMax = 20;

/** What resembles a financed receivable waits for a person; the rest goes on. */
async function draft(
  { db, books, asOf, show }: Job,
  { selector, choice }: { selector: Selector; choice: NamedChoice },
): Promise<Drafted> {
  let chosen = choice.receivableIds;
  for (let round = 0; round < roundsMax && chosen.length > 0; round += 1) {
    const left = { ...choice, receivableIds: chosen };
    const order = { books, asOf, selector, choice: left };
    const answer = await db.asTenant(books.tenantId, (tx) => draftOnce(tx, order));
    if (answer.ok) return answer.value;
    const alike = alikeIn(answer);
    if (alike.length === 0) throw wordStep(answer);
    show(tell('set_aside', { numbers: alike.map(({ number }) => number).join(', ') }));
    const ids = new Set(alike.map(({ receivableId }) => receivableId));
    chosen = chosen.filter((id) => !ids.has(id));
  }
  throw new Refusal(tell('nothing_eligible', { asOf }));
}

type Order = { books: Books; asOf: Day; selector: Selector; choice: NamedChoice };

async function draftOnce(tx: Tx, order: Order): Promise<Result<Drafted>> {
  const { books, asOf, selector, choice } = order;
  const { facilityId, people } = books;
  const { personId } = people.treasury;
  const propose = proposeWith(selector);
  const proposed = await propose(tx, { personId, facilityId, asOf, choice });
  if (proposed.status === 'refused') {
    throw new Refusal(wordRefusal(locale, proposed.code, proposed.params));
  }
  const { sellerId, lines, planInputHash, runId } = proposed;
  const drafted = await draftRequest(tx, {
    actor: { personId },
    sellerId,
    facilityId,
    effectiveOn: asOf,
    lines,
    planInputHash,
    runId,
    acceptedNearMatches: [],
  });
  if (!drafted.ok) return drafted;
  const advanceMinor = lines.reduce((sum, line) => sum + line.advanceMinor, 0);
  return { ok: true, value: { ...drafted.value, lines: lines.length, advanceMinor } };
}

function alikeIn(refusal: RequestRefusal): { receivableId: Id; number: string }[] {
  if (refusal.code === 'already_financed') return refusal.receivables;
  return refusal.code === 'near_match' ? refusal.matches : [];
}

function unwrap<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw wordStep(result);
}

export function wordStep(refusal: RequestRefusal): Refusal {
  return new Refusal(requestProblem(refusal, locale).extra.detail ?? refusal.code);
}
