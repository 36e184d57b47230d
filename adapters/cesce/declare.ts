import type { Found, Operations, Outcome, TakenByInsurer, Wire } from '../../src/core/adapter.ts';
import { unreadable } from '../../src/core/answer.ts';
import { told } from '../../src/core/detail.ts';
import { ask, type Door } from './client.ts';
import type { Config } from './config.ts';
import { contractOf, posted, toCollection, toSale } from './mapping.ts';
import { CollectionTaken, paths, SaleList, SaleTaken } from './wire.ts';

/** Sales one by one, and what is collected of them; turnover in sums has no resource. */
export function declareToInsurer(
  config: Config,
): Omit<NonNullable<Operations['declareToInsurer']>, 'class' | 'settleSeconds' | 'timeoutSeconds'> {
  return {
    kinds: ['sales', 'collections'],
    encode: (declaration) =>
      declaration.kind === 'collections'
        ? posted(paths.collections(declaration.policyId), toCollection(declaration))
        : posted(paths.sales(declaration.policyId), toSale(declaration)),
    send: (wire, call) => tell({ config, call }, wire),
    find: (reference, call, wire) => findSale({ config, call }, wire, reference),
  };
}

function tell(door: Door, wire: Wire): Promise<Outcome<TakenByInsurer>> {
  const asked = { kind: 'effect', method: 'POST', path: wire.target, body: wire.body } as const;
  return ask(door, asked, ({ body, raw }) => {
    const sale = SaleTaken.safeParse(body);
    if (sale.success) {
      return { kind: 'done', value: { partnerReference: sale.data.saleCesceReferenceNo }, raw };
    }
    const collection = CollectionTaken.safeParse(body);
    if (!collection.success) return unreadable(told('receipt_unreadable', {}), 'effect');
    return { kind: 'done', value: { partnerReference: collection.data.collectionNo }, raw };
  });
}

/**
 * Sales are listed, collections are not: whether one was taken is for people to find out, and saying
 * it again is refused as a repetition.
 */
function findSale(
  door: Door,
  wire: Wire,
  reference: string,
): Promise<Outcome<Found<TakenByInsurer>>> {
  const policyId = contractOf(wire);
  if (wire.target !== paths.sales(policyId)) {
    return Promise.resolve({ kind: 'unknown', detail: told('collections_not_listed', {}) });
  }
  return ask(door, { kind: 'read', method: 'GET', path: wire.target }, ({ body, raw }) => {
    const list = SaleList.safeParse(body);
    if (!list.success) return unreadable(told('list_unreadable', {}), 'read');
    const ours = list.data.sales.find((sale) => sale.saleReference === reference);
    const value: Found<TakenByInsurer> = ours
      ? { found: true, value: { partnerReference: ours.saleCesceReferenceNo } }
      : { found: false };
    return { kind: 'done', value, raw };
  });
}
