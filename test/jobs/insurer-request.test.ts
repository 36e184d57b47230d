import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InsurerRequest } from '../../src/core/cover/insurer-request.ts';
import type { Id } from '../../src/core/ids.ts';
import type { Tx } from '../../src/store/database.ts';
import { listInsurerCosts } from '../../src/store/insurer-cost.ts';
import {
  askInsurer,
  decideInsurerRequest,
  mapFound,
  readInsurerRequest,
} from '../../src/store/insurer-request.ts';
import { insertPerson } from '../../src/store/person.ts';
import { readBuyers } from '../../src/store/policy.ts';
import { buyerId, type Insured, openInsured, policyId } from './insured-world.ts';

const charged = ['urgent_limit', 'credit_check', 'find_buyer'] as const;
let insured: Insured;
let ana: Id;
let bo: Id;

beforeEach(async () => {
  insured = await openInsured();
  await insured.run(async (tx) => {
    ana = await person(tx, 'Ana');
    bo = await person(tx, 'Bo');
  });
});
afterEach(() => insured.close());

describe('a limit', () => {
  it('that is not charged goes at once, is followed to its decision, and costs nothing', async () => {
    const id = await ask({ ...limit(), isUrgent: false });
    await insured.work();
    expect(await stateOf(id)).toMatchObject({ status: 'decided', rawCode: 'PROCESSED' });
    expect(await insured.run((tx) => listInsurerCosts(tx, { limit: 10 }))).toEqual([]);
  });

  it('that is charged waits for another person, goes once, and is a cost once', async () => {
    const id = await ask(limit());
    await insured.work();
    expect((await effects())[`${policyId}|${buyerId}`]).toBeUndefined();
    const own = await insured.run((tx) =>
      decideInsurerRequest(tx, { id, personId: ana, decision: 'approved' }),
    );
    expect(own).toEqual({ ok: false, code: 'same_person' });
    const approve = () =>
      insured.run((tx) => decideInsurerRequest(tx, { id, personId: bo, decision: 'approved' }));
    const both = await Promise.all([approve(), approve()]);
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    await insured.work();
    expect((await effects())[`${policyId}|${buyerId}`]).toBe(1);
    expect(await stateOf(id)).toMatchObject({ status: 'decided' });
    expect(await insured.run((tx) => listInsurerCosts(tx, { limit: 10 }))).toMatchObject([
      { service: 'urgent_limit', subject: id, amountMinor: null },
    ]);
  });

  it('that two people ask for at once is asked once', async () => {
    const request = { ...limit(), isUrgent: false };
    const both = await Promise.all([askAs(ana, request), askAs(bo, request)]);
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    await insured.work();
    expect((await effects())[`${policyId}|${buyerId}`]).toBe(1);
    expect((await askAs(bo, request)).ok).toBe(true);
  });

  it('that is kept back is never sent', async () => {
    const id = await ask(limit());
    const decision = { declined: 'The ordinary way is soon enough.' };
    await insured.run((tx) => decideInsurerRequest(tx, { id, personId: bo, decision }));
    await insured.work();
    expect(await stateOf(id)).toEqual({ status: 'declined' });
    expect((await effects())[`${policyId}|${buyerId}`]).toBeUndefined();
  });

  it('whose job fails at the insurer is refused, not pending for ever', async () => {
    const id = await ask({ ...limit(), isUrgent: false, amountMinor: 400_000_00 });
    await insured.work(1);
    const body = JSON.stringify({ companyId: buyerId });
    await fetch(`${insured.insurer.url}/_control/failures`, { method: 'POST', body });
    await insured.work();
    expect(await stateOf(id)).toMatchObject({ status: 'refused', reason: 'refused_by_partner' });
  });

  it('that the insurer refuses says why', async () => {
    const id = await ask({ ...limit(), isUrgent: false, buyerId: '99999999' });
    await insured.work();
    expect(await stateOf(id)).toMatchObject({ status: 'refused', reason: 'unknown_party' });
  });
});

describe('a look-up', () => {
  const lookUp = (value: string): InsurerRequest => ({
    kind: 'look_up',
    policyId,
    debtorId: 'D2',
    country: 'DE',
    scheme: 'vat',
    value,
  });

  it('finds a company, and a person says that it is the debtor', async () => {
    const id = await ask(lookUp('DE136695976'));
    await insured.run((tx) => decideInsurerRequest(tx, { id, personId: bo, decision: 'approved' }));
    await insured.work();
    const buyers = [{ buyerId: '61000102', name: 'Nordwind Handel AG' }];
    expect(await stateOf(id)).toEqual({ status: 'found', buyers });
    const map = (buyerId: string) =>
      insured.run((tx) => mapFound(tx, { id, buyerId, personId: ana }));
    expect(await map('61000109')).toEqual({ ok: false, code: 'unknown' });
    expect(await map('61000102')).toEqual({ ok: true });
    expect(await insured.run((tx) => readBuyers(tx, policyId))).toContainEqual({
      debtorId: 'D2',
      buyerId: '61000102',
    });
    expect(await insured.run((tx) => listInsurerCosts(tx, { limit: 10 }))).toMatchObject([
      { service: 'find_buyer', debtorId: 'D2' },
    ]);
  });

  it('of a company that is another debtor already maps nothing', async () => {
    const id = await ask(lookUp('DE811907980'));
    await insured.run((tx) => decideInsurerRequest(tx, { id, personId: bo, decision: 'approved' }));
    await insured.work();
    const mapped = await insured.run((tx) => mapFound(tx, { id, buyerId, personId: ana }));
    expect(mapped).toEqual({ ok: false, code: 'buyer_mapped' });
    expect((await stateOf(id))?.status).toBe('found');
  });
});

function limit(): Extract<InsurerRequest, { kind: 'limit' }> {
  return {
    kind: 'limit',
    policyId,
    debtorId: 'D1',
    buyerId,
    currency: 'EUR',
    amountMinor: 50_000_00,
    effectiveOn: '2026-11-24',
    product: 'credit_limit',
    isUrgent: true,
  };
}

function askAs(personId: Id, request: InsurerRequest) {
  return insured.run((tx) => askInsurer(tx, { actor: { personId }, request, charged }));
}

async function ask(request: InsurerRequest): Promise<Id> {
  const asked = await askAs(ana, request);
  if (!asked.ok) throw new Error(asked.code);
  return asked.id;
}

async function stateOf(id: Id) {
  return (await insured.run((tx) => readInsurerRequest(tx, id)))?.state;
}

async function effects(): Promise<Record<string, number>> {
  return (await fetch(`${insured.insurer.url}/_control/effects`)).json() as Promise<
    Record<string, number>
  >;
}

async function person(tx: Tx, name: string): Promise<Id> {
  const id = randomUUID();
  await insertPerson(tx, {
    id,
    kind: 'person',
    name,
    roles: ['treasury', 'approver'],
    locale: 'en',
    subject: { issuer: 'test', subject: id },
  });
  return id;
}
