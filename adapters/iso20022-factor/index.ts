import {
  type Call,
  defineAdapter,
  type Effect,
  type ScheduleTaken,
} from '../../src/core/adapter.ts';
import { assert } from '../../src/core/assert.ts';
import type { AssignmentNotice } from '../../src/core/funding/assignment-notice.ts';
import type { CanonicalRequest, CreditSchedule } from '../../src/core/funding/request.ts';
import { httpsDoor } from './client.ts';
import { Config } from './config.ts';
import type { Door } from './door.ts';
import { folderDoor } from './folder.ts';
import { toAssignment, toCredits } from './mapping/assignment.ts';
import { toCancellation, toFinancingRequest } from './mapping/financing.ts';
import { refusalOfUnfit } from './mapping/fit.ts';
import { messageIdOf } from './mapping/identify.ts';
import { toNotice } from './mapping/notice.ts';

export const adapter = defineAdapter({
  id: 'iso20022-factor',
  name: 'Factor, ISO 20022 trade services',
  party: 'factor',
  config: Config,
  pace: { perSecond: 5, concurrency: 2 },
  connect: (config) => {
    const door = doorOf(config);
    if (!door) return {};
    const { dialect, authorisedUser } = config;
    const submitted =
      dialect === 'financing'
        ? effectOf(door, toFinancingRequest)
        : effectOf(door, (request: CanonicalRequest) => toAssignment(request, authorisedUser));
    return {
      submitSchedule: submitted,
      readSchedule: ({ reference }, call) => door.read(reference, call),
      ...(dialect === 'financing' && { cancelSchedule: effectOf(door, toCancellation) }),
      ...(config.credits && {
        submitCredits: effectOf(door, (credits: CreditSchedule) =>
          toCredits(credits, authorisedUser),
        ),
      }),
      ...(config.notices && {
        notifyDebtor: effectOf(door, (notice: AssignmentNotice) =>
          toNotice(notice, authorisedUser),
        ),
        readAcknowledgement: ({ reference }: { reference: string }, call: Call) =>
          door.readAcknowledgement(reference, call),
      }),
    };
  },
});

function doorOf({ mailbox, https, answersFolder }: Config): Door | undefined {
  if (mailbox) return folderDoor(mailbox, answersFolder);
  return https && httpsDoor(https);
}

/** What goes to the factor is one message, which bears our identification of it. */
function effectOf<Input>(
  door: Door,
  encode: (input: Input) => string,
): Effect<Input, ScheduleTaken> {
  return {
    class: door.class,
    settleSeconds: door.settleSeconds,
    timeoutSeconds: door.timeoutSeconds,
    encode: (input) => {
      const body = encode(input);
      const id = messageIdOf(body);
      assert(id !== undefined, 'a message of ours bears its identification');
      return door.wire(id, body);
    },
    send: async (wire, call) => refusalOfUnfit(wire.body) ?? door.send(wire, call),
    find: (_reference, call, wire) => door.find(wire, call),
  };
}
