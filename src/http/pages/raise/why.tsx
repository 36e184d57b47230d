import type { FC } from 'hono/jsx';
import { never } from '../../../core/assert.ts';
import type { LeftSum } from '../../../core/compare/alternative.ts';
import { exponentOf, mulDiv } from '../../../core/money.ts';
import type { Worth } from '../../../core/plan.ts';
import { isWorded, word } from '../../../core/wording/word.ts';
import type { View } from '../view.ts';
import { money } from './figures.ts';
import { currencyOf, nameOf, type Raise } from './model.ts';

/** Beyond so many, what more of it would save is too little to act on. */
const WORTH_SHOWN = 8;

/** Why the way leaves the rest out, and what more of what ran out would save. */
export const Why: FC<{ view: View; raise: Raise }> = function Why({ view, raise }) {
  const { raise: text } = view.text;
  const { left, worth, shortfallMinor } = raise.chosen.alternative;
  if (left.length + worth.length === 0) return null;
  return (
    <div class="why">
      {left.length === 0 ? null : (
        <section class="panel" aria-labelledby="left-title">
          <header>
            <h2 id="left-title">{text.leftTitle}</h2>
          </header>
          <ul class="reasons">
            {left.map((sum) => (
              <li>{leftSentence(view, raise, sum)}</li>
            ))}
          </ul>
        </section>
      )}
      {worth.length === 0 ? null : (
        <section class="panel" aria-labelledby="worth-title">
          <header>
            <h2 id="worth-title">{shortfallMinor > 0 ? text.worthTitleUnmet : text.worthTitle}</h2>
          </header>
          <ul class="reasons">
            {worth.slice(0, WORTH_SHOWN).map((one) => (
              <li>{worthSentence(view, raise, { worth: one, isMet: shortfallMinor === 0 })}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
};

export function leftSentence(
  view: View,
  { comparison }: Raise,
  { reason, receivables, eligibleMinor }: LeftSum,
): string {
  const { raise } = view.text;
  const amount = money(view, eligibleMinor, comparison.currency);
  return raise.left(raise.leftBecause[reason], receivables, amount);
}

/** What a thousand more would save, or raise where the way falls short: of one, nothing is seen. */
export function worthSentence(
  view: View,
  raise: Raise,
  { worth, isMet }: { worth: Worth; isMet: boolean },
): string {
  const { raise: text } = view.text;
  const [facilityId = ''] = worth.facilityId.split(', ');
  const currency = currencyOf(raise, facilityId);
  const thousand = 1000 * 10 ** exponentOf(currency);
  const comesToMinor = mulDiv(worth.savesPpm, thousand, 1_000_000, 'down');
  const comesTo = money(view, comesToMinor, raise.comparison.currency);
  const more = `${view.format.integer(1000)} ${currency}`;
  const what = moreOf(view, raise, worth);
  return isMet ? text.worthSaves(what, more, comesTo) : text.worthRaises(what, more, comesTo);
}

/** What there would have to be more of. */
function moreOf(view: View, raise: Raise, worth: Worth): string {
  const { more } = view.text.raise;
  const { what, facilityId, debtorId = '', rule = '', node = '' } = worth;
  const facilities = facilityId
    .split(', ')
    .map((id) => nameOf(raise, id))
    .join(view.locale === 'en' ? ', ' : '、');
  const debtorOf = (id: string) => raise.debtors.get(id) ?? id;
  switch (what) {
    case 'facility_limit':
      return more.room(facilities);
    case 'cover':
      return more.cover(debtorOf(debtorId), facilities);
    case 'netting':
      return more.netting(debtorOf(debtorId), facilities);
    case 'cap': {
      const code = `cap.${rule}`;
      const name = isWorded(code) ? word(view.locale, code) : rule;
      return more.cap(name, debtorOf(node), facilities);
    }
    default:
      return never(what, 'Worth');
  }
}
