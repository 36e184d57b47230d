import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export type Environment = Record<string, string | undefined>;

export type Config = Omit<Settings, 'secretKey'> & {
  /** 32 bytes from which the keys of sessions, tokens and stored credentials are derived. */
  secretKey: Uint8Array;
};

/** The environment, read once at the start; an error names each variable and its remedy. */
export function readConfig(env: Environment = process.env): Config {
  const settings = parseSettings(env);
  return { ...settings, secretKey: settings.secretKey ?? keepDemoSecret(settings.dataDir) };
}

export type Settings = {
  mode: 'demo' | 'production';
  port: number;
  /** Files of this machine: the embedded database, the demo's secret. */
  dataDir: string;
  /** Absent: PostgreSQL is started in dataDir. */
  databaseUrl: string | undefined;
  /** Absent: the queue lives in PostgreSQL. */
  redisUrl: string | undefined;
  /** Where people and partners reach this server, without a slash at its end. */
  baseUrl: string;
  /** Absent only in the demo, which keeps one of its own. */
  secretKey: Uint8Array | undefined;
  /** Absent only in the demo, which brings its own sign-in. */
  oidc: { issuer: string; clientId: string; clientSecret: string } | undefined;
  logLevel: z.infer<typeof LogLevel>;
};

/** Pure: what the variables say, or one error with every refusal in it. */
export function parseSettings(env: Environment): Settings {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = Variables.safeParse(given);
  if (!parsed.success) throw refusal(parsed.error.issues.map(explain));
  const variables = parsed.data;
  const refused = variables.CEDENT_MODE === 'production' ? refuseInProduction(variables) : [];
  const oidc = parseOidc(variables);
  if (oidc === 'incomplete') {
    refused.push('OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET: set all three or none');
  }
  if (refused.length > 0 || oidc === 'incomplete') throw refusal(refused);
  return {
    mode: variables.CEDENT_MODE,
    port: variables.PORT,
    dataDir: variables.DATA_DIR,
    databaseUrl: variables.DATABASE_URL,
    redisUrl: variables.REDIS_URL,
    baseUrl: (variables.BASE_URL ?? `http://localhost:${variables.PORT}`).replace(/\/+$/, ''),
    secretKey: variables.SECRET_KEY ? decodeKey(variables.SECRET_KEY) : undefined,
    oidc,
    logLevel: variables.LOG_LEVEL,
  };
}

const KEY_BYTES = 32;
const KEY_REMEDY = 'set it to 32 random bytes in base64, from: openssl rand -base64 32';
/** A demo's key begins with these bytes, so that production knows one wherever it was copied. */
const DEMO_MARK = Buffer.from('demo');
const DEMO_SECRET_FILE = 'demo-secret';

const LogLevel = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']);

const Variables = z.object({
  CEDENT_MODE: z
    .enum(['demo', 'production'], { error: 'set it to demo or production' })
    .default('demo'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, { error: 'set it to a port number, 0 to 65535' })
    .transform(Number)
    .refine((port) => port <= 65_535, { error: 'set it to a port number, 0 to 65535' })
    .default(8787),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: 'set it to postgres://user:password@host:port/database, or unset it',
    })
    .refine((url) => !new URL(url).searchParams.has('options'), {
      error: "remove ?options=… from it: it would override the queue's own search_path",
    })
    .optional(),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: 'set it to redis://host:port, or unset it' })
    .optional(),
  BASE_URL: z
    .url({ protocol: /^https?$/, error: 'set it to the address people open, as https://host' })
    .optional(),
  SECRET_KEY: z.base64({ error: KEY_REMEDY }).refine(isKey, { error: KEY_REMEDY }).optional(),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: "set it to the issuer's https address" })
    .optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  LOG_LEVEL: LogLevel.default('info'),
});
type Variables = z.infer<typeof Variables>;

function refuseInProduction(variables: Variables): string[] {
  const key = variables.SECRET_KEY && decodeKey(variables.SECRET_KEY);
  const refused: string[] = [];
  if (!key) refused.push(`SECRET_KEY: production needs it; ${KEY_REMEDY}`);
  else if (isDemoKey(key)) refused.push(`SECRET_KEY: this is a demo's key; ${KEY_REMEDY}`);
  if (!variables.OIDC_ISSUER) {
    refused.push('OIDC_ISSUER: production has no sign-in of its own; set your issuer address');
  }
  for (const name of ['BASE_URL', 'OIDC_ISSUER'] as const) {
    if (variables[name]?.startsWith('http:')) refused.push(`${name}: production needs https`);
  }
  if (!variables.BASE_URL) {
    refused.push(
      'BASE_URL: production needs it; set it to the address people open, as https://host',
    );
  }
  return refused;
}

function parseOidc(variables: Variables): Settings['oidc'] | 'incomplete' {
  const issuer = variables.OIDC_ISSUER;
  const clientId = variables.OIDC_CLIENT_ID;
  const clientSecret = variables.OIDC_CLIENT_SECRET;
  if (issuer && clientId && clientSecret) return { issuer, clientId, clientSecret };
  return issuer || clientId || clientSecret ? 'incomplete' : undefined;
}

/** Made once and kept, so that the demo's sessions survive a restart. */
function keepDemoSecret(dataDir: string): Uint8Array {
  const file = join(dataDir, DEMO_SECRET_FILE);
  const made = Buffer.concat([DEMO_MARK, randomBytes(KEY_BYTES - DEMO_MARK.length)]);
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(file, made.toString('base64'), { mode: 0o600, flag: 'wx' });
    return made;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const kept = decodeKey(readFileSync(file, 'utf8').trim());
  if (kept.length === KEY_BYTES) return kept;
  throw new Error(`${file} does not hold a key of ${KEY_BYTES} bytes: remove it and start again.`);
}

function isKey(text: string): boolean {
  const key = decodeKey(text);
  return key.length === KEY_BYTES && new Set(key).size > 8;
}

function isDemoKey(key: Uint8Array): boolean {
  return DEMO_MARK.equals(key.subarray(0, DEMO_MARK.length));
}

function decodeKey(text: string): Uint8Array {
  return Buffer.from(text, 'base64');
}

/** Never with the value: it may be a secret. */
function explain(issue: z.core.$ZodIssue): string {
  return `${String(issue.path[0])}: ${issue.message}`;
}

function refusal(refused: string[]): Error {
  return new Error(
    `The environment cannot be used:\n${refused.map((line) => `  ${line}`).join('\n')}`,
  );
}

/** The language of the terminal, as POSIX ranks its variables. */
export function readLanguage(env: Environment = process.env): 'en' | 'zh-CN' {
  const stated = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return stated.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/**
 * For a whole job started from the command line: any free port, no log lines between the progress,
 * and, unless DATA_DIR is set, a folder and a database of its own.
 */
export function readJobConfig(
  makeFolder: () => string,
  env: Environment = process.env,
): Config & { ownFolder: boolean } {
  const ownFolder = !env.DATA_DIR;
  const kept = { ...env, PORT: '0', LOG_LEVEL: env.LOG_LEVEL || 'silent' };
  const own = { DATA_DIR: makeFolder, DATABASE_URL: () => undefined, REDIS_URL: () => undefined };
  if (!ownFolder) return { ...readConfig(kept), ownFolder };
  const fresh = Object.fromEntries(Object.entries(own).map(([name, make]) => [name, make()]));
  return { ...readConfig({ ...kept, ...fresh }), ownFolder };
}
