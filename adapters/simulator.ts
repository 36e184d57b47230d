import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { z } from 'zod';

/** A partner played from its documentation: it validates, decides and counts by its own books. */
export type Simulator = {
  /** Give `app.fetch` to any HTTP server on loopback; without one, dropped connections are errors. */
  app: Hono;
  /** What a connection to this simulator holds, once it listens at `url`. */
  configAt(url: string): unknown;
  /** Doors other than HTTP (a mailbox); awaited before `configAt`. */
  open(): Promise<void>;
  close(): Promise<void>;
  /** Parties in its books that a caller may name in sample calls. */
  known: KnownParties;
  /** The words of an answer that make it a yes, by operation: with another word it must not be one. */
  deciding: Readonly<Record<string, readonly string[]>>;
  /** Groups of conformance promises that cannot apply, as `operation/group`, each with its reason. */
  declines: Readonly<Record<string, string>>;
};

/** One way to be connected to a partner that has several: what its simulator is then made with. */
export type Variant<Options extends SimulatorOptions> = { name: string; options: Options };

export type KnownParties = {
  /** What it finances; a sale where it does not say. */
  mode?: 'sale' | 'pledge';
  policyId?: string;
  buyers?: readonly { buyerId: string; country: string; scheme: string; value: string }[];
};

/** Where a simulator keeps its books when they must survive a restart; in memory without one. */
export type SimulatorStore = { load(): readonly unknown[]; append(entry: unknown): void };

/** What every simulator takes; each adds the rules it decides by. */
export type SimulatorOptions = {
  now?: () => Date;
  store?: SimulatorStore;
  /** Where it pushes notices, where the partner has them; also settable by `POST /_control/callback`. */
  callbackUrl?: string;
  /** How many movements it tells at once, where it tells them in pages. */
  pageSize?: number;
};

/** A fault: it meets every n-th call of its kind, `next` times. */
export const Fault = z.strictObject({
  kind: z.enum([
    'down',
    'slow',
    'throttle',
    'refuse_credentials',
    'garbage',
    'fail_after_apply',
    'drop_before_apply',
    'drop_after_apply',
    'hang_after_apply',
    'apply_late',
  ]),
  next: z.int().min(1).default(1),
  every: z.int().min(1).default(1),
  ms: z.int().min(0).max(60_000).default(0),
  on: z.enum(['effect', 'read', 'any']).default('effect'),
});
export type Fault = z.infer<typeof Fault>;

/** The faults due at a simulator and the doors that arm, meet and count them. */
export function createFaults() {
  const due: (Fault & { calls: number })[] = [];
  const effects = new Map<string, number>();
  const held: (() => void)[] = [];
  function take(on: 'effect' | 'read'): Fault | undefined {
    for (const fault of due) {
      if (fault.on !== on && fault.on !== 'any') continue;
      fault.calls += 1;
      if (fault.calls % fault.every !== 0) continue;
      fault.next -= 1;
      if (fault.next === 0) due.splice(due.indexOf(fault), 1);
      return fault;
    }
    return undefined;
  }
  return {
    take,
    count(reference: string): void {
      effects.set(reference, (effects.get(reference) ?? 0) + 1);
    },
    guard(on: 'effect' | 'read'): MiddlewareHandler {
      return async function meetFault(context, next) {
        const fault = take(on);
        if (!fault) return next();
        return play({ fault, context, next, held });
      };
    },
    /** `POST /` arms a fault, `DELETE /` clears them, `POST /release` lets late ones act, `GET /effects` counts. */
    control(): Hono {
      const control = new Hono();
      control.post('/', async (context) => {
        const fault = Fault.safeParse(await context.req.json());
        if (!fault.success) return context.json({ error: fault.error.issues }, 400);
        due.push({ ...fault.data, calls: 0 });
        return context.json({ armed: due }, 201);
      });
      control.delete('/', (context) => {
        due.length = 0;
        return context.json({ armed: due });
      });
      control.post('/release', (context) => {
        const released = held.splice(0);
        for (const apply of released) apply();
        return context.json({ released: released.length });
      });
      control.get('/effects', (context) => context.json(Object.fromEntries(effects)));
      return control;
    },
  };
}
export type Faults = ReturnType<typeof createFaults>;

type Next = () => Promise<void>;

type Scene = { fault: Fault; context: Context; next: Next; held: (() => void)[] };

async function play({ fault, context, next, held }: Scene): Promise<Response | undefined> {
  switch (fault.kind) {
    case 'down':
      return context.text('Service Unavailable', 503);
    case 'throttle':
      return context.text('Too Many Requests', 429, { 'retry-after': '1' });
    case 'refuse_credentials':
      return context.json({ error: 'credentials not accepted', got: credentialsOf(context) }, 401);
    case 'slow':
      await wait(fault.ms);
      await next();
      return undefined;
    case 'garbage':
      await next();
      return replace(context, new Response('<html>gateway</html>', { status: 200 }));
    case 'fail_after_apply':
      await next();
      return replace(context, new Response('Internal Server Error', { status: 500 }));
    case 'drop_before_apply':
      return replace(context, dropped(context));
    case 'drop_after_apply':
      await next();
      return replace(context, dropped(context));
    case 'hang_after_apply':
      await next();
      await untilGone(context, fault.ms);
      return replace(context, dropped(context));
    case 'apply_late':
      return applyLate({ fault, context, next, held });
    default:
      return unexpected(fault.kind);
  }
}

/** Some gateways quote what they were given: what is kept of an answer must not. */
function credentialsOf(context: Context): Record<string, string> {
  const headers = Object.entries(context.req.header());
  return Object.fromEntries(headers.filter(([name]) => /authorization|app-key/.test(name)));
}

function replace(context: Context, response: Response): Response {
  context.res = undefined;
  context.res = response;
  return response;
}

/** The caller loses the connection now; the partner acts `ms` later, or when it is released. */
async function applyLate({ fault, context, next, held }: Scene): Promise<Response> {
  await context.req.text();
  if (fault.ms > 0) setTimeout(() => void next(), fault.ms);
  else held.push(() => void next());
  return dropped(context);
}

/** The Node server hands the raw request in; cutting its socket is what a lost connection is. */
function dropped(context: Context): Response {
  const bindings = z
    .object({ incoming: z.object({ socket: z.custom<Cuttable>(isCuttable) }) })
    .safeParse(context.env);
  if (!bindings.success) return Response.error();
  bindings.data.incoming.socket.destroy();
  return new Response(null, { status: 500 });
}

type Cuttable = { destroy(): void };

function isCuttable(value: unknown): value is Cuttable {
  return typeof value === 'object' && value !== null && 'destroy' in value;
}

function untilGone(context: Context, ms: number): Promise<void> {
  const { signal } = context.req.raw;
  const gone = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  return Promise.race([gone, wait(ms === 0 ? 30_000 : ms)]);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

function unexpected(kind: never): never {
  throw new Error(`no such fault ${JSON.stringify(kind)}`);
}
