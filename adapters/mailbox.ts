import { createHash, timingSafeEqual } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import type { Attributes, AuthContext, Connection, SFTPWrapper } from 'ssh2';
import ssh2 from 'ssh2';
import type { Faults } from './simulator.ts';

export type MailboxServerOptions = {
  /** The directory whose folders callers see as `/`. */
  root: string;
  folders: readonly string[];
  user: string;
  password: string;
  faults: Faults;
  /** Before a folder is listed, by its name: a partner may work while nobody looks. */
  onLook?(folder: string): void;
};

export type MailboxServer = {
  listen(): Promise<{ port: number; fingerprint: string }>;
  close(): Promise<void>;
};

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;

/** A partner's SFTP folders on a directory, for simulators: a file counts when its rename is done. */
export function createMailboxServer(options: MailboxServerOptions): MailboxServer {
  const key = hostKey();
  const open = new Set<Connection>();
  const server = new ssh2.Server({ hostKeys: [key.private] }, (connection) => {
    withoutDelay(connection);
    open.add(connection);
    connection.on('error', () => connection.end());
    connection.on('close', () => open.delete(connection));
    connection.on('authentication', (context) => authenticate(context, options));
    connection.on('session', (accept) => {
      accept().on('sftp', (acceptSftp) => serve({ sftp: acceptSftp(), connection, options }));
    });
  });
  return {
    async listen() {
      for (const folder of options.folders)
        mkdirSync(join(options.root, folder), { recursive: true });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
      return { port: portOf(server.address()), fingerprint: fingerprintOf(key.public) };
    },
    async close() {
      for (const connection of open) connection.end();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

type Service = { sftp: SFTPWrapper; connection: Connection; options: MailboxServerOptions };
type Handle =
  | { kind: 'file'; fd: number; instead?: Buffer }
  | { kind: 'folder'; path: string; listed: boolean };

function serve(service: Service): void {
  const { sftp, options } = service;
  const handles = new Map<number, Handle>();
  const add = (handle: Handle): Buffer => {
    const id = Buffer.alloc(4);
    id.writeUInt32BE(handles.size);
    handles.set(handles.size, handle);
    return id;
  };
  const real = (path: string) => join(options.root, normalize(`/${path}`));
  const answer = (request: number, work: () => void) => {
    try {
      work();
    } catch (error) {
      const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      sftp.status(request, missing ? STATUS_CODE.NO_SUCH_FILE : STATUS_CODE.FAILURE);
    }
  };
  const look = (path: string) => options.onLook?.(normalize(path).replace(/^\/+|\/+$/g, ''));
  const doors: Doors = { sftp, handles, add, real, answer, look };
  serveFiles(doors, (request, open) => meetReading({ service, request, open }));
  serveFolders(doors);
  sftp.on('RENAME', (request, from, to) => {
    answer(request, () => publish({ service, request, from: real(from), to: real(to) }));
  });
}

type Doors = {
  sftp: SFTPWrapper;
  handles: Map<number, Handle>;
  add(handle: Handle): Buffer;
  real(path: string): string;
  answer(request: number, work: () => void): void;
  look(path: string): void;
};
type Open = (instead?: Buffer) => void;

function serveFiles(
  { sftp, handles, add, real, answer }: Doors,
  reading: (request: number, open: Open) => void,
): void {
  const handleOf = (id: Buffer) => {
    const handle = handles.get(id.readUInt32BE());
    if (handle?.kind !== 'file') throw new Error('not an open file');
    return handle;
  };
  const fileOf = (id: Buffer): number => handleOf(id).fd;
  sftp.on('OPEN', (request, path, flags) => {
    const writes = (flags & OPEN_MODE.WRITE) !== 0;
    const open: Open = (instead) =>
      answer(request, () => {
        const fd = openSync(real(path), writes ? 'w' : 'r');
        sftp.handle(request, add({ kind: 'file', fd, ...(instead && { instead }) }));
      });
    if (writes) open();
    else reading(request, open);
  });
  sftp.on('WRITE', (request, id, offset, data) => {
    answer(request, () => {
      writeSync(fileOf(id), data, 0, data.length, offset);
      sftp.status(request, STATUS_CODE.OK);
    });
  });
  sftp.on('READ', (request, id, offset, length) => {
    answer(request, () => {
      const { fd, instead } = handleOf(id);
      const bytes = Buffer.alloc(length);
      const read = instead
        ? instead.copy(bytes, 0, Math.min(offset, instead.length))
        : readSync(fd, bytes, 0, length, offset);
      if (read === 0) sftp.status(request, STATUS_CODE.EOF);
      else sftp.data(request, bytes.subarray(0, read));
    });
  });
  sftp.on('FSTAT', (request, id) => {
    answer(request, () => sftp.attrs(request, attributesOf(fstatSync(fileOf(id)))));
  });
  sftp.on('CLOSE', (request, id) => {
    answer(request, () => {
      const handle = handles.get(id.readUInt32BE());
      if (handle?.kind === 'file') closeSync(handle.fd);
      sftp.status(request, STATUS_CODE.OK);
    });
  });
  for (const event of ['SETSTAT', 'FSETSTAT'] as const) {
    sftp.on(event, (request: number) => sftp.status(request, STATUS_CODE.OK));
  }
}

function serveFolders({ sftp, handles, add, real, answer, look }: Doors): void {
  sftp.on('OPENDIR', (request, path) => {
    answer(request, () => {
      look(path);
      readdirSync(real(path));
      sftp.handle(request, add({ kind: 'folder', path: real(path), listed: false }));
    });
  });
  sftp.on('READDIR', (request, id) => {
    answer(request, () => {
      const handle = handles.get(id.readUInt32BE());
      if (handle?.kind !== 'folder' || handle.listed) {
        sftp.status(request, STATUS_CODE.EOF);
        return;
      }
      handle.listed = true;
      const { path } = handle;
      sftp.name(
        request,
        readdirSync(path).map((filename) => entryOf(path, filename)),
      );
    });
  });
  for (const event of ['STAT', 'LSTAT'] as const) {
    sftp.on(event, (request: number, path: string) => {
      answer(request, () => sftp.attrs(request, attributesOf(statSync(real(path)))));
    });
  }
  sftp.on('REALPATH', (request, path) => {
    const filename = normalize(`/${path}`);
    sftp.name(request, [{ filename, longname: filename, attrs: noAttributes }]);
  });
  sftp.on('REMOVE', (request, path) => {
    answer(request, () => {
      unlinkSync(real(path));
      sftp.status(request, STATUS_CODE.OK);
    });
  });
}

/** The faults of a read meet the moment a file is opened: an error, no answer, or other bytes. */
function meetReading(reading: { service: Service; request: number; open: Open }): void {
  const { service, request, open } = reading;
  const fault = service.options.faults.take('read');
  if (fault === undefined) open();
  else if (fault.kind === 'slow') setTimeout(open, fault.ms).unref();
  else if (fault.kind === 'garbage') open(Buffer.from('<html>gateway</html>'));
  else if (fault.kind === 'down' || fault.kind === 'throttle') {
    service.sftp.status(request, STATUS_CODE.FAILURE);
  } else if (fault.kind !== 'hang_after_apply') service.connection.end();
}

/** SFTP's rename refuses a name that is taken; the faults meet the moment a file becomes visible. */
function publish(move: { service: Service; request: number; from: string; to: string }): void {
  const { sftp, connection, options } = move.service;
  const fault = options.faults.take('effect')?.kind;
  const refused = fault === 'down' || existsSync(move.to);
  if (fault === 'drop_before_apply') connection.end();
  else if (refused) sftp.status(move.request, STATUS_CODE.FAILURE);
  else {
    renameSync(move.from, move.to);
    options.faults.count(move.to.slice(move.to.lastIndexOf('/') + 1));
    if (fault === undefined || fault === 'slow') sftp.status(move.request, STATUS_CODE.OK);
    else if (fault === 'fail_after_apply') sftp.status(move.request, STATUS_CODE.FAILURE);
    else if (fault !== 'hang_after_apply') connection.end();
  }
}

function authenticate(context: AuthContext, options: MailboxServerOptions): void {
  const known =
    context.method === 'password' &&
    same(context.username, options.user) &&
    same(context.password, options.password);
  if (known) context.accept();
  else context.reject(['password']);
}

function same(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

const noAttributes: Attributes = { mode: 0o100600, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 };

function entryOf(path: string, filename: string) {
  const attrs = attributesOf(statSync(join(path, filename)));
  const type = (attrs.mode & 0o040000) !== 0 ? 'd' : '-';
  return {
    filename,
    longname: `${type}rw------- 1 0 0 ${attrs.size} Jan 1 00:00 ${filename}`,
    attrs,
  };
}

function attributesOf(stats: { mode: number; size: number; mtimeMs: number }): Attributes {
  const seconds = Math.floor(stats.mtimeMs / 1000);
  return { ...noAttributes, mode: stats.mode, size: stats.size, atime: seconds, mtime: seconds };
}

/** Small packets go at once; the package's types leave the method out. */
function withoutDelay(connection: Connection): void {
  if ('setNoDelay' in connection && typeof connection.setNoDelay === 'function') {
    connection.setNoDelay(true);
  }
}

/** The package writes about one key in 256 with a byte missing; such a key does not parse. */
function hostKey(): { private: string; public: string } {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519');
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair;
  }
  throw new Error('no host key could be made');
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the mailbox has no port');
  return address.port;
}

/** As OpenSSH prints it: the SHA-256 of the public key's blob, base64 without padding. */
function fingerprintOf(publicKey: string): string {
  const blob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64');
  return `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
}
