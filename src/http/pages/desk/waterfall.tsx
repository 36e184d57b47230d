import type { FC } from 'hono/jsx';
import type { FacilityResult } from '../../../core/plan.ts';
import { explanationPath } from '../explained/facility.tsx';
import type { View } from '../view.ts';
import type { Offer } from './book.ts';
import { type DeskQuery, deskPath } from './query.ts';
import { ruleLabel } from './rule.ts';

type BarStep = {
  amountMinor: number;
  /** Where its bar ends; it begins `amountMinor` further. */
  leftMinor: number;
  kind: 'gross' | 'cut' | 'good' | 'hold' | 'available';
};

type Step = BarStep & {
  key: string;
  label: string;
  href?: string;
  count?: number;
};

/** Gross to available as a table: each row is a bar, and each cut a link to the receivables it cuts. */
export const Waterfall: FC<{ view: View; offer: Offer; query: DeskQuery }> = function Waterfall({
  view,
  offer,
  query,
}) {
  const { text, format } = view;
  const { result } = offer;
  const steps = stepsOf(view, offer, query);
  const write = format.column(result.grossMinor, result.currency);
  const widestMinor = Math.max(result.grossMinor, 1);
  return (
    <section class="panel" aria-labelledby="fall-title">
      <header>
        <h2 id="fall-title">{text.desk.fallTitle}</h2>
        <span class="muted">
          <a href={`/certificates/${encodeURIComponent(result.facilityId)}`}>
            {text.certificate.link}
          </a>
          {` · ${result.currency}`}
        </span>
      </header>
      <table class="fall">
        <thead class="hidden">
          <tr>
            <th scope="col">{text.desk.step}</th>
            <th scope="col">{text.desk.bar}</th>
            <th scope="col">{result.currency}</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <StepRow
              view={view}
              step={step}
              isChosen={step.key === query.rule}
              write={write}
              widestMinor={widestMinor}
              exact={format.amount(shownMinor(step), result.currency)}
            />
          ))}
        </tbody>
      </table>
      <p class="body">
        <a href={explanationPath(result.facilityId)}>{text.explain.link}</a>
      </p>
      {result.unabsorbedCreditsMinor > 0 ? (
        <p class="body muted">
          {text.desk.unabsorbed(
            `${format.amount(result.unabsorbedCreditsMinor, result.currency)} ${result.currency}`,
          )}
        </p>
      ) : null}
    </section>
  );
};

const StepRow: FC<{
  view: View;
  step: Step;
  isChosen: boolean;
  write: (amountMinor: number) => string;
  widestMinor: number;
  exact: string;
}> = function StepRow({ view, step, isChosen, write, widestMinor, exact }) {
  const { kind, label, href, amountMinor, count } = step;
  const classes = [rowClass(kind), isChosen ? 'chosen' : '', amountMinor === 0 ? 'nothing' : ''];
  const touched = count === undefined ? undefined : view.text.desk.touches(count);
  return (
    <tr class={classes.filter(Boolean).join(' ')}>
      <th scope="row">
        {href === undefined ? (
          label
        ) : (
          <a
            href={href}
            title={touched}
            aria-current={isChosen ? 'true' : undefined}
            hx-get={href}
            hx-target="#desk"
            hx-select="#desk"
            hx-swap="outerHTML"
            hx-push-url="true"
          >
            {label}
          </a>
        )}
      </th>
      <td class="lane">
        <Bar step={step} widestMinor={widestMinor} />
      </td>
      <td class={`num ${kind === 'available' && amountMinor < 0 ? 'short' : ''}`} title={exact}>
        {write(shownMinor(step))}
      </td>
    </tr>
  );
};

