import { z } from 'zod';
import { Day, Instant } from '../../core/calendar.ts';
import { canonicalPieces } from '../../core/hash.ts';
import { Id } from '../../core/ids.ts';
import { SelectionInput } from '../../core/input.ts';
import { Params, Plan, PlanSummary } from '../../core/plan.ts';
import { wordRefusal } from '../../core/wording/word.ts';
import { findInputText, streamInput } from '../../store/selection-input.ts';
import {
  listRuns,
  type Replay,
  readRun,
  readRunInput,
  readRunPlan,
  type StoredRun,
} from '../../store/selection-run.ts';
import type { Locale } from '../env.ts';
import { notFound, Problem } from '../problem.ts';
import { refusedProblem } from '../refusal.ts';
import { ask } from './ask.ts';
import { cursorAt, Page, readCursor } from './cursor.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';
import { At, listOf, Need } from './shapes.ts';
import { write } from './write.ts';

const Hash = z.string().length(64);

const RunRow = z
  .object({
    runId: Id,
    asOf: Day.describe('The day of the ledger.'),
    knownAt: At.describe('What was known at this instant.'),
    recordedAt: At,
    recordedBy: Id.nullable().describe('Null where the product itself did it.'),
    engine: z.string().describe('The version of the engine that made it.'),
    inputHash: Hash.describe('SHA-256 of the text that `input` answers.'),
    planHash: Hash.describe('SHA-256 of the text that `plan` answers.'),
    terms: z
      .array(
        z.object({
          facilityId: z.string(),
          termsHash: Hash,
          version: z.int().nullable().describe('Null where no recorded version says the same.'),
          effectiveOn: Day.nullable(),
        }),
      )
      .describe('The terms it was made by.'),
  })
  .meta({ id: 'SelectionRunRow' });

const Run = RunRow.extend({ summary: PlanSummary.describe('The plan without its lines.') }).meta({
  id: 'SelectionRun',
});

const Engines = z.object({ stored: z.string(), now: z.string() });

const ReplayAnswer = z
  .discriminatedUnion('status', [
    z.object({ status: z.literal('same'), engine: Engines }),
    z.object({
      status: z.literal('differs'),
      engine: Engines,
      planHash: Hash.describe(
        'Of the plan as it is made now, under the name of the stored engine.',
      ),
      first: z
        .object({ path: z.string(), stored: z.string(), now: z.string() })
        .describe('The first place where the two part, with canonical JSON of either side.'),
    }),
    z.object({
      status: z.literal('refused'),
      engine: Engines,
      refusals: z.array(
        z.object({ code: z.string(), path: z.string(), params: Params, detail: z.string() }),
      ),
    }),
    z.object({
      status: z.literal('damaged'),
      what: z.enum(['input', 'plan']).describe('What is not any more what was stored.'),
    }),
  ])
  .meta({ id: 'SelectionReplay' });

const Order = z.strictObject({
  asOf: Day.optional(),
  knownAt: Instant.optional(),
  need: Need.optional(),
  facilityIds: z
    .array(z.string().min(1).max(100))
    .min(1)
    .max(30)
    .optional()
    .describe('Absent: every facility.'),
});

const RunParams = z.object({ runId: Id });
const tag = 'selection';
const permission = 'request.read';
const contentType = 'application/json';

