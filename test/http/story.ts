import type { RequestLine } from '../../src/core/funding/request.ts';
import { journalOf } from '../../src/core/journal/journal.ts';
import { listAlerts, raiseAlerts } from '../../src/store/alert.ts';
import { recordBankEntries } from '../../src/store/bank.ts';
import { listUnmatched } from '../../src/store/bank-view.ts';
import { addToBasket } from '../../src/store/basket.ts';
import { exportBooks } from '../../src/store/books/export.ts';
import { databaseNow } from '../../src/store/business-clock.ts';
import { openClaim, stepClaim } from '../../src/store/claim-act.ts';
import { prepareFiling } from '../../src/store/claim-filing.ts';
import { createConnection } from '../../src/store/connection.ts';
import { recordDecisions } from '../../src/store/cover.ts';
import { newId, type Tx } from '../../src/store/database.ts';
import { listDocuments, storeDocument } from '../../src/store/document.ts';
import { keepEvidence } from '../../src/store/evidence.ts';
import { createFacility } from '../../src/store/facility.ts';
import { saveStatementMapping, takeFactorStatement } from '../../src/store/factor-statement.ts';
import { functionalOn, post } from '../../src/store/journal.ts';
import { keepFile } from '../../src/store/ledger/file.ts';
import { listLetters, storeLetter } from '../../src/store/letter.ts';
import { prepareNotices } from '../../src/store/notice-act.ts';
import { addPlan } from '../../src/store/payment-plan.ts';
import { createPolicy, mapBuyer } from '../../src/store/policy.ts';
import { addPolicyTerms } from '../../src/store/policy-terms.ts';
import { recordAdvices } from '../../src/store/remittance.ts';
import { draftRequest } from '../../src/store/request.ts';
import { readSelectionInput } from '../../src/store/selection.ts';
import { storeRun } from '../../src/store/selection-run.ts';
import { statedTerms } from '../core/policy/policy-sample.ts';
import { selectReceivables } from '../selecting.ts';
import { fileOf, SECRET } from '../store/open.ts';
import type { Entry } from './ledger.ts';
import type { Tenant, World } from './world.ts';

/** One of everything that a tenant can have, each bearing the tenant's own canary. */
export type Story = {
  canary: string;
  requestId: string;
  documentId: string;
  deliveryId: string;
  entryId: string;
  importId: string;
  connectionId: string;
  runId: string;
  exportId: string;
  statementId: string;
  claimId: string;
  evidenceId: string;
  noticeId: string;
  letterId: string;
  planId: string;
  alertId: string;
};

export async function seedStory(
  world: World,
  { tenantId, people }: Tenant,
  entries: readonly Entry[],
): Promise<Story> {
  const canary = `canary-${newId()}`;
  const actor = { personId: people.treasury.personId };
  return world.db.asTenant(tenantId, async (tx) => {
    const { connectionId } = await createConnection(tx, {
      actor,
      secretKey: SECRET,
      adapterId: 'factor-rest',
      name: canary,
      environment: 'test',
      config: {},
    });
    const version = versionOf(canary);
    const created = await createFacility(tx, { actor, connectionId, version });
    if (created.status === 'refused') throw new Error(JSON.stringify(created));
    const policy = { policyId: 'P1', connectionId, insurer: canary, currency: 'EUR' };
    await createPolicy(tx, { actor, ...policy });
    await mapBuyer(tx, { actor, policyId: 'P1', debtorId: 'D1', buyerId: canary });
    await recordDecisions(tx, { actor, decisions: [decisionOf(canary)] });
    const runId = await keepSelection(tx, actor);
    const drafted = await draftRequest(tx, {
      actor,
      sellerId: 'S1',
      facilityId: 'F1',
      effectiveOn: '2026-09-02',
      lines: entries.slice(0, 2).map((entry, index) => lineOf(entry, index + 1, canary)),
      planInputHash: 'a'.repeat(64),
      runId,
      acceptedNearMatches: [],
    });
    if (!drafted.ok) throw new Error(drafted.code);
    const { requestId } = drafted.value;
    await storeDocument(tx, {
      requestId,
      template: 'de/schedule',
      templateVersion: '1',
      templateHash: 'b'.repeat(64),
      dataHash: 'c'.repeat(64),
      pages: 1,
      sha256: 'd'.repeat(64),
      bytes: Buffer.from(`%PDF ${canary}`),
    });
    const [document] = await listDocuments(tx, requestId);
    const deliveryId = newId();
    await tx.query(
      `insert into cedent.delivery (tenant_id, id, connection_id, queue, operation, subject, state,
         input, detail) values ($1, $2, $3, 'factor-rest', 'submitSchedule', $4, 'manual', '{}', $5)`,
      [tenantId, deliveryId, connectionId, requestId, JSON.stringify(canary)],
    );
    await addToBasket(tx, { ...actor, facilityId: 'F1', receivableIds: [entries[3]?.id ?? ''] });
    await recordBankEntries(tx, { actor, entries: [entryOf(canary)] });
    const [waiting] = await listUnmatched(tx, 1);
    const importId = newId();
    const file = fileOf(Buffer.from(canary));
    await keepFile(tx, file);
    await tx.query(
      `insert into cedent.ledger_import (tenant_id, id, seller_id, ledger, as_of, file_name,
         file_sha256, mapping, complete, totals, rejected_file, recorded_by)
       values ($1, $2, 'S1', 'AR', '2026-09-01', $3, $4, '{}', true, '{}', $5, $6)`,
      [tenantId, importId, canary, file.sha256, Buffer.from(canary), actor.personId],
    );
    await tx.query(
      `insert into cedent.exposure_feed (tenant_id, policy_id, sequence, as_of, feed, content_hash)
       values ($1, 'P1', 1, '2026-09-01', $2, $3)`,
      [tenantId, JSON.stringify({ sellerName: canary, currency: 'EUR' }), 'f'.repeat(64)],
    );
    return {
      canary,
      requestId,
      documentId: document?.id ?? '',
      deliveryId,
      entryId: waiting?.id ?? '',
      importId,
      connectionId,
      runId,
      statementId: await takeStatement(tx, { actor, canary }),
      ...(await keepClaim(tx, { ...actor, canary })),
      ...(await keepNotice(tx, { ...actor, canary })),
      exportId: await exportPosted(tx, { ...actor, canary, receivableId: entries[0]?.id ?? '' }),
    };
  });
}

