import type { FC } from 'hono/jsx';
import { BASKET_MAX, type Displaced } from '../../../store/basket.ts';
import { Form } from '../layout.tsx';
import type { View } from '../view.ts';
import { titleOf } from './cards.tsx';
import { money } from './figures.ts';
import { nameOf, type Raise, tooLarge } from './model.ts';
import { typedOf } from './need.ts';

/** The way that is looked at, and into the baskets with it. */
export const ChosenWay: FC<{ view: View; raise: Raise }> = function ChosenWay({ view, raise }) {
  const { text } = view;
  const { chosen, displaced } = raise;
  const large = tooLarge(raise.filling);
  return (
    <section class="panel" id="way" aria-labelledby="way-title">
      <header>
        <h2 id="way-title">{text.raise.chosenTitle(titleOf(view, raise, chosen))}</h2>
      </header>
      {chosen.alternative.lines.length === 0 ? (
        <p class="body muted">{text.raise.noLines}</p>
      ) : (
        <>
          {large && view.can('request.prepare') ? (
            <p class="body">
              {text.raise.tooLarge(
                nameOf(raise, large.facilityId),
                large.receivableIds.length,
                BASKET_MAX,
              )}
            </p>
          ) : null}
          {displaced ? <Fill view={view} raise={raise} displaced={displaced} /> : null}
        </>
      )}
    </section>
  );
};

/** Says what the baskets hold now before anything is replaced, and asks for a yes to exactly that. */
const Fill: FC<{ view: View; raise: Raise; displaced: Displaced }> = function Fill({
  view,
  raise,
  displaced,
}) {
  const { raise: text } = view.text;
  const { filling, chosen, comparison } = raise;
  const { shortfallMinor } = chosen.alternative;
  return (
    <Form view={view} action="/raise/basket" id="fill">
      <Seen raise={raise} mark={displaced.mark} />
      <p>
        {filling
          .map(({ facilityId, receivableIds }) =>
            text.putHint(nameOf(raise, facilityId), receivableIds.length),
          )
          .join(' · ')}
      </p>
      {shortfallMinor > 0 ? (
        <p class="short">{text.shortWarning(money(view, shortfallMinor, comparison.currency))}</p>
      ) : null}
      {displaced.baskets.length === 0 ? (
        <p class="muted">{text.nowEmpty}</p>
      ) : (
        <>
          <ul>
            {displaced.baskets.map(({ facilityId, size, displaced: out }) => (
              <li>
                {filling.some((one) => one.facilityId === facilityId)
                  ? text.holds(nameOf(raise, facilityId), size)
                  : text.moves(nameOf(raise, facilityId), out, size)}
              </li>
            ))}
          </ul>
          <label class="check">
            <input type="checkbox" name="confirmed" value="1" required />
            {text.confirm}
          </label>
        </>
      )}
      <button type="submit" class="primary">
        {text.put(filling.length)}
      </button>
    </Form>
  );
};

/** What is wanted, the way, and what was seen of the books and of the baskets. */
const Seen: FC<{ raise: Raise; mark: string }> = function Seen({ raise, mark }) {
  const { wanted, name, comparison } = raise;
  const { aim, facilityId } = name;
  const fields = {
    ...typedOf(wanted),
    aim,
    ...(facilityId === undefined ? {} : { facility: facilityId }),
    inputHash: comparison.inputHash,
    mark,
  };
  return (
    <>
      {Object.entries(fields).map(([field, value]) => (
        <input type="hidden" name={field} value={value} />
      ))}
    </>
  );
};
