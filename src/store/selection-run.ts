import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { assert } from '../core/assert.ts';
import type { Day } from '../core/calendar.ts';
import { canonicalInput } from '../core/canonicalInput.ts';
import { engineVersion } from '../core/engine.ts';
import { canonicalPieces, hashOf, hashOfLarge } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import type { SelectionInput } from '../core/input.ts';
import type { Plan, PlanSummary, Refusal } from '../core/plan.ts';
import type { Selection } from '../core/select.ts';
import { type Difference, firstDifference } from '../core/snapshot/difference.ts';
import { packPlan, unpackPlan } from '../core/snapshot/plan.ts';
import { type Actor, audit } from './audit.ts';
import { newId, one, type Tx } from './database.ts';
import { readFacilities } from './facility.ts';
import { Damaged, findInputText, keepInput, readInput } from './selection-input.ts';

/** Terms that a run was made by; a version where they are a facility's recorded ones. */
export type TermsUsed = {
  facilityId: string;
  termsHash: string;
  version: number | null;
  effectiveOn: Day | null;
};

export type StoredRun = {
  runId: Id;
  asOf: Day;
  knownAt: Date;
  inputHash: string;
  planHash: string;
  planByteLength: number;
  engine: string;
  terms: TermsUsed[];
  summary: PlanSummary;
  recordedAt: Date;
  /** Null where the product itself did it; the audit entry names the actor. */
  recordedBy: Id | null;
};

/** Keeps a plan and what it was made from, so that it can be read, and made again. */
export async function storeRun(
  tx: Tx,
  run: { actor: Actor; input: SelectionInput; plan: Plan; knownAt: string },
): Promise<{ runId: Id; inputHash: string; planHash: string }> {
  const { actor, plan, knownAt } = run;
  const runId = newId();
  const { inputHash, engine, asOf } = plan;
  const input = canonicalInput(run.input);
  await keepInput(tx, { inputHash, input });
  const { summary, lines } = packPlan(plan, input);
  const { hash: planHash, byteLength } = digestOf(plan);
  await tx.query(
    `insert into cedent.selection_run
       (tenant_id, id, as_of, known_at, input_hash, engine, terms, summary, lines_gz, plan_hash,
        plan_byte_length, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      tx.tenantId,
      runId,
      asOf,
      knownAt,
      inputHash,
      engine,
      JSON.stringify(await termsUsed(tx, { input, knownAt })),
      JSON.stringify(summary),
      await promisify(gzip)(lines, { level: 9 }),
      planHash,
      byteLength,
      'personId' in actor ? actor.personId : null,
    ],
  );
  const body = { asOf, knownAt, inputHash, planHash, engine };
  await audit(tx, { actor, action: 'selection.stored', subject: runId, body });
  return { runId, inputHash, planHash };
}

const columns = `id as "runId", as_of as "asOf", known_at as "knownAt", input_hash as "inputHash",
  plan_hash as "planHash", plan_byte_length as "planByteLength", engine, terms, summary,
  recorded_at as "recordedAt", recorded_by as "recordedBy"`;

export async function readRun(tx: Tx, runId: Id): Promise<StoredRun | undefined> {
  const [run] = await tx.query<StoredRun>(
    `select ${columns} from cedent.selection_run where tenant_id = $1 and id = $2`,
    [tx.tenantId, runId],
  );
  return run;
}

/** The newest first; `before` is the last id of the page before. */
export async function listRuns(
  tx: Tx,
  { before, limit }: { before?: Id; limit: number },
): Promise<StoredRun[]> {
  return tx.query<StoredRun>(
    `select ${columns} from cedent.selection_run
     where tenant_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
    [tx.tenantId, before ?? null, limit],
  );
}

/** The input of a stored run, as it was. */
export async function readRunInput(tx: Tx, runId: Id): Promise<SelectionInput | undefined> {
  const text = await findInputText(tx, runId);
  return text && readInput(tx, text);
}

/** The plan as it was made, whatever this engine would make of the input today. */
export async function readRunPlan(tx: Tx, run: StoredRun, input: SelectionInput): Promise<Plan> {
  const { runId, summary, planHash } = run;
  const rows = await tx.query<{ gz: Buffer }>(
    'select lines_gz as gz from cedent.selection_run where tenant_id = $1 and id = $2',
    [tx.tenantId, runId],
  );
  const { gz } = one(rows, `selection run ${runId}`);
  try {
    const plan = unpackPlan({ summary, lines: await promisify(gunzip)(gz) }, input);
    const found = hashOfLarge(plan);
    if (found === planHash) return plan;
    throw new Error(`it has the hash ${found}, not ${planHash}`);
  } catch (cause) {
    throw new Damaged({ runId, what: 'plan' }, { cause });
  }
}

export type Replay =
  | { status: 'same'; engine: Engines }
  | { status: 'differs'; engine: Engines; planHash: string; first: Difference }
  | { status: 'refused'; engine: Engines; refusals: Refusal[] }
  | { status: 'damaged'; what: 'input' | 'plan' }
  | { status: 'unknown_run' };

/** The version that made the run, and the one that made it again. */
export type Engines = { stored: string; now: string };

/** Makes a stored run again and says whether the same plan came out (REPRODUCIBLE). */
export async function replayRun(
  tx: Tx,
  of: { runId: Id; select: (input: SelectionInput) => Selection | Promise<Selection> },
): Promise<Replay> {
  const run = await readRun(tx, of.runId);
  if (!run) return { status: 'unknown_run' };
  try {
    return await replay(tx, run, of.select);
  } catch (error) {
    if (error instanceof Damaged) return { status: 'damaged', what: error.what };
    throw error;
  }
}

async function replay(
  tx: Tx,
  run: StoredRun,
  select: (input: SelectionInput) => Selection | Promise<Selection>,
): Promise<Replay> {
  const input = await readRunInput(tx, run.runId);
  if (!input) return { status: 'unknown_run' };
  const selection = await select(input);
  const engine = { stored: run.engine, now: engineVersion };
  if (!selection.ok) return { status: 'refused', engine, refusals: selection.refusals };
  // Another version may well make the same plan; that it is another is said beside.
  const plan = { ...selection.plan, engine: run.engine };
  const planHash = hashOfLarge(plan);
  if (planHash === run.planHash) return { status: 'same', engine };
  const first = firstDifference(await readRunPlan(tx, run, input), plan);
  assert(first, 'plans of different hashes differ somewhere');
  return { status: 'differs', engine, planHash, first };
}

/** Versions of the terms that were known then, where the input has them word for word. */
async function termsUsed(
  tx: Tx,
  { input, knownAt }: { input: SelectionInput; knownAt: string },
): Promise<TermsUsed[]> {
  const facilityIds = input.facilities.map(({ facilityId }) => facilityId);
  const known = await readFacilities(tx, { asOf: input.asOf, knownAt, facilityIds });
  return input.facilities.map((terms) => {
    const termsHash = hashOf(terms);
    const found = known.find((recorded) => recorded.termsHash === termsHash);
    const { version = null, effectiveOn = null } = found ?? {};
    return { facilityId: terms.facilityId, termsHash, version, effectiveOn };
  });
}

function digestOf(value: object): { hash: string; byteLength: number } {
  const hash = createHash('sha256');
  let byteLength = 0;
  for (const piece of canonicalPieces(value)) {
    hash.update(piece);
    byteLength += Buffer.byteLength(piece);
  }
  return { hash: hash.digest('hex'), byteLength };
}
