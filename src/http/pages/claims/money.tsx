import type { FC } from 'hono/jsx';
import { isWorded, word } from '../../../core/wording/word.ts';
import type { ClaimView } from '../../../store/claim-view.ts';
import { Form } from '../layout.tsx';
import type { View } from '../view.ts';
import { moneyIn } from './parts.tsx';

type Part = FC<{ view: View; model: ClaimView }>;

/** What was paid against what was expected when it was filed, each difference named. */
export const SettlementPanel: Part = function SettlementPanel({ view, model }) {
  const { text, format } = view;
  const { claims } = text;
  const { comparison, claim } = model;
  if (!comparison) return null;
  const { currency, expectedMinor, paidMinor, differences, payees } = comparison;
  const money = moneyIn(view, currency);
  return (
    <section class="panel" aria-labelledby="settlement-title">
      <header>
        <h2 id="settlement-title">{claims.settlement}</h2>
      </header>
      <div class="scroll">
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">{claims.payee}</th>
              <th scope="col" class="num">
                {claims.expectedThen}
              </th>
              <th scope="col" class="num">
                {claims.paid}
              </th>
            </tr>
          </thead>
          <tbody>
            {payees.map((payee) => (
              <tr>
                <th scope="row" data-head={claims.payee}>
                  {payee.name}
                </th>
                <td class="num" data-head={claims.expectedThen}>
                  {money(payee.expectedMinor)}
                </td>
                <td class="num" data-head={claims.paid}>
                  {money(payee.paidMinor)}
                </td>
              </tr>
            ))}
            {differences.map(({ code, amountMinor, params }) => (
              <tr>
                <th scope="row" colspan={2} data-head={claims.difference}>
                  {wordOf(view, code, params)}
                </th>
                <td class="num" data-head={claims.difference}>
                  {money(amountMinor)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {expectedMinor === paidMinor ? <p class="body muted">{claims.asExpected}</p> : null}
      {view.can('claim.prepare') && isOpen(claim.dossier.status) ? (
        <div class="decide">
          <details>
            <summary>{claims.recordSettlement}</summary>
            <Form view={view} action={`/claims/${claim.id}/settlements`}>
              <label>
                {claims.settlementNumber}
                <input name="number" required maxlength={100} />
              </label>
              <label>
                {claims.on}
                <input type="date" name="on" value={view.today} required />
              </label>
              <label>
                {`${claims.paid} (${currency})`}
                <input name="amount" required inputmode="decimal" maxlength={30} />
              </label>
              <label>
                {claims.payee}
                <select name="payee">
                  {payees.map(({ name }) => (
                    <option value={name}>{name}</option>
                  ))}
                </select>
              </label>
              <button type="submit">{claims.recordSettlement}</button>
            </Form>
          </details>
        </div>
      ) : null}
      {claim.dossier.settlements.length > 0 ? (
        <ul class="body plain">
          {claim.dossier.settlements.map((own) => (
            <li>
              {`${own.settlementId} · ${format.day(own.on)} · ${own.payee}: ${moneyIn(view, own.currency)(own.paidMinor)}`}
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
};

function isOpen(status: string): boolean {
  return status !== 'closed' && status !== 'refused';
}

function wordOf({ locale }: View, code: string, params: Record<string, string | number>): string {
  const key = `claimDifference.${code}`;
  return isWorded(key) ? word(locale, key, params) : code;
}

/** What came in after the loss and how it is shared. */
export const RecoveryPanel: Part = function RecoveryPanel({ view, model }) {
  const { text, format } = view;
  const { claims } = text;
  const { claim, splits } = model;
  const { dossier } = claim;
  if (dossier.filing.status !== 'filed') return null;
  const { recoveries, currency } = dossier;
  const heads = [claims.recovered, claims.insurersShare, claims.ownShare, claims.costs];
  return (
    <section class="panel" aria-labelledby="recovery-title">
      <header>
        <h2 id="recovery-title">{`${claims.recoveries} (${currency})`}</h2>
      </header>
      {recoveries.length === 0 ? <p class="body muted">{claims.noRecoveries}</p> : null}
      {recoveries.length > 0 ? (
        <div class="scroll">
          <table class="stack">
            <thead>
              <tr>
                <th scope="col">{claims.recoveryNumber}</th>
                <th scope="col">{claims.receivedBy}</th>
                {heads.map((head) => (
                  <th scope="col" class="num">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {recoveries.map(({ recoveryId, on, by, amountMinor, costsMinor }) => {
                const split = splits.find((own) => own.recoveryId === recoveryId);
                const amounts = [
                  amountMinor,
                  split?.insurerMinor ?? 0,
                  split?.insuredMinor ?? 0,
                  costsMinor,
                ];
                return (
                  <tr>
                    <th scope="row" data-head={claims.recoveryNumber}>
                      {recoveryId}
                      <small>{format.day(on)}</small>
                    </th>
                    <td data-head={claims.receivedBy}>{claims.parties[by]}</td>
                    {amounts.map((amount, at) => (
                      <td class="num" data-head={heads[at]}>
                        {format.amount(amount, currency)}
                      </td>
                    ))}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      ) : null}
      {view.can('claim.prepare') && dossier.status !== 'closed' ? (
        <AddRecovery view={view} model={model} />
      ) : null}
    </section>
  );
};

const AddRecovery: Part = function AddRecovery({ view, model }) {
  const { claims } = view.text;
  return (
    <div class="decide">
      <details>
        <summary>{claims.recordRecovery}</summary>
        <Form view={view} action={`/claims/${model.claim.id}/recoveries`}>
          <label>
            {claims.recoveryNumber}
            <input name="number" required maxlength={100} />
          </label>
          <label>
            {claims.on}
            <input type="date" name="on" value={view.today} required />
          </label>
          <label>
            {claims.amount}
            <input name="amount" required inputmode="decimal" maxlength={30} />
          </label>
          <label>
            {claims.costs}
            <input name="costs" inputmode="decimal" maxlength={30} value="0" />
          </label>
          <label>
            {claims.receivedBy}
            <select name="by">
              <option value="insured">{claims.parties.insured}</option>
              <option value="insurer">{claims.parties.insurer}</option>
            </select>
          </label>
          <label class="check">
            <input type="checkbox" name="approved" value="yes" /> {claims.costsApproved}
          </label>
          <button type="submit">{claims.recordRecovery}</button>
        </Form>
      </details>
    </div>
  );
};
