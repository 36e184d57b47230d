import type { FunderMovement } from '../../src/core/funding/funder-movement.ts';
import type { PositionFact } from '../../src/core/funding/position-fact.ts';
import type { LedgerLine } from '../../src/core/ledger.ts';
import { databaseNow } from '../../src/store/business-clock.ts';
import { newId, type Tx } from '../../src/store/database.ts';
import { addTerms } from '../../src/store/facility.ts';
import { takeMovements } from '../../src/store/movement.ts';
import { movePositions, reserve } from '../../src/store/position.ts';
import { reconcileFacility } from '../../src/store/reconciliation.ts';
import { addBooks, importLines, line, setup, version } from '../store/open.ts';
import type { Bench } from './database.ts';
import { type Measured, rate } from './report.ts';

const on = '2026-10-05';
const actor = { system: 'jobs' } as const;

/** A page of a funder's movements, one for each receivable and half of them a second. */
export async function benchMovements(bench: Bench, held: number): Promise<Measured> {
  const { db, tenantId } = bench;
  const numbers = await db.asTenant(tenantId, (tx) => hold(tx, held));
  const movements = numbers.flatMap((number, nth) => [
    told(nth, 'service_fee', 7_50, number),
    ...(nth % 2 === 0 ? [told(nth, 'interest', 4_25, number)] : []),
  ]);
  const perSecond = await rate(movements.length, () =>
    db.asTenant(tenantId, async (tx) => {
      const taken = await takeMovements(tx, { facilityId: 'F1', movements, actor });
      if (taken.booked !== movements.length) throw new Error(`${taken.booked} were booked`);
    }),
  );
  return { perSecond };
}

/** What that facility holds, every side of it beside the others, with what was agreed of each charge. */
export async function benchReconcile({ db, tenantId }: Bench, held: number): Promise<Measured> {
  const perSecond = await rate(held, () =>
    db.asTenant(tenantId, async (tx) => {
      const knownAt = await databaseNow(tx);
      const of = { facilityId: 'F1', asOf: '2026-11-30', since: '2026-10-01', knownAt };
      const found = await reconcileFacility(tx, of);
      if (found?.rows.length !== held) throw new Error(`${found?.rows.length} are held`);
      const differing = found.differences.filter(({ code }) => code !== 'in_transit');
      if (differing.length > 0) throw new Error(JSON.stringify(differing.slice(0, 3)));
    }),
  );
  return { perSecond };
}

async function hold(tx: Tx, count: number): Promise<string[]> {
  await addBooks(tx);
  await addTerms(tx, { actor: setup, facilityId: 'F1', version: priced });
  const numbers = Array.from({ length: count }, (_, nth) => `INV-${100_000 + nth}`);
  await importLines(tx, '2026-10-01', lines(numbers));
  const rows = await tx.query<{ id: string; fingerprint: string; number: string }>(
    'select id, fingerprint, number from cedent.receivable where tenant_id = $1 order by number',
    [tx.tenantId],
  );
  const [facility] = await tx.query<{ hash: string }>(
    'select terms_hash as hash from cedent.facility_terms where tenant_id = $1 order by version desc',
    [tx.tenantId],
  );
  for (let at = 0; at < rows.length; at += 1_000) {
    const requestId = newId();
    await tx.query(
      `insert into cedent.funding_request (tenant_id, id, number, facility_id)
       values ($1, $2, $3, 'F1')`,
      [tx.tenantId, requestId, `FR-${at}`],
    );
    const some = rows.slice(at, at + 1_000);
    const own = some.map(({ id, ...rest }) => ({ receivableId: id, ...rest }));
    await reserve(tx, { requestId, facilityId: 'F1', effectiveOn: on, lines: own, actor });
    const facts: PositionFact[] = [
      {
        kind: 'assigned',
        requestId,
        mode: 'sale',
        faceMinor: 1_000_00,
        termsHash: facility?.hash ?? '',
        accounting: { treatment: 'derecognition' },
      },
      { kind: 'advanced', requestId, amountMinor: 850_00 },
    ];
    const moves = own.flatMap(({ receivableId }) =>
      facts.map((fact) => ({ receivableId, effectiveOn: on, fact })),
    );
    await movePositions(tx, moves, actor);
  }
  return numbers;
}

function* lines(numbers: readonly string[]): Generator<LedgerLine> {
  for (const [nth, number] of numbers.entries()) {
    yield line(number, { faceMinor: 1_000_00, debtor: `D${nth % 500}`, rowNumber: nth + 2 });
  }
}

const priced = {
  ...version,
  agreement: {
    ...version.agreement,
    charges: {
      version: 1 as const,
      currency: 'EUR',
      calendars: [],
      limitHoldback: false,
      minimums: [],
      serviceFee: {
        initialBp: 75,
        tiers: [],
        portion: 'whole' as const,
        minimumMinor: 0,
        rounding: 'halfUp' as const,
      },
      // 850.00 × 6.923 % × 26 days is 4.25.
      interest: {
        rate: { kind: 'fixed' as const, percent: '6.923' },
        dayCount: 'ACT/360' as const,
        charged: 'at_close' as const,
        rounding: 'halfUp' as const,
      },
    },
  },
};

function told(
  nth: number,
  kind: 'service_fee' | 'interest',
  amountMinor: number,
  invoiceNumber: string,
): FunderMovement {
  return {
    movementId: `${kind}-${nth}`,
    kind,
    bookedOn: '2026-10-31',
    valueOn: '2026-10-31',
    currency: 'EUR',
    amountMinor,
    reversal: false,
    invoiceNumber,
    detail: '',
  };
}