export const storedSelectionRoutes: ApiRoute[] = [
  write({
    path: '/selections',
    operationId: 'storeSelection',
    summary: 'Makes a selection and stores it with its input, so that it can be made again.',
    tag,
    permission: 'request.prepare',
    body: Order,
    optional: true,
    answers: { status: 201, schema: Run },
    handle: async ({ deps, tx, principal, locale }, { body }) => {
      if (!deps.keepSelection) throw new Problem('not_available_here');
      const { facilityIds, ...order } = body;
      const kept = await deps.keepSelection(tx, {
        personId: principal.personId,
        ...order,
        ...(facilityIds && { facilityIds }),
      });
      if (kept.status === 'refused') throw refusedProblem(kept, locale);
      const run = await readRun(tx, kept.runId);
      if (!run) throw notFound();
      const { planByteLength: _, ...answer } = run;
      return { status: 201, body: answer };
    },
  }),
  read({
    path: '/selections',
    operationId: 'listSelections',
    summary: 'Stored selections, the newest first.',
    tag,
    permission,
    query: Page,
    answers: { status: 200, schema: listOf(RunRow) },
    handle: async (call, { query }) => {
      const before = readCursor(call, 'selections', query.cursor)?.[0];
      const { limit } = query;
      const runs = await listRuns(call.tx, {
        limit,
        ...(before === undefined ? {} : { before: String(before) }),
      });
      const last = runs.length === limit ? runs.at(-1) : undefined;
      const next = last ? cursorAt(call, 'selections', [last.runId]) : null;
      return { body: { items: runs.map(rowOf), next } };
    },
  }),
  read({
    path: '/selections/{runId}',
    operationId: 'readSelection',
    summary: 'Who made it, when, of what, by which terms and engine, and what came out in sums.',
    tag,
    permission,
    params: RunParams,
    answers: { status: 200, schema: Run },
    handle: async ({ tx }, { params }) => {
      const run = await readRun(tx, params.runId);
      if (!run) throw notFound();
      const { planByteLength: _, ...body } = run;
      return { body };
    },
  }),
  read({
    path: '/selections/{runId}/input',
    operationId: 'readSelectionInput',
    summary: 'The canonical input; the SHA-256 of these bytes is `inputHash`.',
    tag,
    permission,
    params: RunParams,
    answers: { status: 200, schema: SelectionInput },
    handle: async ({ deps, tx }, { params }) => {
      const text = await findInputText(tx, params.runId);
      if (!text) throw notFound();
      const { byteLength, inputHash } = text;
      const pieces = streamInput(deps.db, tx.tenantId, text);
      return { pieces, byteLength, contentType, fileName: `${inputHash}.json` };
    },
  }),
  read({
    path: '/selections/{runId}/plan',
    operationId: 'readSelectionPlan',
    summary: 'The plan as it was made; the SHA-256 of these bytes is `planHash`.',
    tag,
    permission,
    params: RunParams,
    answers: { status: 200, schema: Plan },
    handle: async ({ tx }, { params }) => {
      const run = await readRun(tx, params.runId);
      const input = run && (await readRunInput(tx, params.runId));
      if (!run || !input) throw notFound();
      const pieces = encoded(canonicalPieces(await readRunPlan(tx, run, input)));
      const { planByteLength: byteLength, planHash } = run;
      return { pieces, byteLength, contentType, fileName: `${planHash}.json` };
    },
  }),
  ask({
    path: '/selections/{runId}/replays',
    operationId: 'replaySelection',
    summary:
      'Makes it again from its stored input: whether the same plan comes out. Stores nothing.',
    tag,
    permission,
    params: RunParams,
    body: z.strictObject({}),
    optional: true,
    answers: { status: 200, schema: ReplayAnswer },
    handle: async ({ deps, tx, locale }, { params }) => {
      if (!deps.replaySelection) throw new Problem('not_available_here');
      const replay = await deps.replaySelection(tx, params.runId);
      if (replay.status === 'unknown_run') throw notFound();
      return { body: worded(replay, locale) };
    },
  }),
];

function rowOf({ summary: _, planByteLength: __, ...row }: StoredRun) {
  return row;
}

function worded(replay: Replay, locale: Locale) {
  if (replay.status !== 'refused') return replay;
  const refusals = replay.refusals.map((refusal) => ({
    ...refusal,
    detail: wordRefusal(locale, refusal.code, refusal.params),
  }));
  return { ...replay, refusals };
}

async function* encoded(pieces: Iterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for (const piece of pieces) yield encoder.encode(piece);
}
