import type { Call, Outcome } from '../../src/core/adapter.ts';
import { isInForce } from '../../src/core/cover/limit.ts';
import { limitRequest, request } from './samples.ts';
import type { Connected } from './stage.ts';

export const readNames = ['readSchedule', 'findBuyer', 'listCovers', 'listPending'] as const;
export type ReadName = (typeof readNames)[number];

/** What a read says, with the number of explicit yeses in it: lines funded, covers in force. */
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
      const outcome = await present(operations.readSchedule)({ reference: request.number }, call);
      return counted(outcome, ({ lines }) => ({
        items: lines.length,
        yes: lines.filter(({ status }) => status === 'funded').length,
      }));
    }
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

/** Something to read about: what the adapter can send is sent, and a schedule is answered. */
export async function prepare(stage: Connected): Promise<void> {
  const { submitSchedule, requestLimit, readSchedule } = stage.operations;
  if (submitSchedule) await submitSchedule.send(submitSchedule.encode(request), stage.call);
  if (readSchedule) await readSchedule({ reference: request.number }, stage.call);
  if (requestLimit) {
    const { known } = stage.simulator;
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
