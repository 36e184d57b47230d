import { addDays, type Day } from '../core/calendar.ts';
import type { Id } from '../core/ids.ts';
import type { ImportLedger } from '../http/deps.ts';
import { endOfMonth, scheduleExposure } from '../jobs/operations/prepare-exposure.ts';
import { businessDay } from '../store/business-clock.ts';
import {
  createConnection,
  listConnections,
  replaceConfig,
  type SecretKey,
} from '../store/connection.ts';
import { type Database, newId, type Tx } from '../store/database.ts';
import { scheduleDay } from '../store/day.ts';
import { recordDebtor } from '../store/debtor.ts';
import { createDelivery } from '../store/delivery.ts';
import { createFacility } from '../store/facility.ts';
import { saveStatementMapping } from '../store/factor-statement.ts';
import { recordFixings } from '../store/fixing.ts';
import { recordRates } from '../store/fx.ts';
import { recordPayables } from '../store/payable.ts';
import { findPerson, insertPerson } from '../store/person.ts';
import { createPolicy, mapBuyer } from '../store/policy.ts';
import { saveSeller } from '../store/seller.ts';
import { createTenant } from '../store/tenant.ts';
import {
  demoRates,
  exportAgreement,
  exportTerms,
  facilityIds,
  pledgeAgreement,
  pledgeTerms,
  policyId,
  saleAgreement,
  saleTerms,
  seller,
  sellerId,
} from './books.ts';
import { demoBuyers } from './buyers.ts';
import { demoFixings, statementMapping } from './charges.ts';
import { demoDebtors, demoGroups, demoLedger, demoMapping } from './ledger.ts';
import type { DemoPartners } from './partners.ts';
import { demoPersons } from './persons.ts';

export type StoryOptions = {
  db: Database;
  secretKey: SecretKey;
  issuer: string;
  baseUrl: string;
  partners: DemoPartners;
  importLedger: ImportLedger;
  log: (message: string) => void;
  /** Another ledger than the story's, with the tenant otherwise the same. */
  ledger?: false;
};

/** The seeded story, once; a later start only tells the connections where the partners now listen. */
export async function seedStory(options: StoryOptions): Promise<{ tenantId: Id; isNew: boolean }> {
  const { db, issuer, log } = options;
  const [first] = demoPersons;
  const known = first && (await findPerson(db, { issuer, subject: first.subject }));
  if (known) {
    await db.asTenant(known.tenantId, (tx) => moveConnections(tx, options));
    return { tenantId: known.tenantId, isNew: false };
  }
  const tenantId = newId();
  const webhookToken = await db.asTenant(tenantId, (tx) => seed(tx, options));
  await options.partners.setCallback(`${options.baseUrl}/webhooks/${webhookToken}`);
  log('the demo company, its ledger, facilities and policy are ready');
  return { tenantId, isNew: true };
}

const actor = { system: 'setup' } as const;
const fixedDays = 200;

async function seed(tx: Tx, options: StoryOptions): Promise<string> {
  const { issuer, partners, secretKey } = options;
  await createTenant(tx, {
    actor,
    id: tx.tenantId,
    name: '明德传动 Mingde Drives',
    functionalCurrency: 'CNY',
    timeZone: 'Asia/Shanghai',
  });
  const persons = new Map<string, Id>();
  for (const { subject, role, name, locale } of demoPersons) {
    const id = newId();
    persons.set(subject, id);
    await insertPerson(tx, {
      id,
      kind: 'person',
      name,
      roles: [role],
      locale,
      subject: { issuer, subject },
    });
  }
  const today = await businessDay(tx);
  await saveSeller(tx, { actor, seller });
  await recordRates(tx, { actor, rates: demoRates(addDays(today, -1)) });
  const since = addDays(today, -fixedDays);
  await recordFixings(tx, { actor, fixings: demoFixings({ from: since, to: today }) });
  const webhookToken = await seedFacilities(tx, { partners, secretKey, today });
  await seedPolicy(tx, { partners, secretKey, today });
  if (options.ledger !== false) {
    await seedLedger(tx, options, { personId: persons.get('treasury') ?? '', today });
  }
  await scheduleDay(tx, today);
  return webhookToken;
}

type Seeding = { partners: DemoPartners; secretKey: SecretKey; today: Day };

