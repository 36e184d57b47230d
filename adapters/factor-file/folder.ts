import type { Call, Found, Mailbox, Outcome, ScheduleTaken, Wire } from '../../src/core/adapter.ts';
import { notNow, TransportFailed } from '../../src/core/answer.ts';
import { type Detail, told } from '../../src/core/detail.ts';
import { sha256 } from '../../src/core/hash.ts';
import { Unwritten, unwrittenType } from './bordereau.ts';
import type { Config } from './config.ts';
import { readReplyName } from './names.ts';

/**
 * Left in the inbox under a name only these bytes have; the mailbox shows it whole or not at all. The
 * factor moves what it has read, so that is looked through first: a repeat leaves no second file.
 */
export async function leave(
  config: Config,
  wire: Wire,
  call: Call,
): Promise<Outcome<ScheduleTaken>> {
  if (wire.contentType === unwrittenType) return refusedHere(wire);
  const { mailbox } = call;
  if (!mailbox) return notNow(told('mailbox_not_open', {}));
  const value = { partnerReference: wire.target };
  const raw = { body: `${wire.target} sha256 ${sha256(wire.body)}` };
  const read = await during(call, () => namesIn(mailbox, ownFolders(config).slice(1)));
  if (read.kind !== 'done') return read;
  if (read.value.includes(wire.target)) return { kind: 'done', value, raw };
  try {
    await mailbox.put(config.mailbox.folder, wire.target, Buffer.from(wire.body, 'utf8'));
  } catch (error) {
    if (error instanceof TransportFailed && error.certainty === 'not_sent') {
      return notNow(error.detail, 60);
    }
    return { kind: 'unknown', detail: told('file_unconfirmed', {}) };
  }
  return { kind: 'done', value, raw };
}

/**
 * By its name among what waits, what was taken and what was not, and by a receipt or an answer that
 * names it. In this order a file that is moved between two looks is seen in the later one.
 */
export async function lookFor(
  config: Config,
  wire: Wire,
  call: Call,
): Promise<Outcome<Found<ScheduleTaken>>> {
  return during(call, async (mailbox) => {
    const { value: names } = await namesIn(mailbox, ownFolders(config));
    const replies = await mailbox.list(config.answersFolder);
    const there =
      names.includes(wire.target) ||
      replies.some((name) => readReplyName(name, config.client)?.file === wire.target);
    const value: Found<ScheduleTaken> = there
      ? { found: true, value: { partnerReference: wire.target } }
      : { found: false };
    return { kind: 'done', value, raw: { body: [...names, ...replies].join('\n') } };
  });
}

/** One after the other, in the order given. */
async function namesIn(mailbox: Mailbox, folders: readonly string[]): Promise<Names> {
  const value: string[] = [];
  for (const folder of folders) value.push(...(await mailbox.list(folder)));
  return { kind: 'done', value, raw: { body: '' } };
}
type Names = Extract<Outcome<string[]>, { kind: 'done' }>;

/** Where our files lie: waiting, taken, not taken. */
export function ownFolders({ mailbox, rejectedFolder }: Config): string[] {
  return [mailbox.folder, mailbox.processedFolder, rejectedFolder];
}

/** Runs a read of folders; whatever fails there, nothing happened and it is asked again. */
export async function during<Value>(
  call: Call,
  read: (mailbox: Mailbox) => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  if (!call.mailbox) return notNow(told('mailbox_not_open', {}));
  try {
    return await read(call.mailbox);
  } catch (error) {
    return notNow(error instanceof TransportFailed ? error.detail : told('mailbox_not_read', {}));
  }
}

/** Our own no: the layout has no place for a value, and nothing was left anywhere. */
function refusedHere(wire: Wire): Outcome<never> {
  const { field, line } = Unwritten.parse(JSON.parse(wire.body));
  return {
    kind: 'refused',
    reason: 'invalid_message',
    detail: wordsOf(field, line),
    raw: { body: wire.body },
  };
}

function wordsOf(field: string, line: number): Detail {
  if (field === 'issuer') return told('no_issuer_number', { line });
  if (field === 'amount') return told('amount_has_no_place', { line });
  if (['debtorId', 'factorDebtor', 'siret'].includes(field)) {
    return told('debtor_has_no_place', { line });
  }
  return line > 0 ? told('number_has_no_place', { line }) : told('head_has_no_place', {});
}
