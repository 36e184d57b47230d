import type { Call, MovementPage, Outcome, ScheduleState } from '../../src/core/adapter.ts';
import { isInForce } from '../../src/core/cover/limit.ts';
import type { MovementKind } from '../../src/core/funding/funder-movement.ts';
import { limitRequest, requestFor } from './samples.ts';
import type { Connected } from './stage.ts';

export const readNames = [
  'readSchedule',
  'readMovements',
  'findBuyer',
  'listCovers',
  'listPending',
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
  const { submitSchedule, requestLimit, readSchedule } = stage.operations;
  const { known } = stage.simulator;
  if (submitSchedule) {
    await submitSchedule.send(submitSchedule.encode(requestFor(known)), stage.call);
  }
  if (readSchedule) await answered(stage);
  if (requestLimit) {
    for (const asked of [limitRequest(known), limitRequest(known, 4, 400_000_00)]) {
      await requestLimit.send(requestLimit.encode(asked), stage.call);
    }
  }
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
