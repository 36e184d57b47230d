import { assert } from '../assert.ts';

/** A file in an archive; its path is plain, with slashes, and UTF-8. */
export type ZipFile = { path: string; bytes: Uint8Array };

/** What an archive's directory says of a file that stands in it. */
export type ZipEntry = { path: Uint8Array; crc: number; byteLength: number; offset: number };

/**
 * Files stored as they are (APPNOTE 6.3, method 0): papers are compressed already, and the same files
 * give the same bytes on every machine. Every time is the format's first, 1 January 1980.
 */
export function zipOf(files: readonly ZipFile[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  const entries: ZipEntry[] = [];
  let offset = 0;
  for (const file of files) {
    const { entry, head } = zipEntry(file, offset);
    entries.push(entry);
    pieces.push(head, file.bytes);
    offset += head.length + file.bytes.length;
  }
  return joined([...pieces, zipEnd(entries, offset)]);
}

/** A file's head, which its bytes follow; `offset` is where it begins. */
export function zipEntry(
  { path, bytes }: ZipFile,
  offset: number,
): { entry: ZipEntry; head: Uint8Array } {
  const entry = {
    path: new TextEncoder().encode(path),
    crc: crcOf(bytes),
    byteLength: bytes.length,
    offset,
  };
  const head = written(30, (put) => {
    put(4, 0x04034b50);
    commonOf(entry, put);
    put(2, 0);
  });
  return { entry, head: joined([head, entry.path]) };
}

/** The directory, which ends an archive; `offset` is where it begins. */
export function zipEnd(entries: readonly ZipEntry[], offset: number): Uint8Array {
  assert(entries.length < 0xffff, 'an archive without ZIP64 holds fewer than 65,535 files');
  const directory = entries.flatMap((entry) => [
    written(46, (put) => {
      put(4, 0x02014b50);
      // Made on Unix, so that names are taken as the UTF-8 they are; no extra field, comment or disk.
      put(2, 0x0314);
      commonOf(entry, put);
      for (const bytes of [2, 2, 2, 2] as const) put(bytes, 0);
      put(4, 0o100644 * 0x1_0000);
      put(4, entry.offset);
    }),
    entry.path,
  ]);
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = written(22, (put) => {
    put(4, 0x06054b50);
    put(4, 0);
    put(2, entries.length);
    put(2, entries.length);
    put(4, size);
    put(4, offset);
    put(2, 0);
  });
  return joined([...directory, end]);
}

/** How long an archive of such files is. */
export function zipLength(files: readonly { path: string; byteLength: number }[]): number {
  return files.reduce((sum, { path, byteLength }) => {
    const { length } = new TextEncoder().encode(path);
    return sum + 30 + 46 + 2 * length + byteLength;
  }, 22);
}

type Put = (bytes: 2 | 4, value: number) => void;

/** Version 2.0, UTF-8 names, stored, the first day; then checksum, both lengths, the name's length. */
function commonOf({ crc, byteLength, path, offset }: ZipEntry, put: Put): void {
  assert(offset + byteLength < 0xffff_ffff, 'an archive without ZIP64 is shorter than 4 GB');
  put(2, 20);
  put(2, 0x0800);
  put(2, 0);
  put(2, 0);
  put(2, 0x0021);
  put(4, crc);
  put(4, byteLength);
  put(4, byteLength);
  put(2, path.length);
}

function written(length: number, write: (put: Put) => void): Uint8Array {
  const view = new DataView(new ArrayBuffer(length));
  let at = 0;
  write((bytes, value) => {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += bytes;
  });
  return new Uint8Array(view.buffer);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** CRC-32 (ISO 3309), by a table of its 256 bytes. */
function crcOf(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) crc = (table[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffff_ffff) >>> 0;
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
  return crc;
});
