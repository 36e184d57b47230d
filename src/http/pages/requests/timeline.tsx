import type { FC } from 'hono/jsx';
import { never } from '../../../core/assert.ts';
import { told } from '../../../core/detail.ts';
import type { RecordedFact } from '../../../core/funding/request-fact.ts';
import { sumMinor } from '../../../core/money.ts';
import { word, wordDetail, wordDocumentProblem } from '../../../core/wording/word.ts';
import type { View } from '../view.ts';
import type { RequestModel } from './model.ts';

/** What happened, by whom and when; answers that came together are told together. */
export const Timeline: FC<{ view: View; model: RequestModel }> = function Timeline({
  view,
  model,
}) {
  const { text, format } = view;
  const { request, people } = model;
  return (
    <section class="panel" aria-labelledby="timeline-title">
      <header>
        <h2 id="timeline-title">{text.request.timelineTitle}</h2>
      </header>
      <ol class="facts">
        {grouped(request.facts).map((facts) => {
          const [first] = facts;
          const by = first.recordedBy ? people.get(first.recordedBy) : undefined;
          const foundBy = 'foundBy' in first.fact ? first.fact.foundBy : undefined;
          return (
            <li>
              {titleOf(view, first)}
              <small>{detailOf(view, facts)}</small>
              {foundBy ? (
                <small>
                  {text.factDetail.foundBy(
                    foundBy.map(({ personId, at }) => ({
                      name: people.get(personId) ?? personId,
                      at: format.instant(at),
                    })),
                  )}
                </small>
              ) : (
                <small>{`${by ?? text.request.product} · ${format.instant(first.recordedAt)}`}</small>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
};

type Group = [RecordedFact, ...RecordedFact[]];

/** Lines funded one after the other in the same minute are one entry. */
function grouped(facts: readonly RecordedFact[]): Group[] {
  const groups: Group[] = [];
  for (const recorded of facts) {
    const last = groups.at(-1)?.[0];
    const isSame =
      recorded.fact.kind === 'line_funded' &&
      last?.fact.kind === 'line_funded' &&
      last.recordedAt.slice(0, 16) === recorded.recordedAt.slice(0, 16);
    if (isSame) groups.at(-1)?.push(recorded);
    else groups.push([recorded]);
  }
  return groups;
}

function titleOf({ text }: View, { fact }: RecordedFact): string {
  return fact.kind === 'rejected' && fact.problem ? text.request.notMade : text.facts[fact.kind];
}

function detailOf({ text, format, locale }: View, facts: Group): string {
  const [{ fact }] = facts;
  const { factDetail } = text;
  const money = (amountMinor: number, currency: string) =>
    `${format.amount(amountMinor, currency)} ${currency}`;
  switch (fact.kind) {
    case 'drafted': {
      const kept = fact.lines.filter((line) =>
        fact.acceptedNearMatches.some(({ receivableId }) => receivableId === line.receivableId),
      );
      const count = factDetail.lines(fact.lines.length);
      if (kept.length === 0) return count;
      return `${count} · ${factDetail.nearKept(kept.map(({ number }) => number).join(', '))}`;
    }
    case 'submitted':
    case 'approved':
      return factDetail.hash(fact.hash.slice(0, 16));
    case 'returned':
    case 'withdrawn':
    case 'cancel_requested':
      return fact.reason;
    case 'cancel_refused':
      return wordDetail(locale, fact.detail);
    case 'expired':
      return factDetail.notApproved(fact.afterDays);
    case 'cancelled':
    case 'closed':
      return '';
    case 'acknowledged':
      return factDetail.reference(fact.partnerReference);
    case 'rejected':
      if (fact.problem) return wordDocumentProblem(locale, fact.problem);
      return wordDetail(locale, told('refused', { reason: fact.reason }, fact.detail));
    case 'line_funded': {
      const amounts = facts.flatMap((one) =>
        one.fact.kind === 'line_funded' ? [one.fact.amountMinor] : [],
      );
      return factDetail.manyFunded(amounts.length, money(sumMinor(amounts), fact.currency));
    }
    case 'line_declined':
      return factDetail.line(fact.lineNumber, word(locale, `reason.${fact.reason}`));
    case 'answer_questioned':
      return factDetail.line(fact.lineNumber, wordDetail(locale, fact.detail));
    case 'cash_matched':
      return money(fact.amountMinor, fact.currency);
    default:
      return never(fact, 'detailOf');
  }
}
