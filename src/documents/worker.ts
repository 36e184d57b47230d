import { parentPort } from 'node:worker_threads';
import { assert } from '../core/assert.ts';
import type { ClaimIndex } from '../core/claim/bundle.ts';
import type { CanonicalRequest } from '../core/funding/request.ts';
import type { Letter } from '../core/notice/letter.ts';
import type { Language, Template } from '../core/template.ts';
import { renderClaimIndex } from './claim-index.ts';
import { renderLetter } from './letter.ts';
import { DocumentError, type DocumentProblem } from './problem.ts';
import { type RenderedDocument, type RenderOptions, renderSchedule } from './schedule.ts';

/** Plain data, so that it crosses into the thread: a template as read, a request as approved. */
export type RenderJob =
  | { template: Template; request: CanonicalRequest; options?: RenderOptions }
  | { claimIndex: ClaimIndex }
  | { template: Template; letter: Letter; language: Language };

export type RenderAnswer =
  | { status: 'done'; id: number; document: RenderedDocument }
  | { status: 'refused'; id: number; problem: DocumentProblem }
  | { status: 'failed'; id: number; detail: string };

assert(parentPort, 'documents/worker.ts runs in a worker thread only');
const port = parentPort;

port.on('message', ({ id, job }: { id: number; job: RenderJob }) => {
  port.postMessage(answer(id, job));
});

function answer(id: number, job: RenderJob): RenderAnswer {
  try {
    return { status: 'done', id, document: render(job) };
  } catch (error) {
    if (error instanceof DocumentError) {
      return { status: 'refused', id, problem: error.problem };
    }
    const detail = error instanceof Error ? error.stack : undefined;
    return { status: 'failed', id, detail: detail ?? String(error) };
  }
}

function render(job: RenderJob): RenderedDocument {
  if ('claimIndex' in job) return renderClaimIndex(job.claimIndex);
  if ('letter' in job) return renderLetter(job.template, job.letter, job.language);
  return renderSchedule(job.template, job.request, job.options);
}
