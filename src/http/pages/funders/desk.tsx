import type { FC } from 'hono/jsx';
import type { StatementBreak } from '../../../core/reconciliation/statement-chain.ts';
import type { Facility } from '../../../store/facility.ts';
import type {
  StatementBalance,
  StatementDesk,
  StoredStatement,
} from '../../../store/factor-statement.ts';
import type { Offering } from '../../../store/offering.ts';
import { Form, Notice } from '../layout.tsx';
import type { View } from '../view.ts';
import { OfferingSums } from './offering.tsx';

/** A facility: its funder's last statement, and where the next one goes in. */
export const FacilityPanel: FC<{
  view: View;
  facility: Facility;
  desk: StatementDesk | undefined;
  offering: Offering | undefined;
}> = function FacilityPanel({ view, facility, desk, offering }) {
  const { funders } = view.text;
  const { facilityId, name, funder, currency } = facility.terms;
  const version = desk?.mappingVersion ?? undefined;
  const titleId = `facility-${facilityId}`;
  return (
    <section class="panel" aria-labelledby={titleId}>
      <header>
        <h2 id={titleId}>{name}</h2>
        {version === undefined ? (
          <span class="chip wait">{funders.unmapped}</span>
        ) : (
          <span class="chip">{funders.mapping(version)}</span>
        )}
      </header>
      <p class="body muted">{`${facilityId} · ${funder} · ${currency}`}</p>
      <div class="columns">
        <div class="body">
          {desk?.last ? (
            <LastStatement view={view} statement={desk.last} breaks={desk.breaks} />
          ) : (
            <p class="muted">{funders.never}</p>
          )}
          {offering ? <OfferingSums view={view} offering={offering} /> : null}
        </div>
        <div class="decide">
          {version === undefined ? <p>{funders.unmappedHint}</p> : null}
          {version !== undefined && view.can('cash.import') ? (
            <TakeStatement view={view} facilityId={facilityId} />
          ) : null}
          {view.can('facility.write') ? (
            <SaveMapping view={view} facilityId={facilityId} isMapped={version !== undefined} />
          ) : null}
        </div>
      </div>
    </section>
  );
};

const LastStatement: FC<{
  view: View;
  statement: StoredStatement;
  breaks: readonly StatementBreak[];
}> = function LastStatement({ view, statement, breaks }) {
  const { text, format } = view;
  const { funders } = text;
  const { statementId, fileName, recordedAt, balances, counts } = statement;
  const closing = balances.filter(({ closingMinor }) => closingMinor !== undefined);
  return (
    <>
      <h3>{funders.last}</h3>
      <dl>
        <dt>{funders.taken}</dt>
        <dd>{format.instant(recordedAt)}</dd>
        <dt>{funders.file}</dt>
        <dd>
          <a href={`/api/v1/factor-statements/${statementId}/file`}>{fileName}</a>
        </dd>
        <dt>{funders.balance}</dt>
        {closing.length === 0 ? <dd>{funders.noBalance}</dd> : null}
        {closing.map((balance) => (
          <dd>{balanceText(view, balance)}</dd>
        ))}
        {(['booked', 'confirmed', 'questioned', 'known'] as const).map((name) => (
          <>
            <dt>{funders.counts[name]}</dt>
            <dd>{format.integer(counts[name])}</dd>
          </>
        ))}
      </dl>
      {breaks.slice(-breaksMax).map((one) => (
        <Notice kind="refused">
          <p>{breakText(view, one)}</p>
        </Notice>
      ))}
    </>
  );
};

const breaksMax = 5;

function breakText({ text, format }: View, one: StatementBreak): string {
  const amount = (amountMinor: number) =>
    `${format.amount(amountMinor, one.currency)} ${one.currency}`;
  return text.funders.breakOf({
    before: one.before.fileName,
    after: one.after.fileName,
    closing: amount(one.closingMinor),
    opening: amount(one.openingMinor),
    difference: amount(one.differenceMinor),
  });
}

function balanceText(view: View, { currency, closingMinor = 0, checked }: StatementBalance) {
  const { funders } = view.text;
  const amount = `${view.format.amount(closingMinor, currency)} ${currency}`;
  return `${amount} · ${checked ? funders.checked : funders.unchecked}`;
}

const TakeStatement: FC<{ view: View; facilityId: string }> = function TakeStatement({
  view,
  facilityId,
}) {
  const { funders } = view.text;
  return (
    <Form view={view} action={addressOf(facilityId, 'statement')} isUpload>
      <label>
        {funders.choose}
        <input type="file" name="file" accept=".csv,.txt,.tsv,text/csv" required />
      </label>
      <button type="submit" class="primary">
        {funders.take}
      </button>
    </Form>
  );
};

const SaveMapping: FC<{
  view: View;
  facilityId: string;
  isMapped: boolean;
}> = function SaveMapping({ view, facilityId, isMapped }) {
  const { funders } = view.text;
  return (
    <details>
      <summary>{funders.mappingChange}</summary>
      <Form view={view} action={addressOf(facilityId, 'mapping')} isUpload>
        <label>
          {funders.mappingFile}
          <input type="file" name="file" accept=".json,application/json" required />
        </label>
        <button type="submit">{funders.mappingSave}</button>
      </Form>
      <ul>
        {isMapped ? (
          <li>
            <a href={`/api/v1/facilities/${encodeURIComponent(facilityId)}/statement-mapping`}>
              {funders.mappingNow}
            </a>
          </li>
        ) : null}
        <li>
          <a href="/api/v1/statement-mapping/schema">{funders.mappingSchema}</a>
        </li>
      </ul>
    </details>
  );
};

function addressOf(facilityId: string, what: 'statement' | 'mapping'): string {
  return `/funders/${encodeURIComponent(facilityId)}/${what}`;
}
