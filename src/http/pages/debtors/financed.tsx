import type { FC } from 'hono/jsx';
import type { Terms } from '../../../core/facility.ts';
import type { WordedDebtor } from '../../../core/wording/explained.ts';
import { wordDeduction, wordRule } from '../../../core/wording/word.ts';
import { ruleLabel } from '../desk/rule.ts';
import { Bar } from '../desk/waterfall.tsx';
import { Notice } from '../layout.tsx';
import type { View } from '../view.ts';
import type { Financing } from './financing.ts';

type Facility = WordedDebtor['facilities'][0];

/** What each facility finances of a debtor: from what is open, rule by rule, to its funding value. */
export const Financed: FC<{ view: View; financing: Financing }> = function Financed({
  view,
  financing,
}) {
  if (financing.status !== 'explained') {
    if (financing.why === undefined) return null;
    return (
      <Notice kind="refused">
        <p>{financing.why}</p>
      </Notice>
    );
  }
  const { explained, terms } = financing;
  return (
    <>
      {explained.facilities.map((facility) => (
        <UnderFacility view={view} facility={facility} terms={terms.get(facility.facilityId)} />
      ))}
    </>
  );
};

const UnderFacility: FC<{ view: View; facility: Facility; terms: Terms | undefined }> =
  function UnderFacility({ view, facility, terms }) {
    const { text, format } = view;
    const { facilityId, currency, grossMinor } = facility;
    const title = text.explain.financedTitle(terms?.name ?? facilityId);
    return (
      <section class="panel" aria-label={title}>
        <header>
          <h2>{title}</h2>
          <span class="muted">{currency}</span>
        </header>
        <table class="fall financed">
          <thead class="hidden">
            <tr>
              <th scope="col">{text.desk.step}</th>
              <th scope="col">{text.desk.bar}</th>
              <th scope="col">{currency}</th>
            </tr>
          </thead>
          <tbody>
            {stepsOf(view, facility, terms).map((step) => (
              <tr class={step.kind === 'cut' ? undefined : 'sum'}>
                <th scope="row">
                  {step.label}
                  {step.why === '' ? null : <small>{step.why}</small>}
                </th>
                <td class="lane">
                  <Bar step={step} widestMinor={Math.max(1, grossMinor)} />
                </td>
                <td class="num">
                  {format.amount(
                    step.kind === 'cut' ? -step.amountMinor : step.amountMinor,
                    currency,
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <Ageing view={view} facility={facility} />
        <Headroom view={view} facility={facility} />
      </section>
    );
  };

type Step = Parameters<typeof Bar>[0]['step'] & { label: string; why: string };

function stepsOf(
  { text, locale }: View,
  { receivables, grossMinor, deductions, eligibleMinor }: Facility,
  terms: Terms | undefined,
): Step[] {
  const { explain } = text;
  let leftMinor = grossMinor;
  const cuts = deductions.map(({ rule, name, count, sentence, amountMinor }): Step => {
    leftMinor -= amountMinor;
    return {
      kind: 'cut',
      label: terms ? ruleLabel(locale, terms, rule) : name,
      why: [explain.items(count), sentence].filter(Boolean).join(' · '),
      amountMinor,
      leftMinor,
    };
  });
  const standing = { leftMinor: 0 };
  const why = explain.items(receivables);
  return [
    { kind: 'gross', label: explain.gross, why, amountMinor: grossMinor, ...standing },
    ...cuts,
    { kind: 'good', label: explain.funds, why: '', amountMinor: eligibleMinor, ...standing },
  ];
}

/** Below the threshold too: it says how near a debtor is to losing all of its receivables. */
const Ageing: FC<{ view: View; facility: Facility }> = function Ageing({ view, facility }) {
  const { ageing, currency, receivables } = facility;
  // A debtor that is tainted has the sentence beside the amount already.
  if (!ageing || ageing.isTainted || receivables === 0) return null;
  const { params } = ageing;
  return (
    <p class="body muted">
      {`${view.text.explain.ageing}: ${wordDeduction(view.locale, { rule: 'cross_ageing', params }, currency)}`}
    </p>
  );
};

const Headroom: FC<{ view: View; facility: Facility }> = function Headroom({ view, facility }) {
  const { text, format, locale } = view;
  const { explain } = text;
  const { limits, caps, currency } = facility;
  const write = (minor: number) => format.amount(minor, currency);
  if (limits.length + caps.length === 0) return null;
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col">{explain.limits}</th>
            <th scope="col" class="num">
              {explain.asked}
            </th>
            <th scope="col" class="num">
              {explain.allowed}
            </th>
            <th scope="col" class="num">
              {explain.headroom}
            </th>
          </tr>
        </thead>
        <tbody>
          {limits.map(({ policyId, askedMinor, limitMinor, heldElsewhereMinor, headroomMinor }) => (
            <tr>
              <th scope="row">
                {policyId === undefined ? explain.funderLimit : explain.insuredLimit(policyId)}
                {heldElsewhereMinor > 0 ? (
                  <small>{explain.held(`${write(heldElsewhereMinor)} ${currency}`)}</small>
                ) : null}
              </th>
              <td class="num" data-head={explain.asked}>
                {write(askedMinor)}
              </td>
              <td class="num" data-head={explain.allowed}>
                {write(limitMinor)}
              </td>
              <td class="num" data-head={explain.headroom}>
                {write(headroomMinor)}
              </td>
            </tr>
          ))}
          {caps.map(({ rule, node, shareBp, askedMinor, countsMinor, capMinor, headroomMinor }) => (
            <tr>
              <th scope="row">
                {explain.share(wordRule(locale, rule), node, format.percent(shareBp))}
                <small>{explain.counts(`${write(countsMinor)} ${currency}`)}</small>
              </th>
              <td class="num" data-head={explain.asked}>
                {write(askedMinor)}
              </td>
              <td class="num" data-head={explain.allowed}>
                {write(capMinor)}
              </td>
              <td class="num" data-head={explain.headroom}>
                {write(headroomMinor)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
