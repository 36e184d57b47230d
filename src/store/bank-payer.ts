import type { Day } from '../core/calendar.ts';
import type { Party } from '../core/cash/item.ts';
import { accountKey, nameKey, type Payers, partyKey } from '../core/cash/open-index.ts';
import type { Id } from '../core/ids.ts';
import { audit } from './audit.ts';
import type { Tx } from './database.ts';

/** Known accounts, and the names as they are written now. */
export async function readPayers(tx: Tx): Promise<Payers> {
  const accounts = await tx.query<{ account: string } & Party>(
    `select account, party_kind as kind, party_id as id from cedent.debtor_account
     where tenant_id = $1 order by account, party_kind, party_id`,
    [tx.tenantId],
  );
  const names = await tx.query<{ name: string } & Party>(
    `(select distinct on (n.debtor_id) n.name, 'debtor' as kind, n.debtor_id as id
      from cedent.debtor_fact n where n.tenant_id = $1
      order by n.debtor_id, n.effective_on desc, n.seq desc)
     union all
     select v.name, 'funder' as kind, t.facility_id as id
     from (select distinct on (facility_id) facility_id, terms, agreement
           from cedent.facility_terms where tenant_id = $1 order by facility_id, version desc) t
     cross join lateral (values (t.terms->>'funder'), (t.agreement->'assignee'->>'name')) v (name)
     where v.name is not null`,
    [tx.tenantId],
  );
  return {
    accounts: gathered(accounts.map(({ account, ...party }) => [account, party])),
    names: gathered(names.map(({ name, ...party }) => [nameKey(name), party])),
  };
}

function gathered(pairs: readonly (readonly [string, Party])[]): Map<string, Party[]> {
  const found = new Map<string, Map<string, Party>>();
  for (const [key, { kind, id }] of pairs) {
    const own = found.get(key) ?? new Map<string, Party>();
    found.set(key, own.set(partyKey({ kind, id }), { kind, id }));
  }
  return new Map([...found].map(([key, own]) => [key, [...own.values()]]));
}

export type PayerAccount = {
  account: string;
  party: Party;
  since: Day;
  source: 'stated' | 'allocation';
};

/** A debtor's or a funder's account is known from now on; false where it was, or the party is not. */
export async function addPayerAccount(
  tx: Tx,
  { account, party, since, source, actor }: PayerAccount & { actor: { personId: Id } },
): Promise<boolean> {
  const rows = await tx.query(
    `insert into cedent.debtor_account (tenant_id, account, party_kind, party_id, since, source,
       recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning 1`,
    [tx.tenantId, accountKey(account), party.kind, party.id, since, source, actor.personId],
  );
  if (rows.length === 0) return false;
  await audit(tx, {
    actor,
    action: 'payer.account',
    subject: party.id,
    body: { ...party, source },
  });
  return true;
}

export async function isParty(tx: Tx, { kind, id }: Party): Promise<boolean> {
  const text =
    kind === 'debtor'
      ? 'select 1 from cedent.debtor_fact where tenant_id = $1 and debtor_id = $2 limit 1'
      : 'select 1 from cedent.facility where tenant_id = $1 and id = $2';
  return (await tx.query(text, [tx.tenantId, id])).length > 0;
}
