import type { DebtorQuestion } from '../../../core/explain/debtor.ts';
import type { DebtorExplanation, FacilityExplanation } from '../../../core/explain/explanation.ts';
import { readChangeMark } from '../../../store/waiting.ts';
import type { Refused } from '../../deps.ts';
import type { PageCall } from '../view.ts';

type Explained<Found> =
  | { status: 'explained'; explanation: Found }
  | { status: 'unknown' }
  | { status: 'unavailable' }
  | Refused;

const TENANTS_MAX = 20;
const ANSWERS_MAX = 50;

const facilities = keptPerChange<Explained<FacilityExplanation>>();
const debtors = keptPerChange<Explained<DebtorExplanation>>();

export function readFacilityExplanation(
  call: PageCall,
  facilityId: string,
): Promise<Explained<FacilityExplanation>> {
  const { deps, tx, view } = call;
  return facilities(call, facilityId, async () => {
    const order = { asOf: view.today, facilityId };
    return deps.explain ? deps.explain.facility(tx, order) : { status: 'unavailable' };
  });
}

export function readDebtorExplanation(
  call: PageCall,
  question: DebtorQuestion,
): Promise<Explained<DebtorExplanation>> {
  const { deps, tx, view } = call;
  return debtors(call, JSON.stringify(question), async () => {
    const order = { asOf: view.today, question };
    return deps.explain ? deps.explain.debtor(tx, order) : { status: 'unavailable' };
  });
}

type Kept<Answer> = (call: PageCall, key: string, make: () => Promise<Answer>) => Promise<Answer>;

/** The newest answers of a few tenants: each is made once per change of the books, not once per look. */
function keptPerChange<Answer>(): Kept<Answer> {
  const books = new Map<string, { mark: string; answers: Map<string, Answer> }>();
  return async function kept({ tx, view }, key, make) {
    const mark = `${view.today} ${await readChangeMark(tx)}`;
    const known = books.get(tx.tenantId);
    const answers = known?.mark === mark ? known.answers : new Map<string, Answer>();
    const answer = answers.get(key) ?? (await make());
    answers.delete(key);
    answers.set(key, answer);
    dropOldest(answers, ANSWERS_MAX);
    books.delete(tx.tenantId);
    books.set(tx.tenantId, { mark, answers });
    dropOldest(books, TENANTS_MAX);
    return answer;
  };
}

function dropOldest(map: Map<string, unknown>, max: number): void {
  const [oldest] = map.keys();
  if (map.size > max && oldest !== undefined) map.delete(oldest);
}
