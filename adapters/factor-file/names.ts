import { sha256 } from '../../src/core/hash.ts';

/** What a file that we left is called: its name says whose, which, how many lines, and which bytes. */
export type SentName = { kind: 'BRD' | 'AVO'; reference: string; lines: number };

export function sentName(file: {
  kind: 'BRD' | 'AVO';
  client: string;
  reference: string;
  lines: number;
  body: string;
}): string {
  const { kind, client, reference, lines, body } = file;
  return `${kind}_${client}_${slugOf(reference)}_${lines}_${sha256(body).slice(0, 8)}.txt`;
}

/** Our own file's name in ours or the factor's hand; undefined where it is no such name. */
export function readSentName(name: string, client: string): SentName | undefined {
  const [kind, owner, slug, lines = '', hash = '', ...more] = name.replace(/\.txt$/, '').split('_');
  const ours = (kind === 'BRD' || kind === 'AVO') && owner === client && more.length === 0;
  if (!ours || !/^\d{1,6}$/.test(lines) || !/^[0-9a-f]{8}$/.test(hash)) return undefined;
  return { kind, reference: referenceOf(slug ?? ''), lines: Number(lines) };
}

export type ReplyName = Omit<SentName, 'kind'> & { reply: 'ACK' | 'REP'; file: string };

/**
 * A receipt (ACK) or an answer (REP) is called after the file it speaks of, with a number behind
 * where there is more than one.
 */
export function readReplyName(name: string, client: string): ReplyName | undefined {
  const match = /^(ACK|REP)_((?:BRD|AVO)_[^_]+_[^_]+_[^_]+_[0-9a-f]{8})(?:_\d{1,3})?\.txt$/.exec(
    name,
  );
  const [, reply, stem = ''] = match ?? [];
  const file = `${stem}.txt`;
  const sent = readSentName(file, client);
  if (!sent || (reply !== 'ACK' && reply !== 'REP')) return undefined;
  return { reply, file, reference: sent.reference, lines: sent.lines };
}

/** Statements of one agreement, numbered without a gap; a number behind where one came again. */
export function readStatementName(
  name: string,
  { client, agreement }: { client: string; agreement: string },
): number | undefined {
  const [, owner, slug, number] =
    /^STM_([^_]+)_([^_]+)_(\d{6})(?:_\d{1,3})?\.txt$/.exec(name) ?? [];
  const ours = owner === client && slug === dashed(agreement);
  return ours ? Number(number) : undefined;
}

/** What the statement of this number is called when it comes for the first time. */
export function statementName(
  { client, agreement }: { client: string; agreement: string },
  number: number,
): string {
  return `STM_${client}_${dashed(agreement)}_${String(number).padStart(6, '0')}.txt`;
}

function dashed(agreement: string): string {
  return agreement.replace(/[^A-Za-z0-9]+/g, '-');
}

/** Letters, digits and dashes stay; every other code unit becomes a dot and four hex digits. */
function slugOf(reference: string): string {
  return reference.replace(
    /[^A-Za-z0-9-]/g,
    (unit) => `.${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function referenceOf(slug: string): string {
  return slug.replace(/\.([0-9a-f]{4})/g, (_dot, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