async function keepSelection(tx: Tx, actor: { personId: string }): Promise<string> {
  const knownAt = await databaseNow(tx);
  const input = await readSelectionInput(tx, { asOf: '2026-09-10', knownAt });
  const selection = selectReceivables(input);
  if (!selection.ok) throw new Error(JSON.stringify(selection.refusals));
  return (await storeRun(tx, { actor, input, plan: selection.plan, knownAt })).runId;
}

/** A dossier that was drawn up, and a document of its debtor. */
async function keepClaim(
  tx: Tx,
  { personId, canary }: { personId: string; canary: string },
): Promise<Pick<Story, 'claimId' | 'evidenceId'>> {
  const actor = { personId };
  const step = { actor, asOf: '2026-09-10', knownAt: await databaseNow(tx) };
  const span = { count: 120, unit: 'days' } as const;
  const stated = statedTerms({
    maximumTerms: { span, from: 'issue' },
    waiting: { span: { count: 0, unit: 'days' }, from: 'notice_received' },
  });
  await addPolicyTerms(tx, { actor, policyId: 'P1', stated });
  const claim = await openClaim(tx, {
    ...step,
    policyId: 'P1',
    sellerId: 'S1',
    debtorId: 'D1',
    currency: 'EUR',
    responsibleId: personId,
    reason: canary,
  });
  if (!claim.ok) throw new Error(claim.code);
  const claimId = claim.value;
  await stepClaim(tx, { ...step, claimId, fact: { kind: 'notified', on: '2026-09-10' } });
  const evidence = await keepEvidence(tx, {
    actor,
    debtorId: 'D1',
    kind: 'contract',
    fileName: canary,
    contentType: 'application/pdf',
    note: canary,
    file: fileOf(Buffer.from(`contract ${canary}`)),
  });
  if (evidence.status === 'refused') throw new Error(evidence.code);
  const prepared = await prepareFiling(tx, { ...step, claimId });
  if (!prepared.ok) throw new Error(prepared.code);
  return { claimId, evidenceId: evidence.id };
}

/** A notice with its letter, a plan and an alert. */
async function keepNotice(
  tx: Tx,
  { personId, canary }: { personId: string; canary: string },
): Promise<Pick<Story, 'noticeId' | 'letterId' | 'planId' | 'alertId'>> {
  const step = { personId, asOf: '2026-09-10', knownAt: await databaseNow(tx) };
  const order = { kind: 'adverse_information', reason: canary, isCollectionAsked: false } as const;
  const notices = await prepareNotices(tx, {
    ...step,
    policyId: 'P1',
    debtorId: 'D1',
    order,
    isDunningWaived: false,
  });
  if (!notices.ok) throw new Error(notices.code);
  const noticeId = notices.value[0]?.noticeId ?? '';
  const bytes = Buffer.from(`%PDF ${canary}`);
  const made = { fileName: canary, pages: 1, templateHash: 'b'.repeat(64), bytes };
  await storeLetter(tx, { subject: noticeId, language: 'en', ...made });
  const [letter] = await listLetters(tx, { subject: noticeId });
  const asked = {
    currency: 'EUR',
    receivableIds: [newId()],
    openMinor: 1,
    instalments: [{ dueOn: '2026-12-01', amountMinor: 1 }],
    reason: canary,
  };
  const plan = { policyId: 'P1', debtorId: 'D1', asked, actor: { personId }, on: step.asOf };
  const { planId } = await addPlan(tx, plan);
  const alert = { cause: 'a', code: 'notice_refused', params: { reference: canary } };
  await raiseAlerts(tx, [{ ...alert, subject: noticeId, debtorId: 'D1', raisedOn: step.asOf }]);
  const [raised] = await listAlerts(tx, { limit: 1 });
  return { noticeId, letterId: letter?.id ?? '', planId, alertId: raised?.id ?? '' };
}

