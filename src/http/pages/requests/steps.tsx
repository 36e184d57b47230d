import type { FC } from 'hono/jsx';
import { never } from '../../../core/assert.ts';
import type { RequestState } from '../../../core/funding/request-state.ts';
import type { Text } from '../text/text.ts';

type Name = keyof Text['requests']['steps'];
const names: readonly Name[] = ['drafted', 'approval', 'documents', 'sent', 'answered', 'cash'];

/** How far a request has come, as a list whose present step says so in words too. */
export const Steps: FC<{ text: Text; state: RequestState; documents: number }> = function Steps({
  text,
  state,
  documents,
}) {
  const { at, stopped } = placeOf(state, documents);
  return (
    <ol class="steps">
      {names.map((name, index) => {
        const mark = index < at ? 'done' : index > at ? '' : stopped ? 'stopped' : 'now';
        return (
          <li class={mark} aria-current={mark === 'now' ? 'step' : undefined}>
            {mark === 'done' ? '✓ ' : mark === 'stopped' ? '✕ ' : ''}
            {text.requests.steps[name]}
            {name === 'answered' && 'answers' in state ? (
              <small>{text.requests.stepAnswers(answered(state), state.answers.size)}</small>
            ) : null}
          </li>
        );
      })}
    </ol>
  );
};

/** Whether machines still work on it: the page then looks again. */
export function isUnderWay({ status }: RequestState): boolean {
  return status === 'approved' || status === 'pending';
}

function placeOf(state: RequestState, documents: number): { at: number; stopped: boolean } {
  switch (state.status) {
    case 'draft':
      return { at: 0, stopped: false };
    case 'withdrawn':
    case 'expired':
      return { at: 0, stopped: true };
    case 'submitted':
      return { at: 1, stopped: false };
    case 'approved':
      return { at: documents < state.canonical.documents.length ? 2 : 3, stopped: false };
    case 'rejected':
      return { at: 3, stopped: true };
    case 'pending':
      return { at: 4, stopped: false };
    case 'declined':
    case 'cancelled':
      return { at: 4, stopped: true };
    case 'funded':
    case 'partly_funded':
      return { at: 5, stopped: false };
    case 'cash_matched':
    case 'closed':
      return { at: names.length, stopped: false };
    default:
      return never(state, 'placeOf');
  }
}

function answered({ answers }: Extract<RequestState, { answers: unknown }>): number {
  return [...answers.values()].filter(({ status }) => status !== 'open').length;
}
