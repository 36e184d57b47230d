import type { AsOf, Day } from '../core/calendar.ts';
import {
  buildFeed,
  type FeedInput,
  type FeedRefusal,
  type LedgerControl,
} from '../core/exposure/build.ts';
import type { ExposureFeed } from '../core/exposure/feed.ts';
import { canonicalJson, hashOf } from '../core/hash.ts';
import type { Id } from '../core/ids.ts';
import type { Currency } from '../core/money.ts';
import { type Actor, audit } from './audit.ts';
import { readCover } from './cover.ts';
import { one, type Tx } from './database.ts';
import { readDebtors } from './debtor.ts';
import { readRates } from './fx.ts';
import { readBuyers, readPolicy } from './policy.ts';
import { readOpenItems } from './receivable.ts';
import { readPositions } from './selection.ts';
import { readSeller } from './seller.ts';

export type FeedQuery = AsOf & { policyId: string; sellerId: string; currency: Currency };

export type FeedAnswer =
  | { status: 'stored' | 'unchanged'; feed: ExposureFeed; contentHash: string }
  | ({ status: 'refused' } & FeedRefusal)
  | { status: 'refused'; code: 'policy_unknown' | 'seller_unknown' };

/**
 * Makes and keeps the exposure feed of a policy. The same data as of the same day is the feed
 * already kept, unless `again` asks for one of its own; nothing is kept that does not add up.
 */
export async function prepareFeed(
  tx: Tx,
  { actor, again = false, ...query }: FeedQuery & { actor: Actor; again?: boolean },
): Promise<FeedAnswer> {
  const { policyId, currency, asOf } = query;
  // The feeds of a policy are a chain: one is added at a time.
  await tx.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [
    `exposure ${tx.tenantId} ${policyId}`,
  ]);
  if (!(await readPolicy(tx, policyId))) return { status: 'refused', code: 'policy_unknown' };
  const seller = await readSeller(tx, query.sellerId);
  if (!seller) return { status: 'refused', code: 'seller_unknown' };
  const content = await readContent(tx, query);
  const stored = await listFeeds(tx, { policyId, limit: 1000 });
  const same = { currency, asOf, sellerName: seller.name };
  const since = (sequence: number) => readBefore(tx, stored, { ...query, ...same, sequence });
  const earlier = again ? undefined : await findEarlier(tx, stored, same);
  if (earlier) {
    const { sequence } = earlier.feed;
    const header = headerOf(earlier.feed);
    const built = buildFeed({ ...content, ...(await since(sequence)), header });
    if (built.status === 'built' && hashOf(built.feed) === earlier.contentHash) {
      return { status: 'unchanged', ...earlier };
    }
  }
  const previous = stored[0];
  const sequence = (previous?.sequence ?? 0) + 1;
  const built = buildFeed({
    ...content,
    ...(await since(sequence)),
    header: {
      feedId: `${policyId}/${sequence}`,
      reference: `EX-${policyId}-${String(sequence).padStart(4, '0')}`,
      sequence,
      policyId,
      ...same,
      ...(previous ? { previousHash: previous.contentHash } : {}),
    },
  });
  if (built.status === 'refused') return built;
  return storeFeed(tx, { actor, feed: built.feed });
}

export type StoredFeed = {
  sequence: number;
  asOf: Day;
  currency: Currency;
  sellerName: string;
  contentHash: string;
  recordedAt: Date;
  recordedBy: Id | null;
};

/** The newest first. */
export async function listFeeds(
  tx: Tx,
  { policyId, limit }: { policyId: string; limit: number },
): Promise<StoredFeed[]> {
  return tx.query<StoredFeed>(
    `select sequence, as_of as "asOf", feed->>'currency' as currency,
       feed->>'sellerName' as "sellerName", content_hash as "contentHash",
       recorded_at as "recordedAt", recorded_by as "recordedBy"
     from cedent.exposure_feed where tenant_id = $1 and policy_id = $2
     order by sequence desc limit $3`,
    [tx.tenantId, policyId, Math.min(limit, 1000)],
  );
}

export async function readFeed(
  tx: Tx,
  { policyId, sequence }: { policyId: string; sequence: number },
): Promise<{ feed: ExposureFeed; contentHash: string; recordedBy: Id | null } | undefined> {
  const [row] = await tx.query<{
    feed: ExposureFeed;
    contentHash: string;
    recordedBy: Id | null;
  }>(
    `select feed, content_hash as "contentHash", recorded_by as "recordedBy"
     from cedent.exposure_feed where tenant_id = $1 and policy_id = $2 and sequence = $3`,
    [tx.tenantId, policyId, sequence],
  );
  return row;
}

