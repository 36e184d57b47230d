import type { FC } from 'hono/jsx';
import type { Alternative } from '../../../core/compare/alternative.ts';
import type { View } from '../view.ts';
import { raisePath } from './address.ts';
import { money, percentOf, signedMoney } from './figures.ts';
import { nameOf, type Raise } from './model.ts';
import { differenceOf, unusedFacilities, type Way, type WayName } from './ways.ts';

/** A card for each way; the first is what the others are held against. */
export const Cards: FC<{ view: View; raise: Raise }> = function Cards({ view, raise }) {
  return (
    <ul class="cards">
      {raise.ways.map((way) => (
        <Card view={view} raise={raise} way={way} />
      ))}
    </ul>
  );
};

/** What a way is called: each of its aims in words. */
export function titleOf(view: View, raise: Raise, { names }: Way): string {
  const { aims, alone } = view.text.raise;
  const words = names.flatMap(({ aim, facilityId }: WayName) => {
    if (aim !== 'only') return [aims[aim]];
    return facilityId ? [alone(nameOf(raise, facilityId))] : [];
  });
  const isEmpty = names.some(({ aim, facilityId }) => aim === 'only' && !facilityId);
  const unused = isEmpty ? unusedFacilities(raise, raise.facilities.keys()) : [];
  return [...words, ...unused.map((id) => alone(nameOf(raise, id)))].join(' · ');
}

const Card: FC<{ view: View; raise: Raise; way: Way }> = function Card({ view, raise, way }) {
  const { text, format } = view;
  const { comparison, chosen, wanted } = raise;
  const { currency } = comparison;
  const { costMinor, shortfallMinor, yearlyPpm, lines } = way.alternative;
  const [name] = way.names;
  return (
    <li class={way === chosen ? 'panel chosen' : 'panel'}>
      <h3>{titleOf(view, raise, way)}</h3>
      {shortfallMinor > 0 ? (
        <p class="short">{text.raise.shortBy(money(view, shortfallMinor, currency))}</p>
      ) : null}
      {lines.length === 0 ? (
        <p>{text.raise.nothing}</p>
      ) : (
        <>
          <p class="price">
            <b>{format.amount(costMinor, currency)}</b>
            <small>
              {text.raise.cost(currency)} · {text.raise.yearly(percentOf(view, yearlyPpm))}
            </small>
          </p>
          <Figures view={view} raise={raise} way={way} />
          <Against view={view} raise={raise} way={way} />
          {way === chosen || !name ? (
            <span class="chip good">{text.raise.chosen}</span>
          ) : (
            <a class="button" href={`${raisePath(wanted, { way: name })}#way`}>
              {text.raise.choose}
              <span class="hidden">{`: ${titleOf(view, raise, way)}`}</span>
            </a>
          )}
        </>
      )}
    </li>
  );
};

const Figures: FC<{ view: View; raise: Raise; way: Way }> = function Figures({ view, raise, way }) {
  const { text, format } = view;
  const { currency } = raise.comparison;
  const { alternative } = way;
  const { cashMinor, receivables, encumberedMinor, facilityIds } = alternative;
  const { interestMinor, feesMinor, fixedCostMinor, marginalPpm } = alternative;
  const names = facilityIds.map((id) => nameOf(raise, id)).join(', ');
  const figures: [string, string][] = [
    [text.raise.cash, money(view, cashMinor, currency)],
    [text.raise.interest, money(view, interestMinor, currency)],
    [text.raise.fees, money(view, feesMinor, currency)],
    [text.raise.fixed, money(view, fixedCostMinor, currency)],
    [text.raise.marginal, percentOf(view, marginalPpm)],
    [text.raise.facilities, names],
    [text.raise.receivables, format.integer(receivables)],
    [text.raise.encumbered, money(view, encumberedMinor, currency)],
    ...valuedFigures(view, alternative, currency),
  ];
  return (
    <dl>
      {figures.map(([label, value]) => (
        <>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  );
};

/** What a comparison has only where services were valued, or an earlier choice was given. */
function valuedFigures(
  view: View,
  { administrationSavedMinor, protectionMinor, netCostMinor, moved }: Alternative,
  currency: string,
): [string, string][] {
  const { text, format } = view;
  const sum = (label: string, amountMinor: number | undefined): [string, string][] =>
    amountMinor === undefined ? [] : [[label, money(view, amountMinor, currency)]];
  const count = (label: string, n: number | undefined): [string, string][] =>
    n === undefined ? [] : [[label, format.integer(n)]];
  return [
    ...sum(text.raise.administrationSaved, administrationSavedMinor),
    ...sum(text.raise.protection, protectionMinor),
    ...sum(text.raise.netCost, netCostMinor),
    ...count(text.raise.movedAgainst, moved),
  ];
}

const Against: FC<{ view: View; raise: Raise; way: Way }> = function Against({ view, raise, way }) {
  const { raise: text } = view.text;
  const { currency } = raise.comparison;
  if (way === raise.cheapest) {
    return raise.ways.length > 1 ? <p class="muted">{text.isCheapest}</p> : null;
  }
  const { costMinor, cashMinor, receivables, encumberedMinor, netCostMinor } = differenceOf(
    way.alternative,
    raise.cheapest.alternative,
  );
  const signed = (amountMinor: number) => signedMoney(view, amountMinor, currency);
  const parts = [
    costMinor === 0 ? text.sameCost : text.costDiffers(signed(costMinor)),
    ...(netCostMinor === 0 ? [] : [text.netCostDiffers(signed(netCostMinor))]),
    ...(cashMinor === 0 ? [] : [text.cashDiffers(signed(cashMinor))]),
    ...(receivables === 0 ? [] : [text.receivablesDiffer(receivables)]),
    ...(encumberedMinor === 0 ? [] : [text.encumberedDiffers(signed(encumberedMinor))]),
  ];
  return (
    <p class="against">
      <small>{text.against}</small>
      {parts.map((part) => (
        <span>{part}</span>
      ))}
    </p>
  );
};
