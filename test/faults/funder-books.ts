import type { RequestLine } from '../../src/core/funding/request.ts';
import type { Id } from '../../src/core/ids.ts';
import { shareBp } from '../../src/core/money.ts';
import { createConnection } from '../../src/store/connection.ts';
import type { Tx } from '../../src/store/database.ts';
import { createFacility } from '../../src/store/facility.ts';
import { recordRates } from '../../src/store/fx.ts';
import { approveRequest, draftRequest, submitRequest } from '../../src/store/request.ts';
import { saveSeller } from '../../src/store/seller.ts';
import { addTenant, importLines, line, SECRET, type Store, setup, version } from '../store/open.ts';

export const today = '2026-11-24';

export const people = {
  analyst: { personId: '00000000-0000-7000-8000-000000000001' },
  approver: { personId: '00000000-0000-7000-8000-000000000002' },
} as const;

/** Invoices by the facility they go to: euros, dollars in a euro facility, yen. */
const lists = {
  euro: numbersOf('E', 100),
  dollar: numbersOf('U', 30),
  yen: numbersOf('J', 60),
  aside: numbersOf('X', 6),
};

/** A tenant with a euro and a yen facility of one factor, with and without recourse. */
export async function fillBooks(store: Store, config: unknown): Promise<Id> {
  const tenantId = await addTenant(store);
  await store.database.asTenant(tenantId, async (tx) => {
    const { connectionId } = await createConnection(tx, {
      actor: setup,
      secretKey: SECRET,
      adapterId: 'factor-rest',
      name: 'Nordfactor',
      environment: 'test',
      config,
    });
    const { agreement, terms } = version;
    const sold = { ...agreement, accounting: { treatment: 'derecognition' } as const };
    await createFacility(tx, {
      actor: setup,
      connectionId,
      version: { ...version, agreement: sold },
    });
    const yen = {
      effectiveOn: version.effectiveOn,
      terms: { ...terms, facilityId: 'F2', currency: 'JPY' },
      agreement: { ...agreement, reference: 'FA-2', recourse: false },
    };
    await createFacility(tx, { actor: setup, connectionId, version: yen });
    const seller = { id: 'S1', name: 'Nordwind GmbH', country: 'DE', identifiers: { vat: 'DE1' } };
    await saveSeller(tx, { actor: setup, seller });
    const rate = { from: 'JPY', to: 'EUR', numerator: 61, denominator: 10_000 };
    const rates = [{ ...rate, on: '2026-01-02', source: 'ECB' }];
    await recordRates(tx, { actor: setup, rates });
    await importLines(tx, '2026-11-20', [
      ...invoices(lists.euro, 'EUR', 2_345_67),
      ...invoices(lists.dollar, 'USD', 1_234_56),
      ...invoices(lists.yen, 'JPY', 345_678),
      ...invoices(lists.aside, 'EUR', 100_00),
    ]);
  });
  return tenantId;
}

function numbersOf(letter: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${letter}-${index + 1}`);
}

function invoices(numbers: readonly string[], currency: string, faceMinor: number) {
  return numbers.map((number, index) =>
    line(number, {
      currency,
      debtor: `D${(index % 7) + 1}`,
      faceMinor: faceMinor + 37 * index,
      issuedOn: '2026-11-01',
      dueOn: index % 3 === 0 ? '2026-12-05' : '2027-01-15',
    }),
  );
}

/** Requests of some twenty invoices each, approved and not sent yet. */
export async function approved(tx: Tx): Promise<Id[]> {
  const placed = [
    ...inParts([...lists.euro, ...lists.dollar], 18).map((own) => ['F1', own] as const),
    ...inParts(lists.yen, 16).map((own) => ['F2', own] as const),
  ];
  const ids: Id[] = [];
  for (const [facilityId, numbers] of placed) {
    const requestId = await drafted(tx, facilityId, numbers);
    const step = { requestId, effectiveOn: today };
    const submitted = await submitRequest(tx, { ...step, actor: people.analyst });
    if (!submitted.ok) throw new Error(submitted.code);
    const { hash } = submitted.value;
    const answer = await approveRequest(tx, { ...step, actor: people.approver, hash });
    if (!answer.ok) throw new Error(answer.code);
    ids.push(requestId);
  }
  return ids;
}

function inParts(numbers: readonly string[], count: number): string[][] {
  const parts: string[][] = [];
  for (let at = 0; at < numbers.length; at += count) parts.push(numbers.slice(at, at + count));
  return parts;
}

export async function drafted(tx: Tx, facilityId: string, numbers: string[]): Promise<Id> {
  const draft = await draftRequest(tx, {
    actor: people.analyst,
    sellerId: 'S1',
    facilityId,
    effectiveOn: today,
    lines: await linesOf(tx, numbers, facilityId === 'F2' ? 'JPY' : 'EUR'),
    planInputHash: '0'.repeat(64),
    acceptedNearMatches: [],
  });
  if (!draft.ok) throw new Error(draft.code);
  return draft.value.requestId;
}

type Row = Pick<RequestLine, 'receivableId' | 'fingerprint' | 'number' | 'currency' | 'faceMinor'> &
  Pick<RequestLine, 'issuedOn' | 'dueOn'> & { debtorId: string };

/** Advanced at 90 %; what is in dollars is assigned at 0.91. */
async function linesOf(tx: Tx, numbers: string[], currency: string): Promise<RequestLine[]> {
  const rows = await tx.query<Row>(
    `select id as "receivableId", fingerprint, number, debtor_id as "debtorId", currency,
       issued_on as "issuedOn", due_on as "dueOn", face_minor as "faceMinor"
     from cedent.receivable where tenant_id = $1 and number = any ($2) order by id`,
    [tx.tenantId, numbers],
  );
  return rows.map(({ debtorId, ...row }, index) => {
    const isForeign = row.currency !== currency;
    const assignedMinor = isForeign ? shareBp(row.faceMinor, 9_100, 'down') : row.faceMinor;
    return {
      ...row,
      lineNumber: index + 1,
      instalment: 1,
      debtor: { id: debtorId, name: `Debtor ${debtorId}`, country: 'DE', identifiers: {} },
      openMinor: row.faceMinor,
      ...(isForeign && { assignedMinor }),
      fundedMinor: assignedMinor,
      advanceMinor: shareBp(assignedMinor, 9_000, 'down'),
    };
  });
}
