import type { Call, MovementPage, Outcome, ScheduleState } from '../../src/core/adapter.ts';
import { isInForce } from '../../src/core/cover/limit.ts';
import type { MovementKind } from '../../src/core/funding/funder-movement.ts';
import {
  assignmentNotice,
  claimFiling,
  insurerNotice,
  limitRequest,
  requestFor,
} from './samples.ts';
import type { Connected } from './stage.ts';

export const readNames = [
  'readSchedule',
  'readAcknowledgement',
  'readMovements',
  'findBuyer',
  'listCovers',
  'listPending',
  'readLimit',
  'readInsurerNotice',
  'readClaim',
] as const;
export type ReadName = (typeof readNames)[number];

/**
 * What a read says, with the number of explicit yeses in it: lines funded, money moved, covers in
 * force.
 */
export type Said = Outcome<{ yes: number; items: number; said: unknown }>;

export async function read(
  stage: Connected,
  name: ReadName,
  call: Call = stage.call,
): Promise<Said> {
  const { operations } = stage;
  const { known } = stage.simulator;
  const policyId = known.policyId ?? '';
  switch (name) {
    case 'readSchedule': {
      const reference = requestFor(known).number;
      const outcome = await present(operations.readSchedule)({ reference }, call);
      return counted(outcome, ({ lines }) => ({
        items: lines.length,
        yes: lines.filter(({ status }) => status === 'funded').length,
      }));
    }
    case 'readAcknowledgement': {
      const reference = assignmentNotice(known).number;
      const outcome = await present(operations.readAcknowledgement)({ reference }, call);
      return counted(outcome, (said) => {
        if (said.status !== 'answered') return { items: 0, yes: 0 };
        const yes = said.lines.filter(({ status }) => status === 'acknowledged').length;
        // Without lines it is a yes to all of them.
        return { items: said.lines.length, yes: said.lines.length === 0 ? Infinity : yes };
      });
    }
    case 'readMovements':
      return counted(await readPage(stage, undefined, call), ({ movements }) => ({
        items: movements.length,
        yes: movements.filter(({ kind }) => moneyKinds.includes(kind)).length,
      }));
    case 'findBuyer': {
      const { country, scheme, value } = known.buyers?.[0] ?? {
        country: '',
        scheme: '',
        value: '',
      };
      const outcome = await present(operations.findBuyer)({ country, scheme, value }, call);
      return counted(outcome, ({ length }) => ({ items: length, yes: 0 }));
    }
    case 'listCovers': {
      const outcome = await present(operations.listCovers)({ policyId }, call);
      return counted(outcome, (covers) => ({
        items: covers.length,
        yes: covers.filter(({ status, layers }) => isInForce(status) && layers.length > 0).length,
      }));
    }
    case 'listPending': {
      const outcome = await present(operations.listPending)({ policyId }, call);
      return counted(outcome, ({ length }) => ({ items: length, yes: 0 }));
    }
    case 'readLimit': {
      const { reference } = limitRequest(known);
      const partnerReference = stage.told?.limit ?? 'none';
      const asked = { reference, partnerReference, policyId };
      const outcome = await present(operations.readLimit)(asked, call);
      return counted(outcome, ({ status }) => ({ items: 1, yes: status === 'decided' ? 1 : 0 }));
    }
    case 'readInsurerNotice': {
      const partnerReference = stage.told?.notice ?? 'none';
      const asked = { reference: insurerNotice(known).reference, partnerReference, policyId };
      const outcome = await present(operations.readInsurerNotice)(asked, call);
      return counted(outcome, ({ status }) => ({ items: 1, yes: status === 'accepted' ? 1 : 0 }));
    }
    case 'readClaim': {
      const partnerReference = stage.told?.claim ?? 'none';
      const reference = claimFiling(known, '').reference;
      const outcome = await present(operations.readClaim)(
        { reference, partnerReference, policyId },
        call,
      );
      return counted(outcome, ({ status, steps }) => ({
        items: steps.length,
        yes: status === 'settled' ? 1 : 0,
      }));
    }
    default:
      return name satisfies never;
  }
}

