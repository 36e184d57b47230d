import type { FC } from 'hono/jsx';
import { addDays } from '../../../core/calendar.ts';
import { isWorded, word, wordRule } from '../../../core/wording/word.ts';
import type { View } from '../view.ts';
import type { Paper } from './paper.ts';

/** Who is above a cap, with the cap and what it is a share of. */
export const Concentrations: FC<{
  view: View;
  paper: Paper;
  /** What debtors are called; a group, country or industry is its own name. */
  names: ReadonlyMap<string, string>;
}> = function Concentrations({ view, paper, names }) {
  const { text, format, locale } = view;
  const said = text.certificate;
  const { concentrations, currency } = paper.certificate;
  const write = (amountMinor: number) => format.amount(amountMinor, currency);
  const heads = [said.counted, said.cap, said.excess, said.share];
  return (
    <section class="panel" aria-labelledby="concentration-title">
      <header>
        <h2 id="concentration-title">{said.concentrationTitle}</h2>
        <span class="muted">{currency}</span>
      </header>
      {concentrations.length === 0 ? (
        <p class="body muted">{said.concentrationNone}</p>
      ) : (
        <div class="scroll">
          <table class="stack">
            <thead>
              <tr>
                <th scope="col">{said.node}</th>
                {heads.map((head) => (
                  <th scope="col" class="num">
                    {head}
                  </th>
                ))}
                <th scope="col" class="num">
                  {said.shareBase}
                </th>
              </tr>
            </thead>
            <tbody>
              {concentrations.map((one) => (
                <tr>
                  <th scope="row" data-head={said.node}>
                    {names.get(one.node) ?? nodeOf(view, one)}
                    <small>{wordRule(locale, one.rule)}</small>
                  </th>
                  {[
                    write(one.countedMinor),
                    write(one.capMinor),
                    write(one.excessMinor),
                    format.percent(one.shareBp),
                  ].map((cell, at) => (
                    <td class="num" data-head={heads[at]}>
                      {cell}
                    </td>
                  ))}
                  <td class="num wrapped" data-head={said.shareBase}>
                    {write(one.baseMinor)}
                    <small>{baseOf(view, one.base)}</small>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
};

/** Public bodies count together; debtors whose industry or country is not known do so too. */
function nodeOf(
  { text: { certificate: said } }: View,
  { rule, node }: Paper['certificate']['concentrations'][number],
): string {
  if (rule === 'government_concentration') return said.wholeGroup;
  return node === '' ? said.notStated : node;
}

function baseOf({ locale }: View, base: string): string {
  const code = `base.${base}`;
  return isWorded(code) ? word(locale, code) : base;
}

/** Past months, as reserves read them, newest first. */
export const Statistics: FC<{ view: View; paper: Paper }> = function Statistics({ view, paper }) {
  const { text, format } = view;
  const said = text.certificate;
  const { statistics, currency } = paper.certificate;
  const heads = [
    said.sales,
    said.creditNotes,
    said.dilution,
    said.collections,
    said.defaulted,
    said.loss,
  ];
  return (
    <section class="panel" aria-labelledby="statistics-title">
      <header>
        <h2 id="statistics-title">{said.statisticsTitle}</h2>
        <span class="muted">{currency}</span>
      </header>
      {statistics.length === 0 ? (
        <p class="body muted">{said.statisticsNone}</p>
      ) : (
        <div class="scroll">
          <table class="stack">
            <thead>
              <tr>
                <th scope="col">{said.month}</th>
                {heads.map((head) => (
                  <th scope="col" class="num">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {statistics.map((month) => (
                <tr>
                  <th scope="row" data-head={said.month}>
                    {month.month}
                  </th>
                  {[
                    format.amount(month.salesMinor, currency),
                    format.amount(month.creditNotesMinor, currency),
                    format.percent(Math.round(month.dilutionPpm / 100)),
                    format.amount(month.collectionsMinor, currency),
                    format.amount(month.defaultedMinor, currency),
                    format.percent(Math.round(month.lossPpm / 100)),
                  ].map((cell, at) => (
                    <td class="num" data-head={heads[at]}>
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
};

/** From the gross of an earlier day to the gross of this one; what is left the books must explain. */
export const RollForward: FC<{ view: View; paper: Paper }> = function RollForward({ view, paper }) {
  const { text, format } = view;
  const said = text.certificate;
  const { rollForward: roll, currency, asOf } = paper.certificate;
  const write = (amountMinor: number) => format.amount(amountMinor, currency);
  const missing = format.day(addDays(`${asOf.slice(0, 7)}-01`, -1));
  const lines: [string, number, ('sum' | 'total')?][] = roll
    ? [
        [said.rollOpening(format.day(roll.openedOn)), roll.openingMinor, 'sum'],
        [said.rollSales, roll.salesMinor],
        [said.rollCollections, -roll.collectionsMinor],
        [said.rollCreditNotes, -roll.creditNotesMinor],
        [said.rollAdjustments, roll.adjustmentsMinor],
        [said.rollExpected, roll.expectedMinor, 'sum'],
        [said.rollGross(format.day(asOf)), roll.grossMinor, 'sum'],
        [said.rollDifference, roll.differenceMinor, 'total'],
      ]
    : [];
  return (
    <section class="panel whole" aria-labelledby="roll-title">
      <header>
        <h2 id="roll-title">{said.rollTitle}</h2>
        <span class="muted">{currency}</span>
      </header>
      {roll ? (
        <>
          <table class="paper">
            <thead class="hidden">
              <tr>
                <th scope="col">{said.line}</th>
                <th scope="col">{said.amount(currency)}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map(([label, amountMinor, kind]) => (
                <tr class={kind === 'total' && amountMinor !== 0 ? 'short' : kind}>
                  <th scope="row">
                    {label}
                    {label === said.rollAdjustments ? (
                      <small>{said.rollAdjustmentsHint}</small>
                    ) : null}
                  </th>
                  <td class="num">{write(amountMinor)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p class="body muted">{said.rollHow}</p>
        </>
      ) : (
        <p class="body muted">{said.rollNone(missing)}</p>
      )}
    </section>
  );
};
