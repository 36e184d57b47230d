import type { FC } from 'hono/jsx';
import { never } from '../../../core/assert.ts';
import type { Detail } from '../../../core/detail.ts';
import type { NoticeState } from '../../../core/funding/assignment-notice.ts';
import { addMoney, type Money } from '../../../core/money.ts';
import { wordDetail } from '../../../core/wording/word.ts';
import type { StoredNotice } from '../../../store/assignment-notice.ts';
import type { View } from '../view.ts';
import type { RequestModel } from './model.ts';
import type { Entry } from './timeline.tsx';

/** What debtors were told of the request, and what each of them answered. */
export const Notices: FC<{ view: View; model: RequestModel }> = function Notices({ view, model }) {
  const { notices, isDisclosed } = model.told;
  const { text } = view;
  if (notices.length === 0 && (!isDisclosed || isOver(model))) return null;
  // The agreement that was approved names it, for all debtors of the request.
  const [first] = notices;
  const isByDocument = notices.some(({ state }) => state.status === 'by_document');
  return (
    <section class="panel" aria-labelledby="notices-title">
      <header>
        <h2 id="notices-title">{text.notices.title}</h2>
      </header>
      {notices.length === 0 ? <p class="body muted">{text.notices.toCome}</p> : null}
      {isByDocument ? <p class="body">{text.notices.byDocument}</p> : null}
      {first === undefined ? null : (
        <p class="body muted">
          {first.notice.payeeAccount === undefined
            ? text.notices.accountNone
            : text.notices.account(first.notice.payeeAccount)}
        </p>
      )}
      {notices.length === 0 ? null : (
        <ul class="body plain">
          {notices.map((notice) => (
            <NoticeRow view={view} model={model} stored={notice} />
          ))}
        </ul>
      )}
    </section>
  );
};

/** Nothing of it will be assigned any more. */
function isOver({ request }: RequestModel): boolean {
  return ['rejected', 'declined', 'cancelled', 'closed'].includes(request.state.status);
}

const NoticeRow: FC<{ view: View; model: RequestModel; stored: StoredNotice }> =
  function NoticeRow({ view, model, stored }) {
    const { text, locale } = view;
    const { notice, state } = stored;
    const { debtor, lines } = notice;
    const detail = detailOf(model, stored);
    return (
      <li>
        <b>{debtor.name}</b>{' '}
        <span class={`chip ${toneOf(state.status)}`}>{text.notices.states[state.status]}</span>
        <div class="muted">
          {text.notices.one(notice.number, lines.length, amountsOf(view, stored))}
        </div>
        {'words' in state && state.status !== 'refused' ? (
          <div class="muted">{answeredOf(view, stored, state)}</div>
        ) : null}
        {detail === undefined ? null : <div>{wordDetail(locale, detail)}</div>}
        {disputesOf(stored).map(({ number, why }) => (
          <div>{text.notices.disputed(number, wordDetail(locale, why))}</div>
        ))}
      </li>
    );
  };

/** While it is under way, what its delivery last knew. */
function detailOf({ told }: RequestModel, { id, state }: StoredNotice): Detail | undefined {
  if ('detail' in state) return state.detail;
  const delivery = told.deliveries.find(({ noticeId }) => noticeId === id);
  return state.status === 'waiting' ? (delivery?.detail ?? undefined) : undefined;
}

function answeredOf(
  { text }: View,
  { notice }: StoredNotice,
  { words }: Extract<NoticeState, { words: unknown }>,
): string {
  const acknowledged = [...words.values()].filter((word) => word === 'acknowledged');
  return text.notices.answered(acknowledged.length, notice.lines.length);
}

function disputesOf({ notice, facts }: StoredNotice): { number: string; why: Detail }[] {
  return facts.flatMap(({ fact }) => {
    if (fact.kind !== 'line_disputed') return [];
    const line = notice.lines.find(({ lineNumber }) => lineNumber === fact.lineNumber);
    return [{ number: line?.number ?? String(fact.lineNumber), why: fact.detail }];
  });
}

/** What is open of its receivables, in each of their currencies. */
function amountsOf({ format }: View, { notice }: StoredNotice): string {
  const sums = new Map<string, Money>();
  for (const { openMinor: amountMinor, currency } of notice.lines) {
    const known = sums.get(currency) ?? { amountMinor: 0, currency };
    sums.set(currency, addMoney(known, { amountMinor, currency }));
  }
  return [...sums.values()]
    .map(({ amountMinor, currency }) => `${format.amount(amountMinor, currency)} ${currency}`)
    .join(' + ');
}

function toneOf(status: NoticeState['status']): 'good' | 'cut' | 'wait' {
  switch (status) {
    case 'acknowledged':
      return 'good';
    case 'not_taken':
    case 'disputed':
    case 'refused':
      return 'cut';
    case 'waiting':
    case 'by_document':
    case 'told':
      return 'wait';
    default:
      return never(status, 'toneOf');
  }
}

/** What happened to notices, for the request's timeline; lines acknowledged together are one entry. */
export function noticeEntries(view: View, notices: readonly StoredNotice[]): Entry[] {
  const { text, locale } = view;
  return notices.flatMap(({ notice, recordedAt, facts }) => {
    const of = text.notices.of(notice.debtor.name, notice.number);
    const entries: Entry[] = [];
    if (facts.length === 0) {
      entries.push({ at: recordedAt.toISOString(), title: text.notices.prepared, detail: of });
    }
    for (const { fact, recordedAt: at } of facts) {
      const title = text.notices.facts[fact.kind];
      const why = 'detail' in fact ? wordDetail(locale, fact.detail) : '';
      const detail = [of, why].filter(Boolean).join(' · ');
      const last = entries.at(-1);
      const isKnown = last?.title === title && last.detail === detail;
      const foundBy = 'foundBy' in fact ? fact.foundBy : undefined;
      if (!isKnown) entries.push({ at: at.toISOString(), title, detail, foundBy });
    }
    return entries;
  });
}
