import { join } from 'node:path';
import type { CanonicalRequest } from '../../src/core/funding/request.ts';
import { readSample } from '../../src/documents/preview.ts';
import { renderSchedule } from '../../src/documents/schedule.ts';
import { readTemplate } from '../../src/documents/template.ts';
import type { Measured } from './report.ts';

/** Pages of the bilingual Chinese schedule, fonts embedded and data attached. */
export function benchPdf(lines: number): Measured {
  const folder = join(import.meta.dirname, '../../templates/cn/assignment-schedule');
  const template = readTemplate(folder);
  const request = lengthened(readSample(folder, 'min'), lines);
  renderSchedule(template, readSample(folder, 'min'));
  const startedAt = performance.now();
  const { pages } = renderSchedule(template, request);
  const seconds = (performance.now() - startedAt) / 1000;
  return { perSecond: pages / seconds, note: `${pages} pages of ${lines} receivables` };
}

function lengthened(request: CanonicalRequest, count: number): CanonicalRequest {
  const [line] = request.lines;
  const [total] = request.totals.perCurrency;
  if (!line || !total) throw new Error('the sample has a line');
  const lines = Array.from({ length: count }, (_, index) => ({
    ...line,
    lineNumber: index + 1,
    number: `B-${index + 1}`,
  }));
  const times = (minor: number) => minor * count;
  const perCurrency = [
    {
      currency: line.currency,
      count,
      faceMinor: times(line.faceMinor),
      openMinor: times(line.openMinor),
    },
  ];
  const fundedMinor = times(line.fundedMinor);
  const totals = { count, perCurrency, fundedMinor, advanceMinor: times(line.advanceMinor) };
  return { ...request, lines, totals };
}
