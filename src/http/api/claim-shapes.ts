import { z } from 'zod';
import { Day } from '../../core/calendar.ts';
import { DossierFact } from '../../core/claim/dossier-fact.ts';
import { ClaimFiling } from '../../core/claim/filing.ts';
import { Indemnity, IndemnityStep } from '../../core/claim/indemnity-value.ts';
import { Id } from '../../core/ids.ts';
import { AmountMinor, Currency } from '../../core/money.ts';
import { Dispatch } from '../../store/dispatch.ts';
import { At } from './shapes.ts';

const ClaimDay = z.object({ on: Day, ruleId: z.string(), clause: z.string().optional() });

const Readiness = z
  .object({
    items: z.array(
      z.object({
        kind: z.string(),
        per: z.enum(['invoice', 'debtor']),
        status: z.enum(['complete', 'missing', 'waived', 'not_needed']),
        have: z.int(),
        need: z.int(),
        missingOf: z.array(Id),
      }),
    ),
    scoreBp: z.int(),
  })
  .meta({ id: 'ClaimReadiness' });

/** What a claim would bring, or why it cannot be reckoned. */
export const EstimateShape = z
  .union([
    z.object({
      status: z.literal('estimated'),
      reckonedOn: Day,
      lossOn: Day.optional(),
      fileBy: ClaimDay.optional(),
      paidBy: ClaimDay.optional(),
      indemnity: Indemnity.omit({ steps: true }).extend({
        steps: z.array(IndemnityStep.extend({ sentence: z.string() })),
      }),
      readiness: Readiness,
    }),
    z.object({ status: z.literal('refused'), code: z.string(), sentence: z.string() }),
  ])
  .meta({ id: 'ClaimEstimate' });

export const ClaimHeadShape = z
  .object({
    id: Id,
    reference: z.string(),
    status: z.string(),
    policyId: z.string(),
    insurer: z.string(),
    debtorId: z.string(),
    debtorName: z.string(),
    currency: Currency,
    notifiedMinor: AmountMinor,
    claimedMinor: AmountMinor,
    paidMinor: AmountMinor,
    recoveredMinor: AmountMinor,
    waitingUntil: Day.optional(),
    fileBy: Day.optional(),
    paidBy: Day.optional(),
    readinessBp: z.int().optional(),
  })
  .meta({ id: 'ClaimHead' });

export const EvidenceShape = z
  .object({
    id: Id,
    debtorId: z.string(),
    receivableId: Id.optional(),
    kind: z.string(),
    fileName: z.string(),
    contentType: z.string(),
    note: z.string(),
    sha256: z.string(),
    byteLength: z.int(),
    recordedAt: At,
    recordedBy: Id.nullable(),
  })
  .meta({ id: 'Evidence' });

const Difference = z.object({
  code: z.string(),
  amountMinor: AmountMinor,
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  sentence: z.string(),
});

export const ClaimShape = z
  .object({
    id: Id,
    reference: z.string(),
    status: z.string(),
    debtorName: z.string(),
    filing: z.object({
      status: z.enum(['none', 'prepared', 'released', 'filed']),
      needsDispatch: z.boolean(),
      hash: z.string().optional(),
      claim: ClaimFiling.optional(),
    }),
    estimate: EstimateShape,
    comparison: z
      .object({
        currency: Currency,
        expectedMinor: AmountMinor,
        paidMinor: AmountMinor,
        differences: z.array(Difference),
        payees: z.array(
          z.object({ name: z.string(), expectedMinor: AmountMinor, paidMinor: AmountMinor }),
        ),
      })
      .optional(),
    splits: z.array(
      z.object({
        recoveryId: z.string(),
        insuredPartMinor: AmountMinor,
        insurerMinor: AmountMinor,
        insuredMinor: AmountMinor,
        insurerCostsMinor: AmountMinor,
        insuredCostsMinor: AmountMinor,
      }),
    ),
    evidence: z.array(EvidenceShape),
    dispatches: z.array(Dispatch.extend({ by: Id, recordedAt: At })),
    facts: z.array(
      z.object({
        seq: z.int(),
        fact: DossierFact,
        effectiveOn: Day,
        cause: z.string(),
        recordedAt: At,
        recordedBy: Id.nullable(),
      }),
    ),
  })
  .meta({ id: 'Claim' });
