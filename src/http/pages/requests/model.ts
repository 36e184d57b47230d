import type { NoticeFact } from '../../../core/funding/assignment-notice.ts';
import type { FoundBy, RequestFact } from '../../../core/funding/request-fact.ts';
import type { RequestState } from '../../../core/funding/request-state.ts';
import type { Id } from '../../../core/ids.ts';
import { wordDocumentProblem } from '../../../core/wording/word.ts';
import { readApprovedAgreement } from '../../../store/approved-agreement.ts';
import {
  listNoticeDeliveries,
  listNotices,
  type StoredNotice,
} from '../../../store/assignment-notice.ts';
import type { Tx } from '../../../store/database.ts';
import { type FindingView, listFindings } from '../../../store/delivery-finding.ts';
import {
  type AttemptView,
  type DeliveryView,
  listAttempts,
  listDeliveries,
} from '../../../store/delivery-view.ts';
import { type DocumentHead, listDocuments } from '../../../store/document.ts';
import { readRequest, type StoredRequest } from '../../../store/request-facts.ts';
import { notFound } from '../../problem.ts';
import type { PageCall, View } from '../view.ts';
import { type FacilityName, facilityNames, personNames } from './names.ts';

export type RequestModel = {
  request: StoredRequest;
  /** Why its documents could not be made, in a sentence; then no partner was asked. */
  problem: string | undefined;
  facility: FacilityName;
  documents: DocumentHead[];
  deliveries: (DeliveryView & { tries: AttemptView[]; findings: FindingView[] })[];
  told: Told;
  people: Map<string, string>;
};

/** Whether debtors are told of it by its agreement, and what they have been told. */
type Told = {
  isDisclosed: boolean;
  notices: StoredNotice[];
  deliveries: Awaited<ReturnType<typeof listNoticeDeliveries>>;
};

export async function readModel({ tx, view }: PageCall, requestId: Id): Promise<RequestModel> {
  const request = await readRequest(tx, requestId);
  if (!request) throw notFound();
  const names = await facilityNames(tx, view.today);
  const { facilityId } = request;
  const currency = view.currency;
  const deliveries = await listDeliveries(tx, { subject: requestId, limit: 50 });
  const ids = deliveries.map(({ id }) => id);
  const attempts = await listAttempts(tx, ids);
  const findings = await listFindings(tx, ids, { ever: true });
  const problem = problemOf(view, request.state);
  const told = await readTold(tx, request);
  return {
    request,
    problem,
    facility: names.get(facilityId) ?? { name: facilityId, funder: '', currency },
    documents: await listDocuments(tx, requestId),
    deliveries: deliveries.map((delivery) => ({
      ...delivery,
      detail: delivery.state === 'rejected' ? (problem ?? delivery.detail) : delivery.detail,
      findings: findings.filter(({ deliveryId }) => deliveryId === delivery.id),
      tries: attempts
        .filter(({ deliveryId }) => deliveryId === delivery.id)
        .map((attempt) => ({
          ...attempt,
          detail: attempt.outcome === 'refused' ? (problem ?? attempt.detail) : attempt.detail,
        })),
    })),
    told,
    people: await personNames(
      tx,
      [...request.facts, ...told.notices.flatMap(({ facts }) => facts)].flatMap((recorded) => [
        'recordedBy' in recorded ? recorded.recordedBy : undefined,
        ...findersOf(recorded.fact).map(({ personId }) => personId),
      ]),
    ),
  };
}

function findersOf(fact: RequestFact | NoticeFact): FoundBy {
  return 'foundBy' in fact ? (fact.foundBy ?? []) : [];
}

async function readTold(tx: Tx, { id, state }: StoredRequest): Promise<Told> {
  if (!('canonical' in state)) return { isDisclosed: false, notices: [], deliveries: [] };
  const { notice } = await readApprovedAgreement(tx, state.canonical);
  return {
    isDisclosed: notice === 'disclosed',
    notices: await listNotices(tx, id),
    deliveries: await listNoticeDeliveries(tx, id),
  };
}

function problemOf({ locale }: View, state: RequestState): string | undefined {
  if (state.status !== 'rejected' || !state.problem) return undefined;
  return wordDocumentProblem(locale, state.problem);
}
