import type { Call, Effect, Outcome, Wire } from '../../src/core/adapter.ts';
import { answered } from './reads.ts';
import {
  cancelRequest,
  creditSchedule,
  exposureFeed,
  limitRequest,
  requestFor,
} from './samples.ts';
import type { Connected } from './stage.ts';

/** One operation with an effect, its sample made into bytes, ready to be sent and looked for. */
export type Ready = {
  class: Effect<never, unknown>['class'];
  wire: Wire;
  encodeAgain(): Wire;
  send(wire?: Wire, call?: Call): Promise<Outcome<unknown>>;
  find(): Promise<Outcome<{ found: boolean }>>;
};

export const effectNames = [
  'submitSchedule',
  'cancelSchedule',
  'submitCredits',
  'requestLimit',
  'sendExposure',
] as const;
export type EffectName = (typeof effectNames)[number];

/**
 * What the partner must have taken before an operation makes sense: a schedule that may be cancelled,
 * or an answered one that credit notes follow. Its reference at the partner belongs to the stage.
 */
export async function foregoing<Stage extends Connected>(
  stage: Stage,
  name: EffectName,
): Promise<Stage> {
  const { submitSchedule } = stage.operations;
  if (!submitSchedule || (name !== 'cancelSchedule' && name !== 'submitCredits')) return stage;
  const wire = submitSchedule.encode(requestFor(stage.simulator.known));
  const call = { ...stage.call, idempotencyKey: '01930000-0000-7000-8000-0000000000cc' };
  const taken = await submitSchedule.send(wire, call);
  if (taken.kind !== 'done') throw new Error(`the sample was not taken: ${JSON.stringify(taken)}`);
  if (name === 'submitCredits') await answered(stage);
  return { ...stage, partnerReference: taken.value.partnerReference };
}

export function readyEffect(stage: Connected, name: EffectName): Ready {
  const { operations } = stage;
  const { known } = stage.simulator;
  switch (name) {
    case 'submitSchedule': {
      const request = requestFor(known);
      return ready(stage, operations.submitSchedule, request, request.number);
    }
    case 'cancelSchedule': {
      const asked = cancelRequest(known, stage.partnerReference ?? 'none');
      return ready(stage, operations.cancelSchedule, asked, asked.number);
    }
    case 'submitCredits': {
      const credits = creditSchedule(known);
      return ready(stage, operations.submitCredits, credits, credits.number);
    }
    case 'requestLimit': {
      const asked = limitRequest(known);
      return ready(stage, operations.requestLimit, asked, asked.reference);
    }
    case 'sendExposure': {
      const feed = exposureFeed(known);
      return ready(stage, operations.sendExposure, feed, feed.reference);
    }
    default:
      return name satisfies never;
  }
}

function ready<Input, Value>(
  stage: Connected,
  effect: Effect<Input, Value> | undefined,
  input: Input,
  reference: string,
): Ready {
  if (!effect) throw new Error('the adapter does not have this operation');
  const wire = effect.encode(input);
  return {
    class: effect.class,
    wire,
    encodeAgain: () => effect.encode(structuredClone(input)),
    send: (bytes = wire, call = stage.call) => effect.send(bytes, call),
    async find() {
      if (!effect.find) throw new Error(`class ${effect.class} has no find`);
      const outcome = await effect.find(reference, stage.call, wire);
      return outcome.kind === 'done'
        ? { ...outcome, value: { found: outcome.value.found } }
        : outcome;
    },
  };
}
