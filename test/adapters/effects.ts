import type { Call, Effect, Outcome, Wire } from '../../src/core/adapter.ts';
import { answered } from './reads.ts';
import {
  assignmentNotice,
  cancelRequest,
  claimDocument,
  claimFiling,
  creditSchedule,
  exposureFeed,
  insurerNotice,
  limitChange,
  limitRequest,
  requestFor,
  saleDeclaration,
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
  'notifyDebtor',
  'requestLimit',
  'changeLimit',
  'sendExposure',
  'declareToInsurer',
  'noticeInsurer',
  'fileClaim',
  'contributeDocument',
] as const;
export type EffectName = (typeof effectNames)[number];

/**
 * What the partner must have taken before an operation makes sense: a schedule that may be cancelled,
 * or an answered one that credit notes and notices to debtors follow. Its reference at the partner
 * belongs to the stage.
 */
export async function foregoing<Stage extends Connected>(
  stage: Stage,
  name: EffectName,
): Promise<Stage> {
  const insurance = await foregoingInsurance(stage, name);
  if (insurance !== undefined) return { ...stage, partnerReference: insurance };
  const { submitSchedule } = stage.operations;
  if (!submitSchedule || !afterSchedule.includes(name)) return stage;
  const wire = submitSchedule.encode(requestFor(stage.simulator.known));
  const call = { ...stage.call, idempotencyKey: '01930000-0000-7000-8000-0000000000cc' };
  const taken = await submitSchedule.send(wire, call);
  if (taken.kind !== 'done') throw new Error(`the sample was not taken: ${JSON.stringify(taken)}`);
  if (name !== 'cancelSchedule') await answered(stage);
  return { ...stage, partnerReference: taken.value.partnerReference };
}

/** A limit that may be changed, a notice that a claim follows, a claim that documents follow. */
async function foregoingInsurance(stage: Connected, name: EffectName): Promise<string | undefined> {
  const { requestLimit, noticeInsurer, fileClaim } = stage.operations;
  const { known } = stage.simulator;
  const call = { ...stage.call, idempotencyKey: '01930000-0000-7000-8000-0000000000dd' };
  if (name === 'changeLimit' && requestLimit) {
    const taken = await requestLimit.send(requestLimit.encode(limitRequest(known)), call);
    return taken.kind === 'done' ? taken.value.coverId : notTaken(taken);
  }
  if ((name !== 'fileClaim' && name !== 'contributeDocument') || !noticeInsurer) return undefined;
  const noticed = await noticeInsurer.send(noticeInsurer.encode(insurerNotice(known)), call);
  if (noticed.kind !== 'done') return notTaken(noticed);
  const { partnerReference } = noticed.value;
  if (name === 'fileClaim' || !fileClaim) return partnerReference;
  const filed = await fileClaim.send(fileClaim.encode(claimFiling(known, partnerReference)), call);
  return filed.kind === 'done' ? filed.value.partnerReference : notTaken(filed);
}

function notTaken(outcome: Outcome<unknown>): never {
  throw new Error(`the sample was not taken: ${JSON.stringify(outcome)}`);
}

const afterSchedule: readonly EffectName[] = ['cancelSchedule', 'submitCredits', 'notifyDebtor'];

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
    case 'notifyDebtor': {
      const notice = assignmentNotice(known);
      return ready(stage, operations.notifyDebtor, notice, notice.number);
    }
    case 'requestLimit': {
      const asked = limitRequest(known);
      return ready(stage, operations.requestLimit, asked, asked.reference);
    }
    case 'changeLimit': {
      const asked = limitChange(known, stage.partnerReference ?? 'none');
      return ready(stage, operations.changeLimit, asked, asked.reference);
    }
    case 'declareToInsurer': {
      const told = saleDeclaration(known);
      return ready(stage, operations.declareToInsurer, told, told.reference);
    }
    case 'noticeInsurer': {
      const told = insurerNotice(known, operations.noticeInsurer?.kinds[0]);
      return ready(stage, operations.noticeInsurer, told, told.reference);
    }
    case 'fileClaim': {
      const filed = claimFiling(known, stage.partnerReference ?? 'none');
      return ready(stage, operations.fileClaim, filed, filed.reference);
    }
    case 'contributeDocument': {
      const document = claimDocument(known, stage.partnerReference ?? 'none');
      return ready(stage, operations.contributeDocument, document, document.claimReference);
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
