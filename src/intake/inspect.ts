import { type Dialect, openDelimited, type Stated } from './csv/open.ts';
import type { Refusal } from './problem.ts';
import { type Suggestion, suggestMapping } from './suggest/suggest.ts';

export type Inspection = {
  status: 'inspected';
  dialect: Dialect;
  header: string[];
  sampleRows: string[][];
  suggestion: Suggestion;
};

/** Looks at a ledger's first 64 KB: dialect, header, rows to show, and a suggested mapping. */
export async function inspectLedger(
  source: AsyncIterable<Uint8Array>,
  stated: Stated = {},
): Promise<Inspection | Refusal> {
  const file = await openDelimited(source, stated);
  if (file.status === 'refused') return file;
  await file.close();
  const sampleRows = file.sample.flatMap((row) => (row.status === 'read' ? [row.cells] : []));
  const suggestion = suggestMapping(file.header, sampleRows);
  return {
    status: 'inspected',
    dialect: file.dialect,
    header: file.header,
    sampleRows: sampleRows.slice(0, 20),
    suggestion,
  };
}
