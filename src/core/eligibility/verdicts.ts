import { isWholeRule, judgeWhole, type WholeRule } from './invoiceRules.ts';
import { type FacilityView, subjectAt } from './view.ts';

/** What a rule about whole invoices looks at: one thing, so that it is judged once for all alike. */
export type Aspect = 'class' | 'pastDue' | 'age' | 'term' | 'multiples' | 'amount';

/** For each facility the first of its rules that fails; `noRule` where none does. */
export type Verdict = number[];

export const noRule = 2 ** 31 - 1;

/** For each facility the first rule about an aspect that a line fails, by the rules' own definitions. */
export function verdictsOf(
  views: readonly FacilityView[],
): (aspect: Aspect, line: number) => Verdict {
  const stated = views.map((view) => ({ view, byAspect: Map.groupBy(statedIn(view), aspectOf) }));
  return function verdictOf(aspect, line) {
    return stated.map(({ view, byAspect }) => {
      const rules = byAspect.get(aspect);
      if (!rules) return noRule;
      const subject = subjectAt(view, line);
      for (const { index, rule } of rules) if (judgeWhole(view, rule, subject)) return index;
      return noRule;
    });
  };
}

/** Verdicts in the order they were found, each once: `first[id * facilities + facility]`. */
export type Verdicts = {
  idOf: (verdict: Verdict) => number;
  first: number[];
  count: () => number;
};

export function distinctVerdicts(): Verdicts {
  const known = new Map<string, number>();
  const first: number[] = [];
  return {
    first,
    count: () => known.size,
    idOf: (verdict) => {
      const text = verdict.join();
      const id = known.get(text) ?? known.size;
      if (id === known.size) first.push(...verdict);
      known.set(text, id);
      return id;
    },
  };
}

type Stated = { index: number; rule: WholeRule };

/** The rules about whole invoices with their places; one that looks at two things is two. */
function statedIn({ terms }: FacilityView): Stated[] {
  return terms.rules.flatMap((rule, index) => {
    if (!isWholeRule(rule)) return [];
    if (rule.rule !== 'origin' || rule.issuedFrom === undefined) return [{ index, rule }];
    const { issuedFrom, ...names } = rule;
    const days = { rule: rule.rule, issuedFrom };
    return [
      { index, rule: names },
      { index, rule: days },
    ];
  });
}

function aspectOf({ rule }: Stated): Aspect {
  switch (rule.rule) {
    case 'past_due_date':
    case 'remaining_term':
      return 'pastDue';
    case 'not_yet_issued':
    case 'past_invoice_date':
      return 'age';
    case 'term_too_long':
      return 'term';
    case 'past_terms':
      return 'multiples';
    case 'amount_range':
      return 'amount';
    case 'origin':
      return rule.issuedFrom === undefined ? 'class' : 'age';
    default:
      return 'class';
  }
}
