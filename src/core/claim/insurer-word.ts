import { type Currency, toDecimal } from '../money.ts';
import { type Dossier, foldedDossier } from './dossier.ts';
import { type DossierFact, InsurerStatus } from './dossier-fact.ts';
import { mayFollowDossier } from './dossier-step.ts';
import type { ClaimState } from './filing.ts';

/**
 * What is new in an insurer's word on a claim, as facts that may follow: each step, request, settlement
 * and recovery once under the insurer's own id, and its decision before the money that follows from it.
 */
export function factsOfWord(dossier: Dossier, told: ClaimState, on: string): DossierFact[] {
  const facts: DossierFact[] = [];
  let after = dossier;
  for (const fact of candidatesOf(told, { on, currency: dossier.currency })) {
    if (!mayFollowDossier(after, fact)) continue;
    facts.push(fact);
    after = foldedDossier(after, { fact, recordedBy: '' });
  }
  return facts;
}

function candidatesOf(
  told: ClaimState,
  { on, currency }: { on: string; currency: Currency },
): DossierFact[] {
  const own = told.recoveries.filter((recovery) => recovery.currency === currency);
  const foreign = told.recoveries.filter((recovery) => recovery.currency !== currency);
  const { rawCode } = told;
  const said = InsurerStatus.safeParse(told.status);
  const isOver = said.data === 'closed';
  const decision: DossierFact[] = said.success
    ? [{ kind: 'insurer_said', status: said.data, rawCode, on }]
    : [];
  return [
    ...told.steps.map((step) => ({ kind: 'step_told', ...step }) as const),
    ...told.requests.map(({ requestId, on: askedOn, kind, dueOn, text }) => {
      const request = { kind: 'documents_requested', requestId, on: askedOn } as const;
      return { ...request, document: kind, ...(dueOn !== undefined && { dueOn }), text };
    }),
    ...(isOver ? [] : decision),
    ...told.settlements.map((settlement) => ({ kind: 'settled', ...settlement }) as const),
    // Nothing is booked of what came in another currency; a person sees it.
    ...foreign.map(({ recoveryId, on: recoveredOn, ...money }) => {
      const text = `${toDecimal(money)} ${money.currency}`;
      const step = { stepId: `recovery ${recoveryId}`, on: recoveredOn, rawCode: recoveryId };
      return { kind: 'step_told', ...step, text } as const;
    }),
    ...own
      .filter(({ amountMinor }) => amountMinor > 0)
      .map(
        ({ recoveryId, on: recoveredOn, amountMinor, insurerMinor, costsMinor = 0 }) =>
          ({
            kind: 'recovered',
            recoveryId,
            on: recoveredOn,
            amountMinor,
            costsMinor,
            isApproved: true,
            by: 'insurer',
            ...(insurerMinor !== undefined && { insurerMinor }),
          }) as const,
      ),
    ...(isOver ? decision : []),
  ];
}
