import { isDay } from '../core/calendar.ts';
import { DunningStep } from '../core/cover/dunning-step.ts';
import { detectDelimiter } from './csv/delimiter.ts';
import { createSplitter } from './csv/split.ts';

export type DunningRow = {
  row: number;
  debtorId: string;
  invoice: string;
  step: DunningStep;
  on: string;
  note: string;
};

export type DunningRead =
  | { status: 'read'; rows: DunningRow[] }
  | { status: 'refused'; code: string; params: Record<string, string | number> };

const columns = ['debtor', 'invoice', 'step', 'day', 'note'];

/** A dunning record as another system writes it: UTF-8, these columns, a row for each invoice and step. */
export function readDunning(bytes: Uint8Array): DunningRead {
  const text = new TextDecoder('utf-8').decode(bytes);
  const found = detectDelimiter(text.slice(0, 4096));
  if (found.status === 'refused') return refuse('dunning_head', {});
  const splitter = createSplitter(found.delimiter);
  const [head, ...rest] = [...splitter.push(text), ...splitter.end()];
  const names = head?.status === 'read' ? head.cells.map((cell) => cell.trim().toLowerCase()) : [];
  if (columns.some((name) => !names.includes(name))) return refuse('dunning_head', {});
  const rows: DunningRow[] = [];
  for (const line of rest) {
    const cells = line.status === 'read' ? line.cells : [];
    if (cells.every((cell) => cell.trim() === '')) continue;
    const cell = (name: string) => cells[names.indexOf(name)]?.trim() ?? '';
    const step = DunningStep.safeParse(cell('step'));
    if (!step.success) return refuse('dunning_row', { row: line.row, problem: 'step' });
    const on = cell('day');
    if (!isDay(on)) return refuse('dunning_row', { row: line.row, problem: 'day' });
    const [debtorId, invoice, note] = [cell('debtor'), cell('invoice'), cell('note')];
    rows.push({ row: line.row, debtorId, invoice, step: step.data, on, note });
  }
  return { status: 'read', rows };
}

function refuse(code: string, params: Record<string, string | number>): DunningRead {
  return { status: 'refused', code, params };
}
