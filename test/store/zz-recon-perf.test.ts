import { afterAll, beforeAll, expect, it } from 'vitest';
import { addDays } from '../../src/core/calendar.ts';
import { reconcileFacility } from '../../src/store/reconciliation.ts';
import { cashOutlook, readOutlookBooks, usualWatch, warningsFrom } from '../../src/store/outlook.ts';
import { movePositions } from '../../src/store/position.ts';
import { newId } from '../../src/store/database.ts';
import { addBooks, addTenant, importLines, line, LATER, openStore, type Store } from './open.ts';
let store: Store;
beforeAll(async () => { store = await openStore(); }, 300_000);
afterAll(() => store.close());
it('perf', { timeout: 500_000 }, async () => {
  const t = await addTenant(store);
  const N = 20_000;
  await store.database.asTenant(t, async (tx) => {
    await addBooks(tx);
    await importLines(tx, '2026-11-20', Array.from({ length: N }, (_, i) => line(`INV-${i + 1}`, { faceMinor: 1_000_00, debtor: `D${i % 500}` })));
  });
  await store.database.asTenant(t, async (tx) => {
    const rows = await tx.query<{ id: string }>('select id from cedent.receivable', []);
    const requestId = newId();
    await tx.query(`insert into cedent.funding_request (tenant_id, id, number, facility_id) values ($1,$2,'FR-2026-0001','F1')`, [tx.tenantId, requestId]);
    const on = '2026-11-24';
    const base = { requestId };
    for (const fact of [
      { kind: 'reserved', ...base, facilityId: 'F1', fingerprint: 'x' },
      { kind: 'assigned', ...base, mode: 'sale', faceMinor: 1_000_00, termsHash: 'T', accounting: { treatment: 'derecognition' } },
      { kind: 'advanced', ...base, amountMinor: 850_00 },
    ] as const) await movePositions(tx, rows.map(({ id }) => ({ receivableId: id, effectiveOn: on, fact })));
    for (const k of ['a','b','c']) {
      await movePositions(tx, rows.map(({ id }) => ({ receivableId: id, effectiveOn: on, fact: { kind: 'charged', ...base, cause: `movement|${id}${k}`, charge: 'interest', amountMinor: 100 } as const })));
      await tx.query(`insert into cedent.funder_movement (tenant_id, id, facility_id, movement_id, content_hash, movement, result, booked_on, receivable_id)
        select $1, gen_random_uuid(), 'F1', r.id::text || $2, repeat('0', 64), jsonb_build_object('movementId', r.id::text || $2, 'kind','interest','bookedOn','2026-11-24','valueOn','2026-11-24','currency','EUR','amountMinor',100,'reversal',false,'detail','','invoiceNumber',r.number), 'booked', '2026-11-24', r.id from cedent.receivable r`, [tx.tenantId, k]);
    }
  });
  for (let i = 0; i < 4; i++) {
    await store.database.asTenant(t, async (tx) => {
      const times: string[] = [];
      const timed = { ...tx, query: async (text: string, values?: readonly unknown[]) => { const s = performance.now(); const r = await tx.query(text, values); times.push(`${Math.round(performance.now() - s)}`); return r; } } as typeof tx;
      let s = performance.now();
      const r = await reconcileFacility(timed, { facilityId: 'F1', asOf: '2026-12-31', since: '2026-01-01', knownAt: LATER });
      console.log('reconcile ms', Math.round(performance.now() - s), times.join(' '), r?.rows.length, r?.differences.length);
      times.length = 0; s = performance.now();
      const b = await readOutlookBooks(timed, { asOf: '2026-12-31', knownAt: LATER });
      const m = performance.now();
      const c = cashOutlook(b, addDays('2026-12-31', 60)); const w = warningsFrom(b, usualWatch, new Map());
      console.log('outlook ms', Math.round(m - s), Math.round(performance.now() - m), times.join(' '), c.expected.length, w.length);
    });
  }
  expect(1).toBe(1);
});
