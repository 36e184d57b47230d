import type { Flash } from '../flash.ts';
import type { View } from '../view.ts';

/** The sentences for what was done about deadlines, notices, dunning and plans. */
export function toldOfClocks(
  { text }: View,
  params: Flash['params'],
): Readonly<Record<string, () => string>> {
  const { done, unreadable } = text.clocks;
  const count = Number(params.count ?? 0);
  return {
    alerts_acknowledged: () => done.alerts(count),
    declaration_recorded: () => done.declaration,
    registration_recorded: () => done.registration,
    dunning_recorded: () => done.dunning(count),
    demand_drawn: () => done.demand(count),
    plan_recorded: () => done.plan,
    notices_prepared: () => done.prepared(String(params.references ?? '')),
    notice_released: () => done.released,
    notice_returned: () => done.returned,
    notice_rerouted: () => done.rerouted,
    notice_dispatched: () => done.dispatched,
    notice_received: () => done.received,
    notice_answered: () => done.answered,
    instalment_unreadable: () => unreadable(String(params.line ?? '')),
  };
}
