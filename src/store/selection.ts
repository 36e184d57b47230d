import { promisify } from 'node:util';
import { createGzip, gunzip } from 'node:zlib';
import type { AsOf, Day, Instant } from '../core/calendar.ts';
import type { Terms } from '../core/facility.ts';
import { foldPosition, isOpen, type PositionFact } from '../core/funding/position.ts';
import { canonicalJson, hashOfLarge } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import type { ExistingPosition, Need, SelectionInput } from '../core/input.ts';
import type { Plan } from '../core/plan.ts';
import { monthsBack } from '../core/reserve/months.ts';
import type { Selection } from '../core/select.ts';
import { type Actor, audit } from './audit.ts';
import { readCover } from './cover.ts';
import { newId, type Tx } from './database.ts';
import { readDebtors } from './debtor.ts';
import { readFacilities } from './facility.ts';
import { readRates } from './fx.ts';
import { readMonths } from './history.ts';
import { readPayables } from './payable.ts';
import { readOpenItems } from './receivable.ts';

export type SelectionQuery = AsOf & {
  /** Absent: all of them. */
  facilityIds?: readonly string[];
  policyIds?: readonly string[];
  need?: Need;
};

/** The one input document of a selection, as things stood on a day and were known at an instant. */
export async function readSelectionInput(tx: Tx, query: SelectionQuery): Promise<SelectionInput> {
  const { asOf, knownAt, facilityIds, policyIds, need } = query;
  const when = { asOf, knownAt };
  const receivables = await readOpenItems(tx, when);
  const owing = new Set(receivables.map(({ debtorId }) => debtorId));
  const debtors = await readDebtors(tx, when);
  const facilities = await readFacilities(tx, { ...when, ...(facilityIds ? { facilityIds } : {}) });
  return {
    version: 1,
    asOf,
    receivables,
    debtors: debtors.filter(({ id }) => owing.has(id)),
    facilities: facilities.map(({ terms }) => terms),
    cover: await readCover(tx, { ...when, ...(policyIds ? { policyIds } : {}) }),
    fx: await readRates(tx, when),
    payables: await readPayables(tx, when),
    positions: await readPositions(tx, { knownAt }),
    history: await readMonths(tx, { ...when, months: monthsAsked(facilities) }),
    ...(need ? { need } : {}),
  };
}

/** How far back the reserves of these facilities look; history is read for them alone. */
function monthsAsked(facilities: readonly { terms: Terms }[]): number {
  const reserves = facilities.flatMap(({ terms }) => terms.reserves ?? []);
  return Math.max(0, ...reserves.map(monthsBack));
}

/**
 * Receivables that were not free by what was known at an instant. The day plays no part: a ledger
 * of last month is not free to be financed again because it was financed this morning.
 */
export async function readPositions(
  tx: Tx,
  { knownAt }: { knownAt: Instant },
): Promise<ExistingPosition[]> {
  const rows = await tx.query<{ receivableId: Id; facts: PositionFact[] }>(
    `select receivable_id as "receivableId", jsonb_agg(fact order by seq) as facts
     from cedent.position_fact where tenant_id = $1 and recorded_at <= $2
     group by receivable_id order by receivable_id`,
    [tx.tenantId, knownAt],
  );
  const positions: ExistingPosition[] = [];
  for (const { receivableId, facts } of rows) {
    const position = foldPosition(facts);
    if (!isOpen(position)) continue;
    const { facilityId, status: state, advancedMinor } = position;
    positions.push({ receivableId, facilityId, state, advancedMinor });
  }
  return positions;
}

