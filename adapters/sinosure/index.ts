import {
  defineAdapter,
  type Effect,
  type TakenByInsurer,
  type Wire,
} from '../../src/core/adapter.ts';
import { leave, lookFor } from '../drop.ts';
import { Config } from './config.ts';
import { toDeclaration } from './file.ts';

export const adapter = defineAdapter({
  id: 'sinosure',
  name: 'Sinosure 中国信保',
  party: 'insurer',
  config: Config,
  pace: { perSecond: 1, concurrency: 1 },
  connect: ({ mailbox }) => {
    const left = <Input>(encode: (input: Input) => Wire): Effect<Input, TakenByInsurer> => ({
      // A machine never leaves a file twice: whether it was uploaded is for a person to say.
      class: 'C',
      settleSeconds: 120,
      timeoutSeconds: 60,
      encode,
      send: (wire, call) =>
        leave(mailbox, { wire, call, value: { partnerReference: wire.target } }),
      find: (_reference, call, wire) =>
        lookFor(mailbox, { wire, call, value: { partnerReference: wire.target } }),
    });
    return {
      declareToInsurer: { ...left(toDeclaration), kinds: ['sales', 'collections'] },
    };
  },
});
