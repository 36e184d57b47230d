import type { Day } from '../core/calendar.ts';
import type { Dossier } from '../core/claim/dossier.ts';
import type { Payee } from '../core/claim/payee.ts';
import { assignmentOf } from '../core/cover/assignment.ts';
import { fundsInUseMinor } from '../core/funding/account.ts';
import { type Held, isHeld, isOpen, type Position } from '../core/funding/position.ts';
import type { Id } from '../core/ids.ts';
import { type AmountMinor, mulDiv, sumMinor } from '../core/money.ts';
import { readBenefits } from './benefit.ts';
import type { Tx } from './database.ts';
import { readPositionsOf } from './position.ts';
import { readSeller } from './seller.ts';

export type ClaimPayees = {
  payees: Payee[];
  /** The facility that a payee finances us under, by its name. */
  facilityOf: Map<string, string>;
  positions: Map<Id, Position>;
  /** What funders have out on these receivables; undefined where nobody finances them. */
  advancedMinor: AmountMinor | undefined;
};

/**
 * Who is to be paid: whoever the policy's benefit is assigned to for these receivables, up to what it has
 * out on them where it secures a facility; the insured gets the rest.
 */
export async function readPayees(
  tx: Tx,
  of: { dossier: Dossier; receivableIds: readonly Id[]; country: string | undefined; on: Day },
): Promise<ClaimPayees> {
  const { dossier, receivableIds, country, on } = of;
  const { policyId, debtorId, sellerId } = dossier;
  const positions = await readPositionsOf(tx, receivableIds);
  const standing = await readBenefits(tx, policyId);
  const facts = { countryOf: () => country };
  const facilityOf = new Map<string, string>();
  const payees = new Map<string, Payee>();
  for (const receivableId of receivableIds) {
    const found = assignmentOf(standing, { receivableId, debtorId, on }, facts);
    if (!found || found.assignment.role === 'joint_insured') continue;
    const { assignee, account, facilityId } = found.assignment;
    if (facilityId !== undefined) facilityOf.set(assignee, facilityId);
    const upToMinor =
      facilityId === undefined ? undefined : outMinor(positions.values(), facilityId);
    payees.set(assignee, {
      name: assignee,
      ...(account !== undefined && { account }),
      ...(upToMinor !== undefined && { upToMinor }),
    });
  }
  const seller = await readSeller(tx, sellerId);
  const isFinanced = [...positions.values()].some(isHeld);
  return {
    payees: [...payees.values(), { name: seller?.name ?? sellerId }],
    facilityOf,
    positions,
    advancedMinor: isFinanced ? outMinor(positions.values()) : undefined,
  };
}

/** A funder's money that is out: of one facility, or of all. */
function outMinor(positions: Iterable<Position>, facilityId?: string): AmountMinor {
  return sumMinor(
    [...positions].flatMap((position) => {
      if (!isHeld(position) || !isOpen(position)) return [];
      if (facilityId !== undefined && position.facilityId !== facilityId) return [];
      return [inOwn(position, fundsInUseMinor(position))];
    }),
  );
}

/** An amount of the facility's in the receivable's own currency, at the assignment's rate, half-even. */
function inOwn({ foreign, account }: Held, amountMinor: AmountMinor): AmountMinor {
  if (!foreign || account.faceMinor === 0) return amountMinor;
  return mulDiv(amountMinor, foreign.openMinor, account.faceMinor, 'halfEven');
}
