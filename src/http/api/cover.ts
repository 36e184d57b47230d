import { z } from 'zod';
import { CoverDecision } from '../../core/cover/limit.ts';
import { readCoverBook } from '../../store/cover.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';
import { At, listOf } from './shapes.ts';

const Recorded = z.object({ decision: CoverDecision, recordedAt: At }).meta({ id: 'CoverEntry' });

const tag = 'cover';

export const coverRoutes: ApiRoute[] = [
  read({
    path: '/cover/{debtorId}',
    operationId: 'readCover',
    summary:
      "The cover book of a debtor: each of the insurers' decisions and when it became known.",
    tag,
    permission: 'facility.read',
    params: z.object({ debtorId: z.string().min(1) }),
    answers: { status: 200, schema: listOf(Recorded) },
    handle: async ({ tx }, { params }) => ({
      body: { items: await readCoverBook(tx, params.debtorId), next: null },
    }),
  }),
];
