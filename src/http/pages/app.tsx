import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import type { FC } from 'hono/jsx';
import type { AppDeps } from '../deps.ts';
import type { HttpEnv } from '../env.ts';
import { localeOf } from '../locale.ts';
import { Problem, problemOf } from '../problem.ts';
import { problems, titleOf } from '../wording.ts';
import { createAgeing } from './ageing/page.tsx';
import { createAssets } from './asset.ts';
import { createBank } from './bank/page.tsx';
import { createBooks } from './books/page.tsx';
import { createBookStatement } from './books/statement.tsx';
import { createCertificates } from './certificate/page.tsx';
import { createClaimActs } from './claims/act.ts';
import { createBeforeClaim } from './claims/before.tsx';
import { createClaimPage } from './claims/dossier.tsx';
import { createClaimList } from './claims/list.tsx';
import { createInsurerNotices } from './clocks/notices.tsx';
import { createClocks } from './clocks/page.tsx';
import { createDebtors } from './debtors/page.tsx';
import { createDeliveries } from './deliveries.tsx';
import { createBasket } from './desk/basket.ts';
import { createDesk } from './desk/page.tsx';
import { createFacilityExplanation } from './explained/facility.tsx';
import { createExposure } from './exposure/page.tsx';
import { createFixings } from './fixings/page.tsx';
import { createOffering } from './funders/offering.tsx';
import { createQuestioned } from './funders/questioned.tsx';
import { createFunders } from './funders/statement.tsx';
import { createImports } from './imports/page.tsx';
import { createInsurerRequests } from './insurer/page.tsx';
import { createLanguage } from './language.ts';
import { Document } from './layout.tsx';
import { createOutlook } from './outlook/page.tsx';
import { createRaise } from './raise/page.tsx';
import { createReceivables } from './receivables.tsx';
import { createReconciliation } from './reconciliation/page.tsx';
import { createRequestActs } from './requests/act.tsx';
import { createRequestList } from './requests/list.tsx';
import { createRequestPage } from './requests/page.tsx';
import { createSelectionList } from './selections/list.tsx';
import { createSelectionPage } from './selections/page.tsx';
import { textOf } from './text/text.ts';

/** Every page, rendered here; they work without scripts, and htmx makes them quicker. */
export function createPages(_deps: AppDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.use(compress());
  app.route('/', createAssets());
  app.get('/', async (c, next) => (c.get('principal') ? next() : welcome(c)));
  for (const create of [
    createDesk,
    createBasket,
    createRaise,
    createCertificates,
    createRequestList,
    createRequestActs,
    createRequestPage,
    createSelectionList,
    createSelectionPage,
    createReceivables,
    createImports,
    createDeliveries,
    createClocks,
    createInsurerNotices,
    createDebtors,
    createAgeing,
    createFacilityExplanation,
    createQuestioned,
    createFunders,
    createOffering,
    createBank,
    createReconciliation,
    createOutlook,
    createExposure,
    createClaimList,
    createBeforeClaim,
    createClaimPage,
    createClaimActs,
    createInsurerRequests,
    createBooks,
    createBookStatement,
    createFixings,
    createLanguage,
  ]) {
    app.route('/', create());
  }
  app.get('*', (c, next) => {
    if (isOurs(c.req.path)) throw new Problem('not_found');
    return next();
  });
  app.onError((error, c) => {
    return failed(c, problemOf(c, error));
  });
  return app;
}

/** Programs ask the other addresses, and read JSON when there is nothing. */
function isOurs(path: string): boolean {
  return !path.startsWith('/api/') && !path.startsWith('/problems/');
}

/** Someone without a session reads where to get one; links into the house come back after it. */
function welcome(c: Context<HttpEnv>) {
  const locale = localeOf(c);
  const text = textOf(locale);
  return c.html(
    <Document title={text.signIn} locale={locale} nonce={c.get('nonce')} text={text}>
      <main class="alone">
        <h1>{text.problem.signInTitle}</h1>
        <p>{text.problem.signInText}</p>
        <p>
          <a class="button" href="/sign-in">
            {text.signIn}
          </a>
        </p>
      </main>
    </Document>,
  );
}

/** A problem in words. Whoever is not signed in is led to sign in and back to where they wanted. */
function failed(c: Context<HttpEnv>, { code, extra }: Problem) {
  const { pathname, search } = new URL(c.req.url);
  if (code === 'unauthenticated' && c.req.method === 'GET') {
    return c.redirect(`/sign-in?return_to=${encodeURIComponent(pathname + search)}`, 303);
  }
  const details = [
    extra.detail,
    ...(extra.errors ?? []).map((one) => `${one.pointer}: ${one.detail}`),
  ];
  const { status } = problems[code];
  return c.html(
    <Failure
      c={c}
      title={titleOf(code, localeOf(c))}
      details={details.filter((one) => one !== undefined)}
    />,
    status,
  );
}

const Failure: FC<{ c: Context<HttpEnv>; title: string; details: string[] }> = function Failure({
  c,
  title,
  details,
}) {
  const locale = localeOf(c);
  const text = textOf(locale);
  return (
    <Document title={title} locale={locale} nonce={c.get('nonce')} text={text}>
      <main class="alone">
        <h1>{title}</h1>
        {details.map((detail) => (
          <p>{detail}</p>
        ))}
        <p>
          <a class="button" href="/">
            {text.problem.home}
          </a>
        </p>
        <small>{`${text.problem.reference}: ${c.get('requestId')}`}</small>
      </main>
    </Document>
  );
};