/** What was open in the feed before of the same seller and currency, as it was known then. */
async function readBefore(
  tx: Tx,
  stored: readonly StoredFeed[],
  feed: FeedQuery & { sellerName: string; sequence: number },
): Promise<Pick<FeedInput, 'before'>> {
  const previous = stored.find(
    (known) =>
      known.sequence < feed.sequence &&
      known.currency === feed.currency &&
      known.sellerName === feed.sellerName,
  );
  if (!previous) return {};
  const { asOf, recordedAt } = previous;
  const knownAt = recordedAt.toISOString();
  const items = await readOpenItems(tx, { asOf, knownAt, sellerId: feed.sellerId });
  return { before: { asOf, items } };
}

async function findEarlier(
  tx: Tx,
  stored: readonly StoredFeed[],
  { currency, asOf, sellerName }: { currency: Currency; asOf: Day; sellerName: string },
) {
  const found = stored.find(
    (known) =>
      known.currency === currency && known.asOf === asOf && known.sellerName === sellerName,
  );
  if (!found) return undefined;
  const [row] = await tx.query<{ feed: ExposureFeed; contentHash: string }>(
    `select feed, content_hash as "contentHash" from cedent.exposure_feed
     where tenant_id = $1 and content_hash = $2 and sequence = $3`,
    [tx.tenantId, found.contentHash, found.sequence],
  );
  return row;
}

function headerOf(feed: ExposureFeed): FeedInput['header'] {
  const { feedId, reference, sequence, policyId, sellerName, asOf, currency, previousHash } = feed;
  const header = { feedId, reference, sequence, policyId, sellerName, asOf, currency };
  return previousHash === undefined ? header : { ...header, previousHash };
}

async function readContent(tx: Tx, query: FeedQuery): Promise<Omit<FeedInput, 'header'>> {
  const { asOf, knownAt, policyId, sellerId } = query;
  const when = { asOf, knownAt };
  const items = await readOpenItems(tx, { ...when, sellerId });
  return {
    items,
    debtors: await readDebtors(tx, when),
    buyers: await readBuyers(tx, policyId),
    cover: await readCover(tx, { ...when, policyIds: [policyId] }),
    fx: await readRates(tx, when),
    positions: await readPositions(tx, when),
    ledger: await readLedgerControl(tx, query),
  };
}

/** The currencies a seller's receivables are in: one feed each. */
export async function readLedgerCurrencies(tx: Tx, sellerId: string): Promise<Currency[]> {
  const rows = await tx.query<{ currency: Currency }>(
    `select distinct currency from cedent.receivable
     where tenant_id = $1 and seller_id = $2 order by currency`,
    [tx.tenantId, sellerId],
  );
  return rows.map(({ currency }) => currency);
}

/** The ledger's totals by the database's own sums, apart from the items that are read out. */
export async function readLedgerControl(
  tx: Tx,
  { asOf, knownAt, sellerId, currency }: AsOf & { sellerId: string; currency: Currency },
): Promise<LedgerControl> {
  const rows = await tx.query<LedgerControl>(
    `select count(*) as receivables,
       coalesce(sum(f.open_minor) filter (where r.kind = 'invoice'), 0)::bigint
         as "outstandingGrossMinor",
       coalesce(sum(f.open_minor) filter (where r.kind = 'credit_note'), 0)::bigint
         as "creditNotesMinor",
       coalesce(sum(f.open_minor) filter (where r.kind = 'unapplied_cash'), 0)::bigint
         as "unappliedCashMinor"
     from cedent.receivable r
     cross join lateral (
       select p.open_minor from cedent.receivable_fact p
       where p.tenant_id = $1 and p.receivable_id = r.id
         and p.effective_on <= $2 and p.recorded_at <= $3
       order by p.effective_on desc, p.seq desc limit 1) f
     where r.tenant_id = $1 and r.seller_id = $4 and r.currency = $5 and f.open_minor <> 0`,
    [tx.tenantId, asOf, knownAt, sellerId, currency],
  );
  return one(rows, 'the totals of the ledger');
}

async function storeFeed(
  tx: Tx,
  { actor, feed }: { actor: Actor; feed: ExposureFeed },
): Promise<FeedAnswer> {
  const { policyId, sequence, asOf, control } = feed;
  const contentHash = hashOf(feed);
  await tx.query(
    `insert into cedent.exposure_feed
       (tenant_id, policy_id, sequence, as_of, feed, content_hash, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      tx.tenantId,
      policyId,
      sequence,
      asOf,
      canonicalJson(feed),
      contentHash,
      'personId' in actor ? actor.personId : null,
    ],
  );
  const body = { sequence, asOf, contentHash, control };
  await audit(tx, { actor, action: 'exposure.prepared', subject: policyId, body });
  return { status: 'stored', feed, contentHash };
}
