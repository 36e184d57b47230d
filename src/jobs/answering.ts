import type { Actor } from '../store/audit.ts';
import type { Delivery } from '../store/delivery.ts';

/** Who says what comes back to a delivery: the partner it went to; our own work has none. */
export function answeringOf({ connectionId }: Delivery): Actor {
  return connectionId === undefined ? { system: 'jobs' } : { connectionId };
}
