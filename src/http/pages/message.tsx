import type { FC } from 'hono/jsx';
import type { RequestRefusal } from '../../store/request.ts';
import { toldOfClocks } from './clocks/told.ts';
import { toldOfExposure } from './exposure/told.ts';
import type { Flash } from './flash.ts';
import { toldOfFunders } from './funders/told.ts';
import { toldOfInsurer } from './insurer/told.ts';
import { Notice } from './layout.tsx';
import { toldOfSelections } from './selections/told.ts';
import type { View } from './view.ts';

export const Told: FC<{ view: View; flash: Flash | undefined }> = function Told({ view, flash }) {
  if (!flash) return null;
  return (
    <Notice kind={flash.kind}>
      <p>{sentenceOf(view, flash)}</p>
    </Notice>
  );
};

/** The sentence for a code; a code without one is named, never hidden. */
export function sentenceOf(view: View, { code, params }: Pick<Flash, 'code' | 'params'>): string {
  const { refusals, raise, deliveries, bank, imports, requests } = view.text;
  const text = (name: string) => String(params[name] ?? '');
  const count = (name: string) => Number(params[name] ?? 0);
  const money = (name: string) =>
    `${view.format.amount(count(name), text('currency'))} ${text('currency')}`;
  const verdictOf = (code: string) => labelOf(deliveries.verdicts, code);
  const stateOf = (code: string) => labelOf(view.text.delivery.states, code);
  const sentences: Record<string, () => string> = {
    request_not_found: () => refusals.request_not_found,
    already_financed: () => refusals.already_financed(text('numbers')),
    near_match: () => refusals.near_match,
    ledger_changed: () => refusals.ledger_changed(text('lines')),
    not_now: () => refusals.not_now(labelOf(requests.states, text('status'))),
    hash_differs: () => refusals.hash_differs,
    second_person_needed: () => refusals.second_person_needed,
    basket_empty: () => refusals.basket_empty,
    amount_unreadable: () => refusals.amount_unreadable(text('value')),
    day_unreadable: () => refusals.day_unreadable(text('value')),
    reason_missing: () => refusals.reason_missing,
    file_missing: () => refusals.file_missing,
    not_selectable: () => refusals.not_selectable,
    currency_unreadable: () => raise.currencyUnreadable(text('value')),
    days_unreadable: () => raise.daysUnreadable(text('value')),
    percent_unreadable: () => raise.percentUnreadable(text('value')),
    comparison_failed: () => raise.failed,
    ways_moved: () => raise.moved,
    ways_pending: () => raise.pending,
    baskets_unconfirmed: () => raise.unconfirmed,
    basket_changed: () => raise.basketChanged,
    basket_too_large: () => raise.tooLarge(text('name'), count('given'), count('max')),
    baskets_filled: () => {
      const [cash, cost] = [money('cashMinor'), money('costMinor')];
      const facilities = count('facilities');
      const filled =
        facilities > 1
          ? raise.filledMany(count('count'), facilities, cash, cost)
          : raise.filled(count('count'), cash, cost);
      if (count('shortfallMinor') === 0) return filled;
      return `${filled} ${raise.filledShort(money('shortfallMinor'))}`;
    },
    finding_waiting: () => deliveries.waiting(text('what')),
    finding_differs: () => deliveries.differs(text('what'), text('name')),
    finding_agreed: () => deliveries.agreed(text('what'), verdictOf(text('verdict'))),
    finding_again: () => deliveries.again(text('what')),
    finding_own: () => deliveries.own(text('what')),
    finding_late: () => deliveries.late(text('what'), stateOf(text('state'))),
    reference_missing: () => deliveries.referenceMissing,
    statement_recorded: () => bank.recorded(count('entries'), count('known'), count('matched')),
    entry_allocated: () => bank.done.allocated,
    entry_applied: () => bank.done.applied,
    entry_not_ours: () => bank.done.not_ours,
    entry_taken_back: () => bank.done.taken_back,
    ...toldOfExposure(view, params),
    ...toldOfFunders(view, params),
    ...toldOfSelections(view, params),
    import_unchanged: () => imports.unchanged,
    ...toldOfInsurer(view, params),
    ...toldOfClocks(view, params),
  };
  return sentences[code]?.() ?? view.wordRefusal(code, params);
}

/** A request's refusal as what the next page tells. */
export function refusalOf(refusal: RequestRefusal): Flash {
  const kind = 'refused';
  switch (refusal.code) {
    case 'already_financed': {
      const numbers = refusal.receivables.map(({ number }) => number);
      return { kind, code: refusal.code, params: { numbers: someOf(numbers) } };
    }
    case 'ledger_changed':
      return {
        kind,
        code: refusal.code,
        params: { lines: someOf(refusal.lines.map(({ number }) => number)) },
      };
    case 'not_now':
      return { kind, code: refusal.code, params: { status: refusal.status } };
    case 'near_match':
    case 'request_not_found':
    case 'hash_differs':
    case 'second_person_needed':
      return { kind, code: refusal.code, params: {} };
    default:
      return { kind, code: 'refused', params: refusal satisfies never };
  }
}

/** What a cookie names may be none of ours: then it is shown as it stands. */
function labelOf(labels: Readonly<Record<string, string>>, code: string): string {
  return Object.entries(labels).find(([key]) => key === code)?.[1] ?? code;
}

function someOf(names: string[]): string {
  return names.length > 5 ? `${names.slice(0, 5).join(', ')} …` : names.join(', ');
}
