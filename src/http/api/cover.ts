import { z } from 'zod';
import { Day } from '../../core/calendar.ts';
import { CoverDecision } from '../../core/cover/limit.ts';
import { Id } from '../../core/ids.ts';
import { AmountMinor, Currency } from '../../core/money.ts';
import { audit } from '../../store/audit.ts';
import { readConnection } from '../../store/connection.ts';
import { readCoverBook } from '../../store/cover.ts';
import { newId } from '../../store/database.ts';
import { createDelivery } from '../../store/delivery.ts';
import { readBuyers, readPolicy } from '../../store/policy.ts';
import { notFound } from '../problem.ts';
import { conflict } from '../refusal.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';
import { At, listOf } from './shapes.ts';
import { write } from './write.ts';

const Recorded = z.object({ decision: CoverDecision, recordedAt: At }).meta({ id: 'CoverEntry' });

const Wanted = z.strictObject({
  policyId: z.string().min(1),
  debtorId: z.string().min(1),
  currency: Currency,
  amountMinor: AmountMinor.min(1),
  effectiveOn: Day,
});

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
  write({
    path: '/limit-requests',
    operationId: 'requestLimit',
    summary: 'Asks the insurer for a limit on a debtor; its decision arrives in the cover book.',
    tag,
    permission: 'request.prepare',
    body: Wanted,
    answers: {
      status: 202,
      schema: z.object({ reference: Id, deliveryId: Id }).meta({ id: 'LimitRequested' }),
    },
    handle: async ({ tx, principal, locale }, { body }) => {
      const policy = await readPolicy(tx, body.policyId);
      if (!policy) throw notFound();
      const buyers = await readBuyers(tx, body.policyId);
      const buyer = buyers.find(({ debtorId }) => debtorId === body.debtorId);
      if (!buyer) {
        const { debtorId } = body;
        throw conflict({ code: 'buyer_unknown', debtorId }, locale);
      }
      const connection = await readConnection(tx, policy.connectionId);
      if (!connection) throw notFound();
      const reference = newId();
      const { id: deliveryId } = await createDelivery(tx, {
        connectionId: policy.connectionId,
        queue: connection.adapterId,
        operation: 'requestLimit',
        subject: reference,
        state: 'ready',
        input: { ...body, reference, buyerId: buyer.buyerId },
      });
      await audit(tx, {
        actor: { personId: principal.personId },
        action: 'limit.requested',
        subject: reference,
        body: { ...body, deliveryId },
      });
      return { status: 202, body: { reference, deliveryId } };
    },
  }),
];
