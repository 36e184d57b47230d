import type {
  Acknowledgement,
  Call,
  EffectClass,
  Found,
  Outcome,
  ScheduleState,
  ScheduleTaken,
  Wire,
} from '../../src/core/adapter.ts';

/** One way for messages to the factor and for its answers, with what it offers to make repeating safe. */
export type Door = {
  class: EffectClass;
  settleSeconds: number;
  timeoutSeconds: number;
  /** The message as it goes by this way; `id` is our identification of it. */
  wire(id: string, body: string): Wire;
  send(wire: Wire, call: Call): Promise<Outcome<ScheduleTaken>>;
  find(wire: Wire, call: Call): Promise<Outcome<Found<ScheduleTaken>>>;
  read(reference: string, call: Call): Promise<Outcome<ScheduleState>>;
  /** What the debtor answered to the notice of this identification. */
  readAcknowledgement(reference: string, call: Call): Promise<Outcome<Acknowledgement>>;
};
