import type { Id } from '../../../core/ids.ts';
import {
  type AttemptView,
  type DeliveryView,
  listAttempts,
  listDeliveries,
} from '../../../store/delivery-view.ts';
import { type DocumentHead, listDocuments } from '../../../store/document.ts';
import { readRequest, type StoredRequest } from '../../../store/request-facts.ts';
import { notFound } from '../../problem.ts';
import type { PageCall } from '../view.ts';
import { type FacilityName, facilityNames, personNames } from './names.ts';

export type RequestModel = {
  request: StoredRequest;
  facility: FacilityName;
  documents: DocumentHead[];
  deliveries: (DeliveryView & { tries: AttemptView[] })[];
  people: Map<string, string>;
};

export async function readModel({ tx, view }: PageCall, requestId: Id): Promise<RequestModel> {
  const request = await readRequest(tx, requestId);
  if (!request) throw notFound();
  const names = await facilityNames(tx, view.today);
  const { facilityId } = request;
  const currency = view.currency;
  const deliveries = await listDeliveries(tx, { subject: requestId, limit: 50 });
  const attempts = await listAttempts(
    tx,
    deliveries.map(({ id }) => id),
  );
  return {
    request,
    facility: names.get(facilityId) ?? { name: facilityId, funder: '', currency },
    documents: await listDocuments(tx, requestId),
    deliveries: deliveries.map((delivery) => ({
      ...delivery,
      tries: attempts.filter(({ deliveryId }) => deliveryId === delivery.id),
    })),
    people: await personNames(
      tx,
      request.facts.map(({ recordedBy }) => recordedBy),
    ),
  };
}
