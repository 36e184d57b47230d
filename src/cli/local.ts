import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../config.ts';
import { may, type Permission } from '../core/role.ts';
import { word } from '../core/wording/word.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { startEmbedded } from '../store/embedded.ts';
import { migrate, urlOf } from '../store/migrate.ts';
import { findPerson, type Person } from '../store/person.ts';
import { Refusal } from './failure.ts';
import { locale, say } from './text.ts';

/**
 * The database of this installation, as one of its people: the one that runs already, or the
 * embedded one, started for as long as the command takes. Sending stays with the running product.
 */
export async function asPerson(
  who: { name: string; permission: Permission },
  work: (local: { db: Database; person: Person }) => Promise<void>,
): Promise<void> {
  const { databaseUrl, dataDir, secretKey, oidc } = readConfig();
  const issuer = oidc?.issuer ?? (await demoIssuer(dataDir));
  const embedded = databaseUrl ? undefined : await startEmbedded({ dataDir, log: () => undefined });
  const ownerUrl = databaseUrl ?? embedded?.url ?? '';
  const roleKey = Buffer.from(secretKey).toString('base64');
  try {
    await migrate(ownerUrl, roleKey);
    const db = openDatabase(urlOf(ownerUrl, 'cedent_app', roleKey), { max: 2 });
    try {
      const person = await findPerson(db, { issuer, subject: who.name });
      if (!person) throw new Refusal(say('person_unknown', { name: who.name, issuer }));
      if (!may(person.roles, who.permission)) {
        const roles = person.roles.map((role) => word(locale, `role.${role}`)).join(', ');
        throw new Refusal(say('person_may_not', { name: person.name, roles }));
      }
      await work({ db, person });
    } finally {
      await db.close();
    }
  } finally {
    await embedded?.stop();
  }
}

/** The demo's people are known by the issuer that `npm start` keeps in its folder. */
async function demoIssuer(dataDir: string): Promise<string> {
  const file = join(dataDir, 'demo-identity.json');
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Refusal(say('not_started', { folder: dataDir }));
  });
  const port: unknown = JSON.parse(text).port;
  return `http://127.0.0.1:${port}`;
}
