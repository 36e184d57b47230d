import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Environment, parseSettings, readConfig } from '../src/config.ts';

const KEY = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString('base64');

const PRODUCTION: Environment = {
  CEDENT_MODE: 'production',
  BASE_URL: 'https://cedent.example',
  SECRET_KEY: KEY,
  OIDC_ISSUER: 'https://issuer.example',
  OIDC_CLIENT_ID: 'cedent',
  OIDC_CLIENT_SECRET: 'client-secret',
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cedent-config-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('settings', () => {
  test('an empty environment is the demo on port 8787 with its data in .data', () => {
    expect(parseSettings({ PORT: '', DATABASE_URL: undefined })).toEqual({
      mode: 'demo',
      port: 8787,
      dataDir: '.data',
      databaseUrl: undefined,
      redisUrl: undefined,
      baseUrl: 'http://localhost:8787',
      secretKey: undefined,
      oidc: undefined,
      logLevel: 'info',
    });
  });

  test('every variable given is taken', () => {
    const settings = parseSettings({
      ...PRODUCTION,
      PORT: '80',
      DATA_DIR: 'elsewhere',
      DATABASE_URL: 'postgresql://app:pw@db:5432/cedent',
      REDIS_URL: 'rediss://queue:6379',
      BASE_URL: 'https://cedent.example/',
      LOG_LEVEL: 'warn',
    });
    expect(settings).toEqual({
      mode: 'production',
      port: 80,
      dataDir: 'elsewhere',
      databaseUrl: 'postgresql://app:pw@db:5432/cedent',
      redisUrl: 'rediss://queue:6379',
      baseUrl: 'https://cedent.example',
      secretKey: Buffer.from(KEY, 'base64'),
      oidc: { issuer: 'https://issuer.example', clientId: 'cedent', clientSecret: 'client-secret' },
      logLevel: 'warn',
    });
  });

  test.each<[string, Environment, RegExp]>([
    ['a port that is none', { PORT: '65536' }, /PORT: set it to a port number/],
    ['a port in words', { PORT: 'http' }, /PORT: set it to a port number/],
    ['another mode', { CEDENT_MODE: 'prod' }, /CEDENT_MODE: set it to demo or production/],
    ['another database', { DATABASE_URL: 'mysql://h/d' }, /DATABASE_URL: set it to postgres:/],
    [
      'database options, which would hide the queue',
      { DATABASE_URL: 'postgres://h/d?options=-csearch_path%3Dx' },
      /DATABASE_URL: remove \?options/,
    ],
    ['another queue', { REDIS_URL: 'http://h' }, /REDIS_URL: set it to redis:/],
    ['a short key', { SECRET_KEY: 'c2hvcnQ=' }, /SECRET_KEY: .*openssl rand -base64 32/],
    ['a key of one byte', { SECRET_KEY: Buffer.alloc(32, 7).toString('base64') }, /SECRET_KEY/],
    ['half an identity', { OIDC_ISSUER: 'https://i.example' }, /OIDC_CLIENT_SECRET: set all three/],
    ['an unknown log level', { LOG_LEVEL: 'loud' }, /LOG_LEVEL/],
  ])('%s is refused by name with its remedy', (_, env, message) => {
    expect(() => parseSettings(env)).toThrow(message);
  });

  test('all refusals come at once and show no value', () => {
    expect(() => parseSettings({ PORT: 'x', SECRET_KEY: 'not-for-eyes' })).toThrow(
      /PORT: .*\n.*SECRET_KEY: /,
    );
    expect(() => parseSettings({ SECRET_KEY: 'not-for-eyes' })).not.toThrow(/not-for-eyes/);
  });
});

describe('production', () => {
  test.each<[string, Environment, RegExp]>([
    ['without a key', { SECRET_KEY: undefined }, /SECRET_KEY: production needs it/],
    ['without its address', { BASE_URL: undefined }, /BASE_URL: production needs it/],
    ['on plain http', { BASE_URL: 'http://cedent.example' }, /BASE_URL: production needs https/],
    [
      'without an issuer',
      { OIDC_ISSUER: undefined, OIDC_CLIENT_ID: undefined, OIDC_CLIENT_SECRET: undefined },
      /OIDC_ISSUER: production has no sign-in of its own/,
    ],
  ])('%s does not start', (_, change, message) => {
    expect(() => parseSettings({ ...PRODUCTION, ...change })).toThrow(message);
  });

  test("a demo's key does not start production, wherever it was copied to", () => {
    readConfig({ DATA_DIR: folder });
    const demoKey = readFileSync(join(folder, 'demo-secret'), 'utf8');
    expect(() => parseSettings({ ...PRODUCTION, SECRET_KEY: demoKey })).toThrow(
      /SECRET_KEY: this is a demo's key/,
    );
  });

  test('writes no secret of its own', () => {
    readConfig({ ...PRODUCTION, DATA_DIR: join(folder, 'data') });
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });
});

describe("the demo's secret", () => {
  test('is made once, kept for its user alone, and differs between folders', () => {
    const first = readConfig({ DATA_DIR: join(folder, 'a') }).secretKey;
    expect(first).toHaveLength(32);
    expect(statSync(join(folder, 'a', 'demo-secret')).mode & 0o777).toBe(0o600);
    expect(readConfig({ DATA_DIR: join(folder, 'a') }).secretKey).toEqual(first);
    expect(readConfig({ DATA_DIR: join(folder, 'b') }).secretKey).not.toEqual(first);
  });

  test('gives way to a key that was set', () => {
    const config = readConfig({ DATA_DIR: join(folder, 'a'), SECRET_KEY: KEY });
    expect(config.secretKey).toEqual(Buffer.from(KEY, 'base64'));
    expect(existsSync(join(folder, 'a'))).toBe(false);
  });
});
