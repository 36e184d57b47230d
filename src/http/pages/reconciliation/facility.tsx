import type { FC } from 'hono/jsx';
import { sumMinor } from '../../../core/money.ts';
import type { PledgeLine } from '../../../core/reconciliation/pledge.ts';
import type { Reconciliation } from '../../../core/reconciliation/reconcile.ts';
import type { View } from '../view.ts';
import { ChargeTable } from './charges.tsx';
import { sentenceOf } from './differences.tsx';

/** A pledge's line: drawn, repaid, charged, owed, and what the books owe. */
export const PledgePanel: FC<{ view: View; line: PledgeLine; currency: string }> =
  function PledgePanel({ view, line, currency }) {
    const { text, format } = view;
    const { reconciliation } = text;
    const charged = sumMinor([line.interestMinor, line.feesMinor, line.feeTaxMinor]);
    const rows: [string, number][] = [
      [reconciliation.drawn, line.drawnMinor],
      [reconciliation.repaid, line.repaidMinor],
      [reconciliation.outstanding, line.outstandingMinor],
      [reconciliation.charged, charged],
      [reconciliation.chargesPaid, -line.chargesPaidMinor],
      [reconciliation.owed, line.owedMinor],
      [reconciliation.borrowed, line.booksMinor],
      [reconciliation.difference, line.differenceMinor],
    ];
    return (
      <section class="panel" aria-labelledby="pledge-title">
        <header>
          <h2 id="pledge-title">{reconciliation.pledgeTitle}</h2>
          <span class="muted">{currency}</span>
        </header>
        <div class="scroll">
          <table>
            <tbody>
              {rows.map(([name, amountMinor]) => (
                <tr>
                  <th scope="row">{name}</th>
                  <td class="num">{format.amount(amountMinor, currency)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    );
  };

/** What is on no one receivable: movements nobody can place, charges on the whole account. */
export const AccountLevel: FC<{
  view: View;
  account: Reconciliation['account'];
  currency: string;
}> = function AccountLevel({ view, account, currency }) {
  const { reconciliation } = view.text;
  const { differences, charges } = account;
  if (differences.length === 0 && charges.length === 0) return null;
  return (
    <section class="panel" aria-labelledby="account-title">
      <header>
        <h2 id="account-title">{reconciliation.accountTitle}</h2>
      </header>
      {differences.length > 0 ? (
        <div class="body padded">
          <ul>
            {differences.slice(0, shownMax).map((difference) => (
              <li>{sentenceOf(view, difference, currency)}</li>
            ))}
          </ul>
        </div>
      ) : null}
      {charges.length > 0 ? (
        <ChargeTable view={view} charges={charges} currency={currency} />
      ) : null}
    </section>
  );
};

const shownMax = 50;
