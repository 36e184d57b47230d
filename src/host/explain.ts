import { assert } from '../core/assert.ts';
import type { Explained } from '../core/explain/explanation.ts';
import type { Explain, Refused, Select } from '../http/deps.ts';
import type { Books, Cold } from '../solve/kept.ts';
import type { Selector } from '../solve/selector.ts';
import { businessDay } from '../store/business-clock.ts';
import type { Tx } from '../store/database.ts';
import { readChangeMark } from '../store/waiting.ts';
import { firstRefusal, inputFor } from './select.ts';

/** Explanations of the tenant's own books, reckoned in the selection thread. */
export function explainWith(selector: Selector): Explain {
  return {
    facility: (tx, { facilityId, ...order }) =>
      answered(tx, order, (books) => selector.explainFacility(books, facilityId)),
    debtor: (tx, { question, ...order }) =>
      answered(tx, order, (books) => selector.explainDebtor(books, question)),
  };
}

/** The thread keeps the books of today that it was last asked about: they are read where it has not. */
async function answered<Explanation>(
  tx: Tx,
  order: Parameters<Select>[1],
  ask: (books: Books) => Promise<Explained<Explanation> | Cold>,
): Promise<{ status: 'explained'; explanation: Explanation } | { status: 'unknown' } | Refused> {
  const asOf = order.asOf ?? (await businessDay(tx));
  const key =
    order.knownAt === undefined
      ? JSON.stringify([tx.tenantId, asOf, await readChangeMark(tx), order.need ?? null])
      : undefined;
  let answer: Explained<Explanation> | Cold = { status: 'cold' };
  if (key !== undefined) answer = await ask({ key });
  if (answer.status === 'cold') {
    const read = await inputFor(tx, { ...order, asOf });
    if (read.status === 'refused') return read;
    answer = await ask({ key, input: read.input });
  }
  assert(answer.status !== 'cold', 'books that were handed over are not cold');
  return answer.status === 'refused' ? firstRefusal(answer.refusals) : answer;
}
