import { defineCommand } from 'citty';
import { linesOf, type RequestState } from '../core/funding/request-state.ts';
import { sumMinor } from '../core/money.ts';
import { count, money } from '../core/wording/format.ts';
import { isWorded, word, wordDocumentProblem } from '../core/wording/word.ts';
import type { Tx } from '../store/database.ts';
import { listDeliveries } from '../store/delivery-view.ts';
import { listDocuments } from '../store/document.ts';
import { readRequest, type StoredRequest } from '../store/request-facts.ts';
import { listRequests } from '../store/request-view.ts';
import { Refusal } from './failure.ts';
import { statusWord } from './job/follow.ts';
import { asPerson } from './local.ts';
import { strictly } from './strict.ts';
import { locale, say } from './text.ts';

const args = {
  number: { type: 'positional', required: false, description: 'one request, FR-…; else all' },
  as: { type: 'string', valueHint: 'PERSON', description: 'who looks; treasury' },
} as const;

export const status = defineCommand({
  meta: { name: 'status', description: 'where requests stand' },
  args,
  run: strictly(args, async ({ number, as }) => {
    const who = { name: as ?? 'treasury', permission: 'request.read' } as const;
    await asPerson(who, async ({ db, person }) => {
      const lines = await db.asTenant(person.tenantId, (tx) =>
        number === undefined ? listAll(tx) : describeOne(tx, number),
      );
      process.stdout.write(`${lines.join('\n')}\n`);
    });
  }),
});

const shownMax = 50;

async function listAll(tx: Tx): Promise<string[]> {
  const rows = await listRequests(tx, { limit: shownMax });
  if (rows.length === 0) return [say('no_requests')];
  const lines: string[] = [];
  for (const { id } of rows) {
    const found = await readRequest(tx, id);
    if (found) lines.push(headOf(found));
  }
  return lines;
}

async function describeOne(tx: Tx, number: string): Promise<string[]> {
  const rows = await listRequests(tx, { limit: 1_000 });
  const row = rows.find((one) => one.number === number);
  const found = row && (await readRequest(tx, row.id));
  if (!found) throw new Refusal(say('request_missing', { number }));
  const lines = [headOf(found)];
  for (const { fact } of found.facts) {
    const problem = fact.kind === 'rejected' ? fact.problem : undefined;
    lines.push(`  ${fact.kind}${problem ? `: ${wordDocumentProblem(locale, problem)}` : ''}`);
  }
  for (const { template, pages, sha256 } of await listDocuments(tx, found.id)) {
    lines.push(say('status_document', { template, pages, sha256: sha256.slice(0, 16) }));
  }
  for (const one of await listDeliveries(tx, { subject: found.id, limit: 100 })) {
    const code = `delivery.${one.state}`;
    const state = isWorded(code) ? word(locale, code) : one.state;
    const { operation, attempts } = one;
    lines.push(say('status_delivery', { operation, state, attempts }));
  }
  return lines;
}

function headOf({ number, facilityId, state }: StoredRequest): string {
  const lines = linesOf(state);
  const status = statusWord(state);
  const items = count(locale, lines.length);
  return say('status_request', {
    number,
    facilityId,
    count: items,
    amount: advance(state),
    status,
  });
}

function advance(state: RequestState): string {
  const amountMinor = sumMinor(linesOf(state).map((line) => line.advanceMinor));
  const currency = 'canonical' in state ? state.canonical.facility.currency : undefined;
  return currency === undefined ? '' : money(locale, amountMinor, currency);
}
