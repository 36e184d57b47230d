import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { defineCommand } from 'citty';
import { count, money } from '../core/wording/format.ts';
import { importLedger } from '../host/import-ledger.ts';
import { databaseNow } from '../store/business-clock.ts';
import type { Tx } from '../store/database.ts';
import { readImport, readRejectedFile } from '../store/ledger.ts';
import { listSellers } from '../store/seller.ts';
import { Refusal } from './failure.ts';
import { chooseMapping, ledgerRefusal } from './ledger.ts';
import { asPerson } from './local.ts';
import { currencyOption, dayOption, required } from './options.ts';
import { strictly } from './strict.ts';
import { locale, say } from './text.ts';

const args = {
  file: { type: 'positional', required: false, description: 'a delimited ledger' },
  map: { type: 'string', valueHint: 'FILE', description: 'how it is read; else as last time' },
  'date-format': { type: 'string', valueHint: 'F', description: 'such as DD/MM/YYYY' },
  decimal: { type: 'string', valueHint: 'SIGN', description: 'the decimal sign, . or ,' },
  currency: { type: 'string', valueHint: 'CODE', description: 'of rows that name none' },
  'as-of': { type: 'string', valueHint: 'DAY', description: 'such as 2026-11-24' },
  seller: { type: 'string', valueHint: 'ID', description: 'whose ledger; else the only seller' },
  name: { type: 'string', valueHint: 'NAME', description: 'of the ledger; AR when not given' },
  partial: { type: 'boolean', description: 'the file is not the whole ledger: close nothing' },
  as: { type: 'string', valueHint: 'PERSON', description: 'who does it; treasury' },
} as const;

/** Rows that are not taken come back as a file beside the ledger's name. */
export const importCommand = defineCommand({
  meta: { name: 'import', description: 'a ledger file into the local database' },
  args,
  run: strictly(args, async (given) => {
    const file = required('FILE', given.file);
    const asOf = dayOption('--as-of', required('--as-of', given['as-of']));
    const currency = given.currency ? currencyOption('--currency', given.currency) : undefined;
    const { map, decimal } = given;
    const dateFormat = given['date-format'];
    const options = { file, map, decimal, dateFormat, currency, asOf, skipRejected: true };
    const chosen = await chooseMapping(options);
    const stated = !chosen.suggested || dateFormat !== undefined || decimal !== undefined;
    const who = { name: given.as ?? 'treasury', permission: 'ledger.import' } as const;
    await asPerson(who, ({ db, person }) =>
      db.asTenant(person.tenantId, async (tx) => {
        const startedAt = await databaseNow(tx);
        const result = await importLedger(tx, {
          personId: person.id,
          sellerId: given.seller ?? (await onlySeller(tx)),
          ledger: given.name ?? 'AR',
          asOf,
          currency,
          complete: given.partial !== true,
          ...(stated && { mapping: chosen.mapping }),
          fileName: basename(file),
          bytes: createReadStream(file),
        });
        if (result.status === 'refused') throw ledgerRefusal(file, result);
        await showImport(tx, result.importId, { file, startedAt });
      }),
    );
  }),
});

async function onlySeller(tx: Tx): Promise<string> {
  const [first, second] = await listSellers(tx);
  if (first && !second) return first.id;
  throw new Refusal(say('seller_unclear'));
}

async function showImport(
  tx: Tx,
  importId: string,
  { file, startedAt }: { file: string; startedAt: string },
): Promise<void> {
  const imported = await readImport(tx, importId);
  if (!imported) throw new Error('an import was stored and is not there');
  const { counts, totals } = imported;
  const numbers = Object.entries(counts).map(([name, value]) => [name, count(locale, value)]);
  // Nothing was news: the answer is the import that brought it.
  const isKnown = imported.recordedAt.toISOString() < startedAt;
  const lines = isKnown
    ? [say('imported_before', { importId })]
    : [say('imported', { importId, ...Object.fromEntries(numbers) })];
  for (const total of totals) {
    const face = money(locale, total.faceMinor, total.currency);
    const open = money(locale, total.openMinor, total.currency);
    lines.push(say('imported_total', { count: count(locale, total.count), face, open }));
  }
  if (counts.contradicting > 0 && !isKnown) {
    lines.push(say('imported_contradicting', { count: count(locale, counts.contradicting) }));
  }
  const rejected = await readRejectedFile(tx, importId);
  if (rejected) {
    const target = `${file.replace(/\.[^./\\]*$/, '')}.rejected.csv`;
    await writeFile(target, rejected);
    lines.push(say('imported_rejected', { file: target }));
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}
