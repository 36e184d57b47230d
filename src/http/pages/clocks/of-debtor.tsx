import type { FC } from 'hono/jsx';
import type { Duty } from '../../../core/clock/duty.ts';
import { DunningStep } from '../../../core/cover/dunning-step.ts';
import { word } from '../../../core/wording/word.ts';
import type { RecordedCircumstance } from '../../../store/circumstance.ts';
import { readCircumstanceBook } from '../../../store/circumstance.ts';
import { readDuties } from '../../../store/duty.ts';
import { type LetterHead, listLetters } from '../../../store/letter.ts';
import { listPlans, type StoredPlan } from '../../../store/payment-plan.ts';
import { readPolicies } from '../../../store/policy.ts';
import { Form } from '../layout.tsx';
import type { PageCall, View } from '../view.ts';
import { Board } from './board.tsx';
import { DayField } from './by-hand.tsx';
import { Letters } from './notice-parts.tsx';
import { Plans } from './plans.tsx';

export type DebtorClocks = {
  debtorId: string;
  duties: Duty[];
  dunning: RecordedCircumstance[];
  letters: LetterHead[];
  plans: StoredPlan[];
  policyIds: string[];
};

/** A debtor's deadlines, and what was done to be paid. */
export async function readDebtorClocks({ tx }: PageCall, debtorId: string): Promise<DebtorClocks> {
  const duties = await readDuties(tx, { debtorId });
  const book = await readCircumstanceBook(tx, debtorId);
  const policies = await readPolicies(tx);
  return {
    debtorId,
    duties: duties.filter(({ status }) => status !== 'done' && status !== 'moot'),
    dunning: book.filter(({ circumstance }) => circumstance.kind === 'dunning').toReversed(),
    letters: await listLetters(tx, { subject: `demand|${debtorId}|`, isPrefix: true }),
    plans: await listPlans(tx, { debtorId }),
    policyIds: policies.map(({ policyId }) => policyId),
  };
}

export const DebtorClocksPanels: FC<{ view: View; clocks: DebtorClocks }> =
  function DebtorClocksPanels({ view, clocks }) {
    if (clocks.policyIds.length === 0) return null;
    return (
      <>
        <Board view={view} duties={clocks.duties} names={new Map()} hasDebtor={false} />
        <Dunning view={view} clocks={clocks} />
        <Plans view={view} clocks={clocks} />
      </>
    );
  };

const Dunning: FC<{ view: View; clocks: DebtorClocks }> = function Dunning({ view, clocks }) {
  const { clocks: words } = view.text;
  const { dunning, letters } = clocks;
  return (
    <section class="panel" aria-labelledby="dunning-title">
      <header>
        <h2 id="dunning-title">{words.dunning}</h2>
      </header>
      <div class="body padded">
        {dunning.length === 0 ? <p class="muted">{words.dunningNone}</p> : null}
        <ul class="plain">
          {dunning.map(({ circumstance }) =>
            circumstance.kind === 'dunning' ? (
              <li>
                <b>{word(view.locale, `dunningStep.${circumstance.step}`)}</b>{' '}
                <span class="muted">
                  {[
                    view.format.day(circumstance.on),
                    view.format.integer(circumstance.receivableIds.length),
                    circumstance.note,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </li>
            ) : null,
          )}
        </ul>
        {letters.length > 0 ? (
          <>
            <h3>{words.letters}</h3>
            <Letters view={view} letters={letters} />
          </>
        ) : null}
        {view.can('notice.prepare') ? (
          <DunningForms view={view} debtorId={clocks.debtorId} />
        ) : null}
      </div>
    </section>
  );
};

const DunningForms: FC<{ view: View; debtorId: string }> = function DunningForms({
  view,
  debtorId,
}) {
  const { clocks: words } = view.text;
  const base = `/debtors/${encodeURIComponent(debtorId)}`;
  return (
    <details>
      <summary>{words.dunningAdd}</summary>
      <Form view={view} action={`${base}/dunning`}>
        <div class="fields">
          <label>
            {words.step}
            <select name="step">
              {DunningStep.options.map((step) => (
                <option value={step}>{word(view.locale, `dunningStep.${step}`)}</option>
              ))}
            </select>
          </label>
          <DayField name="on" label={words.day} value={view.today} />
          <label>
            {words.invoices}
            <input name="invoices" required maxlength={4000} />
          </label>
          <label>
            {words.note}
            <input name="note" maxlength={1000} />
          </label>
          <button type="submit">{words.dunningAdd}</button>
        </div>
      </Form>
      <Form view={view} action={`${base}/dunning-file`} isUpload>
        <div class="fields">
          <label>
            {words.dunningFile}
            <input type="file" name="file" accept=".csv,text/csv" required />
          </label>
          <button type="submit">{words.dunningImport}</button>
        </div>
      </Form>
      <Form view={view} action={`${base}/demand`}>
        <div class="fields">
          <label>
            {words.demandDays}
            <input type="number" name="days" min={1} max={90} value="14" required />
          </label>
          <button type="submit">{words.demandDraw}</button>
        </div>
      </Form>
    </details>
  );
};
