import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isDay } from '../../src/core/calendar.ts';
import { isWorded, word } from '../../src/core/wording/word.ts';
import { readFactorStatement } from '../../src/intake/factor-statement/statement.ts';
import { inspectLedger } from '../../src/intake/inspect.ts';
import { readRemittances } from '../../src/intake/remittance/delimited.ts';
import { readRemt001 } from '../../src/intake/remittance/remt001.ts';
import { readStatements } from '../../src/intake/statements.ts';
import { file, good, mapping } from './ledger-file.ts';
import { credit, page } from './mt940/file.ts';
import { readWhole, sourceOf } from './sources.ts';
import { notification, statement } from './statement-file.ts';

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

const mt940 = page({
  lines: [credit(undefined, '166?20EREF+E-1?21SVWZ+INV 1\r\n?31123'), credit('261101RC0,NTRFX')],
});
const sources = [statement({}), notification({}), mt940];

test.each(sources)('whatever bytes a statement has, it is read whole or refused', (text) => {
  fc.assert(
    fc.property(fc.oneof(damaged(text), fc.uint8Array({ maxLength: 200 })), (given) => {
      const read = readStatements(given);
      if (read.status === 'refused') {
        const code = `file.${read.code}`;
        if (!isWorded(code)) throw new Error(`no sentence for ${code}`);
        expect(word('en', code, read.params)).not.toBe('');
        return;
      }
      for (const { entries } of read.statements) {
        for (const { amountMinor, bookedOn, valueOn } of entries) {
          expect(Number.isSafeInteger(amountMinor)).toBe(true);
          expect([bookedOn, valueOn].every(isDay)).toBe(true);
        }
      }
    }),
    { numRuns: 300 },
  );
});

const advice = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:remt.001.001.05"><RmtAdvc><GrpHdr><MsgId>M</MsgId>
<CreDtTm>2026-10-15T08:00:00Z</CreDtTm></GrpHdr><RmtInf><Strd><RfrdDocInf><Nb>A-1</Nb></RfrdDocInf><RfrdDocAmt>
<RmtdAmt Ccy="EUR">9.00</RmtdAmt></RfrdDocAmt></Strd></RmtInf></RmtAdvc></Document>`;

test('whatever bytes a remittance advice has, its documents make its total or it is refused', () => {
  fc.assert(
    fc.property(fc.oneof(damaged(advice), fc.uint8Array({ maxLength: 200 })), (given) => {
      const read = readRemt001(given);
      if (read.status === 'refused') return;
      for (const { totalMinor, documents } of read.advices) {
        expect(documents.reduce((sum, { paidMinor }) => sum + paidMinor, 0)).toBe(totalMinor);
      }
    }),
    { numRuns: 300 },
  );
});

const table = 'Id,Kind,Day,Amount\nM-1,ADV,2026-10-01,5.00\nM-2,ADV,2026-10-02,6.00\n';
const tableFormat = { dateFormat: 'YYYY-MM-DD', numberFormat: { decimal: '.', thousands: '' } };

test('whatever bytes a delimited statement or advice has, it is read whole or refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(damaged(table), fc.uint8Array({ maxLength: 200 })), async (given) => {
      const movements = await readFactorStatement(sourceOf(given), {
        ...tableFormat,
        currency: 'EUR',
        columns: { movementId: 'Id', kind: 'Kind', bookedOn: 'Day', amount: 'Amount' },
        kinds: { ADV: { is: 'movement', kind: 'advance', moves: 'up' } },
        amounts: 'signed',
      });
      const advices = await readRemittances(sourceOf(given), {
        ...tableFormat,
        currency: 'EUR',
        columns: { reference: 'Kind', number: 'Id', paid: 'Amount', paidOn: 'Day' },
      });
      expect(['read', 'refused']).toContain(movements.status);
      expect(['read', 'refused']).toContain(advices.status);
    }),
    { numRuns: 200 },
  );
});
