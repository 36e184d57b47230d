import { z } from 'zod';

/**
 * States of a delivery. `sending` is committed before the first byte leaves; `unknown` is not a
 * failure: the receivables stay reserved and the exposure used until the partner's word is known.
 */
export const DeliveryState = z.enum([
  'held',
  'ready',
  'sending',
  'accepted',
  'rejected',
  'unknown',
  'resolving',
  'manual',
  'confirmed',
  'reversed',
]);
export type DeliveryState = z.infer<typeof DeliveryState>;

/** The allowed moves; a trigger in the database enforces the same table. */
export const deliveryMoves: Readonly<Record<DeliveryState, readonly DeliveryState[]>> = {
  held: ['ready', 'rejected'],
  ready: ['sending', 'rejected', 'manual'],
  sending: ['accepted', 'rejected', 'ready', 'unknown'],
  unknown: ['resolving', 'sending', 'manual'],
  resolving: ['accepted', 'rejected', 'ready', 'unknown', 'manual'],
  manual: ['accepted', 'rejected', 'ready'],
  accepted: ['ready', 'confirmed', 'reversed'],
  rejected: [],
  confirmed: [],
  reversed: [],
};
