import type { SolveLinear } from '../core/allocation/model.ts';
import {
  type DebtorExplained,
  type DebtorQuestion,
  explainDebtor,
} from '../core/explain/debtor.ts';
import { type FacilityExplained, facilityOf } from '../core/explain/explain.ts';
import type { SelectionInput } from '../core/input.ts';
import { type Sifted, siftLedger } from '../core/sift.ts';

/**
 * The books a question is about. Under a key they are sifted once and kept, so that the next question
 * about them needs no input; the key must change with anything that they say.
 */
export type Books = { key?: string | undefined; input?: SelectionInput | undefined };

/** The books are not kept under this key: ask again, with them. */
export type Cold = { status: 'cold' };

export type Explainer = {
  facility(books: Books, facilityId: string): FacilityExplained | Cold;
  debtor(books: Books, asked: DebtorQuestion): DebtorExplained | Cold;
};

/** Explanations, with the books last asked about kept sifted. */
export function createExplainer(solve: SolveLinear): Explainer {
  let kept: { key: string; sifted: Sifted } | undefined;
  const siftedOf = ({ key, input }: Books) => {
    if (key !== undefined && kept?.key === key) return kept.sifted;
    if (!input) return undefined;
    const sifted = siftLedger(input);
    if (sifted.ok && key !== undefined) kept = { key, sifted };
    return sifted;
  };
  return {
    facility: (books, facilityId) => {
      const sifted = siftedOf(books);
      if (!sifted) return { status: 'cold' };
      if (!sifted.ok) return { status: 'refused', refusals: sifted.refusals };
      return facilityOf(sifted, facilityId);
    },
    debtor: (books, asked) => {
      const sifted = siftedOf(books);
      if (!sifted) return { status: 'cold' };
      if (!sifted.ok) return { status: 'refused', refusals: sifted.refusals };
      return explainDebtor(sifted, asked, solve);
    },
  };
}
