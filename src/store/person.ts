import type { Role } from '../core/role.ts';
import { audit } from './audit.ts';
import type { Database, Tx } from './database.ts';

export type Person = {
  tenantId: string;
  id: string;
  kind: 'person' | 'machine';
  name: string;
  roles: Role[];
  locale: 'en' | 'zh-CN';
};

export type NewPerson = Omit<Person, 'tenantId'> & { subject: Subject };

/** Who the identity provider says it is: the issuer exactly as in its tokens, and its own id. */
export type Subject = { issuer: string; subject: string };

/** Nobody is added here by signing in: a person is entered by their company's administrator. */
export async function insertPerson(tx: Tx, person: NewPerson): Promise<void> {
  const { id, kind, name, roles, locale, subject } = person;
  await tx.query(
    `insert into cedent.person (tenant_id, id, kind, name, roles, locale, lookup)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [tx.tenantId, id, kind, name, roles, locale, lookupOf(subject)],
  );
}

/** Before any tenant is known: the subject decides the tenant. */
export async function findPerson(db: Database, subject: Subject): Promise<Person | undefined> {
  const rows = await db.present<Person>(
    lookupOf(subject),
    `select ${columns} from cedent.person where lookup = cedent.lookup()`,
  );
  return rows[0];
}

export async function readPerson(tx: Tx, id: string): Promise<Person | undefined> {
  const rows = await tx.query<Person>(
    `select ${columns} from cedent.person where tenant_id = $1 and id = $2`,
    [tx.tenantId, id],
  );
  return rows[0];
}

/** The names of those of the ids that are persons of this tenant. */
export async function readNames(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.query<{ id: string; name: string }>(
    'select id, name from cedent.person where tenant_id = $1 and id = any ($2::uuid[])',
    [tx.tenantId, ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The language a person reads; their own choice. */
export async function setLocale(
  tx: Tx,
  { personId, locale }: { personId: string; locale: Person['locale'] },
): Promise<void> {
  await tx.query(`update cedent.person set locale = $3 where tenant_id = $1 and id = $2`, [
    tx.tenantId,
    personId,
    locale,
  ]);
  const actor = { personId };
  await audit(tx, { actor, action: 'person.locale_set', subject: personId, body: { locale } });
}

const columns = 'tenant_id as "tenantId", id, kind, name, roles, locale';

function lookupOf({ issuer, subject }: Subject): string {
  return `${issuer}|${subject}`;
}
