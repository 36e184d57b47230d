import type { SolveLinear } from '../core/allocation/model.ts';
import type { DebtorQuestion } from '../core/explain/debtor.ts';
import { debtorExplained, facilityExplained } from '../core/explain/explain.ts';
import { limitsOf, nameOf } from '../core/explain/limit.ts';
import type { SelectionInput } from '../core/input.ts';
import type { Refusal as SelectionRefusal } from '../core/plan.ts';
import { debtorInWords, facilityInWords } from '../core/wording/explained.ts';
import { Refusal, Usage } from './failure.ts';
import { amountOption } from './options.ts';
import { locale, say } from './text.ts';

export const explainArgs = {
  'explain-facility': {
    type: 'string',
    valueHint: 'ID',
    description: 'what each rule of a facility keeps out, and what a looser one would free',
  },
  'explain-debtor': {
    type: 'string',
    valueHint: 'ID',
    description: 'one debtor, and what a higher limit on it is worth',
  },
  raise: {
    type: 'string',
    valueHint: 'AMOUNT',
    description: 'so much more limit, for --explain-debtor',
  },
  limit: {
    type: 'string',
    valueHint: 'NAME',
    description: 'which limit: cover:POLICY or funder_limit:FACILITY',
  },
} as const;

type Given = Partial<Record<keyof typeof explainArgs, string>>;

/** Undefined where neither a facility nor a debtor is asked about. */
export function explanationFor(
  given: Given,
  { input, solve }: { input: SelectionInput; solve: SolveLinear },
  refused: (refusals: readonly SelectionRefusal[]) => Refusal,
): object | undefined {
  const { raise, limit, 'explain-facility': facilityId, 'explain-debtor': debtorId } = given;
  if (debtorId === undefined && raise !== undefined) throw alone('--raise', '--explain-debtor');
  if (raise === undefined && limit !== undefined) throw alone('--limit', '--raise');
  if (facilityId !== undefined) {
    const answer = facilityExplained(input, facilityId);
    if (answer.status === 'refused') throw refused(answer.refusals);
    if (answer.status === 'explained') return facilityInWords(locale, answer.explanation);
    throw new Refusal(say('facility_unknown', { value: facilityId }));
  }
  if (debtorId === undefined) return undefined;
  const question = { debtorId, ...raiseOf(given, input, debtorId) };
  const answer = debtorExplained(input, question, solve);
  if (answer.status === 'refused') throw refused(answer.refusals);
  if (answer.status === 'explained') return debtorInWords(locale, answer.explanation);
  throw new Refusal(say('debtor_unknown', { value: debtorId }));
}

function alone(option: string, other: string): Usage {
  return new Usage(say('option_alone', { option, other }));
}

/** The amount is in the limit's own currency; where that leaves a choice, the limit has to be named. */
function raiseOf(
  { raise, limit }: Given,
  input: SelectionInput,
  debtorId: string,
): Pick<DebtorQuestion, 'raise'> {
  if (raise === undefined) return {};
  const limits = limitsOf(input, debtorId);
  const chosen = limits.filter((own) => limit === undefined || nameOf(own).limit === limit);
  const [first] = chosen;
  if (!first || chosen.some(({ currency }) => currency !== first.currency)) {
    const known = limits.map((own) => `${nameOf(own).limit} (${own.currency})`).join(', ');
    throw new Usage(say('limit_unclear', { known }));
  }
  const byMinor = amountOption('--raise', raise, first.currency);
  return { raise: { byMinor, ...(limit !== undefined && { limit }) } };
}
