import { Worker } from 'node:worker_threads';
import type { Compared, ComparisonOptions } from '../core/compare/alternatives.ts';
import type { Change } from '../core/compare/change.ts';
import type { DebtorExplained, DebtorQuestion } from '../core/explain/debtor.ts';
import type { FacilityExplained } from '../core/explain/explain.ts';
import type { Need, SelectionInput } from '../core/input.ts';
import type { Choice, Held } from '../core/placing/chosen.ts';
import type { Selection } from '../core/select.ts';
import type { Books, Cold } from './kept.ts';
import type { Effected } from './warm.ts';
import type { Answer, Question } from './worker.ts';

export type Selector = {
  select(input: SelectionInput): Promise<Selection>;
  compare(input: SelectionInput & { need: Need }, options?: ComparisonOptions): Promise<Compared>;
  whatIf(input: SelectionInput, change: Change): Promise<Effected>;
  explainFacility(books: Books, facilityId: string): Promise<FacilityExplained | Cold>;
  explainDebtor(books: Books, asked: DebtorQuestion): Promise<DebtorExplained | Cold>;
  holdChoice(input: SelectionInput, choice: Choice): Promise<Held>;
  close(): Promise<void>;
};

/** Whole selections in a thread of their own: the process stays free to answer while one is made. */
export function createSelector(): Selector {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | undefined;
  let lastId = 0;
  const start = (): Worker => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url));
    worker.on('message', (message: Message) => settle(waiting, message));
    worker.on('error', (error) => failAll(waiting, error));
    worker.on('exit', () => {
      if (thread === worker) thread = undefined;
      failAll(waiting, new Error('the selection thread ended; ask again'));
    });
    worker.unref();
    return worker;
  };
  const ask = (question: Question): Promise<Answer> =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      thread ??= start();
      thread.postMessage({ id: lastId, question });
    });
  return {
    select: async (input) => {
      const answer = await ask({ kind: 'selection', input });
      if (answer.kind !== 'selection') throw failureOf(answer);
      return answer.selection;
    },
    compare: async (input, options = {}) => {
      const answer = await ask({ kind: 'comparison', input, options });
      if (answer.kind !== 'comparison') throw failureOf(answer);
      return answer.compared;
    },
    whatIf: async (input, change) => {
      const answer = await ask({ kind: 'effect', input, change });
      if (answer.kind !== 'effect') throw failureOf(answer);
      return answer.effected;
    },
    explainFacility: async (books, facilityId) => {
      const answer = await ask({ kind: 'facility', books, facilityId });
      if (answer.kind !== 'facility') throw failureOf(answer);
      return answer.explained;
    },
    explainDebtor: async (books, asked) => {
      const answer = await ask({ kind: 'debtor', books, asked });
      if (answer.kind !== 'debtor') throw failureOf(answer);
      return answer.explained;
    },
    holdChoice: async (input, choice) => {
      const answer = await ask({ kind: 'choice', input, choice });
      if (answer.kind !== 'choice') throw failureOf(answer);
      return answer.held;
    },
    close: async () => {
      await thread?.terminate();
    },
  };
}

type Message = { id: number; answer: Answer };
type Waiting = { resolve: (answer: Answer) => void; reject: (error: Error) => void };

function settle(waiting: Map<number, Waiting>, { id, answer }: Message): void {
  const found = waiting.get(id);
  waiting.delete(id);
  found?.resolve(answer);
}

function failureOf(answer: Answer): Error {
  const { kind } = answer;
  return new Error(kind === 'failure' ? answer.detail : `the thread answered with a ${kind}`);
}

function failAll(waiting: Map<number, Waiting>, error: Error): void {
  for (const { reject } of waiting.values()) reject(error);
  waiting.clear();
}
