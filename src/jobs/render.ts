import { join } from 'node:path';
import { DocumentError } from '../documents/problem.ts';
import { renderInWorker } from '../documents/renderer.ts';
import { readTemplate } from '../documents/template.ts';
import type { Render } from './operations/render-documents.ts';

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
      // What the data or the wording cannot be printed as is final; a lost thread is not.
      if (error instanceof DocumentError && error.problem.code !== 'RenderStopped') {
        const { code, ...params } = error.problem;
        return { ok: false, problem: { code, params: { ...params } } };
      }
      throw error;
    }
  };
}