/** Keeps what a plan was made from, so that it can be made again. */
export async function storeRun(
  tx: Tx,
  run: { actor: Actor; input: SelectionInput; plan: Plan; knownAt: Instant },
): Promise<{ runId: Id; inputHash: string; planHash: string }> {
  const { actor, input, plan, knownAt } = run;
  const runId = newId();
  const { inputHash } = plan;
  const planHash = hashOfLarge(plan);
  await tx.query(
    `insert into cedent.selection_run
       (tenant_id, id, as_of, known_at, input_hash, input_gz, plan_hash, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      tx.tenantId,
      runId,
      input.asOf,
      knownAt,
      inputHash,
      await compress(input),
      planHash,
      'personId' in actor ? actor.personId : null,
    ],
  );
  const body = { asOf: input.asOf, knownAt, inputHash, planHash };
  await audit(tx, { actor, action: 'selection.stored', subject: runId, body });
  return { runId, inputHash, planHash };
}

export type StoredRun = {
  runId: Id;
  asOf: Day;
  knownAt: Date;
  inputHash: string;
  planHash: string;
  recordedAt: Date;
  recordedBy: Id | null;
};

export async function readRun(tx: Tx, runId: Id): Promise<StoredRun | undefined> {
  const [run] = await tx.query<StoredRun>(
    `select id as "runId", as_of as "asOf", known_at as "knownAt", input_hash as "inputHash",
       plan_hash as "planHash", recorded_at as "recordedAt", recorded_by as "recordedBy"
     from cedent.selection_run where tenant_id = $1 and id = $2`,
    [tx.tenantId, runId],
  );
  return run;
}

/** The input of a stored run, as it was. */
export async function readRunInput(tx: Tx, runId: Id): Promise<SelectionInput | undefined> {
  const [row] = await tx.query<{ gz: Buffer }>(
    `select input_gz as gz from cedent.selection_run where tenant_id = $1 and id = $2`,
    [tx.tenantId, runId],
  );
  return row ? parseStored((await promisify(gunzip)(row.gz)).toString('utf8')) : undefined;
}

export type Replay =
  | { status: 'same'; plan: Plan }
  | { status: 'differs'; what: 'input' | 'plan'; stored: string; now: string }
  | { status: 'refused'; codes: string[] }
  | { status: 'unknown_run' };

/** Makes a stored run again and says whether the same plan came out (REPRODUCIBLE). */
export async function replayRun(
  tx: Tx,
  { runId, select }: { runId: Id; select: (input: SelectionInput) => Selection },
): Promise<Replay> {
  const run = await readRun(tx, runId);
  const input = await readRunInput(tx, runId);
  if (!run || !input) return { status: 'unknown_run' };
  const selection = select(input);
  if (!selection.ok) {
    return { status: 'refused', codes: selection.refusals.map(({ code }) => code) };
  }
  const { plan } = selection;
  if (plan.inputHash !== run.inputHash) {
    return { status: 'differs', what: 'input', stored: run.inputHash, now: plan.inputHash };
  }
  const planHash = hashOfLarge(plan);
  return planHash === run.planHash
    ? { status: 'same', plan }
    : { status: 'differs', what: 'plan', stored: run.planHash, now: planHash };
}

/** Our own canonical text, written from a `SelectionInput` and never changed since. */
function parseStored(text: string): SelectionInput {
  return JSON.parse(text) as SelectionInput;
}

/** gzip of the canonical text, piece by piece: a large ledger is longer than one text may be. */
async function compress(input: SelectionInput): Promise<Buffer> {
  const gzip = createGzip({ level: 6 });
  const parts: Buffer[] = [];
  gzip.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve, reject) => {
    gzip.once('end', resolve);
    gzip.once('error', reject);
  });
  for (const piece of canonicalPieces(input)) {
    if (!gzip.write(piece)) await new Promise<void>((resolve) => gzip.once('drain', resolve));
  }
  gzip.end();
  await ended;
  return Buffer.concat(parts);
}

function* canonicalPieces(input: SelectionInput): Generator<string> {
  let before = '{';
  const members: [string, unknown][] = Object.entries(input);
  for (const [name, value] of members.sort(([left], [right]) => (left < right ? -1 : 1))) {
    if (value === undefined) continue;
    yield `${before}${canonicalJson(name)}:`;
    before = ',';
    if (Array.isArray(value)) yield* listPieces(value);
    else yield canonicalJson(value);
  }
  yield '}';
}

function* listPieces(values: readonly unknown[]): Generator<string> {
  yield '[';
  for (let from = 0; from < values.length; from += 500) {
    const piece = values.slice(from, from + 500).map(canonicalJson);
    yield `${from === 0 ? '' : ','}${piece.join(',')}`;
  }
  yield ']';
}
