import { z } from 'zod';
import { openDatabase } from '../../src/store/database.ts';
import { urlOf } from '../../src/store/migrate.ts';
import { draftRequest } from '../../src/store/request.ts';
import { linesOf } from '../store/lines.ts';

/** A process that asks one facility for whatever invoices it is told, as soon as it is told. */
const settings = z
  .object({
    ownerUrl: z.string(),
    secretKey: z.string(),
    tenantId: z.string(),
    facilityId: z.string(),
  })
  .parse(JSON.parse(process.argv[2] ?? '{}'));

const { tenantId, facilityId } = settings;
const db = openDatabase(urlOf(settings.ownerUrl, 'cedent_app', settings.secretKey), { max: 2 });
const actor = { personId: '00000000-0000-7000-8000-000000000001' };

process.on('message', (numbers: string[]) => {
  void ask(numbers).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => void db.close());
process.send?.('ready');

async function ask(numbers: string[]): Promise<string> {
  const result = await db.asTenant(tenantId, async (tx) =>
    draftRequest(tx, {
      actor,
      facilityId,
      sellerId: 'S1',
      effectiveOn: '2026-11-24',
      lines: await linesOf(tx, numbers),
      planInputHash: 'race',
      acceptedNearMatches: [],
    }),
  );
  return result.ok ? 'drafted' : result.code;
}
