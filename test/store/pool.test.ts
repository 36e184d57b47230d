import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPool } from '../../src/store/pool.ts';
import { type FreshDatabase, freshDatabase } from '../setup/database.ts';

let database: FreshDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await freshDatabase();
  pool = openPool(database.url);
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

test.each<[string, string, unknown]>([
  ['bigint is a number', '9007199254740991::bigint', Number.MAX_SAFE_INTEGER],
  ['bigint arrays are numbers', "array[1, null, '-5']::bigint[]", [1, null, -5]],
  ['a date is a plain day, whatever the time zone', "'2026-03-29'::date", '2026-03-29'],
  ['an empty array is empty', "'{}'::bigint[]", []],
  ['date arrays are plain days', "array['2026-03-29']::date[]", ['2026-03-29']],
  ['numeric stays an exact decimal', '0.10000000000000000001::numeric', '0.10000000000000000001'],
  ['an instant is a Date', "'2026-03-29T01:30:00Z'::timestamptz", new Date('2026-03-29T01:30Z')],
])('%s', async (_, expression, value) => {
  const { rows } = await pool.query<{ value: unknown }>(`select ${expression} as value`);
  expect(rows[0]?.value).toEqual(value);
});

test('a bigint that a number cannot hold is an error, never a rounded amount', async () => {
  await expect(pool.query('select 9007199254740993::bigint')).rejects.toThrow(
    /bigint 9007199254740993 is beyond the exact integers/,
  );
  expect((await pool.query<{ one: number }>('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test('a connection lost while idle is reported and replaced', async () => {
  const lost: Error[] = [];
  const own = openPool(database.url, { max: 1, onLost: (error) => lost.push(error) });
  const { rows } = await own.query<{ pid: number }>('select pg_backend_pid() as pid');
  await pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  for (let tries = 0; tries < 500 && lost.length === 0; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(lost[0]?.message).toMatch(/terminat/);
  expect((await own.query<{ one: number }>('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await own.end();
});
