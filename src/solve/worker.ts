import { parentPort } from 'node:worker_threads';
import { assert, never } from '../core/assert.ts';
import {
  type Compared,
  type ComparisonOptions,
  compareAlternatives,
} from '../core/compare/alternatives.ts';
import type { Change } from '../core/compare/change.ts';
import type { DebtorExplained, DebtorQuestion } from '../core/explain/debtor.ts';
import type { FacilityExplained } from '../core/explain/explain.ts';
import type { Need, SelectionInput } from '../core/input.ts';
import { type Choice, type Held, holdChoice } from '../core/placing/chosen.ts';
import { type Selection, selectReceivables } from '../core/select.ts';
import { loadHighs } from './highs.ts';
import { type Books, type Cold, createExplainer } from './kept.ts';
import { type Effected, keepWarm } from './warm.ts';

export type Question =
  | { kind: 'selection'; input: SelectionInput }
  | { kind: 'comparison'; input: SelectionInput & { need: Need }; options: ComparisonOptions }
  | { kind: 'effect'; input: SelectionInput; change: Change }
  | { kind: 'facility'; books: Books; facilityId: string }
  | { kind: 'debtor'; books: Books; asked: DebtorQuestion }
  | { kind: 'choice'; input: SelectionInput; choice: Choice };

export type Answer =
  | { kind: 'selection'; selection: Selection }
  | { kind: 'comparison'; compared: Compared }
  | { kind: 'effect'; effected: Effected }
  | { kind: 'facility'; explained: FacilityExplained | Cold }
  | { kind: 'debtor'; explained: DebtorExplained | Cold }
  | { kind: 'choice'; held: Held }
  | { kind: 'failure'; detail: string };

assert(parentPort, 'solve/worker.ts runs in a worker thread only');
const port = parentPort;
const loading = loadHighs().then((solve) => ({
  solve,
  effectOf: keepWarm(solve),
  explain: createExplainer(solve),
}));

type Loaded = Awaited<typeof loading>;

port.on('message', ({ id, question }: { id: number; question: Question }) => {
  void answerTo(question).then((answer) => port.postMessage({ id, answer }));
});

async function answerTo(question: Question): Promise<Answer> {
  try {
    return answerWith(await loading, question);
  } catch (error) {
    return { kind: 'failure', detail: error instanceof Error ? error.message : String(error) };
  }
}

function answerWith({ solve, effectOf, explain }: Loaded, question: Question): Answer {
  switch (question.kind) {
    case 'selection':
      return { kind: 'selection', selection: selectReceivables(question.input, solve) };
    case 'comparison':
      return {
        kind: 'comparison',
        compared: compareAlternatives(question.input, solve, question.options),
      };
    case 'effect':
      return { kind: 'effect', effected: effectOf(question.input, question.change) };
    case 'facility':
      return {
        kind: 'facility',
        explained: explain.facility(question.books, question.facilityId),
      };
    case 'debtor':
      return { kind: 'debtor', explained: explain.debtor(question.books, question.asked) };
    case 'choice':
      return { kind: 'choice', held: holdChoice(question.input, question.choice) };
    default:
      return never(question, 'answerWith');
  }
}
