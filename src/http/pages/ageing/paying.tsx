import type { FC } from 'hono/jsx';
import type { AgedRow } from '../../../core/ageing/ageing.ts';
import { defaultLimits } from '../../../core/ageing/column.ts';
import type { Delay, PaymentBehaviour } from '../../../core/ageing/payment.ts';
import type { AsOf } from '../../../core/calendar.ts';
import { wordNotEnough } from '../../../core/wording/aged.ts';
import { readBehaviours } from '../../../store/ageing/payment.ts';
import { type AgeingQuestion, readAgeing } from '../../../store/ageing.ts';
import type { PageCall, View } from '../view.ts';
import { AgedCells, AgedHead } from './cells.tsx';

/** With fewer paid receivables than this nothing is said of how a debtor pays. */
const neededMin = 5;

type Paying = { question: AgeingQuestion; rows: AgedRow[]; behaviours: PaymentBehaviour[] };

export async function readPaying(
  { tx, view }: PageCall,
  { asOf, knownAt, debtorId }: AsOf & { debtorId: string },
): Promise<Paying> {
  const question = {
    asOf,
    knownAt,
    basis: 'due_date' as const,
    limits: defaultLimits,
    credits: 'apart' as const,
  };
  const own = { ...question, debtorId, functional: view.currency };
  const { rows } = await readAgeing(tx, own);
  const debtorIds = [debtorId];
  const found = await readBehaviours(tx, { asOf, knownAt, debtorIds, needed: neededMin });
  return { question, rows, behaviours: found.get(debtorId) ?? [] };
}

/** How late a debtor pays and whether it is getting later, and what it owes by age. */
export const PayingPanel: FC<{ view: View; debtorId: string; paying: Paying }> =
  function PayingPanel({ view, debtorId, paying }) {
    const { ageing } = view.text;
    const { question, rows, behaviours } = paying;
    return (
      <section class="panel" aria-labelledby="paying-title">
        <header>
          <h2 id="paying-title">{ageing.payingTitle}</h2>
          <span class="muted">{ageing.payingLead}</span>
        </header>
        {behaviours.length === 0 ? (
          <p class="body muted">{ageing.payingNone}</p>
        ) : (
          <Behaviours view={view} behaviours={behaviours} />
        )}
        {rows.length === 0 ? null : (
          <div class="scroll">
            <h3 class="body padded">{ageing.ownTitle}</h3>
            <table class="stack">
              <AgedHead view={view} question={question} first={ageing.currency} />
              <tbody>
                {rows.map((row) => (
                  <tr>
                    <th scope="row">{row.currency}</th>
                    <AgedCells
                      view={view}
                      question={question}
                      line={row}
                      currency={row.currency}
                      of={{ currency: row.currency, debtor: debtorId }}
                    />
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
    );
  };

const Behaviours: FC<{ view: View; behaviours: PaymentBehaviour[] }> = function Behaviours({
  view,
  behaviours,
}) {
  const { ageing } = view.text;
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            {[ageing.currency, ageing.recent, ageing.year, ageing.trend].map((head) => (
              <th scope="col">{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {behaviours.map(({ currency, recent, year, changeTenthDays }) => (
            <tr>
              <th scope="row">{currency}</th>
              <td data-head={ageing.recent}>
                <DelayText view={view} delay={recent} currency={currency} />
              </td>
              <td data-head={ageing.year}>
                <DelayText view={view} delay={year} currency={currency} />
              </td>
              <td data-head={ageing.trend}>{trendOf(view, changeTenthDays)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const DelayText: FC<{ view: View; delay: Delay; currency: string }> = function DelayText({
  view,
  delay,
  currency,
}) {
  const { ageing } = view.text;
  const { format, locale } = view;
  if (delay.status === 'not_enough') {
    return <span class="muted">{wordNotEnough(locale, delay)}</span>;
  }
  const { tenthDays, count, paidMinor } = delay;
  return (
    <span>
      {lateness(view, tenthDays)}
      <small>{ageing.paidOn(count, `${format.amount(paidMinor, currency)} ${currency}`)}</small>
    </span>
  );
};

function lateness({ text: { ageing } }: View, tenthDays: number): string {
  if (tenthDays === 0) return ageing.onTheDay;
  return tenthDays > 0 ? ageing.late(tenthDays) : ageing.early(-tenthDays);
}

function trendOf({ text }: View, changeTenthDays: number | undefined): string {
  const { ageing } = text;
  if (changeTenthDays === undefined) return text.none;
  if (changeTenthDays === 0) return ageing.same;
  return changeTenthDays > 0 ? ageing.later(changeTenthDays) : ageing.sooner(-changeTenthDays);
}
