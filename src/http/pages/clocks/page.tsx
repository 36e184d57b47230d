import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { z } from 'zod';
import type { Duty } from '../../../core/clock/duty.ts';
import { DutyKind } from '../../../core/policy/duty-rule.ts';
import type { PolicyTerms } from '../../../core/policy/terms.ts';
import { word } from '../../../core/wording/word.ts';
import { countAlerts, listAlerts } from '../../../store/alert.ts';
import { databaseNow } from '../../../store/business-clock.ts';
import { readDebtors } from '../../../store/debtor.ts';
import { readDuties } from '../../../store/duty.ts';
import { readPolicyTerms } from '../../../store/policy-terms.ts';
import type { HttpEnv } from '../../env.ts';
import { takeFlash } from '../flash.ts';
import { Empty, Page } from '../layout.tsx';
import { Told } from '../message.tsx';
import { asReader, type PageCall, type View } from '../view.ts';
import { createClockActs } from './act.ts';
import { Alerts } from './alerts.tsx';
import { Board } from './board.tsx';
import { ByHand } from './by-hand.tsx';

const Query = z.object({
  debtor: z.string().trim().max(100).catch('').default(''),
  duty: DutyKind.or(z.literal('')).catch('').default(''),
  ended: z.literal('yes').optional().catch(undefined),
});
type Query = z.infer<typeof Query>;

const alertsShown = 10;

/** What has to be done by when, and what was raised of it. */
export function createClocks(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/clocks', (c) =>
    asReader(c, 'request.read', async (call) => {
      const { tx, view } = call;
      const { clocks } = view.text;
      const query = Query.parse(c.req.query());
      const when = { asOf: view.today, knownAt: await databaseNow(tx) };
      const versions = await readPolicyTerms(tx, when);
      const all = await readDuties(tx);
      const names = await readNames(call, all, when.knownAt);
      const duties = all.filter((duty) => isChosen(duty, query, names));
      const alerts = await listAlerts(tx, { limit: alertsShown });
      const count = await countAlerts(tx);
      return c.html(
        <Page view={view} title={clocks.title} lead={clocks.lead}>
          <Told view={view} flash={takeFlash(c)} />
          <Alerts view={view} alerts={alerts} count={count} />
          <Filter view={view} query={query} />
          {duties.length === 0 ? (
            <section class="panel">
              <Empty
                title={versions.length === 0 ? clocks.noTerms : clocks.none}
                hint={versions.length === 0 ? clocks.noTermsHint : clocks.noneHint}
              />
            </section>
          ) : (
            <Board view={view} duties={duties} names={names} />
          )}
          {view.can('notice.prepare') && versions.length > 0 ? (
            <ByHand view={view} policies={newest(versions)} />
          ) : null}
        </Page>,
      );
    }),
  );
  app.route('/', createClockActs());
  return app;
}

function newest(versions: readonly PolicyTerms[]): PolicyTerms[] {
  return [...new Map(versions.map((terms) => [terms.policyId, terms])).values()];
}

async function readNames({ tx, view }: PageCall, duties: readonly Duty[], knownAt: string) {
  const ids = [...new Set(duties.flatMap(({ debtorId }) => debtorId ?? []))];
  const debtors = await readDebtors(tx, { asOf: view.today, knownAt, ids });
  return new Map(debtors.map(({ id, name }) => [id, name]));
}

function isChosen(duty: Duty, query: Query, names: ReadonlyMap<string, string>): boolean {
  const isEnded = duty.status === 'done' || duty.status === 'moot';
  if (isEnded && query.ended === undefined) return false;
  if (query.duty !== '' && duty.duty !== query.duty) return false;
  if (query.debtor === '') return true;
  const { debtorId } = duty;
  if (debtorId === undefined) return false;
  const sought = query.debtor.toLowerCase();
  const name = names.get(debtorId) ?? '';
  return debtorId.toLowerCase().includes(sought) || name.toLowerCase().includes(sought);
}

const Filter: FC<{ view: View; query: Query }> = function Filter({ view, query }) {
  const { filter } = view.text.clocks;
  return (
    <section class="panel">
      <form class="filters padded" method="get" action="/clocks" aria-label={filter.label}>
        <input
          type="search"
          name="debtor"
          value={query.debtor}
          aria-label={filter.debtor}
          placeholder={filter.anyDebtor}
        />
        <select name="duty" aria-label={filter.duty}>
          <option value="">{filter.anyDuty}</option>
          {DutyKind.options.map((kind) => (
            <option value={kind} selected={query.duty === kind}>
              {word(view.locale, `duty.${kind}`)}
            </option>
          ))}
        </select>
        <label class="check">
          <input type="checkbox" name="ended" value="yes" checked={query.ended === 'yes'} />
          {filter.ended}
        </label>
        <button type="submit">{filter.apply}</button>
      </form>
    </section>
  );
};
