import { Hono } from 'hono';
import type { FC } from 'hono/jsx';
import { z } from 'zod';
import { wordDetail } from '../../../core/wording/word.ts';
import type { Tx } from '../../../store/database.ts';
import { decideMovement } from '../../../store/movement-decision.ts';
import { findEnded } from '../../../store/movement-ended.ts';
import { type HeldNamed, listHeld } from '../../../store/movement-places.ts';
import { listQuestioned, type QuestionedMovement } from '../../../store/movement-questioned.ts';
import { readSiblings } from '../../../store/movement-siblings.ts';
import type { HttpEnv } from '../../env.ts';
import { notFound } from '../../problem.ts';
import { type Flash, redirectTelling, takeFlash } from '../flash.ts';
import { readForm } from '../form.ts';
import { Empty, Form, Page } from '../layout.tsx';
import { Told } from '../message.tsx';
import { requestIdOf } from '../requests/page.tsx';
import { asReader, type View } from '../view.ts';

const Said = z.object({
  decision: z.enum(['booked', 'dismissed']),
  reason: z.string().trim().max(1000),
  receivable: z.string().trim().max(100).default(''),
  number: z.string().trim().max(100).default(''),
  facility: z.string().trim().max(100).default(''),
});

/** What funders say they have booked and does not fit: a person books it where it belongs, or not. */
export function createQuestioned(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/movements', (c) =>
    asReader(c, 'request.read', async ({ tx, view }) => {
      const { movements } = view.text;
      const asked = await listQuestioned(tx, 100);
      return c.html(
        <Page view={view} title={movements.title} lead={movements.lead}>
          <Told view={view} flash={takeFlash(c)} />
          {asked.length === 0 ? (
            <section class="panel">
              <Empty title={movements.none} hint={movements.noneHint} />
            </section>
          ) : (
            await panels(tx, { view, asked })
          )}
        </Page>,
      );
    }),
  );
  app.post('/movements/:id', async (c) => {
    const movementId = requestIdOf(c.req.param('id'));
    const { decision, reason, receivable, number, facility } = await readForm(c, Said);
    const flash = await asReader(c, 'money.decide', async ({ tx, view }): Promise<Flash> => {
      if (reason === '') return { kind: 'refused', code: 'reason_missing', params: {} };
      const isEnded = decision === 'booked' && number !== '';
      const ended = isEnded ? await findEnded(tx, { movementId, number }) : undefined;
      if (isEnded && ended === undefined) {
        return { kind: 'refused', code: 'movement_number_unknown', params: { number } };
      }
      const receivableId = ended ?? (receivable === '' ? undefined : receivable);
      const answer = await decideMovement(tx, {
        movementId,
        decision,
        reason,
        actor: { personId: view.principal.personId },
        ...(decision === 'booked' && { receivableId }),
        ...(decision === 'booked' && facility !== '' && { facilityId: facility }),
      });
      if (answer.ok) return { kind: 'done', code: 'movement_settled', params: { decision } };
      if (answer.code === 'movement_not_found') throw notFound();
      if (answer.code === 'movement_decided') {
        return { kind: 'refused', code: 'movement_decided', params: {} };
      }
      const why = wordDetail(view.locale, answer.detail);
      return { kind: 'refused', code: 'movement_misfit', params: { why } };
    });
    return redirectTelling(c, '/movements', flash);
  });
  return app;
}

async function panels(
  tx: Tx,
  { view, asked }: { view: View; asked: readonly QuestionedMovement[] },
) {
  const facilities = [...new Set(asked.map(({ facilityId }) => facilityId))];
  const held = new Map<string, HeldNamed[]>();
  const siblings = new Map<string, string[]>();
  for (const facilityId of facilities) {
    held.set(facilityId, await listHeld(tx, facilityId, 500));
    const own = await readSiblings(tx, facilityId);
    siblings.set(
      facilityId,
      own.map((sibling) => sibling.facilityId),
    );
  }
  return asked.map((one) => (
    <Asked
      view={view}
      asked={one}
      held={held.get(one.facilityId) ?? []}
      facilities={orderedFor(one.facilityId, siblings.get(one.facilityId) ?? [])}
    />
  ));
}

