import type { Row } from '../csv/split.ts';
import { type Refusal, refuse } from '../problem.ts';
import { suggestMapping } from './suggest.ts';

/** A refusal for an unstated format, with what the file's own cells say about it. */
export function withEvidence(refusal: Refusal, file: { header: string[]; sample: Row[] }): Refusal {
  const { code } = refusal;
  if (code !== 'date_format_unstated' && code !== 'number_format_unstated') return refusal;
  const rows = file.sample.flatMap((row) => (row.status === 'read' ? [row.cells] : []));
  const { questions, notes } = suggestMapping(file.header, rows);
  for (const question of questions) {
    if (question.code === 'date_format_unstated' && question.code === code) {
      return refuse(question.code, question.params);
    }
    if (question.code === 'number_format_unstated' && question.code === code) {
      return refuse(question.code, question.params);
    }
  }
  for (const note of notes) {
    const { column, value: example } = note.params;
    if (note.code === 'date_format_decided' && code === 'date_format_unstated') {
      return refuse(code, { candidates: note.params.format, column, example });
    }
    if (note.code === 'number_format_decided' && code === 'number_format_unstated') {
      const candidates = note.params.decimal === '.' ? '1,234.50' : '1.234,50';
      return refuse(code, { candidates, column, example });
    }
  }
  return refusal;
}
