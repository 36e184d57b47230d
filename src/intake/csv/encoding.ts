import { type FileProblemParams, type Refusal, refuse } from '../problem.ts';

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'windows-1252'] as const;
export type Encoding = (typeof encodings)[number];

export type EncodingFound = {
  status: 'found';
  encoding: Encoding;
  /** Bytes of the byte order mark, 0 without one. */
  bomBytes: number;
  /** How it is known: by its mark, said by a person, or from the bytes. */
  by: 'mark' | 'stated' | 'bytes';
};

/**
 * Decides the encoding from the file's first bytes: byte order mark, what a person stated, strict
 * UTF-8, then GB18030 where the bytes look like Chinese. Windows-1252 fits any bytes, so it is used
 * only when stated. Files that are not text are named and refused.
 */
export function detectEncoding(head: Uint8Array, stated?: Encoding): EncodingFound | Refusal {
  if (head.length === 0) return refuse('file_empty', { bytes: 0 });
  if (startsWith(head, [0xff, 0xfe, 0, 0]) || startsWith(head, [0, 0, 0xfe, 0xff])) {
    return refuse('encoding_not_supported', { encoding: 'UTF-32' });
  }
  const mark = byteOrderMark(head);
  if (mark) return { status: 'found', ...mark, by: 'mark' };
  const format = notText(head);
  if (format) return refuse('file_not_text', { format });
  if (stated) return { status: 'found', encoding: stated, bomBytes: 0, by: 'stated' };
  if (decodes(head, 'utf-8'))
    return { status: 'found', encoding: 'utf-8', bomBytes: 0, by: 'bytes' };
  if (decodes(head, 'gb18030') && looksChinese(head)) {
    return { status: 'found', encoding: 'gb18030', bomBytes: 0, by: 'bytes' };
  }
  return refuse('encoding_unclear', { candidates: 'windows-1252, gb18030' });
}

function byteOrderMark(head: Uint8Array): { encoding: Encoding; bomBytes: number } | undefined {
  if (startsWith(head, [0xef, 0xbb, 0xbf])) return { encoding: 'utf-8', bomBytes: 3 };
  if (startsWith(head, [0xff, 0xfe])) return { encoding: 'utf-16le', bomBytes: 2 };
  if (startsWith(head, [0xfe, 0xff])) return { encoding: 'utf-16be', bomBytes: 2 };
  return undefined;
}

function notText(head: Uint8Array): FileProblemParams['file_not_text']['format'] | undefined {
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) {
    return latin1(head).includes('xl/') ? 'xlsx' : 'zip';
  }
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0])) return 'xls';
  if (startsWith(head, [0x25, 0x50, 0x44, 0x46])) return 'pdf';
  if (startsWith(head, [0x1f, 0x8b])) return 'gzip';
  if (head.includes(0)) return 'binary';
  const markup = /^\s*<(!doctype html|html|table|\?xml)/i.exec(latin1(head.subarray(0, 200)));
  if (!markup) return undefined;
  return markup[1]?.toLowerCase() === '?xml' ? 'xml' : 'html';
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}

function startsWith(head: Uint8Array, bytes: number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte);
}

/** Streaming mode, so that a character cut by the end of the head is not an error. */
function decodes(head: Uint8Array, encoding: Encoding): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/**
 * Chinese text in GB encodings is almost all pairs of two high bytes (GB 2312's area) or four-byte
 * codes; accented Latin letters are a high byte before an ASCII letter. Half is the dividing line.
 */
function looksChinese(head: Uint8Array): boolean {
  let pairs = 0;
  let others = 0;
  for (let at = 0; at < head.length; at += 1) {
    if ((head[at] ?? 0) < 0x80) continue;
    const next = head[at + 1];
    if (next !== undefined && (next >= 0xa1 || (next >= 0x30 && next <= 0x39))) pairs += 1;
    else others += 1;
    at += 1;
  }
  return pairs > others;
}
