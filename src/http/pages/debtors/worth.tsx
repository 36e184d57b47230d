import type { FC } from 'hono/jsx';
import type { WordedDebtor } from '../../../core/wording/explained.ts';
import type { View } from '../view.ts';
import type { Financing } from './financing.ts';

type Props = { view: View; debtorId: string; financing: Financing };

/** Each limit on the debtor: what a higher one frees, and a form to ask about an amount. */
export const LimitWorths: FC<Props> = function LimitWorths({ view, debtorId, financing }) {
  if (financing.status !== 'explained' || financing.explained.limits.length === 0) return null;
  const { explain } = view.text;
  return (
    <section class="panel" id="worth" aria-labelledby="worth-title">
      <header>
        <h2 id="worth-title">{explain.worthTitle}</h2>
      </header>
      <p class="body muted">{explain.worthHint}</p>
      {financing.explained.limits.map((limit) => (
        <LimitForm view={view} debtorId={debtorId} limit={limit} typed={financing.typed} />
      ))}
    </section>
  );
};

type Typed = Extract<Financing, { status: 'explained' }>['typed'];

const LimitForm: FC<{
  view: View;
  debtorId: string;
  limit: WordedDebtor['limits'][0];
  typed: Typed;
}> = function LimitForm({ view, debtorId, limit, typed }) {
  const { explain } = view.text;
  const { name, sentences, currency } = limit;
  const isMeant = typed.of === limit.limit;
  return (
    <form
      class="body worth"
      method="get"
      action={`/debtors/${encodeURIComponent(debtorId)}#worth`}
      aria-label={name}
    >
      <h3>{name}</h3>
      {sentences.map((sentence) => (
        <p>{sentence}</p>
      ))}
      <input type="hidden" name="of" value={limit.limit} />
      <div class="fields">
        <label>
          {explain.raise(currency)}
          <input
            name="limit"
            value={isMeant ? typed.amount : ''}
            inputmode="decimal"
            autocomplete="off"
            aria-invalid={isMeant && typed.problem ? 'true' : undefined}
          />
        </label>
        <button type="submit">{explain.raiseGo}</button>
      </div>
      {isMeant && typed.problem ? (
        <p class="late" role="alert">
          {typed.problem}
        </p>
      ) : null}
    </form>
  );
};
