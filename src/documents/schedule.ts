import type { CanonicalRequest } from '../core/funding/request.ts';
import { sha256 } from '../core/hash.ts';
import type { Language, Template } from '../core/template.ts';
import { attachmentsOf } from './attachment.ts';
import { facesForDocument } from './font.ts';
import { documentTag } from './outline.ts';
import { attach, closePaper, openPaper, type Paper } from './paper.ts';
import { penOn } from './pen.ts';
import { DocumentError, refuse } from './problem.ts';
import type { Canvas } from './schedule/box.ts';
import { checkTotals } from './schedule/carry.ts';
import { signatureBox } from './schedule/closing.ts';
import { coverBoxes } from './schedule/cover.ts';
import { type Edge, edgeOf } from './schedule/edge.ts';
import { type PlannedPage, planCover, planPages, roomBelow } from './schedule/plan.ts';
import { tablePages } from './schedule/table.ts';
import { joinSpoken, type Words, wordsOf } from './schedule/words.ts';
import { lockName } from './template.ts';
import { typesetter } from './typeset.ts';

export type RenderOptions = {
  /** The languages printed, first one first; without it the template's own, authoritative first. */
  languages?: readonly Language[];
  /** False leaves streams readable, for checks of the bytes; the document is the same. */
  compress?: boolean;
};

export type RenderedDocument = {
  pdf: Uint8Array;
  sha256: string;
  pages: number;
  /** SHA-256 of the canonical request: printed, in the QR code, and what was approved. */
  dataSha256: string;
  /** False above the row bound: then PDF/A-3b without a structure tree. */
  tagged: boolean;
};

/** Tags cost ten objects a row: above this many rows the schedule is printed without them. */
export const taggedRowsMax = 5_000;
export const rowsMax = 20_000;

/**
 * The assignment schedule of a request as PDF/A-3a and PDF/UA-1, with the request attached.
 * Equal requests and templates give equal bytes; throws `DocumentError` rather than lose a letter.
 */
export function renderSchedule(
  template: Template,
  request: CanonicalRequest,
  options: RenderOptions = {},
): RenderedDocument {
  const languages = languagesOf(template, options);
  checkRequest(template, request);
  const faces = facesForDocument();
  const setter = typesetter(faces);
  const words = wordsOf(template, request, languages);
  const data = attachmentsOf(request);
  const { dataSha256 } = data;
  const { signatories, approvals } = template.manifest;
  const source = { setter, words, request, dataSha256 };
  const edge = edgeOf({ ...source, isSpecimen: approvals.length === 0 });
  const cover = planCover(
    coverBoxes({
      ...source,
      files: [data.json.name, data.csv.name],
      templateName: lockName(template),
    }),
    edge.top,
  );
  const closing = signatureBox({ ...source, signatories });
  const table = tablePages(source, roomBelow(cover, closing, edge.top));
  const pages = planPages(cover, table, closing, edge.top);
  const tagged = request.lines.length <= taggedRowsMax;
  const createdAt = new Date(`${request.asOf}T00:00:00Z`);
  const paper = openPaper(
    { ...infoOf(template, request, words, dataSha256), createdAt },
    { tagged, compress: options.compress ?? true },
    faces,
  );
  const canvas = {
    pen: penOn(paper, setter, faces),
    tag: documentTag(paper, tagged),
  };
  drawPages(paper, canvas, edge, pages);
  attach(paper, data.json, createdAt);
  attach(paper, data.csv, createdAt);
  const pdf = closePaper(paper);
  return {
    pdf,
    sha256: sha256(pdf),
    pages: pages.length,
    dataSha256,
    tagged,
  };
}

function drawPages(paper: Paper, canvas: Canvas, edge: Edge, pages: readonly PlannedPage[]): void {
  let drawn = 0;
  paper.on('pageAdded', () => {
    drawn += 1;
  });
  for (const [index, { hasHead, placed }] of pages.entries()) {
    paper.addPage();
    if (hasHead) edge.drawHead(canvas);
    edge.drawSpecimen(canvas);
    for (const { box, y } of placed) box.draw(canvas, y);
    edge.drawFoot(canvas, index + 1, pages.length);
  }
  canvas.tag.end();
  checkPageCount(pages.length, drawn);
}

/** A page that was not planned is one on which a number or a total is wrong. */
export function checkPageCount(planned: number, drawn: number): void {
  if (planned !== drawn) {
    throw new DocumentError({ code: 'PageCountMismatch', planned, drawn });
  }
}

function languagesOf(template: Template, options: RenderOptions): Language[] {
  const { id, languages, authoritative } = template.manifest;
  const others = languages.filter((language) => language !== authoritative);
  const chosen = options.languages ?? [authoritative, ...others];
  const missing = chosen.find((language) => !languages.includes(language));
  if (missing) {
    refuse({ code: 'LanguageMissing', template: id, language: missing });
  }
  if (!chosen.includes(authoritative)) {
    refuse({ code: 'LanguageMissing', template: id, language: authoritative });
  }
  return [...new Set(chosen)];
}

function checkRequest(template: Template, request: CanonicalRequest): void {
  const { mode } = request.facility;
  if (template.manifest.document === 'assignment-schedule' && mode !== 'sale') {
    refuse({ code: 'WrongDocument', template: template.manifest.id, mode });
  }
  const rows = request.lines.length;
  if (rows > rowsMax) refuse({ code: 'TooManyRows', rows, rowsMax });
  checkTotals(request);
}

function infoOf(template: Template, request: CanonicalRequest, words: Words, dataSha256: string) {
  return {
    title: `${joinSpoken(words.title)} ${request.number}`,
    author: request.seller.name,
    subject: `${request.seller.name} → ${request.assignee.name}, ${request.facility.agreement.reference}`,
    language: words.languages[0] ?? 'en',
    marks: {
      Template: lockName(template),
      TemplateSha256: template.hash,
      DataSha256: dataSha256,
    },
  };
}
