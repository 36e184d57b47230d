import { once } from 'node:events';
import { canonicalPieces } from '../core/hash.ts';

/** Canonical JSON and a line break on stdout, piece by piece: a plan may be longer than any text. */
export async function printJson(value: object): Promise<void> {
  for (const piece of canonicalPieces(value)) await print(piece);
  await print('\n');
}

async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
