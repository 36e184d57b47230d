import { addDays, type Day } from '../../core/calendar.ts';
import type { Id } from '../../core/ids.ts';
import type { FxRate } from '../../core/input.ts';
import type { Currency } from '../../core/money.ts';
import { demoPersons } from '../../demo/persons.ts';
import type { StoryOptions } from '../../demo/story.ts';
import { createConnection } from '../../store/connection.ts';
import { newId, type Tx } from '../../store/database.ts';
import { createFacility } from '../../store/facility.ts';
import { findPerson, insertPerson } from '../../store/person.ts';
import { saveSeller } from '../../store/seller.ts';
import { createTenant, readTenant } from '../../store/tenant.ts';
import { Refusal } from '../failure.ts';
import { locale } from '../text.ts';
import { tell } from './words.ts';

/** Who does what in the job, and where. */
export type Books = {
  tenantId: Id;
  facilityId: string;
  people: Record<'treasury' | 'approver' | 'finance', { personId: Id; name: string }>;
};

export const sellerId = 'SELLER';
const actor = { system: 'setup' } as const;

/** A company with its people, a factor and one facility in the ledger's currency; once per folder. */
export async function openBooks(
  { db, issuer, partners, secretKey, baseUrl }: StoryOptions,
  { currency, asOf }: { currency: Currency; asOf: Day },
): Promise<Books> {
  const [first] = demoPersons;
  const known = first && (await findPerson(db, { issuer, subject: first.subject }));
  const tenantId = known?.tenantId ?? newId();
  const facilityId = `DEMO-${currency}`;
  const webhookToken = await db.asTenant(tenantId, async (tx) => {
    if (known) await refuseOtherBooks(tx, currency);
    else await enterCompany(tx, { issuer, currency });
    const { connectionId, webhookToken } = await createConnection(tx, {
      actor,
      secretKey,
      adapterId: 'factor-rest',
      name: 'Demo factor',
      environment: 'test',
      config: partners.factor.config,
    });
    await saveSeller(tx, { actor, seller: partyOf(sellerId) });
    const version = { effectiveOn: addDays(asOf, -1), terms: termsOf(currency), agreement };
    await createFacility(tx, { actor, connectionId, version });
    return webhookToken;
  });
  await partners.setCallback(`${baseUrl}/webhooks/${webhookToken}`);
  const people = { treasury: noOne, approver: noOne, finance: noOne };
  for (const subject of ['treasury', 'approver', 'finance'] as const) {
    const person = await findPerson(db, { issuer, subject });
    if (!person) throw new Error(`the demo has no person ${subject}`);
    people[subject] = { personId: person.id, name: person.name };
  }
  return { tenantId, facilityId, people };
}

const noOne = { personId: '', name: '' };

export function partyOf(id: string) {
  const name = id === sellerId ? 'Demo Seller Ltd. 示范卖方有限公司' : id;
  return { id, name, identifiers: {} };
}

async function enterCompany(
  tx: Tx,
  { issuer, currency }: { issuer: string; currency: Currency },
): Promise<void> {
  await createTenant(tx, {
    actor,
    id: tx.tenantId,
    name: 'Demo Seller',
    functionalCurrency: currency,
    timeZone: 'UTC',
  });
  for (const { subject, role, name } of demoPersons) {
    const person = { id: newId(), name, roles: [role], locale };
    await insertPerson(tx, { ...person, kind: 'person', subject: { issuer, subject } });
  }
}

/** The books of a folder stay in one currency; without its rates nothing could be posted. */
async function refuseOtherBooks(tx: Tx, currency: Currency): Promise<void> {
  const tenant = await readTenant(tx);
  if (!tenant || tenant.functionalCurrency === currency) return;
  throw new Refusal(tell('other_books', { kept: tenant.functionalCurrency, currency }));
}

/** Terms that fit any ledger: nothing insured, no list of countries, only what is hard to fund. */
function termsOf(currency: Currency) {
  return {
    version: 1,
    facilityId: `DEMO-${currency}`,
    name: `Demo facility ${currency}`,
    funder: 'Demo factor',
    mode: 'sale',
    currency,
    limitMinor: 100_000_000_000_000,
    advanceRateBp: 9_000,
    price: {
      rateBp: 480,
      dayCount: 'ACT/360',
      serviceFeeBp: 20,
      minimumFeeMinor: 0,
      fixedFeeMinor: 5_000,
    },
    rules: [
      { rule: 'already_financed' },
      { rule: 'not_yet_issued' },
      { rule: 'disputed', scope: 'whole_invoice' },
      { rule: 'currency', allowed: [currency] },
      { rule: 'past_due_date', days: 60, operator: '>' },
      { rule: 'credits', unreferenced: 'latest_due_first' },
      { rule: 'contra' },
    ],
  } as const;
}

const agreement = {
  reference: 'DEMO-001',
  signedOn: '2000-01-03',
  product: 'factoring',
  recourse: false,
  notice: 'disclosed',
  scope: 'single_receivables',
  requestValidDays: 14,
  accounting: { treatment: 'derecognition' },
  assignee: {
    id: 'FACTOR',
    name: 'Demo Factor Ltd. 示范保理有限公司',
    identifiers: {},
  },
  documents: [
    { template: 'cn/assignment-schedule', version: '1.0.0' },
    { template: 'gb/assignment-schedule', version: '1.0.0' },
  ],
};

/** Millionths of a US dollar that one unit costs: illustrative, and said to be. */
const usd: Readonly<Record<string, number>> = {
  USD: 1_000_000,
  EUR: 1_090_000,
  GBP: 1_270_000,
  CHF: 1_120_000,
  CNY: 140_000,
  HKD: 128_000,
  JPY: 6_700,
  KRW: 730,
  TWD: 31_000,
  SGD: 745_000,
  INR: 11_900,
  AUD: 655_000,
  CAD: 735_000,
  SEK: 95_000,
  NOK: 93_000,
  DKK: 146_000,
  PLN: 250_000,
  CZK: 43_000,
  MXN: 54_000,
  BRL: 185_000,
  ZAR: 54_000,
};

/** A rate for each other currency of the ledger, or the first one that has none. */
export function illustrativeRates(
  currencies: readonly Currency[],
  { currency, asOf }: { currency: Currency; asOf: Day },
): FxRate[] | { missing: Currency } {
  const rates: FxRate[] = [];
  for (const from of currencies) {
    if (from === currency) continue;
    const numerator = usd[from];
    const denominator = usd[currency];
    if (!numerator || !denominator) return { missing: numerator ? currency : from };
    rates.push({ from, to: currency, numerator, denominator, on: asOf, source: 'illustrative' });
  }
  return rates;
}
