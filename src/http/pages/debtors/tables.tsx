import type { FC } from 'hono/jsx';
import { daysBetween } from '../../../core/calendar.ts';
import type { Circumstance } from '../../../core/cover/circumstance.ts';
import type { CoverDecision, IsMet } from '../../../core/cover/limit.ts';
import type { Receivable } from '../../../core/receivable.ts';
import { word } from '../../../core/wording/word.ts';
import type { RecordedDecision } from '../../../store/cover.ts';
import { Empty } from '../layout.tsx';
import type { View } from '../view.ts';

/** The cover book of a debtor, with what evidence shows of its conditions. */
export const CoverPanel: FC<{
  view: View;
  decisions: RecordedDecision[];
  circumstances: readonly Circumstance[];
}> = function CoverPanel({ view, decisions, circumstances }) {
  const { debtor } = view.text;
  const isMet: IsMet = ({ coverId, conditionCode }) =>
    circumstances.some(
      (one) =>
        one.kind === 'condition_met' &&
        one.coverId === coverId &&
        one.conditionCode === conditionCode,
    );
  return (
    <section class="panel" aria-labelledby="cover-title">
      <header>
        <h2 id="cover-title">{debtor.coverTitle}</h2>
      </header>
      {decisions.length === 0 ? (
        <Empty title={debtor.coverNone} hint={debtor.coverNoneHint} />
      ) : (
        <Cover view={view} decisions={decisions.toReversed()} isMet={isMet} />
      )}
    </section>
  );
};

/** The insurers' decisions on a debtor, the newest first. */
const Cover: FC<{
  view: View;
  decisions: RecordedDecision[];
  isMet: IsMet;
}> = function Cover({ view, decisions, isMet }) {
  const { text, format } = view;
  const { debtor } = text;
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{debtor.policy}</th>
            <th scope="col">{debtor.status}</th>
            <th scope="col" class="num">
              {debtor.amount}
            </th>
            <th scope="col" class="num">
              {debtor.from}
            </th>
            <th scope="col" class="num">
              {debtor.until}
            </th>
            <th scope="col">{debtor.raw}</th>
            <th scope="col" class="num">
              {debtor.decided}
            </th>
          </tr>
        </thead>
        <tbody>
          {decisions.flatMap(({ decision }) => {
            const { policyId, status, currency, layers, rawCode, decidedOn, effectiveOn } =
              decision;
            const spans = layers.length > 0 ? layers : [{ amountMinor: 0, validFrom: effectiveOn }];
            return spans.map((layer) => {
              const until = decision.endsOn ?? ('validTo' in layer ? layer.validTo : undefined);
              return (
                <tr>
                  <td data-head={debtor.policy}>{policyId}</td>
                  <td data-head={debtor.status}>
                    {debtor.statuses[status]}
                    <Particulars view={view} decision={decision} isMet={isMet} />
                  </td>
                  <td class="num" data-head={debtor.amount}>
                    {`${format.amount(layer.amountMinor, currency)} ${currency}`}
                  </td>
                  <td class="num" data-head={debtor.from}>
                    {format.day(layer.validFrom)}
                  </td>
                  <td class="num" data-head={debtor.until}>
                    {until === undefined ? text.none : format.day(until)}
                    {layers.length === 0 ? null : (
                      <small>
                        {'validTo' in layer && layer.validTo !== undefined
                          ? text.insured.temporary
                          : text.insured.permanent}
                      </small>
                    )}
                  </td>
                  <td data-head={debtor.raw}>{rawCode}</td>
                  <td class="num" data-head={debtor.decided}>
                    {format.day(decidedOn)}
                  </td>
                </tr>
              );
            });
          })}
        </tbody>
      </table>
    </div>
  );
};

/** Where the cover comes from, what it waits for, and what the insurer has begun. */
const Particulars: FC<{ view: View; decision: CoverDecision; isMet: IsMet }> =
  function Particulars({
    view,
    isMet,
    decision: { coverId, source = 'named', conditions = [], pending },
  }) {
    const { text, format, locale } = view;
    const { insured } = text;
    const what = pending && word(locale, `pendingAction.${pending.action}`);
    const begun =
      what === undefined || pending?.on === undefined
        ? what && insured.pending(what)
        : insured.pendingOn(what, format.day(pending.on));
    return (
      <>
        {source === 'named' ? null : <small>{word(locale, `coverSource.${source}`)}</small>}
        {conditions.map(({ code, text: said }) => (
          <small>
            {`${insured.conditions}: ${[code, said].filter(Boolean).join(' ')} · ${
              isMet({ coverId, conditionCode: code }) ? insured.met : insured.unmet
            }`}
          </small>
        ))}
        {begun === undefined ? null : <small>{begun}</small>}
      </>
    );
  };

export const Items: FC<{ view: View; items: Receivable[] }> = function Items({ view, items }) {
  const { text, format } = view;
  const { debtor } = text;
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{debtor.invoice}</th>
            <th scope="col" class="num">
              {debtor.issued}
            </th>
            <th scope="col" class="num">
              {debtor.due}
            </th>
            <th scope="col" class="num">
              {debtor.open}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr>
              <th scope="row" data-head={debtor.invoice}>
                <a href={`/receivables/${item.id}`}>{item.key.number}</a>
                <small>{debtor.kinds[item.kind]}</small>
              </th>
              <td class="num" data-head={debtor.issued}>
                {format.day(item.issuedOn)}
              </td>
              <DueCell view={view} item={item} />
              <td class="num" data-head={debtor.open}>
                {`${format.amount(item.openMinor, item.currency)} ${item.currency}`}
                {item.kind === 'invoice' && item.disputedMinor > 0 ? (
                  <small>{debtor.disputed(format.amount(item.disputedMinor, item.currency))}</small>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const DueCell: FC<{ view: View; item: Receivable }> = function DueCell({ view, item }) {
  const { text, format } = view;
  if (item.kind !== 'invoice') return <td class="num">{text.none}</td>;
  const days = daysBetween(view.today, item.dueOn);
  return (
    <td class="num" data-head={text.debtor.due}>
      {format.day(item.dueOn)}
      {days < 0 ? <small class="late">{text.desk.daysLate(-days)}</small> : null}
    </td>
  );
};
