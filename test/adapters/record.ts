import { mkdirSync, readdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { adapters } from '../../adapters/index.ts';
import type { SimulatorOptions } from '../../adapters/simulator.ts';
import type { Adapter } from '../../src/core/adapter.ts';
import { type EffectName, effectNames, foregoing, readyEffect } from './effects.ts';
import { type Exchange, playStep, recordingCall } from './exchange.ts';
import { prepare, readNames } from './reads.ts';
import { type Stage, setStage, variantsOf } from './stage.ts';

type Scene = Pick<Exchange, 'operation' | 'step' | 'what'> & {
  before?(stage: Stage): Promise<unknown>;
};

/**
 * Records each adapter's exchanges against its simulator, over real HTTP and SFTP, and replaces
 * those in its folder: `node src/bin/run.mjs test/adapters/record.ts [id …]`, all without an id.
 */
const wanted = process.argv.slice(2);
for (const adapter of adapters.filter(({ id }) => wanted.length === 0 || wanted.includes(id))) {
  const folder = new URL(`../../adapters/${adapter.id}/exchanges/`, import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) unlinkSync(new URL(name, folder));
  for (const [index, variant] of (await variantsOf(adapter.id)).entries()) {
    for (const scene of await scenesOf(adapter, variant.options)) {
      const exchange = await record(adapter, scene, variant.options);
      const other = index === 0 ? {} : { variant: variant.name };
      const name = [`${scene.operation}-${scene.what}`, other.variant].filter(Boolean).join('.');
      const file = `${name.replaceAll(' ', '-')}.json`;
      const whole = JSON.stringify({ ...exchange, ...other }, null, 2);
      writeFileSync(new URL(file, folder), `${whole}\n`);
      process.stdout.write(`${adapter.id} ${file}\n`);
    }
  }
}

async function record(
  adapter: Adapter,
  scene: Scene,
  options: SimulatorOptions,
): Promise<Exchange> {
  const { operation, step, what } = scene;
  const bare = await setStage(adapter, 10_000, options);
  const effect = effectNames.find((name) => name === operation);
  const stage = effect ? await foregoing(bare, effect) : bare;
  await scene.before?.(stage);
  const { call, spoken, left } = recordingCall(stage.call, stage.secrets);
  const outcome = await playStep({ ...stage, call }, scene);
  await stage.stop();
  const { partnerReference, told } = stage;
  const given = {
    ...(partnerReference !== undefined && { partnerReference }),
    ...(told && { told }),
  };
  return { operation, step, what, ...given, spoken, left, outcome };
}

async function scenesOf(adapter: Adapter, options: SimulatorOptions): Promise<Scene[]> {
  const stage = await setStage(adapter, 10_000, options);
  await stage.stop();
  const operations = Object.keys(stage.operations);
  const answersStatus = (name: string) => !(`${name}/status` in stage.simulator.declines);
  const effects = effectNames
    .filter((name) => operations.includes(name))
    .flatMap((name) => scenesOfEffect(name, answersStatus(name)));
  const reads = readNames
    .filter((name) => operations.includes(name))
    .map((operation): Scene => ({ operation, step: 'read', what: 'read', before: prepare }));
  const refused = readNames
    .filter((name) => operations.includes(name) && answersStatus(name))
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

function scenesOfEffect(operation: EffectName, answersStatus: boolean): Scene[] {
  const sent = (stage: Stage) => readyEffect(stage, operation).send();
  const always: Scene[] = [
    { operation, step: 'send', what: 'taken' },
    { operation, step: 'find', what: 'found', before: sent },
    { operation, step: 'find', what: 'not found' },
  ];
  if (!answersStatus) return always;
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
