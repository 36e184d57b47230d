import { randomUUID } from 'node:crypto';
import pg from 'pg';

export type FreshDatabase = {
  /** The new database as the superuser. */
  url: string;
  /** The same: the user who owns the database and runs the migrations. */
  ownerUrl: string;
  drop: () => Promise<void>;
};

/** A new empty database on the run's PostgreSQL server, for one test file. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = process.env.CEDENT_TEST_DATABASE_URL;
  if (!server) {
    throw new Error('No test database is running: run the tests with npm test -- <path>.');
  }
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    ownerUrl: url.href,
    drop: () => administer(server, `drop database if exists ${name} with (force)`),
  };
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client(server);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
