import type { Context } from 'hono';
import type { FC } from 'hono/jsx';
import type { Id } from '../../../core/ids.ts';
import { type Explanation, explanationOf } from '../../../core/wording/explanation.ts';
import type { HttpEnv } from '../../env.ts';
import { Notice } from '../layout.tsx';
import { sentenceOf } from '../message.tsx';
import { NeedFields } from '../raise/form.tsx';
import { type Asked, askedOf, Typed } from '../raise/need.ts';
import { asReader, type View } from '../view.ts';
import { type PlanAnswer, planQuestionOf, planWithin } from './plans.ts';

/** A page answers at once; what htmx or a link asks again for may take its time. */
const WAIT_MS = { page: 400, htmx: 5000, link: 20_000 };

export type Placing = {
  receivableId: Id;
  typed: Typed;
  asked: Asked;
  /** Absent where nothing was asked, or while the plan is being made. */
  answer: PlanAnswer | undefined;
};

/** What the address asks of a need; waits outside of any transaction. */
export async function placingFor(c: Context<HttpEnv>, receivableId: Id): Promise<Placing> {
  const query = c.req.query();
  const typed = Typed.parse(query);
  const asked = askedOf(typed);
  if (asked.status !== 'asked') return { receivableId, typed, asked, answer: undefined };
  const question = await asReader(c, 'ledger.read', (call) => planQuestionOf(call, asked.need));
  const isAgain = c.req.header('hx-request') === 'true';
  const longest = query.wait === '1' ? WAIT_MS.link : WAIT_MS.page;
  const waitMs = isAgain ? WAIT_MS.htmx : longest;
  const answer = await planWithin(c.get('deps'), question, waitMs);
  return { receivableId, typed, asked, answer };
}

/** Whether a plan for a need would take this receivable, where it would go, and why. */
export const PlacingPanel: FC<{
  view: View;
  placing: Placing;
  currencies: readonly string[];
  nameOf: NameOf;
}> = function PlacingPanel({ view, placing, currencies, nameOf }) {
  const { explain } = view.text;
  const { receivableId, typed, asked } = placing;
  return (
    <section class="panel" id="placing" aria-labelledby="placing-title">
      <header>
        <h2 id="placing-title">{explain.placingTitle}</h2>
        <span class="muted">{explain.placingHint}</span>
      </header>
      <form class="need" method="get" action={`/receivables/${receivableId}#placing`}>
        <NeedFields view={view} typed={typed} currencies={currencies} go={explain.placingGo} />
      </form>
      {asked.status === 'refused' ? (
        <Notice kind="refused">
          <p>{sentenceOf(view, asked)}</p>
        </Notice>
      ) : null}
      {asked.status === 'asked' ? <Result view={view} placing={placing} nameOf={nameOf} /> : null}
    </section>
  );
};

type NameOf = (facilityId: string) => string;

/** Comes back by itself while the plan is being made; without scripts a link does, and waits. */
const Result: FC<{ view: View; placing: Placing; nameOf: NameOf }> = function Result({
  view,
  placing: { receivableId, answer },
  nameOf,
}) {
  const { explain, raise } = view.text;
  if (!answer) {
    const polling = {
      'hx-get': view.here,
      'hx-trigger': 'load delay:200ms, every 10s',
      'hx-target': '#placed',
      'hx-select': '#placed',
      'hx-swap': 'outerHTML',
    };
    return (
      <div id="placed" class="note" role="status" aria-busy="true" {...polling}>
        <p>{explain.working}</p>
        <noscript>
          <a class="button" href={`${view.here}&wait=1#placing`}>
            {raise.show}
          </a>
        </noscript>
      </div>
    );
  }
  if (answer.status !== 'planned') {
    return (
      <div id="placed" class="note refused" role="alert">
        <p>{answer.status === 'refused' ? sentenceOf(view, answer) : explain.unavailable}</p>
      </div>
    );
  }
  const { plan, input } = answer;
  const placing = explanationOf(view.locale, plan, receivableId, input)?.placing;
  return (
    <div id="placed" class={placing?.status === 'placed' ? 'note done' : 'note'} role="status">
      <p>
        <Sentence view={view} placing={placing} nameOf={nameOf} />
      </p>
    </div>
  );
};

const Sentence: FC<{ view: View; placing: Explanation['placing']; nameOf: NameOf }> =
  function Sentence({ view, placing, nameOf }) {
    const { explain } = view.text;
    if (!placing) return <>{explain.noFacility}</>;
    const told =
      placing.status === 'placed' ? explain.placed(nameOf(placing.facilityId)) : explain.notPlaced;
    return (
      <>
        <b>{told}</b> {placing.sentence}
      </>
    );
  };
