import type { Child, FC } from 'hono/jsx';
import { dayAt } from '../../../core/calendar.ts';
import type { View } from '../view.ts';
import type { Asked, Paper } from './paper.ts';
import { apiPath } from './query.ts';

/** What a bank reads first: whose paper this is, under which terms, of which day. */
export const Head: FC<{ view: View; asked: Asked; paper: Paper }> = function Head({
  view,
  asked,
  paper,
}) {
  const { text, format } = view;
  const said = text.certificate;
  const { facility, certificate, knownAt } = paper;
  const { terms, inputHash, asOf } = certificate;
  const exact = { asOf, knownAt, since: certificate.rollForward?.openedOn };
  const rows: [string, Child][] = [
    [said.company, asked.tenant.name],
    [said.facility, `${terms.name} (${terms.facilityId})`],
    [said.funder, terms.funder],
    [said.mode, said.modes[terms.mode]],
    [said.agreement, facility.agreement.reference],
    [said.terms, said.version(facility.version, format.day(facility.effectiveOn))],
    [said.asOf, format.day(asOf)],
    [said.knownAt, format.instant(knownAt)],
    [said.hash, <Hash hash={inputHash} hint={said.hashHint} />],
  ];
  return (
    <section class="panel" aria-labelledby="head-title">
      <header>
        <h2 id="head-title">{said.headTitle}</h2>
        <a class="download" href={apiPath(terms.facilityId, exact)} download={fileName(paper)}>
          {said.downloadJson}
        </a>
      </header>
      <dl class="body certified">
        {rows.map(([term, meaning]) => (
          <>
            <dt>{term}</dt>
            <dd>{meaning}</dd>
          </>
        ))}
      </dl>
    </section>
  );
};

/** Short on the screen with all of it on hover, whole on paper. */
const Hash: FC<{ hash: string; hint: string }> = function Hash({ hash, hint }) {
  return (
    <>
      <span class="mono hash" title={`${hash} · ${hint}`}>
        {hash.slice(0, 12)}
        <span>{hash.slice(12)}</span>
      </span>
      <small class="onpaper">{hint}</small>
    </>
  );
};

function fileName({ certificate }: Paper): string {
  return `certificate-${certificate.terms.facilityId}-${certificate.asOf}.json`;
}

/** Another day, what was known then, and where the roll-forward opens. */
export const DayForm: FC<{ view: View; asked: Asked; action: string }> = function DayForm({
  view,
  asked,
  action,
}) {
  const said = view.text.certificate;
  const { asOf, knownAt, query, tenant } = asked;
  const known = knownAt === undefined ? '' : dayAt(knownAt, tenant.timeZone);
  return (
    <form class="filters days" method="get" action={action} aria-label={said.formTitle}>
      <label>
        {said.formAsOf}
        <input type="date" name="asOf" value={asOf} required />
      </label>
      <label>
        {said.formKnownAt}
        <input type="date" name="knownAt" value={known} />
        <small>{said.formKnownHint}</small>
      </label>
      <label>
        {said.formSince}
        <input type="date" name="since" value={query.since ?? ''} />
        <small>{said.formSinceHint}</small>
      </label>
      <button type="submit">{said.formGo}</button>
    </form>
  );
};

/** Lines to sign on; they are there on paper only. */
export const Signature: FC<{ view: View }> = function Signature({ view }) {
  const said = view.text.certificate;
  return (
    <section class="signature onpaper" aria-label={said.signTitle}>
      <h2>{said.signTitle}</h2>
      <dl>
        {[said.signName, said.signOffice, said.signDay, said.signature].map((label) => (
          <>
            <dt>{label}</dt>
            <dd></dd>
          </>
        ))}
      </dl>
    </section>
  );
};