/** How a funder's statements are read, one of them, and an advice of a payer. */
async function takeStatement(
  tx: Tx,
  { actor, canary }: { actor: { personId: string }; canary: string },
): Promise<string> {
  const mapping = { kinds: { [canary]: { is: 'balance', states: 'closing' } } };
  await saveStatementMapping(tx, { actor, facilityId: 'F1', mapping });
  const { statement } = await takeFactorStatement(tx, {
    actor,
    facilityId: 'F1',
    fileName: canary,
    file: fileOf(Buffer.from(`statement ${canary}`)),
    mappingVersion: 1,
    movements: [],
    balances: [{ currency: 'EUR', closingMinor: 1, checked: false }],
  });
  const document = { number: canary, paidMinor: 1, deductions: [] };
  const advice = { reference: canary, payer: canary, paidOn: '2026-09-03', currency: 'EUR' };
  await recordAdvices(tx, {
    actor,
    fileName: canary,
    file: fileOf(Buffer.from(`advice ${canary}`)),
    advices: [{ ...advice, totalMinor: 1, documents: [document] }],
  });
  return statement.statementId;
}

/** What was advanced on a receivable, posted and given to the firm's books. */
async function exportPosted(
  tx: Tx,
  { canary, receivableId, personId }: { canary: string; receivableId: string; personId: string },
): Promise<string> {
  const effectiveOn = '2026-09-03';
  const functional = await functionalOn(tx, 'EUR', effectiveOn);
  const of = { cause: canary, effectiveOn, currency: 'EUR', functional, facilityId: 'F1' };
  await post(
    tx,
    journalOf('advanced', of, [
      { account: 'due_from_factor', subject: canary, amountMinor: 90_000 },
      { account: 'due_from_factor', subject: receivableId, amountMinor: -90_000 },
    ]),
  );
  const accounts = { accounts: { due_from_factor: canary, bank: canary }, facilities: {} };
  const order = { actor: { personId }, through: '2026-09-30', accounts };
  const exported = await exportBooks(tx, order);
  if (!exported.ok) throw new Error(exported.code);
  return exported.run.exportId;
}

/** A version of terms that is whole. */
export function versionOf(canary: string) {
  const assignee = { id: 'F', name: canary, identifiers: {} };
  const documents = [{ template: 'de/schedule', version: '1' }];
  const agreement = {
    reference: canary,
    signedOn: '2026-01-01',
    product: 'factoring',
    recourse: true,
    notice: 'disclosed',
    scope: 'whole_turnover',
    requestValidDays: 14,
    accounting: { treatment: 'secured_borrowing' },
    assignee,
    documents,
  };
  return { effectiveOn: '2026-01-01', terms: termsOf(canary), agreement };
}

function termsOf(canary: string) {
  return {
    version: 1,
    facilityId: 'F1',
    name: canary,
    funder: 'F',
    mode: 'sale',
    currency: 'EUR',
    limitMinor: 1_000_000,
    advanceRateBp: 9000,
    price: { rateBp: 500, dayCount: 'ACT/360', serviceFeeBp: 10, minimumFeeMinor: 0 },
    rules: [{ rule: 'already_financed' }],
  };
}

function decisionOf(canary: string) {
  return {
    policyId: 'P1',
    debtorId: 'D1',
    coverId: canary,
    status: 'agreed' as const,
    rawCode: 'A',
    currency: 'EUR',
    layers: [{ amountMinor: 500_000, validFrom: '2026-01-01' }],
    effectiveOn: '2026-01-01',
    decidedOn: '2026-01-01',
  };
}

function lineOf({ id, number }: Entry, lineNumber: number, canary: string): RequestLine {
  return {
    lineNumber,
    receivableId: id,
    fingerprint: number,
    number,
    instalment: 1,
    debtor: { id: 'D1', name: canary, identifiers: {} },
    issuedOn: '2026-09-01',
    dueOn: '2026-12-01',
    currency: 'EUR',
    faceMinor: 100_000,
    openMinor: 100_000,
    fundedMinor: 100_000,
    advanceMinor: 90_000,
  };
}

function entryOf(canary: string) {
  return {
    entryKey: canary,
    account: canary,
    currency: 'EUR',
    amountMinor: 100,
    bookedOn: '2026-09-03',
    references: [canary],
  };
}
