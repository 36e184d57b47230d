import type { Day } from '../../../src/core/calendar.ts';
import type { FunderMovement } from '../../../src/core/funding/funder-movement.ts';
import { foldedWith, isHeld, type Position } from '../../../src/core/funding/position.ts';
import type { PositionFact } from '../../../src/core/funding/position-fact.ts';
import { entriesOf } from '../../../src/core/journal/entries.ts';
import type { AccountingPolicy } from '../../../src/core/journal/policy.ts';
import type { PostedSum } from '../../../src/core/reconciliation/books.ts';
import type { CashSum } from '../../../src/core/reconciliation/cash.ts';
import type { DatedFact } from '../../../src/core/reconciliation/life.ts';
import type { Reconciled } from '../../../src/core/reconciliation/reconcile.ts';
import type { ToldMovement, ToldSum } from '../../../src/core/reconciliation/told.ts';

const requestId = '00000000-0000-7000-8000-00000000000a';
const own = { requestId };

export function idOf(number: number): string {
  return `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

/** A receivable taken by the funder on 1 October 2026 with its advance on the next day. */
export function taken(
  faceMinor: number,
  advanceMinor: number,
  accounting: AccountingPolicy = { treatment: 'derecognition' },
): DatedFact[] {
  const mode = accounting.treatment === 'pledge_reclassification' ? 'pledge' : 'sale';
  const terms = { termsHash: 'T', accounting };
  return [
    { on: '2026-10-01', fact: { kind: 'reserved', ...own, facilityId: 'F1', fingerprint: 'x' } },
    { on: '2026-10-01', fact: { kind: 'assigned', ...own, mode, faceMinor, ...terms } },
    { on: '2026-10-02', fact: { kind: 'advanced', ...own, amountMinor: advanceMinor } },
  ];
}

type Charge = Extract<PositionFact, { kind: 'charged' }>['charge'];
type Kind = FunderMovement['kind'];

/** A movement that the funder told, and the fact that it became. */
export function moved(
  number: number,
  of: { kind: Kind; amountMinor: number; on: Day; receivableId?: string | null },
): { told: ToldMovement; dated: DatedFact } {
  const { kind, amountMinor, on, receivableId = idOf(1) } = of;
  const id = idOf(1000 + number);
  const movement: FunderMovement = {
    movementId: `M-${number}`,
    kind,
    bookedOn: on,
    valueOn: on,
    currency: 'EUR',
    amountMinor,
    reversal: false,
    detail: '',
    ...(receivableId !== null && { invoiceNumber: 'INV-1' }),
  };
  const told: ToldMovement = { id, movement, receivableId, status: 'booked', detail: null };
  return { told, dated: { on, fact: factOf(kind, amountMinor, `movement|${id}`) } };
}

export function factOf(kind: Kind, amountMinor: number, cause: string): PositionFact {
  const caused = { ...own, cause, amountMinor };
  switch (kind) {
    case 'collection':
      return { kind: 'collected', ...caused, by: 'funder', fxMinor: 0 };
    case 'rebate':
      return { kind: 'rebated', ...caused };
    case 'repayment':
      return { kind: 'rebated', ...caused, amountMinor: -amountMinor };
    case 'dilution':
      return { kind: 'diluted', ...caused };
    case 'write_off':
      return { kind: 'written_off', ...caused };
    default:
      return { kind: 'charged', ...caused, charge: chargeOf(kind) };
  }
}

function chargeOf(kind: Kind): Charge {
  return kind === 'fee_tax' || kind === 'interest' || kind === 'misdirected_fee'
    ? kind
    : 'service_fee';
}

/** What the books would have of the facts, as postings make it. */
export function booksOf(receivableId: string, facts: readonly DatedFact[]) {
  const posted: PostedSum[] = [];
  const cash = new Map<string, CashSum>();
  let before: Position = { status: 'free' };
  for (const [seq, { fact, on }] of facts.entries()) {
    const after = foldedWith(before, fact);
    const held = isHeld(after) ? after : isHeld(before) ? before : undefined;
    const journal =
      held &&
      entriesOf({
        receivableId,
        fact,
        before,
        after,
        policy: held.accounting,
        request: 'FR-1',
        currency: 'EUR',
        functional: { currency: 'EUR' },
        effectiveOn: on,
        cause: `position|${receivableId}|${seq}`,
      });
    for (const { account, subject, amountMinor } of journal?.postings ?? []) {
      const kind = journal?.kind ?? 'closed';
      if (subject === receivableId) posted.push({ account, kind, amountMinor, isLate: false });
      else if (account === 'due_from_factor') {
        const sum = cash.get(subject) ?? {
          reference: subject,
          name: subject,
          dueMinor: 0,
          bankMinor: 0,
          since: on,
        };
        // The bank has it too, unless a test says otherwise.
        const dueMinor = sum.dueMinor + amountMinor;
        cash.set(subject, { ...sum, dueMinor, bankMinor: dueMinor });
      }
    }
    before = after;
  }
  return { posted, cash: [...cash.values()] };
}

/** One receivable INV-1 with these facts, of which every side says the same. */
export function known(
  facts: readonly DatedFact[],
  movements: readonly ToldMovement[],
  changes: Partial<Reconciled> = {},
): Reconciled {
  const { posted, cash } = booksOf(idOf(1), facts);
  const receivable = {
    receivableId: idOf(1),
    number: 'INV-1',
    debtorId: 'D1',
    debtor: 'Debtor D1',
  };
  return {
    currency: 'EUR',
    receivables: [{ ...receivable, dueOn: '2026-11-15', facts }],
    movements: movements.filter(
      ({ receivableId, status }) => receivableId === null || !isSummed(status),
    ),
    told: new Map([[idOf(1), movements.flatMap(sumOf)]]),
    posted: new Map([[idOf(1), posted]]),
    cash,
    requests: new Map([[requestId, 'FR-1']]),
    since: '2026-01-01',
    asOf: '2026-11-30',
    signedOn: '2026-01-01',
    charges: new Map(),
    market: { calendars: [], fixings: [] },
    control: [],
    ...changes,
  };
}

function isSummed(status: ToldMovement['status']): status is ToldSum['status'] {
  return status === 'booked' || status === 'confirmed';
}

function sumOf({ receivableId, status, movement }: ToldMovement): ToldSum[] {
  if (receivableId === null || !isSummed(status)) return [];
  const { kind, reversal, amountMinor, bookedOn, valueOn } = movement;
  return [{ kind, reversal, amountMinor, status, bookedOn, valueOn }];
}
