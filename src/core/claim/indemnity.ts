import type { Id } from '../ids.ts';
import type { Currency } from '../money.ts';
import { type AmountMinor, shareBp, splitMinor, sumMinor } from '../money.ts';
import type { PolicyTerms } from '../policy/terms.ts';
import type {
  Indemnity,
  IndemnityLine,
  IndemnityStep,
  OwedLine,
  ProvenLine,
  StepCode,
} from './indemnity-value.ts';
import { type Payee, payOut } from './payee.ts';

export type IndemnityQuestion = {
  currency: Currency;
  owed: readonly OwedLine[];
  proven: readonly ProvenLine[];
  terms: Pick<PolicyTerms, 'indemnity' | 'clauses'>;
  /** What earlier losses of the period have used of the aggregate first loss. */
  firstLossUsedMinor: AmountMinor;
  /** What has been paid, or is expected to be, of earlier claims of the period. */
  liabilityUsedMinor: AmountMinor;
  /** What a funder has really advanced; asked for by a factor's policy only. */
  advancedMinor?: AmountMinor;
  payees: readonly Payee[];
};

export type IndemnityAnswer =
  | { status: 'reckoned'; indemnity: Indemnity }
  /** Cover speaks of another debt than the ledger's. */
  | { status: 'refused'; code: 'claim_proof_differs'; receivableId: Id };

/**
 * What a policy pays for a debt, line by line. Shares of the insured percentage are rounded down, once
 * for each percentage: what is expected is never a cent too much.
 */
export function indemnityOf(question: IndemnityQuestion): IndemnityAnswer {
  const { currency, owed, proven, terms } = question;
  const lines: IndemnityLine[] = [];
  for (const line of owed) {
    const proof = proven.find(({ receivableId }) => receivableId === line.receivableId);
    const { insured = [], overLimitMinor = 0, uninsured = [] } = proof ?? {};
    const parts = [...insured, ...uninsured].map(({ minor }) => minor);
    if (sumMinor([overLimitMinor, ...parts]) !== line.remainingMinor) {
      return { status: 'refused', code: 'claim_proof_differs', receivableId: line.receivableId };
    }
    lines.push({ ...line, insured, overLimitMinor, uninsured });
  }
  const fall = fallOf(terms.clauses);
  const owedMinor = takeLedger(fall, lines);
  takeUninsured(fall, { lines, currency });
  const insurableMinor = fall.leftMinor();
  fall.take('over_limit', sumOf(lines, 'overLimitMinor'), { term: 'limits' });
  const insuredLossMinor = fall.leftMinor();
  takeOwnPart(fall, question);
  const indemnityMinor = fall.leftMinor();
  const firstLossMinor = takePeriod(fall, question);
  const payableMinor = fall.leftMinor();
  return {
    status: 'reckoned',
    indemnity: {
      currency,
      lines,
      steps: fall.steps,
      owedMinor,
      insurableMinor,
      insuredLossMinor,
      indemnityMinor,
      firstLossMinor,
      payableMinor,
      payees: payOut(payableMinor, question.payees),
    },
  };
}

type Fall = {
  steps: IndemnityStep[];
  leftMinor(): AmountMinor;
  begin(amountMinor: AmountMinor): void;
  /** At most what is left; nothing is no step. Its clause is the policy's of the term, if not stated. */
  take(
    step: StepCode,
    amountMinor: AmountMinor,
    of?: { term?: string; clause?: string | undefined; params?: IndemnityStep['params'] },
  ): void;
};

function fallOf(clauses: PolicyTerms['clauses']): Fall {
  const steps: IndemnityStep[] = [];
  const leftMinor = () => steps.at(-1)?.leftMinor ?? 0;
  const push = (step: StepCode, amountMinor: AmountMinor, clause?: string, params = {}) => {
    const left = sumMinor([leftMinor(), amountMinor]);
    steps.push({ step, amountMinor, leftMinor: left, ...(clause && { clause }), params });
  };
  return {
    steps,
    leftMinor,
    begin: (amountMinor) => push('ledger', amountMinor),
    take: (step, amountMinor, { term, clause, params } = {}) => {
      const takenMinor = Math.min(amountMinor, leftMinor());
      if (takenMinor <= 0) return;
      push(step, sumMinor([-takenMinor]), clause ?? clauses[term ?? step], params);
    },
  };
}

function takeLedger(fall: Fall, lines: readonly IndemnityLine[]): AmountMinor {
  fall.begin(sumOf(lines, 'faceMinor'));
  fall.take('credits', sumOf(lines, 'creditedMinor'));
  fall.take('payments', sumOf(lines, 'paidMinor'), { term: 'paymentsAfterLoss' });
  const parts = summed(
    lines.flatMap(({ excluded }) => excluded),
    ({ part }) => part,
  );
  for (const { key: part, amountMinor } of parts) {
    fall.take('excluded_part', amountMinor, { term: 'excludes', params: { part } });
  }
  return fall.leftMinor();
}

