import type { FC } from 'hono/jsx';
import type { NoticeStanding } from '../../../core/notice/notice-state.ts';
import { word } from '../../../core/wording/word.ts';
import type { StoredNoticeFact } from '../../../store/insurer-notice.ts';
import type { LetterHead } from '../../../store/letter.ts';
import type { View } from '../view.ts';

/** The sums and every invoice of them. */
export const Declared: FC<{ view: View; standing: NoticeStanding }> = function Declared({
  view,
  standing,
}) {
  const { format, text, locale } = view;
  const { insurerNotices: words } = text;
  const { columns } = words;
  const { notice } = standing;
  const { currency } = notice;
  const amount = (minor: number) => format.amount(minor, currency);
  const money = (minor: number) => `${amount(minor)} ${currency}`;
  const facts: [string, string][] = [
    [words.outstanding, money(notice.outstandingMinor)],
    [words.overdue, money(notice.overdueMinor)],
    [words.disputed, money(notice.disputedMinor)],
    [words.collection, notice.isCollectionAsked ? text.yes : text.no],
  ];
  if (standing.status === 'told') {
    facts.push([words.sent, `${format.day(standing.on)} · ${words[standing.via]}`]);
    const { partnerReference, receivedOn, answer } = standing;
    if (partnerReference !== undefined) facts.push([words.partnerReference, partnerReference]);
    if (receivedOn !== undefined) facts.push([words.received, format.day(receivedOn)]);
    if (answer) {
      const said = word(locale, `noticeAnswer.${answer.status}`);
      facts.push([words.answer, `${said} · ${answer.rawCode} · ${format.day(answer.on)}`]);
    }
  }
  const isAsked = notice.invoices.some(({ requestedDueOn }) => requestedDueOn !== undefined);
  return (
    <section class="panel" aria-labelledby="declared-title">
      <header>
        <h2 id="declared-title">{words.invoices}</h2>
        <span class="muted">{format.integer(notice.invoices.length)}</span>
      </header>
      <div class="body padded">
        <p>{notice.reason}</p>
        <dl>
          {facts.map(([name, value]) => (
            <>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </>
          ))}
        </dl>
      </div>
      {notice.invoices.length > 0 ? (
        <div class="scroll">
          <table class="stack">
            <thead>
              <tr>
                <th scope="col">{columns.number}</th>
                <th scope="col" class="num">
                  {columns.issued}
                </th>
                <th scope="col" class="num">
                  {columns.due}
                </th>
                {isAsked ? (
                  <th scope="col" class="num">
                    {columns.requested}
                  </th>
                ) : null}
                <th scope="col" class="num">
                  {columns.open}
                </th>
                <th scope="col" class="num">
                  {columns.disputed}
                </th>
              </tr>
            </thead>
            <tbody>
              {notice.invoices.map((one) => (
                <tr>
                  <th scope="row" data-head={columns.number}>
                    <a href={`/receivables/${one.receivableId}`}>{one.number}</a>
                  </th>
                  <td class="num" data-head={columns.issued}>
                    {format.day(one.issuedOn)}
                  </td>
                  <td class="num" data-head={columns.due}>
                    {format.day(one.dueOn)}
                  </td>
                  {isAsked ? (
                    <td class="num" data-head={columns.requested}>
                      {one.requestedDueOn ? format.day(one.requestedDueOn) : text.none}
                    </td>
                  ) : null}
                  <td class="num" data-head={columns.open}>
                    {amount(one.openMinor)}
                  </td>
                  <td class="num" data-head={columns.disputed}>
                    {amount(one.disputedMinor)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  );
};

/** What a person dispatches: the letter in each language, with its data attached. */
export const Pack: FC<{
  view: View;
  noticeId: string;
  letters: readonly LetterHead[];
  standing: NoticeStanding;
}> = function Pack({ view, noticeId, letters, standing }) {
  const { insurerNotices: words } = view.text;
  if (standing.status === 'prepared' || standing.status === 'returned') return null;
  return (
    <section class="panel" aria-labelledby="pack-title">
      <header>
        <h2 id="pack-title">{words.packTitle}</h2>
      </header>
      <div class="body padded">
        {letters.length === 0 ? <p>{words.packNone}</p> : <Letters view={view} letters={letters} />}
        <p>
          <a href={`/insurer-notices/${noticeId}/data`}>{`${words.data} (JSON)`}</a>
        </p>
      </div>
    </section>
  );
};

export const Letters: FC<{ view: View; letters: readonly LetterHead[] }> = function Letters({
  view,
  letters,
}) {
  return (
    <ul class="plain">
      {letters.map(({ id, fileName, pages, language, sha256 }) => (
        <li>
          <a href={`/letters/${id}`} lang={language} title={sha256}>
            {fileName}
          </a>{' '}
          <span class="muted">{`PDF · ${view.text.insurerNotices.pages(pages)}`}</span>
        </li>
      ))}
    </ul>
  );
};

export const History: FC<{
  view: View;
  facts: readonly StoredNoticeFact[];
  names: ReadonlyMap<string, string>;
}> = function History({ view, facts, names }) {
  const { format, text } = view;
  const { steps, machine, history } = text.insurerNotices;
  return (
    <section class="panel" aria-labelledby="history-title">
      <header>
        <h2 id="history-title">{history}</h2>
      </header>
      <ul class="plain body padded">
        {facts.map(({ fact, recordedAt, recordedBy }) => (
          <li>
            <b>{steps[fact.kind]}</b>{' '}
            <span class="muted">
              {[
                format.instant(recordedAt),
                recordedBy === null ? machine : (names.get(recordedBy) ?? recordedBy),
                detailOf(view, fact),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
};

function detailOf({ locale, format }: View, fact: StoredNoticeFact['fact']): string {
  if (fact.kind === 'dispatched') {
    const { channel, on, at, reference, proofSha256 } = fact.dispatch;
    const way = word(locale, `channel.${channel}`);
    return `${way}, ${format.day(on)} ${at}, ${reference}, SHA-256 ${proofSha256.slice(0, 12)}…`;
  }
  if (fact.kind === 'returned' || fact.kind === 'rerouted') return fact.reason;
  if (fact.kind === 'sent') return fact.partnerReference;
  if (fact.kind === 'refused') return fact.detail;
  return '';
}
