import { z } from 'zod';
import type {
  Found,
  InsurerReference,
  Outcome,
  TakenByInsurer,
  Wire,
} from '../../src/core/adapter.ts';
import { unreadable } from '../../src/core/answer.ts';
import type { ClaimState } from '../../src/core/claim/filing.ts';
import { told } from '../../src/core/detail.ts';
import { ask, type Door } from './client.ts';
import { amountOf, contractOf, dossierOf } from './mapping.ts';
import {
  DocumentList,
  DocumentTaken,
  Dossier,
  paths,
  RecoveryList,
  SettlementList,
  StepList,
} from './wire.ts';

const Sent = z.object({ dossierNo: z.string(), documentReference: z.string() });

export function postDocument(door: Door, wire: Wire): Promise<Outcome<TakenByInsurer>> {
  const asked = { kind: 'effect', method: 'POST', path: wire.target, body: wire.body } as const;
  return ask(door, asked, ({ body, raw }) => {
    const taken = DocumentTaken.safeParse(body);
    if (!taken.success) return unreadable(told('receipt_unreadable', {}), 'effect');
    const { dossierNo } = Sent.parse(JSON.parse(wire.body));
    return {
      kind: 'done',
      value: { partnerReference: `${dossierNo}/${taken.data.documentNo}` },
      raw,
    };
  });
}

/** A document is found by the reference we gave it, in the dossier it belongs to. */
export function findDocument(door: Door, wire: Wire): Promise<Outcome<Found<TakenByInsurer>>> {
  const { dossierNo, documentReference } = Sent.parse(JSON.parse(wire.body));
  const path = paths.documents(contractOf(wire));
  return ask(door, { kind: 'read', method: 'GET', path }, ({ body, raw }) => {
    const list = DocumentList.safeParse(body);
    if (!list.success) return unreadable(told('list_unreadable', {}), 'read');
    const ours = list.data.documents.find(
      (document) =>
        document.dossierNo === dossierNo && document.documentReference === documentReference,
    );
    const value: Found<TakenByInsurer> = ours
      ? { found: true, value: { partnerReference: `${dossierNo}/${ours.documentNo}` } }
      : { found: false };
    return { kind: 'done', value, raw };
  });
}

/** The dossier with its steps, settlements and recoveries; money that cannot be read is asked again. */
export async function readClaim(
  door: Door,
  { partnerReference, policyId }: InsurerReference,
): Promise<Outcome<ClaimState>> {
  const dossierNo = dossierOf(partnerReference);
  const own = paths.dossier(policyId, dossierNo);
  const dossier = await read(door, own, Dossier);
  if (dossier.kind !== 'done') return dossier;
  const steps = await read(door, `${own}/processing-steps`, StepList);
  if (steps.kind !== 'done') return steps;
  const settled = await read(door, paths.settlements(policyId), SettlementList);
  if (settled.kind !== 'done') return settled;
  const recovered = await read(door, `${own}/recoveries`, RecoveryList);
  if (recovered.kind !== 'done') return recovered;
  const settlements = settled.value.settlements
    .filter((settlement) => settlement.dossierNo === dossierNo)
    .map(toSettlement);
  const recoveries = recovered.value.recoveries.map(toRecovery);
  if (settlements.includes(undefined) || recoveries.includes(undefined)) {
    return unreadable(told('list_unreadable', {}), 'read');
  }
  const value: ClaimState = {
    partnerReference,
    status: statusOf[dossier.value.statusCode] ?? 'filed',
    rawCode: dossier.value.statusCode,
    ...stepsOf(steps.value),
    settlements: settlements.filter((settlement) => settlement !== undefined),
    recoveries: recoveries.filter((recovery) => recovery !== undefined),
  };
  return { kind: 'done', value, raw: dossier.raw };
}

function read<Schema extends z.ZodType>(
  door: Door,
  path: string,
  schema: Schema,
): Promise<Outcome<z.infer<Schema>>> {
  return ask(door, { kind: 'read', method: 'GET', path }, ({ body, raw }) => {
    const parsed = schema.safeParse(body);
    if (!parsed.success) return unreadable(told('list_unreadable', {}), 'read');
    return { kind: 'done', value: parsed.data, raw };
  });
}

const statusOf: Readonly<Record<string, ClaimState['status']>> = {
  OPEN: 'notified',
  WAITING: 'waiting',
  CLAIMED: 'filed',
  DOCUMENTATION: 'documents_requested',
  STUDY: 'assessing',
  ACCEPTED: 'accepted',
  PARTIAL: 'partly_accepted',
  REJECTED: 'refused',
  SETTLED: 'settled',
  RECOVERY: 'recovering',
  CLOSED: 'closed',
};

/** A step that wants a document is a request; the rest is history. */
function stepsOf({ steps }: z.infer<typeof StepList>): Pick<ClaimState, 'steps' | 'requests'> {
  const requests = steps.flatMap(({ stepNo, date, description, documentType, dueDate }) =>
    documentType
      ? [
          {
            requestId: stepNo,
            on: date,
            kind: documentType,
            text: description,
            ...(dueDate ? { dueOn: dueDate } : {}),
          },
        ]
      : [],
  );
  const history = steps.map(({ stepNo, date, code, description }) => ({
    stepId: stepNo,
    on: date,
    rawCode: code,
    text: description,
  }));
  return { steps: history, requests };
}

type Settlement = z.infer<typeof SettlementList>['settlements'][number];
type Recovery = z.infer<typeof RecoveryList>['recoveries'][number];

function toSettlement(settlement: Settlement): ClaimState['settlements'][number] | undefined {
  const { settlementNo, date, currency, amount, payee, deductions } = settlement;
  const paidMinor = amountOf(amount, currency);
  const taken = deductions.map(({ code, amount: text }) => ({
    rawCode: code,
    amountMinor: amountOf(text, currency),
  }));
  if (paidMinor === undefined) return undefined;
  const readable = taken.flatMap(({ rawCode, amountMinor }) =>
    amountMinor === undefined ? [] : [{ rawCode, amountMinor }],
  );
  if (readable.length < taken.length) return undefined;
  return { settlementId: settlementNo, on: date, currency, paidMinor, payee, deductions: readable };
}

function toRecovery(recovery: Recovery): ClaimState['recoveries'][number] | undefined {
  const { recoveryNo, date, currency, amount, cesceAmount, expenses } = recovery;
  const amountMinor = amountOf(amount, currency);
  const insurerMinor = cesceAmount ? amountOf(cesceAmount, currency) : undefined;
  const costsMinor = expenses ? amountOf(expenses, currency) : undefined;
  const isUnread =
    amountMinor === undefined ||
    (cesceAmount && insurerMinor === undefined) ||
    (expenses && costsMinor === undefined);
  if (isUnread) return undefined;
  return {
    recoveryId: recoveryNo,
    on: date,
    currency,
    amountMinor,
    ...(insurerMinor === undefined ? {} : { insurerMinor }),
    ...(costsMinor === undefined ? {} : { costsMinor }),
  };
}
