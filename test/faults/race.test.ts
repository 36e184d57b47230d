import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Id } from '../../src/core/ids.ts';
import { createFacility } from '../../src/store/facility.ts';
import {
  addBooks,
  addTenant,
  importLines,
  line,
  openStore,
  SECRET,
  type Store,
  setup,
  version,
} from '../store/open.ts';

const rounds = 1000;

let store: Store;
let tenantId: Id;
beforeAll(async () => {
  store = await openStore();
  tenantId = await addTenant(store);
  await store.database.asTenant(tenantId, async (tx) => {
    const { connectionId } = await addBooks(tx);
    const terms = { ...version.terms, facilityId: 'F2' };
    await createFacility(tx, { actor: setup, connectionId, version: { ...version, terms } });
    const lines = Array.from({ length: 2 * rounds }, (_, index) => line(numberOf(index)));
    await importLines(tx, '2026-11-20', lines);
  });
});
afterAll(() => store.close());

it('ONE_POSITION: of two processes racing for the same invoices one gets them, a thousand times', async () => {
  const racers = await Promise.all(['F1', 'F2'].map(start));
  const wins = [0, 0];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const numbers = [numberOf(2 * round), numberOf(2 * round + 1)];
      const answers = await Promise.all(
        racers.map((racer, index) => ask(racer, index === 0 ? numbers : numbers.toReversed())),
      );
      expect(answers.toSorted(), `round ${round}`).toEqual(['already_financed', 'drafted']);
      const winner = answers.indexOf('drafted');
      wins[winner] = (wins[winner] ?? 0) + 1;
    }
  } finally {
    for (const racer of racers) racer.disconnect();
  }
  expect(Math.min(...wins)).toBeGreaterThan(0);
  const [held] = await store.database.asTenant(tenantId, (tx) =>
    tx.query<{ positions: number; receivables: number }>(
      `select count(*) as positions, count(distinct receivable_id) as receivables
       from cedent.open_position`,
    ),
  );
  expect(held).toEqual({ positions: 2 * rounds, receivables: 2 * rounds });
}, 300_000);

function numberOf(index: number): string {
  return `RACE-${String(index + 1).padStart(5, '0')}`;
}

async function start(facilityId: string): Promise<ChildProcess> {
  const settings = { ownerUrl: store.ownerUrl, secretKey: SECRET, tenantId, facilityId };
  const racer = fork(fileURLToPath(new URL('racer.ts', import.meta.url)), [
    JSON.stringify(settings),
  ]);
  await once(racer, 'message');
  return racer;
}

async function ask(racer: ChildProcess, numbers: string[]): Promise<string> {
  racer.send(numbers);
  const [answer] = await once(racer, 'message');
  return String(answer);
}
