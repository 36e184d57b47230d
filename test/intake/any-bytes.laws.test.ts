import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCamt053 } from '../../src/intake/camt053.ts';
import { inspectLedger } from '../../src/intake/inspect.ts';
import { file, good, mapping } from './ledger-file.ts';
import { readWhole, sourceOf } from './sources.ts';
import { statement } from './statement-file.ts';

/** A good file with a few of its bytes changed: most of them still look like one. */
function damaged(text: string): fc.Arbitrary<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  const change = fc.tuple(
    fc.nat(bytes.length - 1),
    fc.constantFrom(...Buffer.from('"\n\r,;<>&\u0000x9-')),
  );
  return fc.array(change, { maxLength: 12 }).map((changes) => {
    const out = bytes.slice();
    for (const [at, byte] of changes) out[at] = byte;
    return out;
  });
}

const ledger = file(good, { ...good, No: 'A-2' }, { ...good, No: 'A-3', Disputed: 'yes' });

test('whatever bytes a ledger has, it is refused, or every row is accepted, rejected or settled', async () => {
  const bytes = fc.oneof(damaged(ledger), fc.uint8Array({ maxLength: 200 }));
  await fc.assert(
    fc.asyncProperty(bytes, fc.integer({ min: 1, max: 50 }), async (given, piece) => {
      const read = await readWhole(given, { mapping }, piece);
      if ('status' in read) return;
      expect(read.end.kind).toBe('summary');
      if (read.end.kind !== 'summary') return;
      const { rows, accepted, rejected, settled } = read.end.summary;
      expect(rows).toBe(accepted + rejected + settled);
      expect(read.rows).toHaveLength(accepted + rejected);
    }),
    { numRuns: 300 },
  );
});

test('whatever bytes a ledger has, looking at it answers', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(damaged(ledger), fc.uint8Array({ maxLength: 200 })),
      async (given) => {
        expect(['inspected', 'refused']).toContain((await inspectLedger(sourceOf(given))).status);
      },
    ),
  );
});

test('a column of currencies without a name is not mapped, and a name for it is asked for', async () => {
  const bytes = new TextEncoder().encode('No,,Amount\nA-1,EUR,10.00\nA-2,USD,20.00\n');
  const seen = await inspectLedger(sourceOf(bytes));
  if (seen.status === 'refused') throw new Error(seen.code);
  expect(seen.suggestion.mapping.columns).not.toHaveProperty('currency');
  expect(seen.suggestion.questions.map(({ code }) => code)).toContain('currency_column_unnamed');
});

test('whatever bytes a statement has, it is read whole or refused', () => {
  fc.assert(
    fc.property(fc.oneof(damaged(statement({})), fc.uint8Array({ maxLength: 200 })), (given) => {
      expect(['read', 'refused']).toContain(readCamt053(given).status);
    }),
    { numRuns: 300 },
  );
});
