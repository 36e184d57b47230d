import { z } from 'zod';
import { assert } from '../../core/assert.ts';
import { addDays, type Day, daysBetween } from '../../core/calendar.ts';
import type { Id } from '../../core/ids.ts';
import type { FxRate } from '../../core/input.ts';
import type { Role } from '../../core/role.ts';
import type { Locale } from '../../core/wording/catalogue.ts';
import { businessDay } from '../../store/business-clock.ts';
import type { Database } from '../../store/database.ts';
import { advanceClock } from '../../store/day.ts';
import { findPerson } from '../../store/person.ts';
import { demoRates } from '../books.ts';
import { demoFixings } from '../charges.ts';
import type { DemoPartners } from '../partners.ts';
import { demoPersons } from '../persons.ts';
import { createClerk } from './clerk.ts';
import { createFunders, type Funders } from './funders.ts';
import { type Answer, type Person, signIn } from './person.ts';
import { type SentenceCode, sentence } from './words.ts';

/** A product on the story's books, and who hears of the month. */
export type Opening = {
  url: string;
  links: readonly { role: string; link: string }[];
  db: Database;
  tenantId: Id;
  issuer: string;
  partners: DemoPartners;
  locale: Locale;
  show: (line: string) => void;
};

/** Where the month plays: its people at the API, its funders, and a clock that goes day by day. */
export type Stage = {
  treasury: Person;
  approver: Person;
  finance: Person;
  funders: Funders;
  locale: Locale;
  today(): Day;
  /** Everybody's clock goes forward; it returns when everything that is due is done. */
  passDays(days: number): Promise<void>;
  /** Waits until no delivery is due or on its way. */
  settle(): Promise<void>;
  say(code: SentenceCode, params?: Record<string, string | number>): void;
};

export async function openStage(opening: Opening): Promise<Stage> {
  const { url, links, db, tenantId, issuer, partners, locale, show } = opening;
  const person = (role: Role): Promise<Person> => {
    const link = links.find((own) => own.role === role)?.link;
    assert(link, `the product has no sign-in for ${role}`);
    return signIn(link, url);
  };
  const [treasury, approver, finance] = [
    await person('treasury'),
    await person('approver'),
    await person('finance'),
  ];
  const clerk = createClerk(partners.exportFactor);
  const begun = await db.asTenant(tenantId, businessDay);
  let today = begun;
  const settle = () => untilQuiet(finance);
  return {
    treasury,
    approver,
    finance,
    funders: createFunders(partners, clerk),
    locale,
    today: () => today,
    settle,
    say: (code, params = {}) => show(sentence(locale, code, params)),
    async passDays(days) {
      const personId = await administratorOf(db, issuer);
      const next = addDays(today, days);
      await treasury.post('/fx-rates', { rates: ratesOn(next, addDays(begun, -1)) }).then(taken);
      const fixings = demoFixings({ from: today, to: next });
      if (fixings.length > 0) await finance.post('/fixings', { fixings }).then(taken);
      await partners.passDays(days);
      await clerk.closeMonths(today, next);
      today = await db.asTenant(tenantId, (tx) => advanceClock(tx, { actor: { personId }, days }));
      await settle();
    },
  };
}

/** The euro rises a little every day, so that a month's end has something to revalue. */
function ratesOn(on: Day, since: Day): FxRate[] {
  return demoRates(on).map((rate) => {
    const { from, to } = rate;
    const euro = 83_120 + 25 * daysBetween(since, on);
    if (from === 'EUR' && to === 'CNY') return { ...rate, numerator: euro };
    if (from === 'CNY' && to === 'EUR') {
      return { ...rate, numerator: Math.round(100_000_000 / euro) };
    }
    return rate;
  });
}

/** The clock is moved by whoever administers the demo. */
async function administratorOf(db: Database, issuer: string): Promise<Id> {
  const subject = demoPersons.find(({ role }) => role === 'administrator')?.subject ?? '';
  const found = await findPerson(db, { issuer, subject });
  assert(found, 'the demo has an administrator');
  return found.id;
}

/** The body of what was done; what was refused ends the story. */
export function taken({ status, body }: Answer): unknown {
  assert(status < 300, `the product refused a step of the story: ${JSON.stringify(body)}`);
  return body;
}

const Deliveries = z.object({
  items: z.array(z.looseObject({ operation: z.string(), state: z.string(), dueAt: z.string() })),
});
export type Waiting = z.infer<typeof Deliveries>['items'][number];

const looksMax = 600;
const lookEveryMs = 100;

/** Twice in a row, since a partner's hint may be on its way while the first look finds nothing. */
async function untilQuiet(person: Person): Promise<void> {
  let quiet = 0;
  let left: Waiting[] = [];
  for (let look = 0; look < looksMax && quiet < 3; look += 1) {
    left = await unfinished(person);
    quiet = left.length === 0 ? quiet + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  const names = left.map(({ operation, state }) => `${operation} ${state}`).join(', ');
  assert(quiet >= 3, `the story waits in vain for ${names}`);
}

async function unfinished(person: Person): Promise<Waiting[]> {
  const found: Waiting[] = [];
  const soon = new Date(Date.now() + lookEveryMs).toISOString();
  for (const state of ['ready', 'sending', 'resolving', 'held', 'unknown']) {
    const { items } = Deliveries.parse(await person.get(`/deliveries?state=${state}&limit=200`));
    const isRunning = state === 'sending' || state === 'resolving' || state === 'held';
    found.push(...items.filter(({ dueAt }) => isRunning || dueAt <= soon));
  }
  return found;
}
