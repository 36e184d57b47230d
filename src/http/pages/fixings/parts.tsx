import type { FC } from 'hono/jsx';
import type { KnownFixing, readIndexes } from '../../../store/fixing.ts';
import { Empty, Form } from '../layout.tsx';
import type { View } from '../view.ts';

type KnownIndex = Awaited<ReturnType<typeof readIndexes>>[number];

/** The indexes, whether agreements go by them, and how far they are known. */
export const Indexes: FC<{ view: View; indexes: readonly KnownIndex[] }> = function Indexes({
  view,
  indexes,
}) {
  const { fixings } = view.text;
  return (
    <section class="panel" aria-labelledby="indexes-title">
      <header>
        <h2 id="indexes-title">{fixings.indexesTitle}</h2>
      </header>
      {indexes.length === 0 ? (
        <Empty title={fixings.noIndexes} hint={fixings.noIndexesHint} />
      ) : (
        <div class="scroll">
          <table class="stack">
            <thead>
              <tr>
                <th scope="col">{fixings.index}</th>
                <th scope="col">{fixings.used}</th>
                <th scope="col" class="num">
                  {fixings.newest}
                </th>
              </tr>
            </thead>
            <tbody>
              {indexes.map(({ index, agreed, newestOn }) => (
                <tr>
                  <th scope="row" data-head={fixings.index}>
                    <a href={`/books/fixings?index=${encodeURIComponent(index)}`}>{index}</a>
                  </th>
                  <td data-head={fixings.used}>{agreed ? fixings.isUsed : fixings.notUsed}</td>
                  <td class="num" data-head={fixings.newest}>
                    {newestOn === null ? fixings.noneYet : view.format.day(newestOn)}
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

export const Add: FC<{
  view: View;
  indexes: readonly KnownIndex[];
  index: string | undefined;
}> = function Add({ view, indexes, index }) {
  const { fixings } = view.text;
  return (
    <section class="panel" aria-labelledby="add-title">
      <header>
        <h2 id="add-title">{fixings.addTitle}</h2>
      </header>
      <div class="body padded">
        <p class="muted">{fixings.addLead}</p>
        <Form view={view} action="/books/fixings">
          <datalist id="indexes">
            {indexes.map((known) => (
              <option value={known.index}></option>
            ))}
          </datalist>
          <div class="fields">
            <label>
              {fixings.index}
              <input
                type="text"
                name="index"
                list="indexes"
                value={index ?? ''}
                placeholder={fixings.indexHint}
                maxlength={64}
                required
              />
            </label>
            <label>
              {fixings.source}
              <input type="text" name="source" maxlength={200} required />
            </label>
            <label>
              {fixings.lines}
              <textarea name="lines" rows={4} required></textarea>
            </label>
            <button type="submit" class="primary">
              {fixings.add}
            </button>
          </div>
        </Form>
      </div>
    </section>
  );
};

/** Every version, the newest day first; an older one is said to be no longer in force. */
export const List: FC<{ view: View; known: readonly KnownFixing[]; isMore: boolean }> =
  function List({ view, known, isMore }) {
    const { fixings } = view.text;
    return (
      <section class="panel" aria-labelledby="list-title">
        <header>
          <h2 id="list-title">{fixings.listTitle}</h2>
          {isMore ? (
            <span class="muted">{fixings.first(view.format.integer(known.length))}</span>
          ) : null}
        </header>
        {known.length === 0 ? (
          <Empty title={fixings.none} hint={fixings.noneHint} />
        ) : (
          <Table view={view} known={known} />
        )}
      </section>
    );
  };

const Table: FC<{ view: View; known: readonly KnownFixing[] }> = function Table({ view, known }) {
  const { text, format } = view;
  const { fixings } = text;
  const days = Map.groupBy(known, ({ index, day }) => `${index}|${day}`);
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{fixings.index}</th>
            <th scope="col" class="num">
              {fixings.day}
            </th>
            <th scope="col" class="num">
              {fixings.rate}
            </th>
            <th scope="col">{fixings.source}</th>
            <th scope="col" class="num">
              {fixings.version}
            </th>
            <th scope="col" class="num">
              {fixings.recorded}
            </th>
          </tr>
        </thead>
        <tbody>
          {[...days.values()].map(([newest, ...older]) =>
            newest ? (
              <tr>
                <th scope="row" data-head={fixings.index}>
                  {newest.index}
                </th>
                <td class="num" data-head={fixings.day}>
                  {format.day(newest.day)}
                </td>
                <td class="num" data-head={fixings.rate}>
                  <span>
                    {newest.percent}
                    {older.map(({ percent }) => (
                      <small class="muted">{` ${fixings.before(percent)}`}</small>
                    ))}
                  </span>
                </td>
                <td data-head={fixings.source}>{newest.source}</td>
                <td class="num" data-head={fixings.version}>
                  {format.integer(newest.version)}
                </td>
                <td class="num" data-head={fixings.recorded}>
                  {format.instant(newest.recordedAt)}
                </td>
              </tr>
            ) : null,
          )}
        </tbody>
      </table>
    </div>
  );
};
