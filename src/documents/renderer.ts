import { Worker } from 'node:worker_threads';
import { never } from '../core/assert.ts';
import { DocumentError } from './problem.ts';
import type { RenderedDocument } from './schedule.ts';
import type { RenderAnswer, RenderJob } from './worker.ts';

/**
 * Renders in the one worker thread, jobs in the order they came: the process stays free to
 * answer while a long schedule is set. Refusals reject with the same `DocumentError`.
 */
export function renderInWorker(job: RenderJob): Promise<RenderedDocument> {
  return new Promise((resolve, reject) => {
    waiting.push({ job, resolve, reject });
    startNext();
  });
}

/** Stops the thread; jobs not yet answered are rejected. */
export async function closeRenderer(): Promise<void> {
  const worker = thread;
  const dropped = waiting.splice(0);
  for (const { reject } of dropped) reject(stopped('the renderer was closed'));
  stopThread('the renderer was closed');
  await worker?.terminate();
}

type Waiting = {
  job: RenderJob;
  resolve: (document: RenderedDocument) => void;
  reject: (error: Error) => void;
};

const waiting: Waiting[] = [];
let current: Waiting | undefined;
let thread: Worker | undefined;
let deadline: NodeJS.Timeout | undefined;
let lastId = 0;

/** Longer than the largest schedule takes; beyond it the thread is lost, not slow. */
const jobTimeoutMs = 600_000;

function startNext(): void {
  if (current) return;
  current = waiting.shift();
  if (!current) {
    thread?.unref();
    return;
  }
  thread ??= startThread();
  thread.ref();
  lastId += 1;
  deadline = setTimeout(() => {
    const stuck = thread;
    stopThread(`no answer within ${jobTimeoutMs} ms`);
    void stuck?.terminate();
  }, jobTimeoutMs);
  deadline.unref();
  thread.postMessage({ id: lastId, job: current.job });
}

function startThread(): Worker {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
  });
  worker.on('message', (answer: RenderAnswer) => {
    if (worker === thread && answer.id === lastId) settle(answer);
  });
  worker.on('error', (error) => {
    if (worker === thread) stopThread(error.message);
  });
  worker.on('exit', (code) => {
    if (worker === thread) stopThread(`the thread ended with code ${code}`);
  });
  return worker;
}

function settle(answer: RenderAnswer): void {
  const settled = current;
  clearTimeout(deadline);
  current = undefined;
  switch (answer.status) {
    case 'done':
      settled?.resolve(answer.document);
      break;
    case 'refused':
      settled?.reject(new DocumentError(answer.problem));
      break;
    case 'failed':
      settled?.reject(stopped(answer.detail));
      break;
    default:
      never(answer, 'settle');
  }
  startNext();
}

/** The thread is gone: its job is rejected, the next one gets a new thread. */
function stopThread(detail: string): void {
  thread = undefined;
  clearTimeout(deadline);
  const lost = current;
  current = undefined;
  lost?.reject(stopped(detail));
  startNext();
}

function stopped(detail: string): DocumentError {
  return new DocumentError({ code: 'RenderStopped', detail });
}
