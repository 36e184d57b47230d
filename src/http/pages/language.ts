import { Hono } from 'hono';
import { z } from 'zod';
import { setLocale } from '../../store/person.ts';
import type { HttpEnv } from '../env.ts';
import { permit } from '../identity/guard.ts';
import { localPath, readForm } from './form.ts';

const Choice = z.object({ locale: z.enum(['en', 'zh-CN']), return_to: z.string().default('/') });

/** The reader's language, kept with the person: it is the same on every device. */
export function createLanguage(): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.post('/language', async (c) => {
    const { tenantId, personId } = permit(c, 'any');
    const { locale, return_to } = await readForm(c, Choice);
    await c.get('deps').db.asTenant(tenantId, (tx) => setLocale(tx, { personId, locale }));
    return c.redirect(localPath(return_to), 303);
  });
  return app;
}
