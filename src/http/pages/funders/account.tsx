import type { FC } from 'hono/jsx';
import { type Account, overpaymentMinor, residualMinor } from '../../../core/funding/account.ts';
import type { Held, Position } from '../../../core/funding/position.ts';
import type { Currency } from '../../../core/money.ts';
import type { View } from '../view.ts';

type Holding = Extract<Position, Held>;

/** A held receivable's money, term by term: what came in, what it became, and what is left to settle. */
export const AccountPanel: FC<{
  view: View;
  receivableId: string;
  position: Holding;
  facility: { name: string; currency: Currency };
}> = function AccountPanel({ view, receivableId, position, facility }) {
  const { position: said } = view.text;
  const { account, status } = position;
  const amount = (amountMinor: number) => view.format.amount(amountMinor, facility.currency);
  const residual = residualMinor(account);
  const remarked = remarks(view, { position, currency: facility.currency });
  return (
    <section class="panel" aria-labelledby="account-title">
      <header>
        <h2 id="account-title">{said.title}</h2>
        <span class={`chip ${status === 'closed' ? 'good' : 'wait'}`}>{said.states[status]}</span>
      </header>
      <p class="body muted">{said.lead(`${facility.name} · ${facility.currency}`)}</p>
      <table class="stack">
        <tbody>
          {terms(account).map(({ name, amountMinor }) => (
            <tr>
              <th scope="row">{said[name]}</th>
              <td class="num">{amount(amountMinor)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">
              <b>{said.residual}</b>
            </th>
            <td class="num">
              <b>{amount(residual)}</b>
            </td>
          </tr>
        </tbody>
      </table>
      {remarked.length === 0 ? null : (
        <ul class="body">
          {remarked.map((remark) => (
            <li>{remark}</li>
          ))}
        </ul>
      )}
      <p class="body padded">
        <a href={`/books/receivables/${receivableId}`}>{said.statement}</a>
      </p>
    </section>
  );
};

type Term =
  | 'face'
  | 'overpayment'
  | 'fx'
  | 'advance'
  | 'rebate'
  | 'fees'
  | 'feeTax'
  | 'interest'
  | 'dilution'
  | 'writeOff'
  | 'reassigned';

/** The identity's terms with the signs that make them sum to what is not settled; zeros left out. */
function terms(account: Account): { name: Term; amountMinor: number }[] {
  const all: { name: Term; amountMinor: number }[] = [
    { name: 'face', amountMinor: account.faceMinor },
    { name: 'overpayment', amountMinor: overpaymentMinor(account) },
    { name: 'fx', amountMinor: account.fxMinor },
    { name: 'advance', amountMinor: -account.advanceMinor },
    { name: 'rebate', amountMinor: -account.rebateMinor },
    { name: 'fees', amountMinor: -account.feesMinor },
    { name: 'feeTax', amountMinor: -account.feeTaxMinor },
    { name: 'interest', amountMinor: -account.interestMinor },
    { name: 'dilution', amountMinor: -account.dilutionMinor },
    { name: 'writeOff', amountMinor: -account.writeOffMinor },
    { name: 'reassigned', amountMinor: -account.reassignedMinor },
  ];
  return all.filter(({ name, amountMinor }) => name === 'face' || amountMinor !== 0);
}

function remarks(
  { text, format }: View,
  { position, currency }: { position: Holding; currency: Currency },
): string[] {
  const { position: said } = text;
  const { account, marks } = position;
  const sum = (name: string, amountMinor: number) =>
    amountMinor === 0 ? [] : [`${name}: ${format.amount(amountMinor, currency)} ${currency}`];
  return [
    ...sum(said.collected, account.collectedMinor),
    ...sum(said.misdirected, account.misdirectedMinor),
    ...sum(said.disputed, marks.disputedMinor),
    ...(marks.isUnapproved ? [said.unapproved] : []),
    ...(marks.recourseDueOn === undefined
      ? []
      : [said.recourseDue(format.day(marks.recourseDueOn))]),
    ...(marks.isRepurchased ? [said.repurchased] : []),
  ];
}