function takeUninsured(
  fall: Fall,
  { lines, currency }: { lines: readonly IndemnityLine[]; currency: Currency },
): void {
  const reasons = lines.flatMap(({ uninsured }) =>
    uninsured.map(({ minor, ...why }) => ({ amountMinor: minor, ...why })),
  );
  for (const { key: because, amountMinor, first } of summed(reasons, (own) => own.because)) {
    fall.take('uninsured', amountMinor, {
      term: because,
      clause: first.clause,
      params: { currency, ...first.params, because },
    });
  }
}

/** What the insured bears of the insured loss: threshold, percentage and deductible in their order. */
function takeOwnPart(fall: Fall, question: IndemnityQuestion): void {
  const { thresholdMinor, deductible } = question.terms.indemnity;
  if (thresholdMinor !== undefined && fall.leftMinor() <= thresholdMinor) {
    fall.take('threshold', fall.leftMinor(), {
      term: 'thresholdMinor',
      params: { thresholdMinor },
    });
    return;
  }
  const takeDeductible = () =>
    fall.take('deductible', deductible?.amountMinor ?? 0, { term: 'deductible' });
  const takeShare = () => {
    const groups = sharesOf(question);
    const paidMinor = sumMinor(
      splitMinor(
        fall.leftMinor(),
        groups.map(({ insuredMinor }) => insuredMinor),
      ).map((partMinor, index) => shareBp(partMinor, groups[index]?.bp ?? 0, 'down')),
    );
    const ownMinor = sumMinor([fall.leftMinor(), -paidMinor]);
    const bp = groups.map((group) => group.bp);
    const params = { lowestBp: Math.min(...bp), highestBp: Math.max(...bp) };
    fall.take('own_share', ownMinor, { term: 'shares', params });
  };
  if (fall.leftMinor() === 0) return;
  if (deductible?.order === 'before_share') takeDeductible();
  takeShare();
  if (deductible?.order === 'after_share') takeDeductible();
}

/** The insured loss by the percentage it is insured at. */
function sharesOf({ proven }: IndemnityQuestion) {
  const parts = proven.flatMap(({ insured }) =>
    insured.map(({ minor, shareBp: bp }) => ({ amountMinor: minor, bp })),
  );
  return summed(
    parts.filter(({ amountMinor }) => amountMinor > 0),
    ({ bp }) => String(bp),
  ).map(({ first, amountMinor }) => ({ bp: first.bp, insuredMinor: amountMinor }));
}

/** What the period has left, and what a factor's policy insures at most. Answers the first loss. */
function takePeriod(fall: Fall, question: IndemnityQuestion): AmountMinor {
  const { indemnity } = question.terms;
  const { aggregateFirstLossMinor = 0, maximumLiabilityMinor, isCappedByAdvance } = indemnity;
  const beforeMinor = fall.leftMinor();
  const firstLeftMinor = Math.max(0, aggregateFirstLossMinor - question.firstLossUsedMinor);
  fall.take('first_loss', firstLeftMinor, {
    term: 'aggregateFirstLossMinor',
    params: { usedMinor: question.firstLossUsedMinor },
  });
  const firstLossMinor = sumMinor([beforeMinor, -fall.leftMinor()]);
  if (maximumLiabilityMinor !== undefined) {
    const leftMinor = Math.max(0, maximumLiabilityMinor - question.liabilityUsedMinor);
    fall.take('maximum_liability', fall.leftMinor() - leftMinor, {
      term: 'maximumLiabilityMinor',
      params: { leftMinor },
    });
  }
  const { advancedMinor } = question;
  if (isCappedByAdvance && advancedMinor !== undefined) {
    fall.take('advance', fall.leftMinor() - advancedMinor, {
      term: 'isCappedByAdvance',
      params: { advancedMinor },
    });
  }
  return firstLossMinor;
}

type AmountKey = 'faceMinor' | 'creditedMinor' | 'paidMinor' | 'overLimitMinor';

function sumOf(lines: readonly IndemnityLine[], key: AmountKey): AmountMinor {
  return sumMinor(lines.map((line) => line[key]));
}

/** Sums by a key, in the order in which the keys come. */
function summed<Item extends { amountMinor: AmountMinor }>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): { key: string; amountMinor: AmountMinor; first: Item }[] {
  const sums = new Map<string, { key: string; amountMinor: AmountMinor; first: Item }>();
  for (const item of items) {
    const key = keyOf(item);
    const known = sums.get(key);
    const amountMinor = sumMinor([known?.amountMinor ?? 0, item.amountMinor]);
    sums.set(key, { key, amountMinor, first: known?.first ?? item });
  }
  return [...sums.values()];
}
