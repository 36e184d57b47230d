import type { FC } from 'hono/jsx';
import { sumMinor } from '../../../core/money.ts';
import type { View } from '../view.ts';
import type { RunModel } from './page.tsx';

type Row = { name: string; cells: string[] };

/** What each facility would have financed, in its own currency. */
export const Sums: FC<{ view: View; model: RunModel }> = function Sums({ view, model }) {
  const { selections } = view.text;
  const rows = model.run.summary.facilities.map((result): Row => {
    const { facilityId, currency, grossMinor, waterfall, poolMinor, availableMinor } = result;
    const taken = sumMinor(waterfall.map(({ amountMinor }) => amountMinor));
    const cells = [grossMinor, taken, poolMinor, availableMinor];
    return {
      name: model.facilities.get(facilityId)?.name ?? facilityId,
      cells: cells.map((amountMinor) => moneyOf(view, amountMinor, currency)),
    };
  });
  const heads = [selections.gross, selections.taken, selections.pool, selections.available];
  return (
    <section class="panel" aria-labelledby="sums-title">
      <header>
        <h2 id="sums-title">{selections.sumsTitle}</h2>
      </header>
      <Table first={selections.facility} heads={heads} rows={rows} />
    </section>
  );
};

/** How a stated need was met; nothing where none was stated. */
export const Placed: FC<{ view: View; model: RunModel }> = function Placed({ view, model }) {
  const { allocation } = model.run.summary;
  if (!allocation) return null;
  const { selections } = view.text;
  const { currency } = allocation;
  const rows = allocation.facilities.map((placed): Row => {
    const own = (amountMinor: number) => moneyOf(view, amountMinor, placed.currency);
    return {
      name: model.facilities.get(placed.facilityId)?.name ?? placed.facilityId,
      cells: [
        view.format.integer(placed.receivables),
        own(placed.fundedMinor),
        own(placed.advanceMinor),
        moneyOf(view, placed.costMinor, currency),
      ],
    };
  });
  const sums: [string, number][] = [
    [selections.need, allocation.needMinor],
    [selections.cash, allocation.cashMinor],
    [selections.shortfall, allocation.shortfallMinor],
    [selections.cost, allocation.costMinor],
  ];
  const heads = [selections.receivables, selections.funded, selections.advance, selections.cost];
  return (
    <section class="panel" aria-labelledby="placed-title">
      <header>
        <h2 id="placed-title">{selections.placedTitle}</h2>
      </header>
      <dl class="body">
        {sums.map(([name, amountMinor]) => (
          <>
            <dt>{name}</dt>
            <dd>{moneyOf(view, amountMinor, currency)}</dd>
          </>
        ))}
      </dl>
      <Table first={selections.facility} heads={heads} rows={rows} />
    </section>
  );
};

const Table: FC<{ first: string; heads: string[]; rows: Row[] }> = function Table({
  first,
  heads,
  rows,
}) {
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {heads.map((head) => (
              <th scope="col" class="num">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, cells }) => (
            <tr>
              <th scope="row" data-head={first}>
                {name}
              </th>
              {cells.map((cell, index) => (
                <td class="num" data-head={heads[index]}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

function moneyOf({ format }: View, amountMinor: number, currency: string): string {
  return `${format.amount(amountMinor, currency)} ${currency}`;
}
