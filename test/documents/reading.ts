import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CanonicalRequest, CurrencyTotal } from '../../src/core/funding/request.ts';
import { sumMinor } from '../../src/core/money.ts';
import { readSample } from '../../src/documents/preview.ts';
import { DocumentError, type DocumentProblem } from '../../src/documents/problem.ts';
import { readTemplate } from '../../src/documents/template.ts';

const templates = fileURLToPath(new URL('../../templates', import.meta.url));

export const lockFile = join(templates, 'lock.json');
export const folders = ['cn', 'gb'].map((place) => join(templates, place, 'assignment-schedule'));
const [cnFolder = '', gbFolder = ''] = folders;

export const cn = readTemplate(cnFolder);
export const gb = readTemplate(gbFolder);
export const cnSample = (name: string) => readSample(cnFolder, name);
export const gbSample = (name: string) => readSample(gbFolder, name);

/** Runs a PDF program on a file with these bytes; its standard output. */
export function run(program: string, pdf: Uint8Array, args: (file: string) => string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'cedent-pdf-'));
  const file = join(folder, 'document.pdf');
  try {
    writeFileSync(file, pdf);
    return execFileSync(program, args(file), { encoding: 'utf8', maxBuffer: 1 << 28 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The text in the order it was drawn, pages parted by form feeds. */
export function rawText(pdf: Uint8Array): string {
  return run('pdftotext', pdf, (file) => ['-raw', '-enc', 'UTF-8', file, '-']);
}

/** The text as laid out, columns side by side, one entry per page. */
export function layoutPages(pdf: Uint8Array): string[] {
  return run('pdftotext', pdf, (file) => ['-layout', '-enc', 'UTF-8', file, '-'])
    .split('\f')
    .slice(0, -1);
}

/** The attached files by name, as poppler takes them out again. */
export function attachments(pdf: Uint8Array): Map<string, Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'cedent-att-'));
  try {
    const list = run('pdfdetach', pdf, (file) => ['-list', file]);
    run('pdfdetach', pdf, (file) => ['-saveall', '-o', folder, file]);
    const names = [...list.matchAll(/^\d+: (.+)$/gm)].map(([, name]) => name ?? '');
    return new Map(names.map((name) => [name, readFileSync(join(folder, name))]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function squeeze(text: string): string {
  return text.replace(/\s+/gu, '');
}

/** The request with other lines, renumbered, its totals taken anew. */
export function withLines(
  request: CanonicalRequest,
  lines: CanonicalRequest['lines'],
): CanonicalRequest {
  const numbered = lines.map((line, index) => ({ ...line, lineNumber: index + 1 }));
  const currencies = [...new Set(numbered.map(({ currency }) => currency))];
  const perCurrency = currencies.map((currency): CurrencyTotal => {
    const own = numbered.filter((line) => line.currency === currency);
    return CurrencyTotal.parse({
      currency,
      count: own.length,
      faceMinor: sumMinor(own.map(({ faceMinor }) => faceMinor)),
      openMinor: sumMinor(own.map(({ openMinor }) => openMinor)),
    });
  });
  const totals = {
    count: numbered.length,
    perCurrency,
    fundedMinor: sumMinor(numbered.map(({ fundedMinor }) => fundedMinor)),
    advanceMinor: sumMinor(numbered.map(({ advanceMinor }) => advanceMinor)),
  };
  return { ...request, lines: numbered, totals };
}

/** The request with its first debtor under another name. */
export function withDebtor(request: CanonicalRequest, name: string): CanonicalRequest {
  const [first, ...rest] = request.lines;
  if (!first) return request;
  return withLines(request, [{ ...first, debtor: { ...first.debtor, name } }, ...rest]);
}

/** The problem a rendering was refused with; undefined when it was not. */
export function problemOf(render: () => unknown): DocumentProblem | undefined {
  try {
    render();
    return undefined;
  } catch (error) {
    if (error instanceof DocumentError) return error.problem;
    throw error;
  }
}
