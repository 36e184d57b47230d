import type { FC } from 'hono/jsx';
import { sumMinor } from '../../../core/money.ts';
import type { CashLine } from '../../../core/reconciliation/cash.ts';
import type { Difference } from '../../../core/reconciliation/difference.ts';
import { differenceCodes } from '../../../core/reconciliation/difference.ts';
import { word, wordDetail } from '../../../core/wording/word.ts';
import type { View } from '../view.ts';

/** The reasons, each with how often, how much, and what to do. */
export const Reasons: FC<{ view: View; differences: readonly Difference[]; currency: string }> =
  function Reasons({ view, differences, currency }) {
    const { text, locale, format } = view;
    const { reconciliation } = text;
    const groups = differenceCodes
      .map((code) => ({ code, own: differences.filter((one) => one.code === code) }))
      .filter(({ own }) => own.length > 0);
    return (
      <section class="panel" aria-labelledby="differences-title">
        <header>
          <h2 id="differences-title">{reconciliation.differencesTitle}</h2>
          <span class="muted">{format.integer(differences.length)}</span>
        </header>
        <div class="scroll">
          <table class="stack">
            <thead>
              <tr>
                <th scope="col">{reconciliation.reason}</th>
                <th scope="col" class="num">
                  {reconciliation.count}
                </th>
                <th scope="col" class="num">
                  {`${reconciliation.total} (${currency})`}
                </th>
                <th scope="col">{reconciliation.cure}</th>
              </tr>
            </thead>
            <tbody>
              {groups.map(({ code, own }) => (
                <tr>
                  <th scope="row" data-head={reconciliation.reason}>
                    {word(locale, `difference.${code}`)}
                  </th>
                  <td class="num" data-head={reconciliation.count}>
                    {format.integer(own.length)}
                  </td>
                  <td class="num" data-head={reconciliation.total}>
                    {format.amount(sumMinor(own.map((one) => one.amountMinor)), currency)}
                  </td>
                  <td data-head={reconciliation.cure}>
                    <span>
                      {word(locale, `difference.${code}.cure`)}
                      {code === 'questioned' ? (
                        <>
                          {' '}
                          <a href="/movements">{text.movements.title}</a>
                        </>
                      ) : null}
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

/** One difference in words, with why a movement is in question where it is. */
export function sentenceOf(view: View, difference: Difference, currency: string): string {
  const { code, measure, amountMinor, name = '', on = view.today, detail } = difference;
  const params = { measure, amountMinor, name, on, currency };
  const sentence = word(view.locale, `difference.${code}.sentence`, params);
  return detail === undefined ? sentence : `${sentence} ${wordDetail(view.locale, detail)}`;
}

/** What is due and not on the bank's statements. */
export const OnItsWay: FC<{ view: View; lines: readonly CashLine[]; currency: string }> =
  function OnItsWay({ view, lines, currency }) {
    const { text, locale, format } = view;
    const { reconciliation } = text;
    const heads = [reconciliation.due, reconciliation.bank, reconciliation.difference];
    return (
      <section class="panel" aria-labelledby="cash-title">
        <header>
          <h2 id="cash-title">{reconciliation.cashTitle}</h2>
        </header>
        <div class="body padded muted">{reconciliation.cashLead}</div>
        <div class="scroll">
          <table class="stack">
            <thead>
              <tr>
                <th scope="col">{reconciliation.reference}</th>
                <th scope="col">{reconciliation.kind}</th>
                <th scope="col" class="num">
                  {reconciliation.from}
                </th>
                {heads.map((head) => (
                  <th scope="col" class="num">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lines.slice(0, linesMax).map((line) => (
                <tr>
                  <th scope="row" data-head={reconciliation.reference}>
                    {line.name}
                  </th>
                  <td data-head={reconciliation.kind}>{word(locale, `measure.${line.kind}`)}</td>
                  <td class="num" data-head={reconciliation.from}>
                    {format.day(line.since)}
                  </td>
                  {[line.dueMinor, line.bankMinor, line.differenceMinor].map((amountMinor, nth) => (
                    <td class="num" data-head={heads[nth]}>
                      {format.amount(amountMinor, currency)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    );
  };

const linesMax = 50;
