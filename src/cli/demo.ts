import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { defineCommand } from 'citty';
import { readJobConfig } from '../config.ts';
import { type Day, dayAt, daysBetween } from '../core/calendar.ts';
import type { Need } from '../core/input.ts';
import type { Currency } from '../core/money.ts';
import { type Product, startProduct } from '../product.ts';
import { createSelector } from '../solve/selector.ts';
import { Refusal, Usage } from './failure.ts';
import { type Books, openBooks } from './job/books.ts';
import { chooseReceivables } from './job/choose.ts';
import { followRequest } from './job/follow.ts';
import { takeLedger } from './job/ledger.ts';
import { playMonth } from './job/month.ts';
import { requestFunding } from './job/request.ts';
import { tell } from './job/words.ts';
import { checkLedger, chooseMapping } from './ledger.ts';
import { amountOption, currencyOption, dayOption, required } from './options.ts';
import { strictly } from './strict.ts';
import { say } from './text.ts';

const args = {
  ledger: { type: 'string', valueHint: 'FILE', description: 'a delimited ledger' },
  map: { type: 'string', valueHint: 'FILE', description: 'how it is read, as JSON' },
  'date-format': { type: 'string', valueHint: 'F', description: 'such as DD/MM/YYYY' },
  decimal: { type: 'string', valueHint: 'SIGN', description: 'the decimal sign, . or ,' },
  currency: { type: 'string', valueHint: 'CODE', description: 'of the facility and its rows' },
  'as-of': { type: 'string', valueHint: 'DAY', description: 'such as 2026-11-24' },
  need: { type: 'string', valueHint: 'AMOUNT', description: 'the cash wanted; else all there is' },
  story: { type: 'boolean', description: 'no ledger of yours: a month with three funders' },
} as const;

/** The whole job on one ledger, with every part real: database, queue, PDFs, HTTP partners. */
export const demo = defineCommand({
  meta: { name: 'demo', description: 'the whole job on a ledger, from file to funded; or a month' },
  args,
  run: strictly(args, async ({ story, ...given }) => {
    const [other] = Object.keys(given);
    if (story && other !== undefined) {
      throw new Usage(say('option_conflict', { one: '--story', other: `--${other}` }));
    }
    if (story) return playMonth(show);
    const file = required('--ledger', given.ledger);
    const currency = currencyOption('--currency', required('--currency', given.currency));
    const asOf = dayOption('--as-of', required('--as-of', given['as-of']));
    const need = given.need && amountOption('--need', given.need, currency);
    const { map, decimal } = given;
    const options = { file, map, decimal, dateFormat: given['date-format'], currency, asOf };
    const ledger = { ...options, skipRejected: true };
    const { mapping, suggested } = await chooseMapping(ledger);
    await checkLedger({ ...ledger, mapping });
    if (suggested) show(`${say('mapping_suggested')}\n${JSON.stringify(mapping)}`);
    await work({
      file,
      mapping,
      currency,
      asOf,
      need: need ? { amountMinor: need, currency, valueOn: asOf, horizonDays: 60 } : undefined,
    });
  }),
});

type Job = {
  file: string;
  mapping: unknown;
  currency: Currency;
  asOf: Day;
  need: Need | undefined;
};

async function work(job: Job): Promise<void> {
  const config = readJobConfig(() => mkdtempSync(join(tmpdir(), 'cedent-demo-')));
  if (config.mode !== 'demo' || config.oidc) throw new Refusal(tell('production'));
  show(tell('starting'));
  const { currency, asOf } = job;
  let books: Books | undefined;
  const today = dayAt(new Date().toISOString(), 'UTC');
  const product = await startProduct(config, {
    story: async (story) => {
      books = await openBooks(story, { currency, asOf });
      return { tenantId: books.tenantId, isNew: true };
    },
    // Days to the due date count from today at the factor, and from the ledger's day here.
    factor: { daysToDueMin: daysBetween(today, asOf) - 30, debtorLimits: {} },
  });
  const folder = join(resolve(config.dataDir), 'documents');
  try {
    if (!books) throw new Error('the books were not opened');
    await fund(job, { product, books, folder });
  } finally {
    await product.close();
    if (config.ownFolder) await leaveDocuments(config.dataDir);
  }
  show(tell('folder', { folder }));
}

async function fund(
  job: Job,
  { product, books, folder }: { product: Product; books: Books; folder: string },
): Promise<void> {
  const { db } = product.work;
  const { asOf, need } = job;
  const selector = createSelector();
  try {
    await takeLedger({ ...job, db, books, folder, show });
    show(tell('selecting', { asOf }));
    const choice = await db.asTenant(books.tenantId, (tx) =>
      chooseReceivables(tx, selector, { facilityId: books.facilityId, asOf, need, show }),
    );
    const request = await requestFunding({ db, books, asOf, show }, { selector, choice });
    await followRequest({ ...request, db, books, folder, show });
  } finally {
    await selector.close();
  }
}

/** A folder of our own keeps what a person wants to open, not the database. */
async function leaveDocuments(dataDir: string): Promise<void> {
  for (const name of ['postgres', 'partners', 'demo-secret', 'demo-identity.json']) {
    await rm(join(dataDir, name), { recursive: true, force: true });
  }
}

function show(line: string): void {
  process.stdout.write(`${line}\n`);
}
