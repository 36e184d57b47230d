import type { FC } from 'hono/jsx';
import type { View } from '../view.ts';
import type { RequestModel } from './model.ts';

/** The stored selection that the lines are of; a request drafted without one shows nothing. */
export const SelectionOf: FC<{ view: View; model: RequestModel }> = function SelectionOf({
  view,
  model,
}) {
  const { selections } = view.text;
  const drafted = model.request.facts.find(({ fact }) => fact.kind === 'drafted')?.fact;
  if (drafted?.kind !== 'drafted' || drafted.runId === undefined) return null;
  return (
    <section class="panel" aria-labelledby="selection-title">
      <header>
        <h2 id="selection-title">{selections.ofRequestTitle}</h2>
      </header>
      <div class="body">
        <p class="muted">{selections.ofRequest}</p>
        <p>
          <a href={`/selections/${drafted.runId}`}>{selections.open}</a>
        </p>
        <div class="mono muted" title={selections.inputHash}>
          {drafted.planInputHash}
        </div>
      </div>
    </section>
  );
};
