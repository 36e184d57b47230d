import { createHash, timingSafeEqual } from 'node:crypto';
import { connect as connectTcp, type Socket } from 'node:net';
import SftpClient from 'ssh2-sftp-client';
import type { Mailbox } from '../core/adapter.ts';
import { TransportFailed } from '../core/answer.ts';
import { type Detail, told } from '../core/detail.ts';
import type { MailboxSettings } from '../core/mailbox.ts';
import { guardedLookup, refusalOfHost } from './address.ts';

export type MailboxOptions = {
  allowPrivate: boolean;
  timeoutMs: number;
  maxBytes?: number;
};

/**
 * A partner's folders over SFTP, one connection for each operation. A file is uploaded as
 * `name.part` and renamed, so it appears whole or not at all; until the rename is asked for, a
 * failure is `not_sent`.
 */
export function openMailbox(settings: MailboxSettings, options: MailboxOptions): Mailbox {
  const during = <Value>(work: (session: SftpClient) => Promise<Value>) =>
    withSession({ settings, options, work });
  return {
    list: (folder) =>
      during(async (session) => {
        const entries = await session.list(folder);
        return entries.filter(({ type }) => type === '-').map(({ name }) => name);
      }),
    put: (folder, name, bytes) => {
      const file = pathOf(folder, name);
      return during((session) => putWhole(session, file, bytes));
    },
    get: (folder, name) => {
      const file = pathOf(folder, name);
      return during((session) => getCapped(session, file, options.maxBytes ?? 8_000_000));
    },
  };
}

async function putWhole(session: SftpClient, file: string, bytes: Uint8Array): Promise<void> {
  const there = await session.exists(file);
  if (there) return keepOnlyIfSame(session, file, bytes);
  const part = `${file}.part`;
  await session.put(Buffer.from(bytes), part);
  try {
    await session.rename(part, file);
  } catch {
    throw new TransportFailed('unknown', told('file_unconfirmed', {}));
  }
}

/** The name carries the content's hash: the same name with other bytes is not our file. */
async function keepOnlyIfSame(session: SftpClient, file: string, bytes: Uint8Array): Promise<void> {
  const kept = await getCapped(session, file, bytes.length);
  if (Buffer.compare(kept, bytes) !== 0) {
    throw new TransportFailed('not_sent', told('file_name_taken', {}));
  }
}

async function getCapped(session: SftpClient, file: string, maxBytes: number): Promise<Buffer> {
  const { size } = await session.stat(file);
  if (size > maxBytes) {
    throw new TransportFailed('not_sent', told('file_too_large', { limit: maxBytes }));
  }
  const bytes = await session.get(file);
  if (!Buffer.isBuffer(bytes)) throw new TransportFailed('not_sent', told('mailbox_not_read', {}));
  return bytes;
}

type Session<Value> = {
  settings: MailboxSettings;
  options: MailboxOptions;
  work: (session: SftpClient) => Promise<Value>;
};

async function withSession<Value>({ settings, options, work }: Session<Value>): Promise<Value> {
  const session = new SftpClient('mailbox', { error: quiet, end: quiet, close: quiet });
  const socket = await dial(settings, options);
  const timer = setTimeout(() => socket.destroy(), options.timeoutMs);
  try {
    await session.connect({
      sock: socket,
      username: settings.user,
      ...(settings.password === undefined ? {} : { password: settings.password }),
      ...(settings.privateKey === undefined ? {} : { privateKey: settings.privateKey }),
      ...pinned(settings.hostFingerprint),
      readyTimeout: options.timeoutMs,
    });
    return await work(session);
  } catch (error) {
    if (error instanceof TransportFailed) throw error;
    throw new TransportFailed('not_sent', wordsOf(error));
  } finally {
    clearTimeout(timer);
    await session.end().catch(quiet);
    socket.destroy();
  }
}

function dial(settings: MailboxSettings, options: MailboxOptions): Promise<Socket> {
  const refused = refusalOfHost(settings.host, options);
  if (refused) return Promise.reject(new TransportFailed('not_sent', refused.detail));
  return new Promise((resolve, reject) => {
    const socket = connectTcp({
      host: settings.host,
      port: settings.port,
      lookup: guardedLookup(options.allowPrivate),
      noDelay: true,
      timeout: options.timeoutMs,
    });
    const failed = (error?: Error) => {
      socket.destroy();
      reject(
        new TransportFailed('not_sent', error ? wordsOf(error) : told('no_answer_in_time', {})),
      );
    };
    socket.once('error', failed);
    socket.once('timeout', failed);
    socket.once('connect', () => {
      socket.removeListener('error', failed);
      socket.removeListener('timeout', failed);
      socket.on('error', quiet);
      socket.setTimeout(0);
      resolve(socket);
    });
  });
}

function pinned(fingerprint: string | undefined): { hostVerifier?: (key: Buffer) => boolean } {
  if (fingerprint === undefined) return {};
  return {
    hostVerifier: (key) => {
      const seen = createHash('sha256').update(key).digest();
      const expected = Buffer.from(fingerprint.slice('SHA256:'.length), 'base64');
      return seen.length === expected.length && timingSafeEqual(seen, expected);
    },
  };
}

function pathOf(folder: string, name: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) {
    throw new TransportFailed('not_sent', told('file_name_refused', {}));
  }
  return `${folder}/${name}`;
}

/** Our own words: the library's message may quote the user or the host. */
function wordsOf(error: unknown): Detail {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
  return told('mailbox_failed', { cause: code });
}

function quiet(): void {
  // A closed or failed session is judged by the operation it belonged to.
}
