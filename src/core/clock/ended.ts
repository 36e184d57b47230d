import type { Day } from '../calendar.ts';
import type { DutyKind } from '../policy/duty-rule.ts';
import { addSpan } from '../policy/span.ts';
import type { PolicyTerms } from '../policy/terms.ts';
import { type OfDebtor, tellsOverdue } from './about.ts';
import type { Duty } from './duty.ts';
import { earliest } from './earliest.ts';
import type { ClockInput, ClockInvoice } from './input.ts';
import type { Ended } from './reckon.ts';

/** What a duty of an invoice asks for was done: the first time counts. */
export function endedByDeed(
  duty: DutyKind,
  { receivableId, dueOn }: ClockInvoice,
  { notices, circumstances, claims }: OfDebtor,
): Ended | undefined {
  switch (duty) {
    case 'overdue_notice':
      return doneOn(
        notices.flatMap(({ kind, receivableIds, sentOn }) =>
          tellsOverdue(kind) && receivableIds.includes(receivableId) ? [sentOn] : [],
        ),
      );
    case 'collection_handover':
      return doneOn([
        ...circumstances.flatMap((one) =>
          one.kind === 'collection_handover' && one.on >= dueOn ? [one.on] : [],
        ),
        ...notices.flatMap(({ isCollectionAsked, receivableIds, sentOn }) =>
          isCollectionAsked && receivableIds.includes(receivableId) ? [sentOn] : [],
        ),
      ]);
    case 'claim_filing':
      return doneOn(
        claims.flatMap(({ receivableIds, filedOn }) =>
          filedOn !== undefined && receivableIds.includes(receivableId) ? [filedOn] : [],
        ),
      );
    case 'claim_payment':
      return doneOn(
        claims.flatMap(({ receivableIds, paidOn }) =>
          paidOn !== undefined && receivableIds.includes(receivableId) ? [paidOn] : [],
        ),
      );
    default:
      return undefined;
  }
}

/** A sale is declared with the first declaration that goes as far as its day; paid or not. */
export function endedByDeclaration(
  { issuedOn }: ClockInvoice,
  { declarations }: Pick<ClockInput, 'declarations'>,
  ids: readonly string[],
): Ended | undefined {
  return doneOn(
    declarations.flatMap(({ declarationId, to, declaredOn }) =>
      ids.includes(declarationId) && to >= issuedOn ? [declaredOn] : [],
    ),
  );
}

/** A paid invoice needs nothing more; cover that had stopped comes back by the policy's own rule. */
export function endedByPayment(
  duty: DutyKind,
  given: { terms: PolicyTerms; invoice: ClockInvoice; of: OfDebtor; open: Duty },
): Ended | undefined {
  const { terms, invoice, of, open } = given;
  const { closedOn } = invoice;
  const isStop = duty === 'stop_of_cover';
  if (!isStop) return closedOn === undefined ? undefined : moot(closedOn, 'paid');
  if (closedOn !== undefined && closedOn <= open.lastDay) return moot(closedOn, 'paid');
  const { reinstatement } = terms.stop;
  if (closedOn !== undefined && reinstatement) {
    if (closedOn <= addSpan(open.lastDay, reinstatement.window)) return moot(closedOn, 'restored');
    if (reinstatement.later === 'from_payment') return moot(closedOn, 'ended');
  }
  const restoredOn = earliest(
    of.circumstances.flatMap((one) =>
      one.kind === 'insurer_reinstatement' && one.on > open.lastDay ? [one.on] : [],
    ),
  );
  return restoredOn === undefined ? undefined : moot(restoredOn, 'ended');
}

export function doneOn(days: readonly Day[]): Ended | undefined {
  const on = earliest(days);
  return on === undefined ? undefined : { status: 'done', on };
}

function moot(on: Day, reason: Extract<Ended, { status: 'moot' }>['reason']): Ended {
  return { status: 'moot', on, reason };
}
