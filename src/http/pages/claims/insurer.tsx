import type { FC } from 'hono/jsx';
import { writeOffStandards } from '../../../core/claim/write-off.ts';
import { word } from '../../../core/wording/word.ts';
import type { ClaimView } from '../../../store/claim-view.ts';
import { Form } from '../layout.tsx';
import type { View } from '../view.ts';
import { kindText } from './evidence.tsx';
import { moneyIn } from './parts.tsx';

type Part = FC<{ view: View; model: ClaimView }>;

/** The insurer's questions, and its word where no machine reads it. */
export const InsurerPanel: Part = function InsurerPanel({ view, model }) {
  const { text, format } = view;
  const { claims } = text;
  const { claim, evidence } = model;
  const { dossier, id } = claim;
  if (dossier.filing.status !== 'filed') return null;
  const canWrite = view.can('claim.prepare') && dossier.status !== 'closed';
  return (
    <section class="panel" aria-labelledby="insurer-title">
      <header>
        <h2 id="insurer-title">{claims.insurerSays}</h2>
      </header>
      <ul class="body plain">
        {dossier.steps.map(({ on, text: told, rawCode }) => (
          <li>{`${format.day(on)} · ${told} (${rawCode})`}</li>
        ))}
        {dossier.requests.map(({ requestId, on, document, dueOn, text: told, answeredWith }) => (
          <li>
            <b>{kindText(view, document)}</b>{' '}
            {answeredWith.length > 0 ? (
              <span class="chip good">{claims.answered}</span>
            ) : (
              <span class="chip wait">
                {dueOn ? claims.answerBy(format.day(dueOn)) : claims.askedOn(format.day(on))}
              </span>
            )}
            <small>{told}</small>
            {canWrite && answeredWith.length === 0 && evidence.length > 0 ? (
              <Form view={view} action={`/claims/${id}/answers`}>
                <input type="hidden" name="request" value={requestId} />
                <label>
                  {claims.answer}
                  <select name="evidence">
                    {evidence.map((own) => (
                      <option value={own.id}>{own.fileName}</option>
                    ))}
                  </select>
                </label>
                <button type="submit">{claims.answer}</button>
              </Form>
            ) : null}
          </li>
        ))}
      </ul>
      {canWrite ? (
        <div class="decide">
          <details>
            <summary>{claims.say}</summary>
            <Form view={view} action={`/claims/${id}/word`}>
              <label>
                {claims.insurerSays}
                <select name="status">
                  {Object.entries(claims.said).map(([status, said]) => (
                    <option value={status}>{said}</option>
                  ))}
                </select>
              </label>
              <label>
                {claims.rawCode}
                <input name="code" maxlength={200} required />
              </label>
              <button type="submit">{claims.say}</button>
            </Form>
          </details>
        </div>
      ) : null}
    </section>
  );
};

/** What is written off, by which rules, and another person's word on it. */
export const WriteOffPanel: Part = function WriteOffPanel({ view, model }) {
  const { text } = view;
  const { claims } = text;
  const { id, dossier } = model.claim;
  const { writeOff, currency } = dossier;
  const money = moneyIn(view, currency);
  const isProposed = writeOff?.status === 'proposed';
  const mayPropose =
    view.can('claim.prepare') &&
    dossier.status !== 'closed' &&
    (!writeOff || writeOff.status === 'refused');
  return (
    <section class="panel" aria-labelledby="write-off-title">
      <header>
        <h2 id="write-off-title">{claims.writeOff}</h2>
      </header>
      <div class="decide">
        <small>{claims.writeOffLead}</small>
        {writeOff ? (
          <p>
            {writeOff.status === 'approved'
              ? claims.approvedState(money(writeOff.writeOff.amountMinor))
              : writeOff.status === 'refused'
                ? claims.refusedState
                : claims.proposed(
                    money(writeOff.writeOff.amountMinor),
                    nameOf(model, writeOff.proposedBy) ?? claims.bySystem,
                  )}{' '}
            {`${word(view.locale, `writeOffStandard.${writeOff.writeOff.standard}`)}: ${writeOffStandards[writeOff.writeOff.standard].paragraph}.`}
            {writeOff.writeOff.assetMinor > 0
              ? ` ${claims.asset(money(writeOff.writeOff.assetMinor))}`
              : ''}
          </p>
        ) : null}
        {isProposed && view.can('claim.release') ? (
          <>
            <Form view={view} action={`/claims/${id}/write-off/decision`}>
              <input type="hidden" name="decision" value="approved" />
              <button type="submit" class="primary">
                {claims.approve}
              </button>
            </Form>
            <details>
              <summary>{claims.refuse}</summary>
              <Form view={view} action={`/claims/${id}/write-off/decision`}>
                <input type="hidden" name="decision" value="refused" />
                <label>
                  {claims.reason}
                  <input name="reason" required maxlength={1000} />
                </label>
                <button type="submit">{claims.refuse}</button>
              </Form>
            </details>
          </>
        ) : null}
        {mayPropose ? <Propose view={view} model={model} /> : null}
      </div>
    </section>
  );
};

const Propose: Part = function Propose({ view, model }) {
  const { claims } = view.text;
  return (
    <details>
      <summary>{claims.propose}</summary>
      <Form view={view} action={`/claims/${model.claim.id}/write-off`}>
        <label>
          {claims.standard}
          <select name="standard">
            {Object.entries(writeOffStandards).map(([standard, { paragraph }]) => (
              <option value={standard}>{paragraph}</option>
            ))}
          </select>
        </label>
        <label>
          {`${claims.expectedRecovery} (${model.claim.dossier.currency})`}
          <input name="recovery" inputmode="decimal" value="0" maxlength={30} />
        </label>
        <label>
          {claims.reason}
          <input name="reason" required maxlength={1000} />
        </label>
        <button type="submit">{claims.propose}</button>
      </Form>
    </details>
  );
};

function nameOf({ names }: ClaimView, personId: string): string | undefined {
  return names.get(personId);
}
