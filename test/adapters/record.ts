import { mkdirSync, readdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { adapters } from '../../adapters/index.ts';
import type { Adapter } from '../../src/core/adapter.ts';
import { effectNames, readyEffect } from './effects.ts';
import { type Exchange, playStep, recordingCall } from './exchange.ts';
import { prepare, readNames } from './reads.ts';
import { type Stage, setStage } from './stage.ts';

type Scene = Pick<Exchange, 'operation' | 'step' | 'what'> & {
  before?(stage: Stage): Promise<unknown>;
};

/**
 * Records each adapter's exchanges against its simulator, over real HTTP and SFTP, and replaces
 * those in its folder: `node src/bin/run.mjs test/adapters/record.ts`.
 */
for (const adapter of adapters) {
  const folder = new URL(`../../adapters/${adapter.id}/exchanges/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) unlinkSync(new URL(name, folder));
  for (const scene of scenesOf(await operationsOf(adapter))) {
    const exchange = await record(adapter, scene);
    const name = `${scene.operation}-${scene.what.replaceAll(' ', '-')}.json`;
    writeFileSync(new URL(name, folder), `${JSON.stringify(exchange, null, 2)}\n`);
    process.stdout.write(`${adapter.id} ${name}\n`);
  }
}

async function record(adapter: Adapter, scene: Scene): Promise<Exchange> {
  const { operation, step, what } = scene;
  const stage = await setStage(adapter);
  await scene.before?.(stage);
  const { call, spoken, left } = recordingCall(stage.call, stage.secrets);
  const outcome = await playStep({ ...stage, call }, scene);
  await stage.stop();
  return { operation, step, what, spoken, left, outcome };
}

function scenesOf(operations: readonly string[]): Scene[] {
  const effects = effectNames.filter((name) => operations.includes(name)).flatMap(scenesOfEffect);
  const reads = readNames
    .filter((name) => operations.includes(name))
    .map((operation): Scene => ({ operation, step: 'read', what: 'read', before: prepare }));
  const refused = readNames
    .filter((name) => operations.includes(name))
    .map(
      (operation): Scene => ({
        operation,
        step: 'read',
        what: 'not authorised',
        before: (stage) => stage.control('', { kind: 'refuse_credentials', on: 'read' }),
      }),
    );
  return [...effects, ...reads, ...refused];
}

function scenesOfEffect(operation: (typeof effectNames)[number]): Scene[] {
  const sent = (stage: Stage) => readyEffect(stage, operation).send();
  const always: Scene[] = [
    { operation, step: 'send', what: 'taken' },
    { operation, step: 'find', what: 'found', before: sent },
    { operation, step: 'find', what: 'not found' },
  ];
  if (operation === 'sendExposure') return always;
  const armed = (kind: string) => (stage: Stage) => stage.control('', { kind });
  return [
    ...always,
    { operation, step: 'send', what: 'sent again', before: sent },
    { operation, step: 'send_incomplete', what: 'refused' },
    { operation, step: 'send', what: 'too much', before: armed('throttle') },
    { operation, step: 'send', what: 'failed', before: armed('fail_after_apply') },
    { operation, step: 'send', what: 'unreadable', before: armed('garbage') },
  ];
}

async function operationsOf(adapter: Adapter): Promise<string[]> {
  const stage = await setStage(adapter);
  await stage.stop();
  return Object.keys(stage.operations);
}