const moneyKinds: readonly MovementKind[] = [
  'advance',
  'drawdown',
  'collection',
  'turnover',
  'rebate',
  'repayment',
];

/**
 * What the partner booked on the sample's agreement, from the beginning or after a place it gave.
 */
export function readPage(
  stage: Connected,
  after?: string,
  call: Call = stage.call,
): Promise<Outcome<MovementPage>> {
  const agreementReference = requestFor(stage.simulator.known).facility.agreement.reference;
  const query = { agreementReference, ...(after !== undefined && { after }) };
  return present(stage.operations.readMovements)(query, call);
}

/** The sample's state once the partner has said all it has to; it has a few reads for that. */
export async function answered(stage: Connected): Promise<ScheduleState | undefined> {
  const { readSchedule } = stage.operations;
  const reference = requestFor(stage.simulator.known).number;
  let state: ScheduleState | undefined;
  const isOpen = () => state?.status !== 'answered' || state.cancellation?.status === 'pending';
  for (let asked = 0; asked < 4 && isOpen(); asked += 1) {
    const outcome = await readSchedule?.({ reference }, stage.call);
    if (outcome?.kind === 'done') state = outcome.value;
  }
  return state;
}

/** Something to read about: what the adapter can send is sent, and a schedule is answered. */
export async function prepare(stage: Connected): Promise<void> {
  const { submitSchedule, requestLimit, readLimit, readSchedule } = stage.operations;
  const { known } = stage.simulator;
  if (submitSchedule) {
    await submitSchedule.send(submitSchedule.encode(requestFor(known)), stage.call);
  }
  if (readSchedule) await answered(stage);
  await prepareAcknowledgement(stage);
  if (requestLimit) {
    for (const asked of [limitRequest(known), limitRequest(known, 4, 400_000_00)]) {
      const taken = await requestLimit.send(requestLimit.encode(asked), stage.call);
      if (taken.kind === 'done') stage.told ??= { limit: taken.value.coverId };
    }
  }
  await prepareInsurance(stage);
  for (let asked = 0; readLimit && asked < 3; asked += 1) await read(stage, 'readLimit');
}

/** A notice that its debtor has answered. */
async function prepareAcknowledgement(stage: Connected): Promise<void> {
  const { notifyDebtor, readAcknowledgement } = stage.operations;
  if (!notifyDebtor || !readAcknowledgement) return;
  const notice = assignmentNotice(stage.simulator.known);
  await notifyDebtor.send(notifyDebtor.encode(notice), stage.call);
  for (let asked = 0; asked < 3; asked += 1) {
    await readAcknowledgement({ reference: notice.number }, stage.call);
  }
}

/** A notice and a claim, whose settlement has come. */
async function prepareInsurance(stage: Connected): Promise<void> {
  const { noticeInsurer, fileClaim, readClaim } = stage.operations;
  const { known } = stage.simulator;
  if (!noticeInsurer) return;
  const noticed = await noticeInsurer.send(
    noticeInsurer.encode(insurerNotice(known, noticeInsurer.kinds[0])),
    stage.call,
  );
  if (noticed.kind !== 'done') return;
  stage.told = { ...stage.told, notice: noticed.value.partnerReference };
  if (!fileClaim || !readClaim) return;
  const filing = claimFiling(known, noticed.value.partnerReference);
  const filed = await fileClaim.send(fileClaim.encode(filing), stage.call);
  if (filed.kind !== 'done') return;
  stage.told.claim = filed.value.partnerReference;
  for (let asked = 0; asked < 5; asked += 1) await read(stage, 'readClaim');
}

function counted<Value>(
  outcome: Outcome<Value>,
  count: (value: Value) => { yes: number; items: number },
): Said {
  return outcome.kind === 'done'
    ? { ...outcome, value: { ...count(outcome.value), said: outcome.value } }
    : outcome;
}

function present<Operation>(operation: Operation | undefined): Operation {
  if (operation === undefined) throw new Error('the adapter does not have this operation');
  return operation;
}
