import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Call, Mailbox, Outcome } from '../../src/core/adapter.ts';
import { redact } from '../../src/core/answer.ts';
import { effectNames, readyEffect } from './effects.ts';
import { withoutEachField } from './fields.ts';
import { read, readNames } from './reads.ts';
import type { Connected } from './stage.ts';

const Spoken = z.strictObject({
  method: z.string(),
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().nullable(),
  answer: z.strictObject({
    status: z.int(),
    headers: z.record(z.string(), z.string()),
    body: z.string(),
  }),
});
export type Spoken = z.infer<typeof Spoken>;

const Left = z.strictObject({
  door: z.enum(['list', 'put', 'get']),
  folder: z.string(),
  name: z.string().nullable(),
  content: z.string().nullable(),
  names: z.array(z.string()).nullable(),
});
export type Left = z.infer<typeof Left>;

/** One recorded call of one operation: what was said over HTTP or the mailbox, and what came of it. */
export const Exchange = z.strictObject({
  operation: z.enum([...effectNames, ...readNames]),
  step: z.enum(['send', 'send_incomplete', 'find', 'read']),
  what: z.string(),
  /** The way to be connected, where it is not the partner's first. */
  variant: z.string().optional(),
  /** The partner's name of the schedule that was there before. */
  partnerReference: z.string().optional(),
  /** What an insurer had been told before, and calls it. */
  told: z
    .strictObject({
      limit: z.string().optional(),
      notice: z.string().optional(),
      claim: z.string().optional(),
    })
    .optional(),
  spoken: z.array(Spoken),
  left: z.array(Left),
  outcome: z.unknown(),
});
export type Exchange = z.infer<typeof Exchange>;

/** Plays an exchange's step again with the doors it is given. */
export function playStep(
  connected: Connected,
  { operation, step }: Pick<Exchange, 'operation' | 'step'>,
): Promise<Outcome<unknown>> {
  if (isRead(operation)) return read(connected, operation);
  const ready = readyEffect(connected, operation);
  if (step === 'find') return ready.find();
  if (step === 'send') return ready.send();
  return ready.send(withoutEachField(ready.wire).at(-1)?.wire);
}

function isRead(operation: Exchange['operation']): operation is (typeof readNames)[number] {
  return readNames.some((name) => name === operation);
}

export function exchangesOf(id: string): [string, Exchange][] {
  const folder = new URL(`../../adapters/${id}/exchanges/`, import.meta.url);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => [name, Exchange.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8')))]);
}

/** The headers an exchange keeps: no credential, nothing that a transport adds. */
export function keptHeaders(headers: Headers): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of ['accept', 'content-type', 'idempotency-key', 'retry-after']) {
    const value = headers.get(name);
    if (value !== null) kept[name] = value;
  }
  const scheme = headers.get('authorization')?.split(' ')[0];
  return scheme === undefined ? kept : { ...kept, authorization: `${scheme} ***` };
}

/** Doors that write down what passes through them, tokens and credentials replaced by a word. */
export function recordingCall(call: Call, secrets: readonly string[]) {
  const spoken: Spoken[] = [];
  const left: Left[] = [];
  const fetch: Call['fetch'] = async (url, init) => {
    const { pathname, search } = new URL(url);
    const response = await call.fetch(url, init);
    const asked = new Headers(init.headers);
    const credential = asked.get('authorization')?.split(' ')[1] ?? '';
    const body = redact(await response.clone().text(), secrets)
      .replaceAll(credential || '***', secrets.includes(credential) ? '***' : 'recorded-token')
      .replace(/("access_token":")[^"]+/, '$1recorded-token');
    spoken.push({
      method: init.method ?? 'GET',
      path: pathname + search,
      headers: keptHeaders(asked),
      body: typeof init.body === 'string' ? redact(init.body, secrets) : null,
      answer: { status: response.status, headers: keptHeaders(response.headers), body },
    });
    return response;
  };
  return {
    spoken,
    left,
    call: {
      ...call,
      fetch,
      ...(call.mailbox && { mailbox: recordingMailbox(call.mailbox, left) }),
    },
  };
}

function recordingMailbox(mailbox: Mailbox, left: Left[]): Mailbox {
  return {
    ...mailbox,
    async list(folder) {
      const names = await mailbox.list(folder);
      left.push({ door: 'list', folder, name: null, content: null, names });
      return names;
    },
    async put(folder, name, bytes) {
      const content = Buffer.from(bytes).toString('utf8');
      await mailbox.put(folder, name, bytes);
      left.push({ door: 'put', folder, name, content, names: null });
    },
    async get(folder, name) {
      const bytes = await mailbox.get(folder, name);
      const content = Buffer.from(bytes).toString('utf8');
      left.push({ door: 'get', folder, name, content, names: null });
      return bytes;
    },
  };
}

/** A mailbox that answers as recorded and refuses anything else. */
export function recordedMailbox(left: readonly Left[]): Mailbox {
  const due = [...left];
  const next = (asked: Partial<Left>): Left => {
    const entry = due.shift();
    const same =
      entry && Object.entries(asked).every(([name, value]) => member(entry, name) === value);
    if (!same) throw new Error(`the mailbox was not asked this: ${JSON.stringify(asked)}`);
    return entry;
  };
  return {
    list: async (folder) => next({ door: 'list', folder }).names ?? [],
    put: async (folder, name, bytes) => {
      next({ door: 'put', folder, name, content: Buffer.from(bytes).toString('utf8') });
    },
    get: async (folder, name) => {
      const { content } = next({ door: 'get', folder, name });
      return Buffer.from(content ?? '', 'utf8');
    },
  };
}

function member(entry: Left, name: string): unknown {
  return Object.getOwnPropertyDescriptor(entry, name)?.value;
}
