import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import type { Terms } from '../../../core/facility.ts';
import { facilityInWords, type WordedFacility } from '../../../core/wording/explained.ts';
import { databaseNow } from '../../../store/business-clock.ts';
import { readFacilities } from '../../../store/facility.ts';
import type { HttpEnv } from '../../env.ts';
import { notFound } from '../../problem.ts';
import { deskPath } from '../desk/query.ts';
import { ruleLabel } from '../desk/rule.ts';
import { Notice, Page } from '../layout.tsx';
import { sentenceOf } from '../message.tsx';
import { asReader, type View } from '../view.ts';
import { readFacilityExplanation } from './answers.ts';

/** What dropping each rule of a facility alone would free, and what a step looser would. */
export function createFacilityExplanation(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/facilities/:id/explanation', (c) =>
    asReader(c, 'ledger.read', async (call) => {
      const { tx, view } = call;
      const facilityId = c.req.param('id');
      const when = { asOf: view.today, knownAt: await databaseNow(tx), facilityIds: [facilityId] };
      const [facility] = await readFacilities(tx, when);
      if (!facility) throw notFound();
      const answer = await readFacilityExplanation(call, facilityId);
      if (answer.status === 'unknown') throw notFound();
      const { terms } = facility;
      const { explain } = view.text;
      return c.html(
        <Page view={view} title={explain.title(terms.name)} lead={explain.lead}>
          {answer.status === 'explained' ? (
            <Explained
              view={view}
              terms={terms}
              explained={facilityInWords(view.locale, answer.explanation)}
            />
          ) : (
            <Notice kind="refused">
              <p>{answer.status === 'refused' ? sentenceOf(view, answer) : explain.unavailable}</p>
            </Notice>
          )}
        </Page>,
      );
    }),
  );
  return app;
}

export function explanationPath(facilityId: string): string {
  return `/facilities/${encodeURIComponent(facilityId)}/explanation`;
}

type Props = { view: View; terms: Terms; explained: WordedFacility };

const Explained: FC<Props> = function Explained({ view, terms, explained }) {
  const { format, text } = view;
  const { explain } = text;
  const { best, collapsed, currency, poolMinor, availableMinor } = explained;
  const desk = deskPath({ show: 'all', q: '' }, { facility: terms.facilityId });
  return (
    <>
      {collapsed ? (
        <Notice kind="refused">
          <h2>{explain.collapsed}</h2>
          <p>{collapsed.sentence}</p>
        </Notice>
      ) : null}
      <section class="panel" aria-labelledby="today-title">
        <header>
          <h2 id="today-title">{text.asOf(format.day(explained.asOf))}</h2>
          <a href={desk}>{explain.toDesk}</a>
        </header>
        <div class="body">
          <dl>
            <dt>{explain.eligible}</dt>
            <dd>{`${format.amount(poolMinor, currency)} ${currency}`}</dd>
            <dt>{explain.available}</dt>
            <dd>{`${format.amount(availableMinor, currency)} ${currency}`}</dd>
          </dl>
          {best ? <p>{best.sentence}</p> : null}
        </div>
      </section>
      <Steps view={view} terms={terms} explained={explained} />
      <Limits view={view} explained={explained} />
    </>
  );
};

const Steps: FC<Props> = function Steps({ view, terms, explained }) {
  const { explain } = view.text;
  return (
    <section class="panel" aria-labelledby="rules-title">
      <header>
        <h2 id="rules-title">{explain.rulesTitle}</h2>
        <span class="muted">{`${explain.rulesHint} ${explained.currency}`}</span>
      </header>
      <div class="scroll">
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">{explain.rule}</th>
              <th scope="col" class="num">
                {explain.takes}
              </th>
              <th scope="col" class="num">
                {explain.pool}
              </th>
              <th scope="col" class="num">
                {explain.draw}
              </th>
              <th scope="col">{explain.looser}</th>
            </tr>
          </thead>
          <tbody>
            {explained.steps.map((step) => (
              <StepRow view={view} terms={terms} step={step} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};

const StepRow: FC<{ view: View; terms: Terms; step: WordedFacility['steps'][0] }> =
  function StepRow({ view, terms, step }) {
    const { format, locale, text } = view;
    const { explain } = text;
    const { currency, facilityId } = terms;
    const { rule, amountMinor, frees, isNegotiable, looser } = step;
    const write = (minor: number) => format.amount(minor, currency);
    return (
      <tr>
        <th scope="row">
          <a href={deskPath({ show: 'all', q: '' }, { facility: facilityId, rule })}>
            {ruleLabel(locale, terms, rule)}
          </a>
          {isNegotiable ? null : <small>{explain.fixed}</small>}
        </th>
        <td class="num" data-head={explain.takes}>
          {write(-amountMinor)}
        </td>
        <td class="num" data-head={explain.pool}>
          {write(frees.poolMinor)}
        </td>
        <td class="num" data-head={explain.draw}>
          {write(frees.availableMinor)}
        </td>
        <td data-head={explain.looser}>
          {looser.length === 0 ? (
            <span class="muted">{explain.looserNone}</span>
          ) : (
            <div>
              {looser.map(({ sentence }) => (
                <small>{sentence}</small>
              ))}
            </div>
          )}
        </td>
      </tr>
    );
  };

const Limits: FC<{ view: View; explained: WordedFacility }> = function Limits({ view, explained }) {
  const { format, text } = view;
  const { explain } = text;
  const { limits, currency } = explained;
  return (
    <section class="panel" aria-labelledby="limits-title">
      <header>
        <h2 id="limits-title">{explain.limitsTitle}</h2>
        <span class="muted">{currency}</span>
      </header>
      <div class="scroll">
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">{explain.limit}</th>
              <th scope="col" class="num">
                {explain.holdback}
              </th>
              <th scope="col" class="num">
                {explain.more}
              </th>
              <th scope="col">{explain.step}</th>
            </tr>
          </thead>
          <tbody>
            {limits.map(({ name, takesMinor, frees, sentence }) => (
              <tr>
                <th scope="row">{name}</th>
                <td class="num" data-head={explain.holdback}>
                  {format.amount(-takesMinor, currency)}
                </td>
                <td class="num" data-head={explain.more}>
                  {format.amount(frees.availableMinor, currency)}
                </td>
                <td data-head={explain.step}>
                  <small>{sentence}</small>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};
