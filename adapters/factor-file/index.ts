import {
  defineAdapter,
  type Effect,
  type ScheduleTaken,
  type Wire,
} from '../../src/core/adapter.ts';
import { readAnswers } from './answer.ts';
import { toBordereau, toCredits } from './bordereau.ts';
import { Config } from './config.ts';
import { leave, lookFor } from './folder.ts';
import type { Layout } from './layout.ts';
import { delimited } from './layouts/delimited.ts';
import { fixed } from './layouts/fixed.ts';
import { readStatements } from './statement.ts';

const layouts: Readonly<Record<Config['layout'], Layout>> = { fixed, delimited };

export const adapter = defineAdapter({
  id: 'factor-file',
  name: 'Factor, files by SFTP',
  party: 'factor',
  config: Config,
  pace: { perSecond: 1, concurrency: 1 },
  connect: (config) => {
    const door = { layout: layouts[config.layout], config };
    return {
      submitSchedule: dropped(config, (request) => toBordereau(door, request)),
      submitCredits: dropped(config, (schedule) => toCredits(door, schedule)),
      readSchedule: ({ reference }, call) => readAnswers(door, reference, call),
      readMovements: (query, call) => readStatements(door, query, call),
    };
  },
});

/**
 * A file that is found again by its name, in the folders or in the factor's receipt: class B. It is
 * left once more only after it was looked for twice and was nowhere, and then it is the same file.
 */
function dropped<Input>(
  config: Config,
  encode: (input: Input) => Wire,
): Effect<Input, ScheduleTaken> {
  return {
    class: 'B',
    settleSeconds: 120,
    timeoutSeconds: 60,
    encode,
    send: (wire, call) => leave(config, wire, call),
    find: (_reference, call, wire) => lookFor(config, wire, call),
  };
}
