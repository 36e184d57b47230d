import type { FC } from 'hono/jsx';
import type { Duty } from '../../../core/clock/duty.ts';
import { wordDuty } from '../../../core/wording/duty.ts';
import { isWorded, word } from '../../../core/wording/word.ts';
import type { View } from '../view.ts';

const groups = ['past', 'due', 'due_soon', 'upcoming', 'forecast', 'ended'] as const;
type Group = (typeof groups)[number];

/** At most so many of a group on one page: what waits for nobody takes less room. */
const shownMaxOf: Record<Group, number> = {
  past: 50,
  due: 50,
  due_soon: 50,
  upcoming: 25,
  forecast: 15,
  ended: 25,
};

/** The deadline board: what was missed first, what nobody has to do last. */
export const Board: FC<{
  view: View;
  duties: readonly Duty[];
  names: ReadonlyMap<string, string>;
  hasDebtor?: boolean;
}> = function Board({ view, duties, names, hasDebtor = true }) {
  const byGroup = Map.groupBy(duties, groupOf);
  return (
    <>
      {groups.map((group) => {
        const own = byGroup.get(group) ?? [];
        if (own.length === 0) return null;
        const title = view.text.clocks.groups[group];
        const shownMax = shownMaxOf[group];
        return (
          <section class="panel" aria-labelledby={`duties-${group}`}>
            <header>
              <h2 id={`duties-${group}`}>{title}</h2>
              <span class={`chip ${toneOf[group]}`}>{view.format.integer(own.length)}</span>
            </header>
            <Table view={view} duties={own.slice(0, shownMax)} names={names} {...{ hasDebtor }} />
            {own.length > shownMax ? (
              <p class="body padded muted">{view.text.clocks.more(own.length - shownMax)}</p>
            ) : null}
          </section>
        );
      })}
    </>
  );
};

const toneOf: Record<Group, string> = {
  past: 'cut',
  due: 'cut',
  due_soon: 'wait',
  upcoming: '',
  forecast: '',
  ended: 'good',
};

function groupOf({ status, isForecast }: Duty): Group {
  if (status === 'done' || status === 'moot') return 'ended';
  return isForecast ? 'forecast' : status;
}

const Table: FC<{
  view: View;
  duties: readonly Duty[];
  names: ReadonlyMap<string, string>;
  hasDebtor: boolean;
}> = function Table({ view, duties, names, hasDebtor }) {
  const { head } = view.text.clocks;
  return (
    <div class="scroll">
      <table class="stack">
        <thead>
          <tr>
            <th scope="col" class="num">
              {head.doBy}
            </th>
            <th scope="col" class="num">
              {head.lastDay}
            </th>
            <th scope="col">{head.what}</th>
            {hasDebtor ? <th scope="col">{head.debtor}</th> : null}
            <th scope="col">{head.lost}</th>
            <th scope="col">{head.way}</th>
          </tr>
        </thead>
        <tbody>
          {duties.map((duty) => (
            <Row view={view} duty={duty} names={names} hasDebtor={hasDebtor} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

const Row: FC<{
  view: View;
  duty: Duty;
  names: ReadonlyMap<string, string>;
  hasDebtor: boolean;
}> = function Row({ view, duty, names, hasDebtor }) {
  const { text, format, locale } = view;
  const { clocks } = text;
  const { head } = clocks;
  const { title, status, consequence, settled, moved } = wordDuty(locale, duty);
  const isOpen = duty.status !== 'done' && duty.status !== 'moot';
  const isLate = isOpen && !duty.isForecast && (duty.status === 'past' || duty.status === 'due');
  return (
    <tr>
      <td class={`num ${isLate ? 'late' : ''}`} data-head={head.doBy}>
        {duty.isForecast ? text.none : format.day(duty.doBy)}
      </td>
      <td class="num" data-head={head.lastDay}>
        {format.day(duty.lastDay)}
        {isOpen && !duty.isForecast ? (
          <div class="muted">{clocks.until(format.instant(duty.lastInstant))}</div>
        ) : null}
      </td>
      <td data-head={head.what}>
        <b>{title}</b>
        <div class="muted">
          {[subjectOf(view, duty), status, duty.clause && clocks.clause(duty.clause)]
            .filter(Boolean)
            .join(' · ')}
        </div>
        {moved ? <div>{moved}</div> : null}
        {duty.calendarGap ? <div class="muted">{clocks.gap}</div> : null}
      </td>
      {hasDebtor ? (
        <td data-head={head.debtor}>
          {duty.debtorId === undefined ? (
            text.none
          ) : (
            <a href={`/debtors/${encodeURIComponent(duty.debtorId)}`}>
              {names.get(duty.debtorId) ?? duty.debtorId}
            </a>
          )}
        </td>
      ) : null}
      <td data-head={head.lost}>{settled ?? consequence}</td>
      <td data-head={head.way}>
        <Ways view={view} duty={duty} isOpen={isOpen} />
      </td>
    </tr>
  );
};

/** A period is declared; everything else is named as it is known. */
function subjectOf({ locale }: View, { subject, declaration }: Duty): string {
  if (declaration === undefined) {
    const evidence = `evidence.${subject}`;
    return isWorded(evidence) ? word(locale, evidence) : subject;
  }
  const code = `declarationKind.${declaration}`;
  return isWorded(code) ? `${word(locale, code)} ${subject}` : subject;
}

const noticeOf: Partial<Record<Duty['duty'], string>> = {
  overdue_notice: 'overdue',
  adverse_information: 'adverse_information',
  insolvency_notice: 'insolvency',
  collection_handover: 'overdue',
};

/** A notice goes by the insurer's interface or as a pack; both begin with drawing it up. */
const Ways: FC<{ view: View; duty: Duty; isOpen: boolean }> = function Ways(given) {
  const { view, duty, isOpen } = given;
  const { text } = view;
  const kind = noticeOf[duty.duty];
  if (!isOpen || duty.isForecast) return <>{text.none}</>;
  if (duty.duty === 'claim_filing' || duty.duty === 'document_request') {
    return <a href="/claims">{text.clocks.ways}</a>;
  }
  if (kind === undefined || duty.debtorId === undefined) return <>{text.none}</>;
  if (!view.can('notice.prepare')) return <>{text.clocks.ways}</>;
  const asked = new URLSearchParams({ policy: duty.policyId, debtor: duty.debtorId, kind });
  if (duty.duty === 'collection_handover') asked.set('collection', 'yes');
  return (
    <>
      <a href={`/insurer-notices?${asked}#draw`}>{text.clocks.draw}</a>
      <div class="muted">{text.clocks.ways}</div>
    </>
  );
};
