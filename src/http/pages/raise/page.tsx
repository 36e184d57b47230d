import { type Context, Hono } from 'hono';
import type { FC } from 'hono/jsx';
import type { HttpEnv } from '../../env.ts';
import { type Flash, redirectTelling, takeFlash } from '../flash.ts';
import { readForm } from '../form.ts';
import { Empty, Notice, Page } from '../layout.tsx';
import { sentenceOf, Told } from '../message.tsx';
import { type FacilityName, facilityNames } from '../requests/names.ts';
import { asReader, type View } from '../view.ts';
import { Address, Choice, raisePath } from './address.ts';
import { Cards } from './cards.tsx';
import { ChosenWay } from './chosen.tsx';
import { questionOf, type WaysAnswer, waysWithin } from './comparisons.ts';
import { fillBaskets } from './fill.ts';
import { NeedForm } from './form.tsx';
import { Lines } from './lines.tsx';
import { type Raise, readRaise } from './model.ts';
import { type Asked, askedOf, type Wanted } from './need.ts';
import { costSentence, Proof } from './proof.tsx';
import { Why } from './why.tsx';

/** A page answers at once; what htmx or a link asks again for may take its time. */
const WAIT_MS = { page: 400, htmx: 5000, link: 20_000 };

/** A need of cash, the ways of meeting it side by side, and one of them into the baskets. */
export function createRaise(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/raise', async (c) => {
    const address = Address.parse(c.req.query());
    const asked = askedOf(address);
    const answer = asked.status === 'asked' ? await answerTo(c, asked, address) : undefined;
    return asReader(c, 'request.read', async (call) => {
      const flash = takeFlash(c);
      const facilities = await facilityNames(call.tx, call.view.today);
      const raise =
        asked.status === 'asked' && answer?.status === 'compared'
          ? await readRaise(call, { wanted: asked, address, answer, facilities })
          : undefined;
      const shown = { address, asked, answer, raise, facilities };
      return c.html(<RaisePage view={call.view} flash={flash} shown={shown} />);
    });
  });
  app.post('/raise/basket', async (c) => {
    const choice = await readForm(c, Choice);
    const { path, flash } = await fillBaskets(c, choice);
    return redirectTelling(c, path, flash);
  });
  return app;
}

/** Waits outside of any transaction: a large ledger takes longer than a connection should be held. */
async function answerTo(
  c: Context<HttpEnv>,
  wanted: Wanted,
  { wait }: Address,
): Promise<WaysAnswer | undefined> {
  const isAgain = c.req.header('hx-request') === 'true';
  const question = await asReader(c, 'request.read', (call) => questionOf(call, wanted));
  const longest = wait ? WAIT_MS.link : WAIT_MS.page;
  return waysWithin(c.get('deps'), question, {
    waitMs: isAgain ? WAIT_MS.htmx : longest,
    accept: isAgain || wait ? 'newest' : 'current',
  });
}

type Shown = {
  address: Address;
  asked: Asked;
  answer: WaysAnswer | undefined;
  raise: Raise | undefined;
  facilities: ReadonlyMap<string, FacilityName>;
};

const RaisePage: FC<{ view: View; flash: Flash | undefined; shown: Shown }> = function RaisePage({
  view,
  flash,
  shown,
}) {
  const { text, format } = view;
  const { address, asked, facilities } = shown;
  const currencies = [...facilities.values()].map(({ currency }) => currency);
  return (
    <Page view={view} title={text.raise.title} lead={text.asOf(format.day(view.today))}>
      <Told view={view} flash={flash} />
      {asked.status === 'refused' ? (
        <Notice kind="refused">
          <p>{sentenceOf(view, asked)}</p>
        </Notice>
      ) : null}
      <NeedForm view={view} typed={address} currencies={currencies} />
      <p id="ways-told" class="hidden" role="status">
        {asked.status === 'asked' ? toldOf(view, shown) : ''}
      </p>
      <Result view={view} shown={shown} />
    </Page>
  );
};

/** For those who do not see the ways arrive; what is refused or falls short is an alert already. */
function toldOf(view: View, { answer, raise }: Shown): string {
  if (!answer) return view.text.raise.working;
  const isMet = raise?.cheapest.alternative.shortfallMinor === 0;
  return isMet ? costSentence(view, raise) : '';
}

const Result: FC<{ view: View; shown: Shown }> = function Result({
  view,
  shown: { address, asked, answer, raise },
}) {
  const { text } = view;
  if (asked.status !== 'asked') {
    return (
      <section class="panel">
        <Empty title={text.raise.empty} hint={text.raise.emptyHint} />
      </section>
    );
  }
  if (answer?.status === 'refused') {
    return (
      <div id="ways">
        <Notice kind="refused">
          <p>{sentenceOf(view, answer)}</p>
        </Notice>
      </div>
    );
  }
  if (!raise) return <Working view={view} wanted={asked} address={address} />;
  return (
    <div id="ways" class="ways">
      <Proof view={view} raise={raise} />
      <Cards view={view} raise={raise} />
      <ChosenWay view={view} raise={raise} />
      <Why view={view} raise={raise} />
      <Lines view={view} raise={raise} />
    </div>
  );
};

/** Comes back by itself, also when an answer was lost; without scripts a link does, and waits. */
const Working: FC<{ view: View; wanted: Wanted; address: Address }> = function Working({
  view,
  wanted,
  address: { aim, facility, page },
}) {
  const { raise } = view.text;
  const way = { aim, facilityId: facility };
  const polling = {
    'hx-get': view.here,
    'hx-trigger': 'load delay:200ms, every 10s',
    'hx-target': '#ways',
    'hx-select': '#ways',
    'hx-select-oob': '#ways-told:innerHTML',
    'hx-swap': 'outerHTML',
  };
  return (
    <section id="ways" class="panel" aria-busy="true" {...polling}>
      <div class="empty">
        <strong>{raise.working}</strong>
        {raise.workingHint}
        <noscript>
          <div>
            <a class="button" href={raisePath(wanted, { way, page, wait: true })}>
              {raise.show}
            </a>
          </div>
        </noscript>
      </div>
    </section>
  );
};