/** The one it was told under first: that is where it is booked unless a person says otherwise. */
function orderedFor(facilityId: string, siblings: readonly string[]): string[] {
  return [facilityId, ...siblings.filter((own) => own !== facilityId)];
}

const Asked: FC<{
  view: View;
  asked: QuestionedMovement;
  held: HeldNamed[];
  facilities: readonly string[];
}> = function Asked({ view, asked, held, facilities }) {
  const { text, format } = view;
  const { movements } = text;
  const { id, movement, detail, facilityId, recordedAt } = asked;
  const titleId = `movement-${id}`;
  const amount = `${format.amount(movement.amountMinor, movement.currency)} ${movement.currency}`;
  return (
    <section class="panel" aria-labelledby={titleId}>
      <header>
        <h2 id={titleId}>{`${movements.kinds[movement.kind]} · ${amount}`}</h2>
        <span class="chip wait">{movements.questioned}</span>
      </header>
      <div class="columns">
        <div class="body">
          <p>{wordDetail(view.locale, detail)}</p>
          <dl>
            <dt>{movements.facility}</dt>
            <dd>{facilityId}</dd>
            <dt>{movements.name}</dt>
            <dd>{movement.movementId}</dd>
            <dt>{movements.booked}</dt>
            <dd>{format.day(movement.bookedOn)}</dd>
            <dt>{movements.names}</dt>
            <dd>
              {[movement.scheduleReference, movement.lineNumber, movement.invoiceNumber]
                .filter((part) => part !== undefined)
                .join(' · ') || text.none}
            </dd>
            <dt>{movements.words}</dt>
            <dd>{movement.detail || text.none}</dd>
            <dt>{movements.received}</dt>
            <dd>{format.instant(recordedAt)}</dd>
          </dl>
        </div>
        {view.can('money.decide') ? (
          <Decide view={view} id={id} held={held} facilities={facilities} />
        ) : (
          <p class="body muted">{movements.notYours}</p>
        )}
      </div>
    </section>
  );
};

const Decide: FC<{
  view: View;
  id: string;
  held: HeldNamed[];
  facilities: readonly string[];
}> = function Decide({ view, id, held, facilities }) {
  const { movements } = view.text;
  return (
    <div class="decide">
      {(['booked', 'dismissed'] as const).map((decision) => (
        <details>
          <summary>{movements.decisions[decision]}</summary>
          <Form view={view} action={`/movements/${id}`}>
            <input type="hidden" name="decision" value={decision} />
            <small>{movements.effects[decision]}</small>
            {decision === 'booked' && facilities.length > 1 ? (
              <label>
                {movements.facility}
                <select name="facility">
                  {facilities.map((facility) => (
                    <option value={facility}>{facility}</option>
                  ))}
                </select>
              </label>
            ) : null}
            {decision === 'booked' ? (
              <label>
                {movements.receivable}
                <select name="receivable">
                  <option value="">{movements.asNamed}</option>
                  {held.map(({ receivableId, number, debtor }) => (
                    <option value={receivableId}>{`${number} · ${debtor}`}</option>
                  ))}
                </select>
              </label>
            ) : null}
            {decision === 'booked' ? (
              <label>
                {movements.ended}
                <input name="number" maxlength={100} />
                <small>{movements.endedHint}</small>
              </label>
            ) : null}
            <label>
              {movements.reason}
              <textarea name="reason" required maxlength={1000}></textarea>
            </label>
            <button type="submit" class="primary">
              {movements.decide}
            </button>
          </Form>
        </details>
      ))}
    </div>
  );
};
