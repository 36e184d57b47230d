import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CanonicalRequest } from '../core/funding/request.ts';
import type { Language } from '../core/template.ts';
import { refuse } from './problem.ts';
import { type RenderedDocument, renderSchedule } from './schedule.ts';
import { readTemplate } from './template.ts';

/** Renders a sample of a template to a file, so that its wording can be read as it prints. */
export async function previewTemplate(job: {
  folder: string;
  sample: string;
  file: string;
  languages?: readonly Language[];
  version?: string;
}): Promise<RenderedDocument> {
  const template = readTemplate(job.folder, job.version);
  const request = readSample(job.folder, job.sample);
  const options = job.languages ? { languages: job.languages } : {};
  const rendered = renderSchedule(template, request, options);
  await writeFile(job.file, rendered.pdf);
  return rendered;
}

/** samples/<name>.json of a template: a whole request, as a seller would submit it. */
export function readSample(folder: string, name: string): CanonicalRequest {
  const file = join(folder, 'samples', `${name}.json`);
  try {
    return CanonicalRequest.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const detail = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    return refuse({ code: 'TemplateUnreadable', file, detail });
  }
}
