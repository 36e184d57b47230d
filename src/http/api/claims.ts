import { z } from 'zod';
import { cohortKeys } from '../../core/claim/cohort.ts';
import { Id } from '../../core/ids.ts';
import { AmountMinor, Currency } from '../../core/money.ts';
import { businessDay, databaseNow } from '../../store/business-clock.ts';
import { readClaim } from '../../store/claim.ts';
import { packAsZip, readPack } from '../../store/claim-pack.ts';
import { estimateDebtor, listClaims, ratesOf, readClaimView } from '../../store/claim-view.ts';
import type { Tx } from '../../store/database.ts';
import { readEvidence, readOneEvidence } from '../../store/evidence.ts';
import { readPieces } from '../../store/ledger/file.ts';
import { readPolicy } from '../../store/policy.ts';
import { notFound, Problem } from '../problem.ts';
import { refusedProblem } from '../refusal.ts';
import { ClaimHeadShape, ClaimShape, EstimateShape, EvidenceShape } from './claim-shapes.ts';
import { tellClaim, tellEstimate, tellHead } from './claim-told.ts';
import { read } from './read.ts';
import type { ApiRoute } from './route.ts';
import { IdParams, listOf } from './shapes.ts';
import { writeFile } from './write.ts';

const tag = 'claims';
const EVIDENCE_BYTES_MAX = 32 * 1024 * 1024;

const Rate = z
  .object({
    key: z.string(),
    currency: Currency,
    claims: z.int(),
    notifiedMinor: AmountMinor,
    claimedMinor: AmountMinor,
    paidMinor: AmountMinor,
    recoveredMinor: AmountMinor,
    paidBp: z.int().nullable(),
    recoveredBp: z.int().nullable(),
  })
  .meta({ id: 'RecoveryRate' });

const EvidenceQuery = z.strictObject({
  debtorId: z.string().min(1),
  receivableId: Id.optional().describe('Of one invoice; absent: of the debtor.'),
  kind: z.string().min(1).max(60),
  fileName: z.string().min(1).max(255),
  note: z.string().max(1000).default(''),
});

/** Today, and what is known now. */
export async function now(tx: Tx) {
  return { asOf: await businessDay(tx), knownAt: await databaseNow(tx) };
}

export const claimRoutes: ApiRoute[] = [
  read({
    path: '/claims',
    operationId: 'listClaims',
    summary: 'Claims on credit insurers, the newest first, with their days.',
    tag,
    permission: 'request.read',
    answers: { status: 200, schema: listOf(ClaimHeadShape) },
    handle: async ({ tx }) => {
      const heads = await listClaims(tx, await now(tx));
      return { body: { items: heads.map(tellHead), next: null } };
    },
  }),
  read({
    path: '/claims/rates',
    operationId: 'readRecoveryRates',
    summary:
      'What became of what was notified: claimed, paid, recovered, by age, country or insurer.',
    tag,
    permission: 'request.read',
    query: z.object({ by: z.enum(cohortKeys).default('age') }),
    answers: { status: 200, schema: listOf(Rate) },
    handle: async ({ tx }, { query }) => {
      const when = await now(tx);
      const items = ratesOf(await listClaims(tx, when), { by: query.by, asOf: when.asOf });
      return { body: { items, next: null } };
    },
  }),
  read({
    path: '/claims/{id}',
    operationId: 'readClaim',
    summary:
      'One dossier: reckoning, readiness, what was filed, paid and recovered, and every fact.',
    tag,
    permission: 'request.read',
    params: IdParams,
    answers: { status: 200, schema: ClaimShape },
    handle: async ({ tx, locale }, { params }) => {
      const view = await readClaimView(tx, { id: params.id, ...(await now(tx)) });
      if (!view) throw notFound();
      return { body: tellClaim(view, locale) };
    },
  }),
  read({
    path: '/claims/{id}/pack',
    operationId: 'readClaimPack',
    summary: 'What goes to the insurer: the claim, its documents, and their index as JSON and PDF.',
    tag,
    permission: 'request.read',
    params: IdParams,
    answers: { status: 200, contentType: 'application/zip' },
    handle: async ({ deps, tx, principal }, { params }) => {
      const claim = await readClaim(tx, params.id);
      const pack = claim && (await readPack(tx, claim));
      if (!claim || !pack) throw notFound();
      if (!deps.printClaimIndex) throw new Problem('not_available_here');
      const indexPdf = await deps.printClaimIndex(pack.index);
      const of = { indexPdf, db: deps.db, tenantId: principal.tenantId };
      const fileName = `${claim.reference}.zip`;
      return { contentType: 'application/zip', fileName, ...packAsZip(pack, of) };
    },
  }),
  read({
    path: '/claim-readiness',
    operationId: 'readClaimReadiness',
    summary: 'What a claim on a debtor would bring today, and what would be missing for it.',
    tag,
    permission: 'request.read',
    query: z.object({
      policyId: z.string().min(1),
      debtorId: z.string().min(1),
      sellerId: z.string().min(1),
      currency: Currency,
    }),
    answers: { status: 200, schema: EstimateShape },
    handle: async ({ tx, locale }, { query }) => {
      if (!(await readPolicy(tx, query.policyId))) throw notFound();
      const estimate = await estimateDebtor(tx, { ...query, ...(await now(tx)) });
      return { body: tellEstimate(estimate, locale) };
    },
  }),
  writeFile({
    path: '/evidence',
    operationId: 'keepEvidence',
    summary: 'Keeps a document that a claim may have to show; the same content is kept once.',
    tag,
    permission: 'claim.prepare',
    query: EvidenceQuery,
    contentTypes: ['application/octet-stream', 'application/pdf', 'image/jpeg', 'image/png'],
    maxBytes: EVIDENCE_BYTES_MAX,
    answers: {
      status: 201,
      schema: z.object({ status: z.enum(['kept', 'known']), id: Id, sha256: z.string() }),
    },
    handle: async ({ deps, tx, principal, locale }, { query, bytes }) => {
      if (!deps.takeEvidence) throw new Problem('not_available_here');
      const { receivableId, ...own } = query;
      const { personId } = principal;
      const contentType = 'application/octet-stream';
      const order = { ...own, personId, contentType, bytes };
      const kept = await deps.takeEvidence(tx, {
        ...order,
        ...(receivableId !== undefined && { receivableId }),
      });
      if (kept.status === 'refused') throw refusedProblem(kept, locale);
      return { status: 201, body: kept };
    },
  }),
  read({
    path: '/evidence',
    operationId: 'listEvidence',
    summary: 'The documents kept of a debtor and its invoices.',
    tag,
    permission: 'request.read',
    query: z.object({ debtorId: z.string().min(1) }),
    answers: { status: 200, schema: listOf(EvidenceShape) },
    handle: async ({ tx }, { query }) => ({
      body: { items: await readEvidence(tx, query.debtorId), next: null },
    }),
  }),
  read({
    path: '/evidence/{id}/file',
    operationId: 'readEvidenceFile',
    summary: 'A document as it was given.',
    tag,
    permission: 'request.read',
    params: IdParams,
    answers: { status: 200, contentType: 'application/octet-stream' },
    handle: async ({ deps, tx, principal }, { params }) => {
      const found = await readOneEvidence(tx, params.id);
      if (!found) throw notFound();
      const { fileName, byteLength } = found;
      const pieces = readPieces(deps.db, principal.tenantId, found);
      return { contentType: 'application/octet-stream', fileName, pieces, byteLength };
    },
  }),
];
