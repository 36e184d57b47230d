import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Dialect, Head, Line, Tail } from './dialect.ts';

/** What the factor took: one remittance, whatever parts it came in. */
export type Remittance = {
  name: string;
  kind: 'BRD' | 'AVO';
  reference: string;
  agreement: string;
  currency: string;
  lines: Line[];
};

export type Terms = {
  client: string;
  issuers: Readonly<Record<'D' | 'E', string>>;
  agreements?: readonly string[];
};

export type Fault = { code: string; words: string; line?: number };

/** Reads a file whole or refuses it with the first thing that is wrong. */
export function inspect(
  dialect: Dialect,
  file: { name: string; text: string },
  terms: Terms,
): { taken: Remittance } | { fault: Fault } {
  const { name, text } = file;
  const [, kind, client, count] =
    /^(BRD|AVO)_(\d{1,6})_[A-Za-z0-9.-]+_(\d{1,6})_([0-9a-f]{8})\.txt$/.exec(name) ?? [];
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 8);
  if ((kind !== 'BRD' && kind !== 'AVO') || !name.endsWith(`_${digest}.txt`)) {
    return refused('101', 'LE NOM NE PORTE PAS L EMPREINTE DU CONTENU');
  }
  if (client !== terms.client) return refused('103', 'CLIENT INCONNU');
  const parts = readParts(dialect, text);
  if ('fault' in parts) return parts;
  const [first] = parts.parts;
  if (!first) return refused('101', 'FICHIER VIDE');
  const lines = parts.parts.flatMap((part) => part.lines);
  const fault =
    parts.parts.map((part, index) => faultOfPart(part, index + 1, terms)).find(Boolean) ??
    faultOfFile({ kind, first, lines, count: Number(count), parts: parts.parts }, terms);
  if (fault) return { fault };
  const { reference, agreement, currency } = first.head;
  return { taken: { name, kind, reference, agreement, currency, lines } };
}

type Part = { head: Head; lines: Line[]; tail: Tail };

function readParts(dialect: Dialect, text: string): { parts: Part[] } | { fault: Fault } {
  const records = text.split('\r\n');
  if (records.pop() !== '') return refused('101', 'DERNIER ENREGISTREMENT INCOMPLET');
  const parts: Part[] = [];
  let head: Head | undefined;
  let lines: Line[] = [];
  for (const [index, record] of records.entries()) {
    const at = index + 1;
    if (record.length !== dialect.width) return refused('101', `LONGUEUR ENREGISTREMENT ${at}`);
    if (!dialect.letters.test(record)) return refused('101', `CARACTERES ENREGISTREMENT ${at}`);
    const read = head ? readBody(dialect, record) : readHead(dialect, record);
    if (!read) return refused('101', `STRUCTURE ENREGISTREMENT ${at}`);
    if ('head' in read) head = read.head;
    else if ('line' in read) lines.push(read.line);
    else if (head) {
      parts.push({ head, lines, tail: read.tail });
      head = undefined;
      lines = [];
    }
  }
  return head ? refused('101', 'FIN DE PARTIE ABSENTE') : { parts };
}

function readHead(dialect: Dialect, record: string): { head: Head } | undefined {
  const head = cut(dialect, dialect.head, record);
  return head && { head };
}

function readBody(dialect: Dialect, record: string): { line: Line } | { tail: Tail } | undefined {
  if (record.startsWith(dialect.tail.mark + dialect.separator)) {
    const tail = cut(dialect, dialect.tail, record);
    return tail && { tail };
  }
  const line = cut(dialect, dialect.line, record);
  return line && { line };
}

function cut<Value>(
  { separator }: Dialect,
  pieces: { widths: Readonly<Record<string, number>>; schema: z.ZodType<Value> },
  record: string,
): Value | undefined {
  const cells: Record<string, string> = {};
  let at = 0;
  for (const [name, width] of Object.entries(pieces.widths)) {
    cells[name] = record.slice(at, at + width);
    if (record.slice(at + width, at + width + separator.length) !== separator) return undefined;
    at += width + separator.length;
  }
  const parsed = pieces.schema.safeParse(cells);
  return parsed.success ? parsed.data : undefined;
}

function faultOfPart({ head, lines, tail }: Part, at: number, terms: Terms): Fault | undefined {
  const issuer = Number(terms.issuers[head.market]);
  if (head.part !== at) return { code: '101', words: `PARTIE ${head.part} AU LIEU DE ${at}` };
  if (Number(head.issuer) !== issuer || Number(tail.issuer) !== issuer) {
    return { code: '103', words: 'EMETTEUR INCONNU' };
  }
  if (head.client !== undefined && head.client !== terms.client) {
    return { code: '103', words: 'CLIENT INCONNU' };
  }
  const stray = lines.find(
    (line) =>
      line.market !== head.market ||
      (line.issuer !== undefined && Number(line.issuer) !== issuer) ||
      (line.client !== undefined && line.client !== terms.client),
  );
  if (stray) return { code: '103', words: 'LIGNE D UN AUTRE EMETTEUR', line: stray.line };
  if (lines.some(({ sequence }, index) => sequence !== undefined && sequence !== index + 2)) {
    return { code: '102', words: 'NUMEROTATION' };
  }
  const counted = tail.count ?? (tail.sequence ?? 0) - 2;
  if (counted !== lines.length || lines.length === 0)
    return { code: '102', words: 'NOMBRE DE LIGNES' };
  const sum = lines.reduce(
    (total, { kind, amount }) => total + BigInt(kind === 'invoice' ? amount : -amount),
    0n,
  );
  const stated = BigInt(tail.credited ? -tail.sum : tail.sum);
  return sum === stated ? undefined : { code: '102', words: 'SOMME DE CONTROLE' };
}

type Whole = { kind: 'BRD' | 'AVO'; first: Part; lines: Line[]; count: number; parts: Part[] };

function faultOfFile({ kind, first, lines, count, parts }: Whole, terms: Terms): Fault | undefined {
  const { head } = first;
  if (parts.some((part) => part.head.parts !== parts.length)) {
    return { code: '101', words: 'PARTIE ABSENTE' };
  }
  const one = (pick: (head: Head) => string) =>
    parts.every((part) => pick(part.head) === pick(head));
  const same = one((other) => other.reference) && one((other) => other.agreement);
  if (!same || !one((other) => other.currency))
    return { code: '101', words: 'PARTIES DIFFERENTES' };
  if (terms.agreements && !terms.agreements.includes(head.agreement)) {
    return { code: '104', words: 'CONTRAT INCONNU' };
  }
  const numbers = new Set(lines.map(({ line }) => line));
  const numbered = lines.every(({ line }) => line >= 1 && line <= count);
  if (lines.length !== count || numbers.size !== count || !numbered) {
    return { code: '102', words: 'NUMEROS DE LIGNE' };
  }
  const wanted = kind === 'BRD' ? 'invoice' : 'credit';
  const odd = lines.find((line) => line.kind !== wanted || !isWhole(line));
  return odd && { code: '101', words: 'TYPE OU ECHEANCE OU FACTURE ABSENTE', line: odd.line };
}

/** An invoice has a due day; a credit note names its invoice. */
function isWhole({ kind, dueOn, credited }: Line): boolean {
  return kind === 'invoice' ? dueOn !== '' : credited !== '';
}

function refused(code: string, words: string): { fault: Fault } {
  return { fault: { code, words } };
}
