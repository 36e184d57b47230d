import type { FC } from 'hono/jsx';
import { never } from '../../../core/assert.ts';
import { told } from '../../../core/detail.ts';
import type { FoundBy, RecordedFact } from '../../../core/funding/request-fact.ts';
import { sumMinor } from '../../../core/money.ts';
import { word, wordDetail, wordDocumentProblem } from '../../../core/wording/word.ts';
import type { View } from '../view.ts';
import type { RequestModel } from './model.ts';
import { noticeEntries } from './notices.tsx';

/** What happened, by whom and when; answers that came together are told together. */
export const Timeline: FC<{ view: View; model: RequestModel }> = function Timeline({
  view,
  model,
}) {
  const { request, told: toDebtors } = model;
  const own = grouped(request.facts).map((facts) => entryOf(view, facts));
  const entries = [...own, ...noticeEntries(view, toDebtors.notices)];
  return (
    <section class="panel" aria-labelledby="timeline-title">
      <header>
        <h2 id="timeline-title">{view.text.request.timelineTitle}</h2>
      </header>
      <ol class="facts">
        {entries
          .toSorted((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0))
          .map((entry) => (
            <li>
              {entry.title}
              <small>{entry.detail}</small>
              <small>{byOf(view, model, entry)}</small>
            </li>
          ))}
      </ol>
    </section>
  );
};

/** One entry: when it was recorded, what it says, and whose word it is. */
export type Entry = {
  at: string;
  title: string;
  detail: string;
  recordedBy?: string | undefined;
  foundBy?: FoundBy | undefined;
};

function entryOf(view: View, facts: Group): Entry {
  const [{ fact, recordedAt, recordedBy }] = facts;
  return {
    at: recordedAt,
    title: titleOf(view, facts[0]),
    detail: detailOf(view, facts),
    recordedBy,
    foundBy: 'foundBy' in fact ? fact.foundBy : undefined,
  };
}

function byOf(
  { text, format }: View,
  { people }: RequestModel,
  { at, recordedBy, foundBy }: Entry,
): string {
  const nameOf = (personId: string) => people.get(personId) ?? personId;
  if (foundBy) {
    return text.factDetail.foundBy(
      foundBy.map(({ personId, at: foundAt }) => ({
        name: nameOf(personId),
        at: format.instant(foundAt),
      })),
    );
  }
  const by = recordedBy === undefined ? text.request.product : nameOf(recordedBy);
  return `${by} · ${format.instant(at)}`;
}

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
    case 'reopened':
      return factDetail.reopened;
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
