import type { Context } from 'hono';
import type { Day } from '../../core/calendar.ts';
import { may, type Permission } from '../../core/role.ts';
import { wordRefusal } from '../../core/wording/word.ts';
import { businessDay } from '../../store/business-clock.ts';
import type { Tx } from '../../store/database.ts';
import { readTenant } from '../../store/tenant.ts';
import type { AppDeps } from '../deps.ts';
import type { HttpEnv, Locale, Principal } from '../env.ts';
import { permit } from '../identity/guard.ts';
import { localeOf } from '../locale.ts';
import { type Format, formatOf } from './format.ts';
import { readTasks, type Tasks } from './tasks.ts';
import { type Text, textOf } from './text/text.ts';

/** What every part of a page may need to know about its reader. */
export type View = {
  locale: Locale;
  text: Text;
  format: Format;
  principal: Principal;
  formToken: string;
  nonce: string;
  requestId: string;
  /** Path and query of this page, for forms that come back to it. */
  here: string;
  today: Day;
  currency: string;
  tasks: Tasks;
  can(permission: Permission): boolean;
  /** A refusal of intake, selection or cash by its code. */
  wordRefusal(code: string, params: Record<string, string | number | boolean>): string;
};

export type PageCall = { c: Context<HttpEnv>; deps: AppDeps; tx: Tx; view: View };

/** Runs one page in one transaction of the reader's tenant. */
export async function asReader<Value>(
  c: Context<HttpEnv>,
  permission: Permission | 'any',
  work: (call: PageCall) => Promise<Value>,
): Promise<Value> {
  const principal = permit(c, permission);
  const deps = c.get('deps');
  return deps.db.asTenant(principal.tenantId, async (tx) => {
    const tenant = await readTenant(tx);
    const view = createView(c, principal, {
      today: await businessDay(tx),
      timeZone: tenant?.timeZone ?? 'UTC',
      currency: tenant?.functionalCurrency ?? 'EUR',
      tasks: await readTasks(tx, principal),
    });
    return work({ c, deps, tx, view });
  });
}

function createView(
  c: Context<HttpEnv>,
  principal: Principal,
  known: { today: Day; timeZone: string; currency: string; tasks: Tasks },
): View {
  const locale = localeOf(c);
  const { pathname, search } = new URL(c.req.url);
  return {
    locale,
    text: textOf(locale),
    format: formatOf(locale, known.timeZone),
    principal,
    formToken: c.get('formToken') ?? '',
    nonce: c.get('nonce'),
    requestId: c.get('requestId'),
    here: pathname + search,
    today: known.today,
    currency: known.currency,
    tasks: known.tasks,
    can: (permission) => may(principal.roles, permission),
    wordRefusal: (code, params) => wordRefusal(locale, code, params),
  };
}
