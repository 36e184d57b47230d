import { Worker } from 'node:worker_threads';
import type { SelectionInput } from '../core/input.ts';
import type { Selection } from '../core/select.ts';
import type { SelectAnswer } from './worker.ts';

export type Selector = {
  select(input: SelectionInput): Promise<Selection>;
  close(): Promise<void>;
};

/** Whole selections in a thread of their own: the process stays free to answer while one is made. */
export function createSelector(): Selector {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | undefined;
  let lastId = 0;
  const start = (): Worker => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    worker.on('message', (answer: SelectAnswer) => settle(waiting, answer));
    worker.on('error', (error) => failAll(waiting, error));
    worker.on('exit', () => {
      if (thread === worker) thread = undefined;
      failAll(waiting, new Error('the selection thread ended; ask again'));
    });
    worker.unref();
    return worker;
  };
  return {
    select: (input) =>
      new Promise((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        thread ??= start();
        thread.postMessage({ id: lastId, input });
      }),
    close: async () => {
      await thread?.terminate();
    },
  };
}

type Waiting = { resolve: (selection: Selection) => void; reject: (error: Error) => void };

function settle(waiting: Map<number, Waiting>, answer: SelectAnswer): void {
  const found = waiting.get(answer.id);
  waiting.delete(answer.id);
  if (answer.status === 'done') found?.resolve(answer.selection);
  else found?.reject(new Error(answer.detail));
}

function failAll(waiting: Map<number, Waiting>, error: Error): void {
  for (const { reject } of waiting.values()) reject(error);
  waiting.clear();
}
