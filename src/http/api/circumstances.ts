import { z } from 'zod';
import { Circumstance } from '../../core/cover/circumstance.ts';
import { Id } from '../../core/ids.ts';
import {
  mayTakeBack,
  readCircumstanceBook,
  recordCircumstances,
} from '../../store/circumstance.ts';
import { conflict } from '../refusal.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';
import { At, listOf } from './shapes.ts';
import { write } from './write.ts';

const MAX = 1_000;
const tag = 'cover';

const Recorded = z
  .object({
    circumstance: Circumstance,
    sha256: z.string().describe('By which it can be taken back.'),
    recordedAt: At,
    recordedBy: Id.nullable(),
  })
  .meta({ id: 'CircumstanceEntry' });

/** What happened to debtors and invoices, which cover and deadlines depend on. */
export const circumstanceRoutes: ApiRoute[] = [
  read({
    path: '/circumstances/{debtorId}',
    operationId: 'listCircumstances',
    summary: 'What was recorded of a debtor besides ledger and limits, and when it became known.',
    tag,
    permission: 'facility.read',
    params: z.object({ debtorId: z.string().min(1) }),
    answers: { status: 200, schema: listOf(Recorded) },
    handle: async ({ tx }, { params }) => ({
      body: { items: await readCircumstanceBook(tx, params.debtorId), next: null },
    }),
  }),
  write({
    path: '/circumstances',
    operationId: 'recordCircumstances',
    summary: 'Appends what happened to debtors; what is known already changes nothing.',
    tag,
    permission: 'exposure.send',
    body: z.strictObject({ circumstances: z.array(Circumstance).min(1).max(MAX) }),
    answers: {
      status: 201,
      schema: z
        .object({ appended: z.array(z.string()).describe('The hashes of those that are new.') })
        .meta({ id: 'CircumstancesRecorded' }),
    },
    handle: async ({ tx, principal, locale }, { body: { circumstances } }) => {
      for (const one of circumstances) {
        if (one.kind !== 'taken_back') continue;
        const { debtorId, circumstanceSha256: sha256 } = one;
        if (await mayTakeBack(tx, { debtorId, sha256 })) continue;
        throw conflict({ code: 'circumstance_unknown', debtorId, sha256 }, locale);
      }
      const actor = { personId: principal.personId };
      const appended = await recordCircumstances(tx, { actor, circumstances });
      return { status: 201, body: { appended } };
    },
  }),
];
