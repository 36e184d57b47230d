import { join } from 'node:path';
import type { UnmadeDocument } from '../core/funding/request-fact.ts';
import { DocumentError } from '../documents/problem.ts';
import { renderInWorker } from '../documents/renderer.ts';
import { readTemplate } from '../documents/template.ts';
import type { Render } from './operations/render-documents.ts';
import type { MadeLetter, RenderLetter } from './operations/render-letter.ts';

/** Renders with the templates of a folder, in the exact version that was approved. */
export function renderWith(templatesFolder: string): Render {
  return async ({ template: name, version }, request) => {
    try {
      const template = readTemplate(join(templatesFolder, ...name.split('/')), version);
      const { pdf, sha256, pages, dataSha256 } = await renderInWorker({ template, request });
      return {
        ok: true,
        rendered: { pdf, sha256, pages, dataSha256, templateHash: template.hash },
      };
    } catch (error) {
      return unmade(error);
    }
  };
}

/** Letters have a template for no jurisdiction: the newest version of its folder. */
export function renderLettersWith(templatesFolder: string): RenderLetter {
  return async (letter) => {
    try {
      const template = readTemplate(join(templatesFolder, 'zz', letter.document));
      const letters: MadeLetter[] = [];
      for (const language of template.manifest.languages) {
        const { pdf: bytes, pages } = await renderInWorker({ template, letter, language });
        letters.push({ language, pages, templateHash: template.hash, bytes });
      }
      return { ok: true, letters };
    } catch (error) {
      return unmade(error);
    }
  };
}

/** What the data or the wording cannot be printed as is final; a lost thread is not. */
function unmade(error: unknown): { ok: false; problem: UnmadeDocument } {
  if (error instanceof DocumentError && error.problem.code !== 'RenderStopped') {
    const { code, ...params } = error.problem;
    return { ok: false, problem: { code, params: { ...params } } };
  }
  throw error;
}
