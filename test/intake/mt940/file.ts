import type { Statement } from '../../../src/intake/statement.ts';
import { readStatements } from '../../../src/intake/statements.ts';

type Page = {
  number?: string;
  account?: string;
  opening?: string;
  closing?: string;
  lines?: readonly string[];
};

/** A message of one credit of 10.00, with one thing changed. */
export function page({
  number = '5/1',
  account = 'DE89370400440532013000',
  opening = ':60F:C261031EUR100,00',
  closing = ':62F:C261101EUR110,00',
  lines = [credit()],
}: Page = {}): string {
  return [
    ':20:STARTUMS',
    `:25:${account}`,
    `:28C:${number}`,
    opening,
    ...lines,
    closing,
    '-',
    '',
  ].join('\r\n');
}

export function credit(line = '2611011101CR10,00NTRFNONREF//BANK-1', details = ''): string {
  return details === '' ? `:61:${line}` : `:61:${line}\r\n:86:${details}`;
}

export function refused(text: string | Uint8Array): object {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const read = readStatements(bytes);
  if (read.status !== 'refused') throw new Error('it was read');
  return read;
}

export function statementsIn(text: string | Uint8Array): Statement[] {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const read = readStatements(bytes);
  if (read.status === 'refused') throw new Error(JSON.stringify(read));
  return read.statements;
}

/** What the only entry of the only statement says. */
export function told(line: string | undefined, details: string) {
  const [statement] = statementsIn(page({ lines: [credit(line, details)] }));
  const [entry] = statement?.entries ?? [];
  const [transaction] = entry?.transactions ?? [];
  if (!entry || !transaction) throw new Error('no entry');
  return { entry, transaction };
}
