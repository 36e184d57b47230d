import { Hono } from 'hono';
import { z } from 'zod';
import { Day } from '../../../core/calendar.ts';
import { Id } from '../../../core/ids.ts';
import { acknowledgeAlerts } from '../../../store/alert.ts';
import { recordDeclaration, recordRegistration } from '../../../store/declaration-made.ts';
import { readPolicy } from '../../../store/policy.ts';
import type { HttpEnv } from '../../env.ts';
import { notFound } from '../../problem.ts';
import { type Flash, redirectTelling } from '../flash.ts';
import { readForm } from '../form.ts';
import { asReader } from '../view.ts';

const Seen = z.object({
  id: z
    .union([Id, z.array(Id)])
    .default([])
    .transform((given) => (typeof given === 'string' ? [given] : given)),
  note: z.string().trim().max(1000).default(''),
});
const Declared = z.object({
  declaration: z.string().regex(/^.+\|.+$/),
  to: Day,
  declared_on: Day,
  reference: z.string().trim().min(1).max(200),
});
const Registered = z.object({
  policy: z.string().min(1),
  registration: z.string().trim().min(1).max(200),
  registered_on: Day,
  expires_on: Day,
});

/** What people say about deadlines: that they have seen an alert, or did it by other means. */
export function createClockActs(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.post('/clocks/alerts', async (c) => {
    const { id: ids, note } = await readForm(c, Seen);
    const flash = await asReader(c, 'notice.prepare', async ({ tx, view }): Promise<Flash> => {
      const { personId } = view.principal;
      const count = await acknowledgeAlerts(tx, { ids, note, personId });
      return { kind: 'done', code: 'alerts_acknowledged', params: { count } };
    });
    return redirectTelling(c, '/clocks', flash);
  });
  app.post('/clocks/declarations', async (c) => {
    const { declaration, to, declared_on, reference } = await readForm(c, Declared);
    const [policyId = '', declarationId = ''] = declaration.split('|');
    const flash = await asReader(c, 'notice.prepare', async ({ tx, view }): Promise<Flash> => {
      if (!(await readPolicy(tx, policyId))) throw notFound();
      const { personId } = view.principal;
      const made = { policyId, declarationId, to, declaredOn: declared_on, reference };
      await recordDeclaration(tx, { ...made, personId });
      return { kind: 'done', code: 'declaration_recorded', params: {} };
    });
    return redirectTelling(c, '/clocks', flash);
  });
  app.post('/clocks/registrations', async (c) => {
    const form = await readForm(c, Registered);
    const flash = await asReader(c, 'notice.prepare', async ({ tx, view }): Promise<Flash> => {
      const { policy: policyId, registration: registrationId } = form;
      if (!(await readPolicy(tx, policyId))) throw notFound();
      if (form.expires_on < form.registered_on) {
        return { kind: 'refused', code: 'day_unreadable', params: { value: form.expires_on } };
      }
      await recordRegistration(tx, {
        policyId,
        registrationId,
        registeredOn: form.registered_on,
        expiresOn: form.expires_on,
        personId: view.principal.personId,
      });
      return { kind: 'done', code: 'registration_recorded', params: {} };
    });
    return redirectTelling(c, '/clocks', flash);
  });
  return app;
}
