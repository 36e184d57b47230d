import { createHash } from 'node:crypto';
import type { Call, Effect, Outcome, Wire } from '../../src/core/adapter.ts';
import { exposureFeed, limitRequest, request } from './samples.ts';
import type { Connected } from './stage.ts';

/** One operation with an effect, its sample made into bytes, ready to be sent and looked for. */
export type Ready = {
  class: Effect<never, unknown>['class'];
  wire: Wire;
  encodeAgain(): Wire;
  send(wire?: Wire, call?: Call): Promise<Outcome<unknown>>;
  find(): Promise<Outcome<{ found: boolean }>>;
};

export const effectNames = ['submitSchedule', 'requestLimit', 'sendExposure'] as const;
export type EffectName = (typeof effectNames)[number];

export function readyEffect(stage: Connected, name: EffectName): Ready {
  const { operations } = stage;
  const { known } = stage.simulator;
  switch (name) {
    case 'submitSchedule':
      return ready(stage, operations.submitSchedule, request, request.number);
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

/** The same message with one field left out, for every field at every depth. */
export function withoutEachField(wire: Wire): { path: string; wire: Wire }[] {
  if (wire.contentType === 'text/csv') return withoutEachCell(wire);
  const whole: unknown = JSON.parse(wire.body);
  return fieldPaths(whole).map((path) => ({
    path: path.join('.'),
    wire: { ...wire, body: JSON.stringify(without(whole, path)) },
  }));
}

/** A file of another content has another name: only the missing cell may be the reason. */
function withoutEachCell(wire: Wire): { path: string; wire: Wire }[] {
  const records = wire.body.trimEnd().split('\r\n');
  return records.flatMap((record, row) => {
    const cells = record.split(',');
    return cells.map((_cell, column) => {
      const left = cells.filter((_other, index) => index !== column).join(',');
      const body = `${records.map((kept, index) => (index === row ? left : kept)).join('\r\n')}\r\n`;
      const hash = createHash('sha256').update(body).digest('hex').slice(0, 8);
      const target = wire.target.replace(/[0-9a-f]{8}\.csv$/, `${hash}.csv`);
      return { path: `row ${row} cell ${column}`, wire: { ...wire, body, target } };
    });
  });
}

type Path = readonly (string | number)[];

function fieldPaths(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => fieldPaths(item, [...at, index]));
  return Object.entries(value).flatMap(([name, member]) => [
    [...at, name],
    ...fieldPaths(member, [...at, name]),
  ]);
}

function without(value: unknown, [step, ...rest]: Path): unknown {
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === step ? without(item, rest) : item));
  }
  return Object.fromEntries(
    Object.entries(value ?? {})
      .filter(([name]) => rest.length > 0 || name !== step)
      .map(([name, member]) => [name, name === step ? without(member, rest) : member]),
  );
}

/** Every leaf of a JSON text replaced, one at a time, by a word no partner has. */
export function withEachWordUnknown(body: string): { path: string; body: string }[] {
  const whole: unknown = JSON.parse(body);
  return leafPaths(whole).map((path) => ({
    path: path.join('.'),
    body: JSON.stringify(replaced(whole, path)),
  }));
}

function leafPaths(value: unknown, at: Path = []): Path[] {
  if (typeof value === 'string' || typeof value === 'number') return [at];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    leafPaths(member, [...at, Array.isArray(value) ? Number(name) : name]),
  );
}

function replaced(value: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined) return 'ZZ9';
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === step ? replaced(item, rest) : item));
  }
  return Object.fromEntries(
    Object.entries(value ?? {}).map(([name, member]) => [
      name,
      name === step ? replaced(member, rest) : member,
    ]),
  );
}
