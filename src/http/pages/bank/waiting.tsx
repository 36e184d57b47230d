import type { FC } from 'hono/jsx';
import { type BankEntry, paymentsOf } from '../../../core/cash/entry.ts';
import type { OpenItem } from '../../../core/cash/item.ts';
import { toDecimal } from '../../../core/money.ts';
import { wordWhy } from '../../../core/wording/cashSentences.ts';
import { word } from '../../../core/wording/word.ts';
import type { UnmatchedEntry } from '../../../store/bank-view.ts';
import { Form } from '../layout.tsx';
import type { View } from '../view.ts';

/** An entry that nothing explains, and what a person may say of it. */
export const Waiting: FC<{ view: View; waiting: UnmatchedEntry }> = function Waiting({
  view,
  waiting,
}) {
  const { id, entry, why, candidates } = waiting;
  const { bank } = view.text;
  const titleId = `entry-${id}`;
  return (
    <section class="panel waiting" aria-labelledby={titleId}>
      <header>
        <h2 id={titleId}>{moneyOf(view, entry)}</h2>
        <span class="chip wait">{bank.waits}</span>
      </header>
      <div class="columns">
        <div class="body padded">
          <p>{wordWhy(view.locale, why)}</p>
          <Particulars view={view} entry={entry} />
        </div>
        {view.can('money.decide') ? (
          <div class="decide">
            <details>
              <summary>{bank.allocate}</summary>
              <Allocate view={view} id={id} entry={entry} candidates={candidates} />
            </details>
            <details>
              <summary>{bank.notOurs}</summary>
              <Form view={view} action={`/bank/${id}/not-ours`}>
                <small>{bank.notOursHint}</small>
                <ReasonAnd view={view} go={bank.notOurs} />
              </Form>
            </details>
          </div>
        ) : (
          <p class="body padded muted">{bank.notYours}</p>
        )}
      </div>
    </section>
  );
};

const Particulars: FC<{ view: View; entry: BankEntry }> = function Particulars({ view, entry }) {
  const { text, format } = view;
  const { bank } = text;
  const payments = paymentsOf(entry);
  const names = new Set(payments.flatMap(({ partyName }) => partyName ?? []));
  const accounts = new Set(payments.flatMap(({ partyAccount }) => partyAccount ?? []));
  return (
    <dl>
      <dt>{bank.booked}</dt>
      <dd>{format.day(entry.bookedOn)}</dd>
      <dt>{bank.account}</dt>
      <dd>{entry.account}</dd>
      <dt>{bank.party}</dt>
      <dd>{[...names].join(' · ') || text.none}</dd>
      <dt>{bank.partyAccount}</dt>
      <dd>{[...accounts].join(' · ') || text.none}</dd>
      <dt>{bank.references}</dt>
      <dd>{entry.references.join(' · ') || text.none}</dd>
    </dl>
  );
};

const Allocate: FC<{
  view: View;
  id: string;
  entry: BankEntry;
  candidates: readonly OpenItem[];
}> = function Allocate({ view, id, entry, candidates }) {
  const { bank } = view.text;
  return (
    <Form view={view} action={`/bank/${id}/allocation`}>
      <small>{bank.allocateHint(moneyOf(view, entry))}</small>
      {candidates.map((item) => (
        <Candidate view={view} item={item} />
      ))}
      <label>
        {bank.other}
        <input name="item" maxlength={200} autocomplete="off" />
      </label>
      <label>
        {bank.put}
        <input name="amount" inputmode="decimal" autocomplete="off" />
      </label>
      <ReasonAnd view={view} go={bank.allocate} />
    </Form>
  );
};

const Candidate: FC<{ view: View; item: OpenItem }> = function Candidate({ view, item }) {
  const { bank } = view.text;
  const { kind, label, openMinor, currency } = item;
  const held = item.kind === 'receivable' ? word(view.locale, `cashHolding.${item.holding}`) : '';
  const what = [word(view.locale, `cashKind.${kind}`), held].filter((part) => part !== '');
  return (
    <label>
      {`${label} · ${view.format.amount(openMinor, currency)} ${currency} · ${what.join(', ')}`}
      <input type="hidden" name="item" value={item.id} />
      <input
        name="amount"
        inputmode="decimal"
        autocomplete="off"
        placeholder={toDecimal({ amountMinor: openMinor, currency })}
        aria-label={bank.putOn(label)}
      />
    </label>
  );
};

/** Nothing is decided without a reason. */
export const ReasonAnd: FC<{ view: View; go: string }> = function ReasonAnd({ view, go }) {
  return (
    <>
      <label>
        {view.text.bank.reason}
        <textarea name="reason" required maxlength={1000}></textarea>
      </label>
      <button type="submit" class="primary">
        {go}
      </button>
    </>
  );
};

function moneyOf({ format }: View, { amountMinor, currency }: BankEntry): string {
  return `${format.amount(amountMinor, currency)} ${currency}`;
}
