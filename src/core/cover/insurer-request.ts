import { z } from 'zod';
import { never } from '../assert.ts';
import { Day } from '../calendar.ts';
import { Detail } from '../detail.ts';
import { AmountMinor, Currency } from '../money.ts';

/** What an insurer may charge for; each is approved by a second person and kept in the cost ledger. */
export const ChargedService = z.enum(['find_buyer', 'urgent_limit', 'credit_check']);
export type ChargedService = z.infer<typeof ChargedService>;

const ofDebtor = {
  policyId: z.string().min(1).describe('The policy it is asked under.'),
  debtorId: z.string().min(1).describe('The debtor it is about.'),
};
const ofCover = {
  ...ofDebtor,
  buyerId: z.string().min(1),
  currency: Currency,
  effectiveOn: Day,
  comment: z.string().max(1000).optional(),
};

/** What an insurer is asked about a debtor: a limit, a change of one, or which company it is. */
export const InsurerRequest = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('limit'),
    ...ofCover,
    amountMinor: AmountMinor.min(1).describe('Minor units of currency.'),
    product: z.enum(['credit_limit', 'credit_check']),
    isUrgent: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('change'),
    ...ofCover,
    change: z.enum(['supersede', 'reduce', 'cancel', 'prolong']),
    coverId: z.string().min(1),
    amountMinor: AmountMinor.min(1).optional().describe('The new amount; absent: none.'),
    isUrgent: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('look_up'),
    ...ofDebtor,
    country: z.string().min(2).max(3),
    scheme: z.string().min(1).describe('Such as vat or siren.'),
    value: z.string().min(1),
  }),
]);
export type InsurerRequest = z.infer<typeof InsurerRequest>;

const Found = z.array(z.strictObject({ buyerId: z.string().min(1), name: z.string() }));

/** What became of it, appended. */
export const InsurerRequestFact = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('asked'), needsApproval: z.boolean() }),
  z.strictObject({ kind: z.literal('approved') }),
  z.strictObject({ kind: z.literal('declined'), reason: z.string().min(1) }),
  z.strictObject({ kind: z.literal('taken'), partnerReference: z.string() }),
  z.strictObject({ kind: z.literal('refused'), reason: z.string(), detail: Detail }),
  z.strictObject({ kind: z.literal('decided'), coverId: z.string(), rawCode: z.string() }),
  z.strictObject({ kind: z.literal('found'), buyers: Found }),
  z.strictObject({ kind: z.literal('mapped'), buyerId: z.string().min(1) }),
]);
export type InsurerRequestFact = z.infer<typeof InsurerRequestFact>;

export type InsurerRequestState =
  | { status: 'to_approve' | 'asked' | 'declined' }
  | { status: 'taken'; partnerReference: string }
  | { status: 'refused'; reason: string; detail: Detail }
  | { status: 'decided'; coverId: string; rawCode: string }
  | { status: 'found'; buyers: z.infer<typeof Found> }
  | { status: 'mapped'; buyerId: string };

/** How it stands: the last fact says it. */
export function stateOf(facts: readonly InsurerRequestFact[]): InsurerRequestState {
  return facts.reduce<InsurerRequestState>((_before, fact) => stateAfter(fact), {
    status: 'to_approve',
  });
}

function stateAfter(fact: InsurerRequestFact): InsurerRequestState {
  switch (fact.kind) {
    case 'asked':
      return { status: fact.needsApproval ? 'to_approve' : 'asked' };
    case 'approved':
      return { status: 'asked' };
    case 'declined':
      return { status: 'declined' };
    case 'taken':
      return { status: 'taken', partnerReference: fact.partnerReference };
    case 'refused':
      return { status: 'refused', reason: fact.reason, detail: fact.detail };
    case 'decided':
      return { status: 'decided', coverId: fact.coverId, rawCode: fact.rawCode };
    case 'found':
      return { status: 'found', buyers: fact.buyers };
    case 'mapped':
      return { status: 'mapped', buyerId: fact.buyerId };
    default:
      return never(fact, 'insurer request fact');
  }
}

const next: Readonly<Record<InsurerRequestState['status'], readonly string[]>> = {
  to_approve: ['approved', 'declined'],
  asked: ['taken', 'refused', 'found'],
  taken: ['decided', 'refused'],
  found: ['mapped'],
  refused: [],
  declined: [],
  decided: [],
  mapped: [],
};

/** Nobody has answered it: neither a second person nor the insurer. */
export function isUnderWay({ status }: InsurerRequestState): boolean {
  return status === 'to_approve' || status === 'asked' || status === 'taken';
}

/** Whether a fact may follow: what an insurer says twice changes nothing. */
export function mayFollow(state: InsurerRequestState, fact: InsurerRequestFact): boolean {
  return next[state.status].includes(fact.kind);
}

/** The service it would be charged as, where the insurer charges for that. */
export function serviceOf(request: InsurerRequest): ChargedService | undefined {
  if (request.kind === 'look_up') return 'find_buyer';
  if (request.kind === 'limit' && request.product === 'credit_check') return 'credit_check';
  return request.isUrgent ? 'urgent_limit' : undefined;
}
