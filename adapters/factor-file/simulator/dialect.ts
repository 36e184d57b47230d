import type { z } from 'zod';

/** How the factor cuts records and what it demands of each piece: its own handbook, once more. */
export type Dialect = {
  width: number;
  separator: string;
  /** The letters it knows. */
  letters: RegExp;
  head: Pieces<z.ZodType<Head>>;
  line: Pieces<z.ZodType<Line>>;
  tail: Pieces<z.ZodType<Tail>>;
  day(iso: string): string;
  words: Words;
};
type Pieces<Schema> = { mark: string; widths: Readonly<Record<string, number>>; schema: Schema };

export type Head = {
  issuer: string;
  client?: string | undefined;
  currency: string;
  market: 'D' | 'E';
  part: number;
  parts: number;
  reference: string;
  agreement: string;
  madeOn: string;
};
export type Line = {
  sequence?: number | undefined;
  issuer?: string | undefined;
  client?: string | undefined;
  market: 'D' | 'E';
  kind: 'invoice' | 'credit';
  line: number;
  number: string;
  credited: string;
  debtor: string;
  issuedOn: string;
  dueOn: string;
  amount: number;
  currency: string;
};
export type Tail = {
  sequence?: number | undefined;
  count?: number | undefined;
  issuer: string;
  sum: number;
  credited: boolean;
};

/** What it says in receipts, answers and statements. */
export type Words = {
  marks: Readonly<Record<'receipt' | 'answer' | 'statement', readonly [string, string, string]>>;
  taken: string;
  again: string;
  rejected: string;
  funded: string;
  partly: string;
  refused: string;
  waits: string;
  advance: string;
  dilution: string;
};
