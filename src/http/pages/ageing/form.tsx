import type { FC } from 'hono/jsx';
import { AgeingBasis, CreditsPlace } from '../../../core/ageing/column.ts';
import { Notice } from '../layout.tsx';
import type { View } from '../view.ts';
import { type Asked, ageingPath } from './query.ts';

/** Day and slabs as a form; what ages are counted from and where credits stand by one click each. */
export const AskAgeing: FC<{ view: View; asked: Asked }> = function AskAgeing({ view, asked }) {
  const { text, today } = view;
  const { ageing, refusals } = text;
  const { query } = asked;
  const wrong = asked.status === 'unreadable' ? asked : undefined;
  const invalid = (field: 'asOf' | 'slabs') => (wrong?.field === field ? 'true' : undefined);
  const slabs = asked.status === 'asked' ? asked.question.limits.join(', ') : query.slabs;
  const said = wrong?.field === 'asOf' ? refusals.day_unreadable : ageing.slabsUnreadable;
  return (
    <>
      <form class="filters days" method="get" action="/ageing" aria-label={ageing.formTitle}>
        <input type="hidden" name="basis" value={query.basis} />
        <input type="hidden" name="credits" value={query.credits} />
        <label>
          {ageing.asOf}
          <input
            type="date"
            name="asOf"
            value={query.asOf === '' ? today : query.asOf}
            required
            aria-invalid={invalid('asOf')}
          />
        </label>
        <label>
          {ageing.slabs}
          <input
            name="slabs"
            value={slabs}
            required
            autocomplete="off"
            size={28}
            aria-invalid={invalid('slabs')}
          />
          <small>{ageing.slabsHint}</small>
        </label>
        <button type="submit">{ageing.show}</button>
      </form>
      {wrong ? (
        <Notice kind="refused">
          <p>{said(wrong.value)}</p>
        </Notice>
      ) : null}
      {asked.status === 'asked' ? <Switches view={view} question={asked.question} /> : null}
    </>
  );
};

const Switches: FC<{ view: View; question: Extract<Asked, { status: 'asked' }>['question'] }> =
  function Switches({ view, question }) {
    const { ageing } = view.text;
    return (
      <div class="fields switches">
        <nav class="facilities" aria-label={ageing.basis}>
          <span class="muted">{ageing.basis}</span>
          {AgeingBasis.options.map((basis) => (
            <a
              href={ageingPath({ ...question, basis })}
              aria-current={basis === question.basis ? 'true' : undefined}
            >
              {ageing.bases[basis]}
            </a>
          ))}
        </nav>
        <nav class="facilities" aria-label={ageing.credits}>
          <span class="muted">{ageing.credits}</span>
          {CreditsPlace.options.map((credits) => (
            <a
              href={ageingPath({ ...question, credits })}
              aria-current={credits === question.credits ? 'true' : undefined}
            >
              {ageing.creditPlaces[credits]}
            </a>
          ))}
        </nav>
      </div>
    );
  };
