import type { FC } from 'hono/jsx';
import type { InsurerCost } from '../../../store/insurer-cost.ts';
import type { View } from '../view.ts';

/** The cost ledger: each service once, with its price where the policy names one. */
export const Costs: FC<{ view: View; costs: InsurerCost[] }> = function Costs({ view, costs }) {
  const { insurer } = view.text;
  const heads = [insurer.incurred, insurer.service, insurer.debtor, insurer.policy];
  return (
    <section class="panel" aria-label={insurer.costs}>
      <header>
        <h2>{insurer.costs}</h2>
      </header>
      {costs.length === 0 ? (
        <p class="body muted">{insurer.costsNone}</p>
      ) : (
        <div class="scroll">
          <table class="stack">
            <thead>
              <tr>
                {heads.map((head) => (
                  <th scope="col">{head}</th>
                ))}
                <th scope="col" class="num">
                  {insurer.amount}
                </th>
              </tr>
            </thead>
            <tbody>
              {costs.map((cost) => (
                <tr>
                  <td data-head={insurer.incurred}>{view.format.day(cost.incurredOn)}</td>
                  <td data-head={insurer.service}>{insurer.services[cost.service]}</td>
                  <td data-head={insurer.debtor}>{cost.debtorId}</td>
                  <td data-head={insurer.policy}>{cost.policyId}</td>
                  <td class="num" data-head={insurer.amount}>
                    {cost.amountMinor === null || cost.currency === null
                      ? insurer.noPrice
                      : `${view.format.amount(cost.amountMinor, cost.currency)} ${cost.currency}`}
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
