import type { Call, Found, Outcome, Wire } from '../src/core/adapter.ts';
import { notNow, TransportFailed } from '../src/core/answer.ts';
import { told } from '../src/core/detail.ts';
import { sha256 } from '../src/core/hash.ts';
import type { MailboxSettings } from '../src/core/mailbox.ts';

/**
 * Leaves a file in the inbox under a name only its bytes have; the mailbox shows it whole or not at
 * all. What lies among the processed files was taken already: a repeat leaves no second file.
 */
export async function leave<Value>(
  settings: MailboxSettings,
  { wire, call, value }: { wire: Wire; call: Call; value: Value },
): Promise<Outcome<Value>> {
  const { mailbox } = call;
  if (!mailbox) return notNow(told('mailbox_not_open', {}));
  const raw = { body: `${wire.target} sha256 ${sha256(wire.body)}` };
  try {
    const taken = await mailbox.list(settings.processedFolder);
    if (taken.includes(wire.target)) return { kind: 'done', value, raw };
  } catch (error) {
    return notNow(error instanceof TransportFailed ? error.detail : told('mailbox_not_read', {}));
  }
  try {
    await mailbox.put(settings.folder, wire.target, Buffer.from(wire.body, 'utf8'));
  } catch (error) {
    if (error instanceof TransportFailed && error.certainty === 'not_sent') {
      return notNow(error.detail, 60);
    }
    return { kind: 'unknown', detail: told('file_unconfirmed', {}) };
  }
  return { kind: 'done', value, raw };
}

/** Inbox first: a file taken between the two looks is then seen in the second. */
export async function lookFor<Value>(
  settings: MailboxSettings,
  { wire, call, value }: { wire: Wire; call: Call; value: Value },
): Promise<Outcome<Found<Value>>> {
  if (!call.mailbox) return notNow(told('mailbox_not_open', {}));
  try {
    const waiting = await call.mailbox.list(settings.folder);
    const taken = await call.mailbox.list(settings.processedFolder);
    const there = waiting.includes(wire.target) || taken.includes(wire.target);
    const raw = { body: [...waiting, ...taken].join('\n') };
    return { kind: 'done', value: there ? { found: true, value } : { found: false }, raw };
  } catch (error) {
    return notNow(error instanceof TransportFailed ? error.detail : told('mailbox_not_read', {}));
  }
}

/** A spreadsheet must not run a name: text that would start a formula gets an apostrophe. */
export function cellText(cell: string): string {
  const plain = cell.replace(/[\r\n\t]+/g, ' ');
  return /^\s*[=+\-@＝＋－＠]/.test(plain) ? `'${plain}` : plain;
}

/** Letters and digits of a name, for a file's; a name without any (中文) is known by its hash. */
export function slug(name: string): string {
  const letters = name
    .normalize('NFKD')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
  return letters.length >= 2 ? letters.slice(0, 24) : sha256(name).slice(0, 12).toUpperCase();
}
