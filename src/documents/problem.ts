import type { Language } from '../core/template.ts';

/** What keeps a document from being made; `row` is a line number of the request. */
export type DocumentProblem =
  | { code: 'TextOverflow'; field: string; row?: number }
  | {
      code: 'MissingGlyph';
      field: string;
      row?: number;
      character: string;
      codePoint: string;
    }
  | { code: 'PageCountMismatch'; planned: number; drawn: number }
  | { code: 'UnescapedMetadata'; field: string }
  | { code: 'TotalsMismatch'; field: string; stated: string; found: string }
  | { code: 'TooManyRows'; rows: number; rowsMax: number }
  | { code: 'WrongDocument'; template: string; mode: string }
  | { code: 'LanguageMissing'; template: string; language: Language }
  | { code: 'UnknownPlaceholder'; placeholder: string; block: string }
  | { code: 'LabelMissing'; label: string; language: Language }
  | { code: 'WordingUnreadable'; file: string; line: number; found: string }
  | { code: 'TemplateUnreadable'; file: string; detail: string }
  | { code: 'RenderStopped'; detail: string };

/** Thrown, so that no half-made document can be returned; the problem is plain data for wording. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
  readonly problem: DocumentProblem;

  constructor(problem: DocumentProblem) {
    const { code, ...params } = problem;
    super(`${code} ${JSON.stringify(params)}`);
    this.problem = problem;
  }
}

export function refuse(problem: DocumentProblem): never {
  throw new DocumentError(problem);
}

/** Where a text comes from, so that an error can name it. */
export type Place = { field: string; row?: number };
