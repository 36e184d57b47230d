import type { LossDay } from '../clock/loss.ts';
import type { Id } from '../ids.ts';

/** What may have to be shown, whether it is of each invoice, and when it is needed at all. */
export const evidenceKinds = {
  order: { per: 'invoice' },
  invoice: { per: 'invoice' },
  proof_of_delivery: { per: 'invoice' },
  contract: { per: 'debtor' },
  terms_of_sale: { per: 'debtor' },
  limit_decision: { per: 'debtor' },
  discretionary_justification: { per: 'debtor', when: 'discretionary' },
  guarantee: { per: 'debtor' },
  retention_of_title: { per: 'debtor' },
  bill: { per: 'debtor' },
  dunning: { per: 'debtor' },
  correspondence: { per: 'debtor' },
  acknowledgement: { per: 'debtor' },
  open_items: { per: 'debtor' },
  statement_12_months: { per: 'debtor' },
  power_of_attorney: { per: 'debtor' },
  insolvency_notice: { per: 'debtor', when: 'insolvency' },
  proof_of_claim: { per: 'debtor', when: 'insolvency' },
  assignment_contract: { per: 'debtor', when: 'assigned' },
  notice_of_assignment: { per: 'debtor', when: 'assigned' },
  notice_of_default: { per: 'debtor' },
  other: { per: 'debtor' },
} as const satisfies Record<string, { per: 'invoice' | 'debtor'; when?: Condition }>;

type Condition = 'insolvency' | 'discretionary' | 'assigned';

export type EvidenceKind = keyof typeof evidenceKinds;

export function isEvidenceKind(kind: string): kind is EvidenceKind {
  return Object.hasOwn(evidenceKinds, kind);
}

/** A piece of evidence as it is known of: of the debtor, or of one of its invoices. */
export type HeldEvidence = { kind: string; receivableId?: Id };

export type ReadinessItem = {
  kind: string;
  per: 'invoice' | 'debtor';
  status: 'complete' | 'missing' | 'waived' | 'not_needed';
  have: number;
  need: number;
  /** The invoices that have none yet. */
  missingOf: Id[];
};

export type Readiness = {
  items: ReadinessItem[];
  /** Of all that is needed, in basis points; 10,000 when nothing is missing. */
  scoreBp: number;
};

/**
 * How much of what a policy asks for is there. It can be asked of any debtor on any day, so that what
 * is missing is found while one still trades with it. What somebody waives with a reason counts as there.
 */
export function readinessOf(of: {
  required: readonly string[];
  held: readonly HeldEvidence[];
  receivableIds: readonly Id[];
  waived: ReadonlySet<string>;
  cause: LossDay['cause'];
  isDiscretionary: boolean;
  isAssigned: boolean;
}): Readiness {
  const holds: Record<Condition, boolean> = {
    insolvency: of.cause === 'insolvency',
    discretionary: of.isDiscretionary,
    assigned: of.isAssigned,
  };
  const items = [...new Set(of.required)].map((kind): ReadinessItem => {
    const { per, when } = ruleOf(kind);
    if (when && !holds[when]) return { kind, per, ...none, status: 'not_needed' };
    const own = of.held.filter((held) => held.kind === kind);
    const missingOf =
      per === 'debtor'
        ? []
        : of.receivableIds.filter((id) => !own.some(({ receivableId }) => receivableId === id));
    const need = per === 'debtor' ? 1 : of.receivableIds.length;
    const have = per === 'debtor' ? Math.min(1, own.length) : need - missingOf.length;
    const status = have === need ? 'complete' : of.waived.has(kind) ? 'waived' : 'missing';
    return { kind, per, status, have, need, missingOf };
  });
  const counted = items.filter(({ status }) => status !== 'not_needed');
  // Each kind weighs the same: a hundred delivery notes do not hide that the contract is missing.
  const parts = counted.map(({ status, have, need }) => (status === 'waived' ? 1 : have / need));
  const sum = parts.reduce((total, part) => total + part, 0);
  const scoreBp = counted.length === 0 ? 10_000 : Math.floor((sum * 10_000) / counted.length);
  return { items, scoreBp };
}

const none = { have: 0, need: 0, missingOf: [] };

function ruleOf(kind: string): { per: 'invoice' | 'debtor'; when?: Condition } {
  return isEvidenceKind(kind) ? evidenceKinds[kind] : { per: 'debtor' };
}
