import type {
  Acknowledgement,
  Call,
  Found,
  Mailbox,
  Outcome,
  ScheduleState,
  ScheduleTaken,
  Wire,
} from '../../src/core/adapter.ts';
import { notNow, TransportFailed } from '../../src/core/answer.ts';
import { told } from '../../src/core/detail.ts';
import { sha256 } from '../../src/core/hash.ts';
import type { MailboxSettings } from '../../src/core/mailbox.ts';
import type { Door } from './door.ts';
import { toAcknowledgement } from './mapping/acknowledgement.ts';
import { cancellationId } from './mapping/identify.ts';
import { toState } from './mapping/state.ts';
import { readAcknowledgement } from './wire/acknowledgement.ts';
import { contentType } from './wire/names.ts';
import { readStatus } from './wire/status.ts';

/** Messages as files: left in the inbox, answered by files in a folder of answers. */
export function folderDoor(settings: MailboxSettings, answersFolder: string): Door {
  return {
    class: 'C',
    settleSeconds: 120,
    timeoutSeconds: 60,
    wire: (id, body) => ({ method: 'FILE', target: nameOf(id, body), contentType, body }),
    send: (wire, call) => leave(settings, wire, call),
    find: (wire, call) => lookFor(settings, wire, call),
    read: (reference, call) => readAnswers({ folder: answersFolder, reference, call }),
    readAcknowledgement: (reference, call) =>
      readAcknowledgements({ folder: answersFolder, reference, call }),
  };
}

/** Left under a name only these bytes have; the mailbox shows it whole or not at all. */
async function leave(
  settings: MailboxSettings,
  wire: Wire,
  call: Call,
): Promise<Outcome<ScheduleTaken>> {
  if (!call.mailbox) return notNow(told('mailbox_not_open', {}));
  try {
    await call.mailbox.put(settings.folder, wire.target, Buffer.from(wire.body, 'utf8'));
  } catch (error) {
    if (error instanceof TransportFailed && error.certainty === 'not_sent') {
      return notNow(error.detail, 60);
    }
    return { kind: 'unknown', detail: told('file_unconfirmed', {}) };
  }
  const raw = { body: `${wire.target} sha256 ${sha256(wire.body)}` };
  return { kind: 'done', value: { partnerReference: wire.target }, raw };
}

/** Inbox first: a file taken between the two looks is then seen in the second. */
function lookFor(
  settings: MailboxSettings,
  wire: Wire,
  call: Call,
): Promise<Outcome<Found<ScheduleTaken>>> {
  return during(call, async (mailbox) => {
    const waiting = await mailbox.list(settings.folder);
    const taken = await mailbox.list(settings.processedFolder);
    const there = waiting.includes(wire.target) || taken.includes(wire.target);
    const raw = { body: [...waiting, ...taken].join('\n') };
    const value: Found<ScheduleTaken> = there
      ? { found: true, value: { partnerReference: wire.target } }
      : { found: false };
    return { kind: 'done', value, raw };
  });
}

/** At most this many answers on one message are read, the last by name. */
const answersMax = 20;

type Sought = { folder: string; reference: string; call: Call };

/** Every status message on the schedule that lies there: an answer may be late, or there twice. */
function readAnswers({ folder, reference, call }: Sought): Promise<Outcome<ScheduleState>> {
  return during(call, async (mailbox) => {
    const names = await mailbox.list(folder);
    const known = await about({ mailbox, folder, names, id: reference }, readStatus);
    if (known.length === 0) return notNow(told('schedule_not_there', { reference }), 60);
    const id = cancellationId(reference);
    const onCancellation = await about({ mailbox, folder, names, id }, readStatus);
    const raw = { body: [...known, ...onCancellation].map(({ body }) => body).join('\n') };
    return { kind: 'done', value: toState(known, onCancellation), raw };
  });
}

/** What the debtor answered to the notice, and what the factor said of the notice itself. */
function readAcknowledgements({
  folder,
  reference,
  call,
}: Sought): Promise<Outcome<Acknowledgement>> {
  return during(call, async (mailbox) => {
    const names = await mailbox.list(folder);
    const answers = { mailbox, folder, names, id: reference };
    const said = await about(answers, readAcknowledgement);
    const onNotice = await about(answers, readStatus);
    const raw = { body: [...said, ...onNotice].map(({ body }) => body).join('\n') };
    return { kind: 'done', value: toAcknowledgement(said, onNotice), raw };
  });
}

async function during<Value>(
  { mailbox }: Call,
  read: (mailbox: Mailbox) => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  if (!mailbox) return notNow(told('mailbox_not_open', {}));
  try {
    return await read(mailbox);
  } catch (error) {
    return notNow(detailOf(error));
  }
}

type Answers = { mailbox: Mailbox; folder: string; names: readonly string[]; id: string };

/** Those of the last files named after a message of ours that hold an answer to it. */
async function about<Message extends { reference: string }>(
  { mailbox, folder, names, id }: Answers,
  read: (body: string) => Message | undefined,
): Promise<(Message & { body: string })[]> {
  const answers: (Message & { body: string })[] = [];
  const own = names.filter((name) => name.startsWith(`${stemOf(id)}.`)).sort();
  for (const name of own.slice(-answersMax)) {
    if (!name.endsWith('.xml')) continue;
    const body = new TextDecoder().decode(await mailbox.get(folder, name));
    const message = read(body);
    if (message?.reference === id) answers.push({ ...message, body });
  }
  return answers;
}

function detailOf(error: unknown) {
  return error instanceof TransportFailed ? error.detail : told('mailbox_not_read', {});
}

function nameOf(id: string, body: string): string {
  return `${stemOf(id)}-${sha256(body).slice(0, 8)}.xml`;
}

/** Our identification as a file name can hold it; other characters become underscores. */
function stemOf(id: string): string {
  return id.replace(/[^A-Za-z0-9-]/g, '_');
}
