import type { AgeingBasis, AgeingColumn } from '../ageing/column.ts';
import type { Delay } from '../ageing/payment.ts';
import type { SalesOutstanding } from '../ageing/sales.ts';
import type { Locale, WordingCode } from './catalogue.ts';
import { isWorded, word } from './word.ts';

/** The head of a column: its span of days, or the kind of credit in it. */
export function wordColumn(
  locale: Locale,
  { id, fromDays, toDays }: AgeingColumn,
  basis: AgeingBasis,
): string {
  const credit = `ageing.column.${id}`;
  if (isWorded(credit)) return word(locale, credit);
  if (toDays === undefined) {
    return word(locale, 'ageing.column.over', { belowDays: (fromDays ?? 1) - 1 });
  }
  if (fromDays === undefined) {
    if (toDays > 0) return word(locale, 'ageing.column.upTo', { toDays });
    return word(locale, basis === 'due_date' ? 'ageing.column.not_due' : 'ageing.column.issued');
  }
  const code = fromDays === toDays ? 'ageing.column.one' : 'ageing.column.between';
  return word(locale, code, { fromDays, toDays });
}

/** Where the days sales outstanding come from, sentence by sentence. */
export function wordOutstanding(
  locale: Locale,
  found: SalesOutstanding,
  { currency, knownSince }: { currency: string; knownSince: string | undefined },
): { simple: string; best?: string; countBack: string; caution?: string } {
  const { openMinor, notDueMinor, salesMinor, period, countBack } = found;
  const told = { firstOn: period.from, lastOn: period.to, days: period.days };
  const say = (code: WordingCode, params: Record<string, string | number> = {}) =>
    word(locale, code, { currency, openMinor, notDueMinor, salesMinor, ...told, ...params });
  const { restMinor, months } = countBack;
  const isCautious = found.isPartlyKnown && knownSince !== undefined;
  const caution = isCautious && {
    caution: say('ageing.outstanding.partlyKnown', { knownSince }),
  };
  if (openMinor === 0) {
    const nothing = say('ageing.outstanding.nothing');
    return { simple: nothing, countBack: nothing, ...caution };
  }
  return {
    ...(salesMinor > 0
      ? { simple: say('ageing.outstanding.simple'), best: say('ageing.outstanding.best') }
      : { simple: say('ageing.outstanding.none') }),
    countBack:
      restMinor > 0
        ? say('ageing.outstanding.beyond', { restMinor, months: months.length })
        : say('ageing.outstanding.countBack', { firstOn: months.at(-1)?.from ?? period.from }),
    ...caution,
  };
}

/** Why a payment delay is not told; undefined where it is. */
export function wordNotEnough(locale: Locale, delay: Delay): string | undefined {
  if (delay.status === 'measured') return undefined;
  const { count, needed } = delay;
  return word(locale, 'ageing.delay.not_enough', { count, needed });
}
