import { parentPort } from 'node:worker_threads';
import { assert } from '../core/assert.ts';
import type { SelectionInput } from '../core/input.ts';
import type { Selection } from '../core/select.ts';
import { loadSelect } from './select.ts';

export type SelectAnswer =
  | { id: number; status: 'done'; selection: Selection }
  | { id: number; status: 'failed'; detail: string };

assert(parentPort, 'solve/worker.ts runs in a worker thread only');
const port = parentPort;
const loading = loadSelect();

port.on('message', ({ id, input }: { id: number; input: SelectionInput }) => {
  void answer(id, input).then((result) => port.postMessage(result));
});

async function answer(id: number, input: SelectionInput): Promise<SelectAnswer> {
  try {
    const select = await loading;
    return { id, status: 'done', selection: select(input) };
  } catch (error) {
    return { id, status: 'failed', detail: error instanceof Error ? error.message : String(error) };
  }
}
