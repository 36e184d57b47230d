import { may } from '../../core/role.ts';
import { countAlerts } from '../../store/alert.ts';
import type { Tx } from '../../store/database.ts';
import { countWaiting } from '../../store/waiting.ts';
import type { Principal } from '../env.ts';

/** How much waits for this reader, by page. */
export type Tasks = {
  requests: number;
  deliveries: number;
  bank: number;
  movements: number;
  alerts: number;
};

export async function readTasks(tx: Tx, { roles }: Principal): Promise<Tasks> {
  const waiting = await countWaiting(tx);
  const alerts = may(roles, 'notice.prepare') ? await countAlerts(tx) : 0;
  return {
    alerts,
    requests: may(roles, 'request.approve') ? waiting.submitted : 0,
    deliveries: may(roles, 'delivery.resolve') ? waiting.manual : 0,
    movements: may(roles, 'money.decide') ? waiting.questioned : 0,
    bank: may(roles, 'cash.import') ? waiting.unmatched : 0,
  };
}
