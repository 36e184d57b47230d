import pg from 'pg';

export type PoolOptions = {
  /** Connections at most. Each BullMQ Worker and QueueEvents on the pool holds one of them. */
  max?: number;
  /** How long to wait for a connection, of the pool or to the server. */
  connectTimeoutMs?: number;
  /** Shown in pg_stat_activity. */
  applicationName?: string;
  /** Told of connections lost while idle; the pool opens new ones by itself. */
  onLost?: (error: Error) => void;
};

/**
 * A pool whose values are ours: bigint is a safe number or an error, date is 'YYYY-MM-DD',
 * numeric stays an exact decimal string, timestamptz is a Date.
 */
export function openPool(url: string, options: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.applicationName ?? 'cedent',
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    types: { getTypeParser },
  });
  pool.on('error', (error) => options.onLost?.(error));
  return pool;
}

/** The parsers for clients opened outside a pool, such as the edge's one per request. */
export const getTypeParser: typeof pg.types.getTypeParser = (oid, format) =>
  (format === 'binary' ? undefined : PARSERS.get(oid)) ?? pg.types.getTypeParser(oid, format);

const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;
const DATE_ARRAY = 1182;

const PARSERS = new Map<number, (value: string) => unknown>([
  [INT8, parseSafeInteger],
  [INT8_ARRAY, (value) => parseArray(value, parseSafeInteger)],
  [DATE, (value) => value],
  [DATE_ARRAY, (value) => parseArray(value, (day) => day)],
]);

function parseSafeInteger(value: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new RangeError(
    `The database's bigint ${value} is beyond the exact integers of JavaScript.`,
  );
}

/** Of one dimension; bigints and days never need the quotes and escapes of other arrays. */
function parseArray<T>(value: string, parse: (entry: string) => T): (T | null)[] {
  if (value === '{}') return [];
  const entries = value.slice(1, -1).split(',');
  return entries.map((entry) => (entry === 'NULL' ? null : parse(entry)));
}
