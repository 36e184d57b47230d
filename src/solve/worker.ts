import { parentPort } from 'node:worker_threads';
import { assert } from '../core/assert.ts';
import type { SelectionInput } from '../core/input.ts';
import { type Selection, selectReceivables } from '../core/select.ts';

export type SelectAnswer =
  | { id: number; status: 'done'; selection: Selection }
  | { id: number; status: 'failed'; detail: string };

assert(parentPort, 'solve/worker.ts runs in a worker thread only');
const port = parentPort;

port.on('message', ({ id, input }: { id: number; input: SelectionInput }) => {
  port.postMessage(answer(id, input));
});

function answer(id: number, input: SelectionInput): SelectAnswer {
  try {
    return { id, status: 'done', selection: selectReceivables(input) };
  } catch (error) {
    return { id, status: 'failed', detail: error instanceof Error ? error.message : String(error) };
  }
}
