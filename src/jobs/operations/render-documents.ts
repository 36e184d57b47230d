import { z } from 'zod';
import { type Detail, told } from '../../core/detail.ts';
import type { CanonicalRequest } from '../../core/funding/request.ts';
import type { UnmadeDocument } from '../../core/funding/request-fact.ts';
import { Id } from '../../core/ids.ts';
import { businessDay } from '../../store/business-clock.ts';
import type { Tx } from '../../store/database.ts';
import { moveDelivery, readDelivery } from '../../store/delivery.ts';
import { storeDocument } from '../../store/document.ts';
import { releaseLines } from '../../store/request.ts';
import { appendFact, readRequest } from '../../store/request-facts.ts';
import { defineLocal, type Operation } from '../operation.ts';

export type Rendered = {
  pdf: Uint8Array;
  sha256: string;
  pages: number;
  dataSha256: string;
  templateHash: string;
};
export type Render = (
  document: { template: string; version: string },
  request: CanonicalRequest,
) => Promise<{ ok: true; rendered: Rendered } | { ok: false; problem: UnmadeDocument }>;

type Document = Rendered & { template: string; version: string };

const Input = z.strictObject({ requestId: Id });

/** Renders what was approved, keeps it, and lets the schedule go out. */
export function renderDocuments(render: Render): Operation {
  return defineLocal<typeof Input, Document[]>({
    kind: 'local',
    input: Input,
    leaseSeconds: 300,
    work: async ({ asTenant, input }) => {
      const request = await asTenant((tx) => readRequest(tx, input.requestId));
      if (!request || !('canonical' in request.state)) {
        return { kind: 'unknown', detail: told('request_missing', {}) };
      }
      const documents: Document[] = [];
      for (const { template, version } of request.state.canonical.documents) {
        const made = await render({ template, version }, request.state.canonical);
        if (!made.ok) {
          const { code, params } = made.problem;
          const problem = { code, params: { template, ...params } };
          const refusal = { kind: 'refused', reason: 'invalid_message', problem } as const;
          return { ...refusal, detail: describe(problem), raw: { body: '' } };
        }
        documents.push({ template, version, ...made.rendered });
      }
      return { kind: 'done', value: documents, raw: { body: '' } };
    },
    done: async (tx, _delivery, { requestId }, documents) => {
      for (const { template, version, pdf, dataSha256, ...rest } of documents) {
        await storeDocument(tx, {
          requestId,
          template,
          templateVersion: version,
          dataHash: dataSha256,
          bytes: pdf,
          ...rest,
        });
      }
      await settleSchedule(tx, requestId, { state: 'ready', detail: told('documents_ready', {}) });
    },
    refused: async (tx, _delivery, { requestId }, { reason, detail, problem }) => {
      const request = await readRequest(tx, requestId, { lock: true });
      if (!request) return;
      const effectiveOn = await businessDay(tx);
      const fact = { kind: 'rejected', reason, detail, ...(problem && { problem }) } as const;
      const actor = { system: 'jobs' } as const;
      if (!(await appendFact(tx, request, { fact, effectiveOn, actor }))) return;
      await releaseLines(tx, request, { cause: 'rejected', effectiveOn, actor });
      await settleSchedule(tx, requestId, { state: 'rejected', detail });
    },
  });
}

/** For the record of attempts; people read the sentence of `core/wording`. */
function describe({ code, params }: UnmadeDocument): string {
  return [code, ...Object.entries(params).map(([name, value]) => `${name} ${value}`)].join(', ');
}

async function settleSchedule(
  tx: Tx,
  requestId: string,
  verdict: { state: 'ready' | 'rejected'; detail: Detail },
): Promise<void> {
  const [row] = await tx.query<{ id: string }>(
    `select id from cedent.delivery
     where tenant_id = $1 and operation = 'submitSchedule' and subject = $2`,
    [tx.tenantId, requestId],
  );
  const delivery = row && (await readDelivery(tx, row.id, { lock: true }));
  if (delivery?.state === 'held') await moveDelivery(tx, delivery.id, verdict);
}
