import type { FC } from 'hono/jsx';
import type { Warning } from '../../../core/outlook/warnings.ts';
import { wordWarning } from '../../../core/wording/outlook.ts';
import { word } from '../../../core/wording/word.ts';
import { Empty } from '../layout.tsx';
import type { View } from '../view.ts';
import { itemsHref } from './query.ts';

/** The gravest first; each opens to its receivables. */
export const Warnings: FC<{ view: View; warnings: readonly Warning[] }> = function Warnings({
  view,
  warnings,
}) {
  const { text, format, locale } = view;
  const { outlook } = text;
  if (warnings.length === 0) {
    return (
      <section class="panel" aria-labelledby="warnings-title">
        <header>
          <h2 id="warnings-title">{outlook.warningsTitle}</h2>
        </header>
        <Empty title={outlook.calm} hint={outlook.calmHint} />
      </section>
    );
  }
  return (
    <section class="panel" aria-labelledby="warnings-title">
      <header>
        <h2 id="warnings-title">{outlook.warningsTitle}</h2>
        <span class="muted">{format.integer(warnings.length)}</span>
      </header>
      <div class="scroll">
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">{outlook.severity}</th>
              <th scope="col">{outlook.warning}</th>
              <th scope="col" class="num">
                {outlook.amount}
              </th>
              <th scope="col">{outlook.cure}</th>
            </tr>
          </thead>
          <tbody>
            {warnings.map((warning) => (
              <tr>
                <td data-head={outlook.severity}>
                  <span class={`chip ${toneOf[warning.severity]}`}>
                    {word(locale, `severity.${warning.severity}`)}
                  </span>
                </td>
                <th scope="row" data-head={outlook.warning}>
                  <span>
                    {word(locale, `warning.${warning.code}`)}
                    <small class="muted">{wordWarning(locale, warning)}</small>
                  </span>
                </th>
                <td class="num" data-head={outlook.amount}>
                  {`${format.amount(warning.amountMinor, warning.currency)} ${warning.currency}`}
                </td>
                <td data-head={outlook.cure}>
                  <span>
                    {word(locale, `warning.${warning.code}.cure`)}{' '}
                    <Opens view={view} warning={warning} />
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};

const Opens: FC<{ view: View; warning: Warning }> = function Opens({ view, warning }) {
  const { text } = view;
  const { code, facilityId, params, receivableIds } = warning;
  if (receivableIds.length === 0) {
    return (
      <a href={`/certificates?facility=${encodeURIComponent(facilityId)}`}>
        {text.nav.certificates}
      </a>
    );
  }
  if (code === 'not_offered' || code === 'offer_late' || code === 'offered_elsewhere') {
    return (
      <a href={`/funders/${encodeURIComponent(facilityId)}/unoffered`}>{text.offering.open}</a>
    );
  }
  const debtor = code === 'concentration' ? { debtor: params.debtor ?? '' } : {};
  return (
    <a href={itemsHref({ warning: code, facility: facilityId, ...debtor })}>
      {text.outlook.receivables(receivableIds.length)}
    </a>
  );
};

const toneOf = { high: 'cut', medium: 'wait', low: 'part' } as const;
