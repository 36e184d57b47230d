import type { FC } from 'hono/jsx';
import type { PositionFact } from '../../../core/funding/position-fact.ts';
import type { Currency } from '../../../core/money.ts';
import type { PastFact } from '../../../store/position-history.ts';
import type { View } from '../view.ts';

/** What has happened to a receivable with its funders: what, how much, on which day, by whom and why. */
export const PastPanel: FC<{
  view: View;
  past: readonly PastFact[];
  facility: { currency: Currency };
}> = function PastPanel({ view, past, facility }) {
  const { text, format } = view;
  const { position: said } = text;
  const heads = { day: said.on, what: said.what, amount: said.amount, by: said.by, why: said.why };
  return (
    <section class="panel" aria-labelledby="past-title">
      <header>
        <h2 id="past-title">{said.pastTitle}</h2>
        <span class="muted">{facility.currency}</span>
      </header>
      <div class="scroll">
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">{heads.day}</th>
              <th scope="col">{heads.what}</th>
              <th scope="col" class="num">
                {heads.amount}
              </th>
              <th scope="col">{heads.by}</th>
              <th scope="col">{heads.why}</th>
              <th scope="col" class="num">
                {text.receivable.recorded}
              </th>
            </tr>
          </thead>
          <tbody>
            {past.map((one) => {
              const amountMinor = amountOf(one.fact);
              return (
                <tr>
                  <td data-head={heads.day}>{format.day(one.effectiveOn)}</td>
                  <th scope="row" data-head={heads.what}>
                    {whatOf(view, one.fact)}
                  </th>
                  <td class="num" data-head={heads.amount}>
                    {amountMinor === undefined
                      ? text.none
                      : format.amount(amountMinor, facility.currency)}
                  </td>
                  <td data-head={heads.by}>{one.by ?? said.product}</td>
                  <td data-head={heads.why}>{whyOf(view, one)}</td>
                  <td class="num" data-head={text.receivable.recorded}>
                    {format.instant(one.recordedAt)}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
};

function whatOf({ text }: View, fact: PositionFact): string {
  const { facts, chargeOf } = text.position;
  if (fact.kind === 'charged') return chargeOf[fact.charge];
  if (fact.kind === 'released') return facts.released[fact.cause];
  if (fact.kind === 'collected') return facts.collectedBy[fact.by];
  return facts[fact.kind];
}

function amountOf(fact: PositionFact): number | undefined {
  if (fact.kind === 'assigned') return fact.faceMinor;
  return 'amountMinor' in fact ? fact.amountMinor : undefined;
}

function whyOf({ text }: View, { fact, movement }: PastFact): string {
  const { causes } = text.position;
  if (movement !== null) return causes.movement(movement);
  const cause = 'cause' in fact && fact.kind !== 'released' ? fact.cause : '';
  if (cause.startsWith('bank|')) return causes.bank;
  if (cause.startsWith('credit|')) return causes.credit;
  return cause === '' ? text.none : cause;
}
