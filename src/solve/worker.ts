import { parentPort } from 'node:worker_threads';
import { assert } from '../core/assert.ts';
import { type Compared, compareAlternatives } from '../core/compare/alternatives.ts';
import type { Need, SelectionInput } from '../core/input.ts';
import { type Selection, selectReceivables } from '../core/select.ts';
import { loadHighs } from './highs.ts';

export type Question =
  | { kind: 'selection'; input: SelectionInput }
  | { kind: 'comparison'; input: SelectionInput & { need: Need } };

export type Answer =
  | { kind: 'selection'; selection: Selection }
  | { kind: 'comparison'; compared: Compared }
  | { kind: 'failure'; detail: string };

assert(parentPort, 'solve/worker.ts runs in a worker thread only');
const port = parentPort;
const loading = loadHighs();

port.on('message', ({ id, question }: { id: number; question: Question }) => {
  void answerTo(question).then((answer) => port.postMessage({ id, answer }));
});

async function answerTo(question: Question): Promise<Answer> {
  try {
    const solve = await loading;
    if (question.kind === 'comparison') {
      return { kind: 'comparison', compared: compareAlternatives(question.input, solve) };
    }
    return { kind: 'selection', selection: selectReceivables(question.input, solve) };
  } catch (error) {
    return { kind: 'failure', detail: error instanceof Error ? error.message : String(error) };
  }
}
