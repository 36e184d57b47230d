import {
  type Buyer,
  type BuyerQuery,
  type Call,
  defineAdapter,
  type Effect,
  type Found,
  type InsurerReference,
  type LimitAnswer,
  type LimitRequest,
  type LimitState,
  type ListedCover,
  type Outcome,
  type Raw,
  type Wire,
} from '../../src/core/adapter.ts';
import { unreadable } from '../../src/core/answer.ts';
import { told } from '../../src/core/detail.ts';
import { ask, type Door } from './client.ts';
import { Config } from './config.ts';
import { toCovers, toOrder, toSearch } from './mapping.ts';
import { CompanyList, type Cover, CoverList, Delivered, OrderList, OrderTaken } from './wire.ts';

export const adapter = defineAdapter({
  id: 'coface',
  name: 'Coface',
  party: 'insurer',
  config: Config,
  // Sixty calls a minute and key; each of ours is two.
  pace: { perSecond: 0.5, concurrency: 1 },
  charged: ['find_buyer', 'urgent_limit'],
  connect: (config) => {
    const { orders, deliveries, portfolio } = config.paths;
    return {
      findBuyer: (query, call) => findBuyer(config, query, call),
      ...(orders === undefined ? {} : { requestLimit: requestLimit(config, orders) }),
      ...(deliveries === undefined
        ? {}
        : {
            readLimit: ({ partnerReference, policyId }: InsurerReference, call: Call) =>
              readDelivery({ config, call, policyId }, deliveries, partnerReference),
          }),
      ...(portfolio === undefined
        ? {}
        : {
            listCovers: ({ policyId }: { policyId: string }, call: Call) =>
              listCovers({ config, call, policyId }, portfolio),
          }),
    };
  },
});

/** The policy travels in a header, so it is kept behind the path of the order. */
function requestLimit(config: Config, orders: string): Effect<LimitRequest, LimitAnswer> {
  return {
    class: 'B',
    settleSeconds: 300,
    timeoutSeconds: 30,
    encode: (request): Wire => ({
      method: 'POST',
      target: `${orders}#${encodeURIComponent(request.policyId)}`,
      contentType: 'application/json',
      body: JSON.stringify(toOrder(request, config.limitProduct)),
    }),
    send: (wire, call) => order(doorOf(config, wire, call), wire),
    find: (reference, call, wire) => findOrder(doorOf(config, wire, call), wire, reference),
  };
}

function doorOf(config: Config, { target }: Wire, call: Call): Door {
  return { config, call, policyId: decodeURIComponent(target.split('#')[1] ?? '') };
}

function pathOf({ target }: Wire): string {
  return target.split('#')[0] ?? '';
}

function order(door: Door, wire: Wire): Promise<Outcome<LimitAnswer>> {
  const asked = { kind: 'effect', method: 'POST', path: pathOf(wire), body: wire.body } as const;
  return ask(door, asked, ({ body, raw }) => {
    const taken = OrderTaken.safeParse(body);
    const ours = OrderTaken.pick({ customerReference: true }).safeParse(JSON.parse(wire.body));
    if (!taken.success || taken.data.customerReference !== ours.data?.customerReference) {
      return unreadable(told('names_no_cover', {}), 'effect');
    }
    return { kind: 'done', value: { coverId: taken.data.deliveryId, decided: false }, raw };
  });
}

function findOrder(
  door: Door,
  wire: Wire,
  reference: string,
): Promise<Outcome<Found<LimitAnswer>>> {
  return ask(door, { kind: 'read', method: 'GET', path: pathOf(wire) }, ({ body, raw }) => {
    const list = OrderList.safeParse(body);
    if (!list.success) return unreadable(told('list_unreadable', {}), 'read');
    const ours = list.data.find(({ customerReference }) => customerReference === reference);
    const value: Found<LimitAnswer> = ours
      ? { found: true, value: { coverId: ours.deliveryId, decided: false } }
      : { found: false };
    return { kind: 'done', value, raw };
  });
}

/** An order is finished, cancelled, or still worked on; only a finished one has a decision. */
function readDelivery(
  door: Door,
  deliveries: string,
  deliveryId: string,
): Promise<Outcome<LimitState>> {
  const path = `${deliveries}?deliveryId=${encodeURIComponent(deliveryId)}`;
  return ask(door, { kind: 'read', method: 'GET', path }, ({ body, raw }): Outcome<LimitState> => {
    const delivered = Delivered.safeParse(body);
    if (!delivered.success || delivered.data.deliveryId !== deliveryId) {
      return unreadable(told('list_unreadable', {}), 'read');
    }
    const { status, creditDecision } = delivered.data;
    if (status === 'cancelled') {
      return { kind: 'done', value: { status: 'refused', rawCode: status }, raw };
    }
    if (status !== 'finished' || !creditDecision) {
      return { kind: 'done', value: { status: 'pending', rawCode: status }, raw };
    }
    const { coverId, decisionCode } = creditDecision;
    return { kind: 'done', value: { status: 'decided', rawCode: decisionCode, coverId }, raw };
  });
}

const pagesMax = 1_000;

/** Their ranges, one after the other, until one is not full. */
async function listCovers(door: Door, portfolio: string): Promise<Outcome<ListedCover[]>> {
  const { pageSize, statusCodes } = door.config;
  const covers: Cover[] = [];
  let raw: Raw = { body: '' };
  for (let page = 0; page < pagesMax; page += 1) {
    const from = page * pageSize;
    const path = `${portfolio}?range=${from}-${from + pageSize - 1}`;
    const read = await ask(door, { kind: 'read', method: 'GET', path }, (answer) => {
      const list = CoverList.safeParse(answer.body);
      if (!list.success) return unreadable(told('list_unreadable', {}), 'read');
      return { kind: 'done', value: list.data, raw: answer.raw };
    });
    if (read.kind !== 'done') return read;
    covers.push(...read.value);
    raw = read.raw;
    if (read.value.length < pageSize) break;
  }
  const value = toCovers(covers, { policyId: door.policyId, codes: statusCodes });
  return { kind: 'done', value, raw };
}

/** Before a policy is known the key alone says who asks. */
function findBuyer(config: Config, query: BuyerQuery, call: Call): Promise<Outcome<Buyer[]>> {
  const path = `${config.paths.companies}?${toSearch(query)}`;
  const door = { config, call, policyId: '' };
  return ask(door, { kind: 'read', method: 'GET', path }, ({ body, raw }) => {
    const list = CompanyList.safeParse(body);
    if (!list.success) return unreadable(told('list_unreadable', {}), 'read');
    const value = list.data.companies.map(({ easyNumber, name }) => ({
      buyerId: easyNumber,
      name: name ?? '',
    }));
    return { kind: 'done', value, raw };
  });
}
