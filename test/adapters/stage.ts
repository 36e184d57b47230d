import { z } from 'zod';
import type { Simulator, SimulatorOptions, Variant } from '../../adapters/simulator.ts';
import type { Adapter, Call, Operations } from '../../src/core/adapter.ts';
import { MailboxSettings } from '../../src/core/mailbox.ts';
import { startSimulator } from '../../src/demo/simulator.ts';
import { openMailbox } from '../../src/outbound/mailbox.ts';
import { type Attempt, createOutbound } from '../../src/outbound.ts';
import { now } from './samples.ts';

/** A partner's simulator on loopback and a connection to it, over the doors production uses. */
export type Stage = {
  simulator: Simulator;
  url: string;
  config: unknown;
  secrets: string[];
  operations: Operations;
  call: Call;
  /** The partner's own name of the sample schedule, where it has taken it already. */
  partnerReference?: string;
  /** What an insurer calls the sample limit, notice and claim, where it has taken them. */
  told?: {
    limit?: string | undefined;
    notice?: string | undefined;
    claim?: string | undefined;
  };
  attempts: Attempt[];
  control(path: string, body?: unknown, method?: string): Promise<unknown>;
  effects(): Promise<Record<string, number>>;
  /** Operations with other credentials in place of the right ones. */
  withConfig(change: (config: unknown) => unknown): { operations: Operations; call: Call };
  /** The partner is gone: nothing listens where it was. */
  goDark(): Promise<void>;
  stop(): Promise<void>;
};

export type Connected = Pick<
  Stage,
  'simulator' | 'operations' | 'call' | 'partnerReference' | 'told'
>;

export async function simulatorOf(id: string): Promise<(options?: SimulatorOptions) => Simulator> {
  const module = await import(`../../adapters/${id}/simulator.ts`);
  return module.createSimulator;
}

/** The ways to be connected to a partner; one without a name where its simulator has no others. */
export async function variantsOf(id: string): Promise<readonly Variant<SimulatorOptions>[]> {
  const module = await import(`../../adapters/${id}/simulator.ts`);
  return module.variants ?? [{ name: '', options: {} }];
}

export async function setStage(
  adapter: Adapter,
  timeoutMs = 10_000,
  options: SimulatorOptions = {},
): Promise<Stage> {
  const createSimulator = await simulatorOf(adapter.id);
  const simulator = createSimulator({ now: () => new Date(now), ...options });
  const started = await startSimulator(simulator);
  const attempts: Attempt[] = [];
  const outbound = createOutbound({
    allowPrivate: true,
    timeoutMs,
    onAttempt: (attempt) => attempts.push(attempt),
  });
  const connected = (config: unknown) => ({
    operations: adapter.connect(adapter.config.parse(config)),
    call: callOver(outbound.fetch, config, timeoutMs),
  });
  const control = async (path: string, body?: unknown, method = body ? 'POST' : 'GET') => {
    const response = await fetch(`${started.url}/_control${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    return response.json();
  };
  return {
    simulator,
    url: started.url,
    config: started.config,
    secrets: secretsIn(adapter.config, adapter.config.parse(started.config)),
    ...connected(started.config),
    attempts,
    control,
    effects: async () => z.record(z.string(), z.number()).parse(await control('/effects')),
    withConfig: (change) => connected(change(structuredClone(started.config))),
    goDark: () => started.stop(),
    async stop() {
      await outbound.close();
      await started.stop();
    },
  };
}

function callOver(fetch: Call['fetch'], config: unknown, timeoutMs: number): Call {
  const mailbox = z.object({ mailbox: MailboxSettings.optional() }).safeParse(config).data?.mailbox;
  return {
    fetch,
    ...(mailbox && { mailbox: openMailbox(mailbox, { allowPrivate: true, timeoutMs }) }),
    now,
    idempotencyKey: '01930000-0000-7000-8000-0000000000aa',
    correlationId: '01930000-0000-7000-8000-0000000000bb',
  };
}

/** Every value of a configuration whose field says that it is secret. */
export function secretsIn(schema: z.ZodType, value: unknown): string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) {
    const inner = schema.unwrap();
    const marked = schema.meta()?.secret === true && typeof value === 'string';
    return marked ? [value] : inner instanceof z.ZodType ? secretsIn(inner, value) : [];
  }
  if (schema.meta()?.secret === true) return typeof value === 'string' ? [value] : [];
  if (!(schema instanceof z.ZodObject) || typeof value !== 'object' || value === null) return [];
  return fieldsOf(schema).flatMap(([name, field]) =>
    secretsIn(field, Object.getOwnPropertyDescriptor(value, name)?.value),
  );
}

/** The fields of an object schema, nested ones too, as `a.b`. */
export function fieldsOf(schema: z.ZodObject): [string, z.ZodType][] {
  return Object.entries(schema.shape).filter(
    (entry): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType,
  );
}
