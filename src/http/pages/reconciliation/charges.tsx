import type { FC } from 'hono/jsx';
import { assert } from '../../../core/assert.ts';
import { sumMinor } from '../../../core/money.ts';
import type { AgreedCharge } from '../../../core/reconciliation/agreed.ts';
import { wordDerivation } from '../../../core/wording/charges.ts';
import { isWorded, word } from '../../../core/wording/word.ts';
import type { View } from '../view.ts';

/** Each charge beside what the agreement gives for it, line by line. */
export const ChargeTable: FC<{
  view: View;
  charges: readonly AgreedCharge[];
  currency: string;
}> = function ChargeTable({ view, charges, currency }) {
  const { text, format, locale } = view;
  const { reconciliation } = text;
  const heads = [reconciliation.charged1, reconciliation.agreed, reconciliation.difference];
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{reconciliation.kind}</th>
            {heads.map((head) => (
              <th scope="col" class="num">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {charges.map((charge) => (
            <tr>
              <th scope="row" data-head={reconciliation.kind}>
                <span>
                  {word(locale, `measure.${charge.charge}`)}
                  <small class="muted">
                    {` ${reconciliation.through(format.day(charge.through))}`}
                  </small>
                  <Reckoning view={view} charge={charge} currency={currency} />
                </span>
              </th>
              {amountsOf(charge).map((amountMinor, nth) => (
                <td class="num" data-head={heads[nth]}>
                  {amountMinor === undefined ? text.none : format.amount(amountMinor, currency)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

function amountsOf(charge: AgreedCharge): (number | undefined)[] {
  const { chargedMinor } = charge;
  if (charge.status !== 'reckoned') return [chargedMinor, undefined, undefined];
  const { agreedMinor } = charge;
  return [chargedMinor, agreedMinor, sumMinor([agreedMinor, -chargedMinor])];
}

const Reckoning: FC<{ view: View; charge: AgreedCharge; currency: string }> = function Reckoning({
  view,
  charge,
  currency,
}) {
  if (charge.status === 'unknown') {
    const key = `chargeUnknown.${charge.refusal.code}`;
    assert(isWorded(key), `no sentence for ${key}`);
    return (
      <small>
        {word(view.locale, key, charge.refusal.params)}
        {charge.refusal.code === 'fixing_missing' ? (
          <>
            {' '}
            <a href={`/books/fixings?index=${encodeURIComponent(charge.refusal.params.index)}`}>
              {view.text.fixings.go}
            </a>
          </>
        ) : null}
      </small>
    );
  }
  const lines = charge.derivations.flatMap((derivation) =>
    wordDerivation(view.locale, derivation, currency),
  );
  return (
    <>
      {lines.map((line) => (
        <small>{line}</small>
      ))}
    </>
  );
};