/** Each facility has a connection of its own; the address for the factor's notices is returned. */
async function seedFacilities(tx: Tx, { partners, secretKey, today }: Seeding): Promise<string> {
  const effectiveOn = addDays(today, -200);
  const connect = async (
    adapterId: FunderAdapter,
    { terms, agreement }: { terms: { funder: string }; agreement: unknown },
  ): Promise<string> => {
    const { connectionId, webhookToken } = await createConnection(tx, {
      actor,
      secretKey,
      adapterId,
      name: terms.funder,
      environment: 'test',
      config: configOf(partners, adapterId),
    });
    const version = { effectiveOn, terms, agreement };
    const answer = await createFacility(tx, { actor, connectionId, version });
    if (answer.status === 'refused') throw new Error(`the story's terms: ${answer.code}`);
    return webhookToken;
  };
  const sale = { terms: saleTerms(facilityIds.sale), agreement: saleAgreement };
  const token = await connect('factor-rest', sale);
  const abroad = { terms: exportTerms(facilityIds.export), agreement: exportAgreement };
  await connect('factor-file', abroad);
  const facilityId = facilityIds.export;
  await saveStatementMapping(tx, { actor, facilityId, mapping: statementMapping });
  const line = { terms: pledgeTerms(facilityIds.pledge), agreement: pledgeAgreement };
  await connect('pledge-bank', line);
  return token;
}

type FunderAdapter = 'factor-rest' | 'factor-file' | 'pledge-bank';

/** What a connection holds now; simulators listen on other ports after a restart. */
function configOf(partners: DemoPartners, adapterId: string): unknown {
  const { factor, exportFactor, bank, insurer } = partners;
  const known = {
    'factor-rest': factor,
    'factor-file': exportFactor,
    'pledge-bank': bank,
    atradius: insurer,
  };
  const partner = Object.entries(known).find(([id]) => id === adapterId)?.[1];
  if (!partner) throw new Error(`the demo has no partner ${adapterId}`);
  return partner.config;
}

async function seedPolicy(tx: Tx, { partners, secretKey, today }: Seeding): Promise<void> {
  const { connectionId } = await createConnection(tx, {
    actor,
    secretKey,
    adapterId: 'atradius',
    name: 'Atradius',
    environment: 'test',
    config: configOf(partners, 'atradius'),
  });
  await createPolicy(tx, { actor, policyId, connectionId, insurer: 'Atradius', currency: 'EUR' });
  for (const { debtorId, buyerId } of demoBuyers()) {
    await mapBuyer(tx, { actor, policyId, debtorId, buyerId: String(buyerId) });
  }
  await createDelivery(tx, {
    connectionId,
    queue: 'atradius',
    operation: 'syncCover',
    subject: policyId,
    state: 'ready',
    input: { policyId },
  });
  for (const currency of ['CNY', 'EUR', 'USD']) {
    await scheduleExposure(tx, { policyId, sellerId, currency, asOf: endOfMonth(today) });
  }
}

async function seedLedger(
  tx: Tx,
  { importLedger }: StoryOptions,
  { personId, today }: { personId: Id; today: Day },
): Promise<void> {
  const bytes = new TextEncoder().encode(demoLedger(today));
  const result = await importLedger(tx, {
    personId,
    sellerId,
    ledger: 'AR',
    asOf: today,
    complete: true,
    mapping: demoMapping,
    fileName: `open-items-${today}.csv`,
    bytes: oneChunk(bytes),
  });
  if (result.status === 'refused') throw new Error(`the story's ledger: ${result.code}`);
  await seedGroups(tx, today);
  await recordPayables(tx, {
    actor,
    effectiveOn: today,
    payables: [
      { debtorId: 'C1002', currency: 'CNY', openMinor: 18_400_000 },
      { debtorId: 'C1010', currency: 'EUR', openMinor: 950_000 },
    ],
  });
}

/** After the ledger, whose import keeps a group that is known. */
async function seedGroups(tx: Tx, today: Day): Promise<void> {
  const debtors = new Map(demoDebtors().map((debtor) => [debtor.code, debtor]));
  for (const [groupId, members] of Object.entries(demoGroups)) {
    for (const id of members) {
      const known = debtors.get(id);
      if (!known) throw new Error(`the story has no debtor ${id}`);
      const { name, country } = known;
      const debtor = { id, name, country, groupId, identifiers: {} };
      await recordDebtor(tx, { actor, debtor, effectiveOn: today });
    }
  }
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function moveConnections(tx: Tx, { partners, secretKey }: StoryOptions): Promise<void> {
  for (const { connectionId, adapterId } of await listConnections(tx)) {
    const config = configOf(partners, adapterId);
    await replaceConfig(tx, { actor, connectionId, secretKey, config });
  }
}
