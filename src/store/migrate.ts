import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** The login roles we make; none owns a table of ours, none can bypass row security. */
export type RoleName = 'cedent_app' | 'cedent_dispatch' | 'cedent_queue';
const roles: RoleName[] = ['cedent_app', 'cedent_dispatch', 'cedent_queue'];

/**
 * Brings a database to the newest version, forward only, once, whoever else starts at the same time.
 * `ownerUrl` may create roles and schemas; `secretKey` derives the roles' passwords.
 */
export async function migrate(ownerUrl: string, secretKey: string): Promise<{ applied: string[] }> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockId]);
    await ensureRoles(client, secretKey);
    return { applied: await applyPending(client) };
  } finally {
    await client.end();
  }
}

/** The same server and database, signed in as one of our roles. */
export function urlOf(ownerUrl: string, role: RoleName, secretKey: string): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = passwordOf(role, secretKey);
  return url.toString();
}

const lockId = 7_306_520_001;

function passwordOf(role: RoleName, secretKey: string): string {
  return createHmac('sha256', secretKey).update(`database role ${role}`).digest('base64url');
}

/** Roles belong to the whole server: another database's migration may be making them right now. */
async function ensureRoles(client: pg.Client, secretKey: string): Promise<void> {
  for (const role of roles) {
    await repeatOnRace(async () => {
      const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
      const verb = rowCount === 0 ? 'create' : 'alter';
      const password = client.escapeLiteral(passwordOf(role, secretKey));
      await client.query(
        `${verb} role ${role} login nosuperuser nocreatedb nocreaterole nobypassrls password ${password}`,
      );
    });
    const { rows } = await client.query<{ name: string }>('select current_database() as name');
    const name = rows[0]?.name ?? '';
    await repeatOnRace(() =>
      client.query(`grant connect on database ${client.escapeIdentifier(name)} to ${role}`),
    );
  }
}

async function repeatOnRace(work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      const raced = error instanceof pg.DatabaseError && races.has(error.code ?? '');
      if (!raced || attempt >= 10) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20 * attempt));
    }
  }
}

/** duplicate_object, unique_violation on pg_authid, and "tuple concurrently updated". */
const races = new Set(['42710', '23505', 'XX000']);

async function applyPending(client: pg.Client): Promise<string[]> {
  await client.query(
    `create table if not exists public.cedent_migration (
       name text primary key, applied_at timestamptz not null default clock_timestamp())`,
  );
  await client.query('grant select on public.cedent_migration to cedent_app');
  const { rows } = await client.query<{ name: string }>('select name from public.cedent_migration');
  const done = new Set(rows.map((row) => row.name));
  const folder = join(import.meta.dirname, 'migrations');
  const pending = readdirSync(folder)
    .filter((name) => name.endsWith('.sql') && !done.has(name))
    .sort();
  for (const name of pending) {
    await client.query('begin');
    try {
      await client.query(readFileSync(join(folder, name), 'utf8'));
      await client.query('insert into public.cedent_migration (name) values ($1)', [name]);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw new Error(`migration ${name} failed; nothing of it was applied`, { cause: error });
    }
  }
  return pending;
}
