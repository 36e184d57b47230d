import type { FC } from 'hono/jsx';
import type { AsOf } from '../../../core/calendar.ts';
import { assignmentOf, bindsOn, type StandingAssignment } from '../../../core/cover/assignment.ts';
import type { DebtorProof } from '../../../core/cover/debtor-proof.ts';
import type { CoverProof, InvoiceCover } from '../../../core/cover/proof.ts';
import { wordCover } from '../../../core/wording/cover.ts';
import { word } from '../../../core/wording/word.ts';
import { readBenefits } from '../../../store/benefit.ts';
import { readCoverProofs } from '../../../store/cover-proof.ts';
import type { PageCall, View } from '../view.ts';

export type Insured = { proofs: DebtorProof[]; benefits: StandingAssignment[] };

export async function readInsured(
  { tx }: PageCall,
  of: AsOf & { debtorId: string; country: string | undefined },
): Promise<Insured> {
  const { country, ...asked } = of;
  const proofs = await readCoverProofs(tx, asked);
  if (proofs.length === 0) return { proofs, benefits: [] };
  const { debtorId, asOf } = asked;
  const named = (await readBenefits(tx)).filter((one) => {
    const { scope } = one.assignment;
    if (!bindsOn(one, asOf)) return false;
    if (scope.kind === 'invoice') {
      const ids = proofs.flatMap((proof) => (proof.status === 'proven' ? idsOf(proof.proof) : []));
      return scope.receivableIds.some((id) => ids.includes(id));
    }
    const item = { receivableId: '', debtorId, on: asOf };
    return assignmentOf([one], item, { countryOf: () => country }) !== undefined;
  });
  return { proofs, benefits: named };
}

function idsOf({ invoices }: CoverProof): string[] {
  return invoices.map(({ receivableId }) => receivableId);
}

/** By policy: what of each invoice is insured, what is not, and why; and who would be paid. */
export const InsuredPanels: FC<{ view: View; insured: Insured }> = function InsuredPanels({
  view,
  insured: { proofs, benefits },
}) {
  return (
    <>
      {proofs.map((one) => (
        <section class="panel" aria-labelledby={`insured-${one.policyId}`}>
          <header>
            <h2 id={`insured-${one.policyId}`}>{view.text.insured.title(one.number)}</h2>
            <span class="muted">{one.currency}</span>
          </header>
          {one.status === 'rate_missing' ? (
            <p class="body">{view.text.insured.rateMissing(one.from, one.currency)}</p>
          ) : (
            <Proven view={view} proof={one.proof} currency={one.currency} />
          )}
          <Assigned
            view={view}
            benefits={benefits.filter(({ assignment }) => assignment.policyId === one.policyId)}
          />
        </section>
      ))}
    </>
  );
};

const shownMax = 100;

const Proven: FC<{ view: View; proof: CoverProof; currency: string }> = function Proven({
  view,
  proof,
  currency,
}) {
  const { text, format } = view;
  const { insured } = text;
  const { invoices, paidMinor } = proof;
  if (invoices.length === 0) return <p class="body muted">{insured.nothing}</p>;
  const shown = invoices.slice(-shownMax);
  return (
    <>
      <Sums view={view} proof={proof} currency={currency} />
      <p class="body muted">
        {insured.paid(`${format.amount(paidMinor, currency)} ${currency}`)}
        {shown.length < invoices.length ? ` ${insured.more(invoices.length - shown.length)}` : ''}
      </p>
      <Stops view={view} proof={proof} />
      <div class="scroll">
        <table class="stack">
          <thead>
            <tr>
              <th scope="col">{insured.invoice}</th>
              <th scope="col" class="num">
                {insured.limitOn}
              </th>
              <th scope="col" class="num">
                {insured.open}
              </th>
              <th scope="col">{insured.what}</th>
              <th scope="col">{insured.why}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((invoice) => (
              <Parts view={view} invoice={invoice} currency={currency} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
};

/** A row for each part; the invoice stands in the first. */
const Parts: FC<{ view: View; invoice: InvoiceCover; currency: string }> = function Parts({
  view,
  invoice,
  currency,
}) {
  const { text, format, locale } = view;
  const { insured } = text;
  return (
    <>
      {invoice.parts.map((part, index) => (
        <tr>
          <th scope="row" data-head={insured.invoice}>
            <a href={`/receivables/${invoice.receivableId}`}>{invoice.number}</a>
          </th>
          <td class="num" data-head={insured.limitOn}>
            {format.day(invoice.limitOn)}
          </td>
          <td class="num" data-head={insured.open}>
            {index === 0 ? format.amount(invoice.openMinor, currency) : ''}
          </td>
          <td data-head={insured.what}>
            {`${format.amount(part.amountMinor, currency)} ${insured.outcomes[part.outcome]}`}
          </td>
          <td data-head={insured.why}>
            {wordCover(locale, part)}
            {part.clause === undefined ? null : <small>{part.clause}</small>}
          </td>
        </tr>
      ))}
    </>
  );
};

const Sums: FC<{ view: View; proof: CoverProof; currency: string }> = function Sums({
  view,
  proof,
  currency,
}) {
  const { text, format } = view;
  const { insured } = text;
  const { insuredMinor, overLimitMinor, uninsuredMinor, openMinor } = proof;
  const sums = [
    [insured.open, openMinor],
    [insured.outcomes.insured, insuredMinor],
    [insured.outcomes.over_limit, overLimitMinor],
    [insured.outcomes.uninsured, uninsuredMinor],
  ] as const;
  return (
    <dl class="body">
      {sums.map(([name, amountMinor]) => (
        <div>
          <dt>{name}</dt>
          <dd>{`${format.amount(amountMinor, currency)} ${currency}`}</dd>
        </div>
      ))}
    </dl>
  );
};

const Stops: FC<{ view: View; proof: CoverProof }> = function Stops({ view, proof: { stops } }) {
  const { text, format, locale } = view;
  const { insured } = text;
  if (stops.length === 0) return null;
  return (
    <div class="body">
      <h3>{insured.stops}</h3>
      <ul>
        {stops.map(({ cause, on, until, params }) => (
          <li>
            {[
              format.day(on),
              word(locale, `stopCause.${cause}`),
              params.number ?? '',
              until === undefined ? insured.lasts : insured.until(format.day(until)),
            ]
              .filter(Boolean)
              .join(' · ')}
          </li>
        ))}
      </ul>
    </div>
  );
};

const Assigned: FC<{ view: View; benefits: StandingAssignment[] }> = function Assigned({
  view,
  benefits,
}) {
  const { text, format } = view;
  const { insured } = text;
  if (benefits.length === 0) return null;
  return (
    <div class="body">
      <h3>{insured.assigned}</h3>
      <ul>
        {benefits.map(({ assignment, state }) => (
          <li>
            {`${insured.assignedTo(assignment.assignee, format.day(assignment.from))} · ${insured.states[state.status]}`}
          </li>
        ))}
      </ul>
    </div>
  );
};