/** The bar, and thin lines to the rows above and below; its numbers are in the cell beside it. */
export const Bar: FC<{ step: BarStep; widestMinor: number }> = function Bar({ step, widestMinor }) {
  const scale = (amountMinor: number) =>
    Math.round((Math.max(0, Math.min(amountMinor, widestMinor)) / widestMinor) * 1000);
  const { kind, amountMinor, leftMinor } = step;
  const x = scale(leftMinor);
  const end = scale(leftMinor + Math.max(0, amountMinor));
  const width = amountMinor > 0 ? Math.max(end - x, 3) : 0;
  const isTotal = kind === 'available';
  const below = kind === 'gross' || kind === 'good' ? end : x;
  return (
    <svg viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">
      {kind === 'gross' ? null : (
        <Thread x={end} from={0} to={width === 0 && !isTotal ? 100 : 28} />
      )}
      {isTotal || width === 0 ? null : <Thread x={below} from={72} to={100} />}
      {width === 0 ? null : (
        <rect
          class={isTotal ? 'good' : kind}
          x={x}
          width={width}
          y={isTotal ? 12 : 28}
          height={isTotal ? 76 : 44}
        />
      )}
    </svg>
  );
};

const Thread: FC<{ x: number; from: number; to: number }> = function Thread({ x, from, to }) {
  return <line x1={x} x2={x} y1={from} y2={to} />;
};

function stepsOf(
  { text, format, locale }: View,
  { facility, result }: Offer,
  query: DeskQuery,
): Step[] {
  const { terms } = facility;
  let restMinor = result.grossMinor;
  const take = (step: Omit<Step, 'leftMinor'>): Step => {
    restMinor -= step.amountMinor;
    return { ...step, leftMinor: restMinor };
  };
  const cuts = result.waterfall.map(({ rule, amountMinor, count }) =>
    take({
      key: rule,
      label: ruleLabel(locale, terms, rule),
      amountMinor,
      count,
      kind: 'cut',
      href: deskPath(query, { rule: query.rule === rule ? undefined : rule }),
    }),
  );
  const { desk } = text;
  const standing = { leftMinor: 0 };
  return [
    {
      key: 'gross',
      label: desk.gross,
      amountMinor: result.grossMinor,
      kind: 'gross',
      href: deskPath(query, { rule: undefined, show: 'all' }),
      ...standing,
    },
    ...cuts,
    {
      key: 'pool',
      label: desk.pool,
      amountMinor: result.poolMinor,
      kind: 'good',
      href: deskPath(query, { rule: undefined, show: 'eligible' }),
      ...standing,
    },
    ...reserves(result).map(({ key, amountMinor }) =>
      take({
        key,
        label: reserveLabel(desk, key, format.percent(10_000 - terms.advanceRateBp)),
        amountMinor,
        kind: 'hold',
      }),
    ),
    {
      key: 'available',
      label: desk.availableStep,
      amountMinor: result.availableMinor,
      kind: 'available',
      ...standing,
    },
  ];
}

type Reserve = 'holdback' | 'reserves' | 'overLimit' | 'used';

/** Most terms have no reserves: theirs is a step only where they take something. */
function reserves(result: FacilityResult): { key: Reserve; amountMinor: number }[] {
  const { holdbackMinor, reservesTakenMinor, overLimitMinor, usedMinor } = result;
  return [
    { key: 'holdback', amountMinor: holdbackMinor },
    ...(reservesTakenMinor === 0
      ? []
      : [{ key: 'reserves' as const, amountMinor: reservesTakenMinor }]),
    { key: 'overLimit', amountMinor: overLimitMinor },
    { key: 'used', amountMinor: usedMinor },
  ];
}

function reserveLabel(desk: View['text']['desk'], key: Reserve, percent: string): string {
  return key === 'holdback' ? desk.holdback(percent) : desk[key];
}

function shownMinor({ kind, amountMinor }: Step): number {
  return (kind === 'cut' || kind === 'hold') && amountMinor !== 0 ? -amountMinor : amountMinor;
}

function rowClass(kind: Step['kind']): string {
  if (kind === 'gross' || kind === 'good') return 'sum';
  return kind === 'available' ? 'total' : '';
}
