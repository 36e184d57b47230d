import type { Refused, TakeRemittances } from '../http/deps.ts';
import type { AdvicesRead } from '../intake/remittance/advice.ts';
import { readRemittances } from '../intake/remittance/delimited.ts';
import { readRemt001 } from '../intake/remittance/remt001.ts';
import { recordAdvices } from '../store/remittance.ts';
import { type Spooled, withSpooled } from './spool.ts';

/** remt.001 says itself how it is read; a delimited file needs its payer's mapping. */
export const takeRemittances: TakeRemittances = (tx, order) =>
  withSpooled(order.bytes, async (file) => {
    const read = await readAdvices(file, order.mapping);
    if (read.status === 'refused') return read;
    const { personId, fileName } = order;
    const { advices } = read;
    const counts = await recordAdvices(tx, { actor: { personId }, fileName, file, advices });
    return { status: 'taken', counts };
  });

async function readAdvices(file: Spooled, mapping: unknown): Promise<AdvicesRead | Refused> {
  if (await isXml(file)) {
    const pieces: Uint8Array[] = [];
    for await (const piece of file.read()) pieces.push(piece);
    return readRemt001(Buffer.concat(pieces));
  }
  if (mapping !== undefined) return readRemittances(file.read(), mapping);
  return { status: 'refused', code: 'remittance_mapping_missing', params: {} };
}

/** Whether the first thing in it is a bracket, behind a mark of the byte order and spaces. */
async function isXml(file: Spooled): Promise<boolean> {
  for await (const piece of file.read()) {
    return /^\s*</.test(new TextDecoder(encodingOf(piece)).decode(piece.slice(0, 64)));
  }
  return false;
}

function encodingOf([one, two]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (one === 0xff && two === 0xfe) return 'utf-16le';
  return one === 0xfe && two === 0xff ? 'utf-16be' : 'utf-8';
}
