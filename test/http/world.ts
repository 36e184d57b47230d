import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import type { Role } from '../../src/core/role.ts';
import { type DemoIdentity, startDemoIdentity } from '../../src/demo/identity.ts';
import type { AppDeps } from '../../src/http/deps.ts';
import type { HttpEnv } from '../../src/http/env.ts';
import { sign } from '../../src/http/keys.ts';
import { createApp } from '../../src/server.ts';
import { type Database, newId, openDatabase } from '../../src/store/database.ts';
import { migrate, urlOf } from '../../src/store/migrate.ts';
import { insertPerson } from '../../src/store/person.ts';
import { startSession } from '../../src/store/session.ts';
import { type FreshDatabase, freshDatabase } from '../setup/database.ts';
import { SECRET } from '../store/open.ts';

export const BASE_URL = 'http://localhost:8787';
const SECRET_KEY = new Uint8Array(32).map((_, index) => index + 1);

export type Member = { tenantId: string; personId: string; token: string; subject: string };
export type Tenant = { tenantId: string; people: Record<Role, Member> };

/** Two companies with a person of each role, a real database and a real issuer. */
export type World = {
  app: Hono<HttpEnv>;
  deps: AppDeps;
  db: Database;
  ownerUrl: string;
  appUrl: string;
  dataDir: string;
  identity: DemoIdentity;
  alpha: Tenant;
  beta: Tenant;
  close(): Promise<void>;
};

export async function createWorld(more: Partial<AppDeps> = {}): Promise<World> {
  const database = await freshDatabase();
  await migrate(database.ownerUrl, SECRET);
  const appUrl = urlOf(database.ownerUrl, 'cedent_app', SECRET);
  const db = openDatabase(appUrl);
  const dataDir = await mkdtemp(join(tmpdir(), 'cedent-identity-'));
  const identity = await startDemoIdentity({
    mode: 'demo',
    dataDir,
    baseUrl: BASE_URL,
    subjects: [...roles.map((role) => `alpha-${role}`), 'nobody'],
    log: () => undefined,
  });
  const issuer = identity.settings.issuer;
  const alpha = await createTenant(db, 'alpha', issuer);
  const beta = await createTenant(db, 'beta', issuer);
  const deps: AppDeps = {
    db,
    mode: 'demo',
    baseUrl: BASE_URL,
    secretKey: SECRET_KEY,
    identity: identity.settings,
    log: { info: () => undefined, warn: () => undefined, error: (fields) => console.error(fields) },
    now: () => new Date(),
    ...more,
  };
  return {
    app: createApp(deps),
    deps,
    db,
    ownerUrl: database.ownerUrl,
    appUrl,
    dataDir,
    identity,
    alpha,
    beta,
    close: () => closeWorld({ db, identity, dataDir, database }),
  };
}

export const roles: Role[] = ['treasury', 'approver', 'finance', 'administrator', 'machine'];

/** A request as this person's browser or script sends it. */
export function as(
  member: Member,
  init: RequestInit & { headers?: Record<string, string> } = {},
): RequestInit {
  return {
    ...init,
    headers: {
      cookie: `cedent_session=${member.token}`,
      'sec-fetch-site': 'same-origin',
      ...init.headers,
    },
  };
}

/** A write with a body in JSON and a key of its own unless one is given. */
export function writing(member: Member, body: unknown, key: string = newId()): RequestInit {
  return as(member, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  });
}

export function formTokenOf(member: Member): string {
  return sign(SECRET_KEY, 'form', member.token);
}

/** A machine's real access token, from the issuer. */
export async function machineToken(identity: DemoIdentity, resource?: string): Promise<string> {
  const { clientId, clientSecret, tokenEndpoint } = identity.machine;
  const response = await fetch(tokenEndpoint, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      resource: resource ?? identity.settings.audience,
    }),
  });
  const body: unknown = await response.json();
  if (typeof body === 'object' && body && 'access_token' in body) return String(body.access_token);
  throw new Error(`no token: ${JSON.stringify(body)}`);
}

async function createTenant(db: Database, name: string, issuer: string): Promise<Tenant> {
  const tenantId = newId();
  const people = await db.asTenant(tenantId, async (tx) => {
    await tx.query(
      `insert into cedent.tenant (id, name, functional_currency, time_zone)
       values ($1, $2, 'EUR', 'Europe/Berlin')`,
      [tenantId, name],
    );
    const members: [Role, Member][] = [];
    for (const role of roles) {
      const personId = newId();
      const isMachine = role === 'machine';
      const subject = isMachine && name === 'alpha' ? 'cedent-machine' : `${name}-${role}`;
      await insertPerson(tx, {
        id: personId,
        kind: isMachine ? 'machine' : 'person',
        name: `${name} ${role}`,
        roles: [role],
        locale: 'en',
        subject: { issuer, subject },
      });
      const token = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');
      await startSession(tx, { token, personId, hours: 12 });
      members.push([role, { tenantId, personId, token, subject }]);
    }
    return members;
  });
  return { tenantId, people: Object.fromEntries(people) as Record<Role, Member> };
}

async function closeWorld(parts: {
  db: Database;
  identity: DemoIdentity;
  dataDir: string;
  database: FreshDatabase;
}): Promise<void> {
  await parts.identity.stop();
  await parts.db.close();
  await parts.database.drop();
  await rm(parts.dataDir, { recursive: true, force: true });
}
