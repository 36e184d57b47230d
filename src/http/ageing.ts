import { columnsOf, SlabLimits } from '../core/ageing/column.ts';
import { toDecimal } from '../core/money.ts';
import { wordColumn } from '../core/wording/aged.ts';
import { word } from '../core/wording/word.ts';
import { type AgeingQuestion, type DebtorPlace, listAgedDebtors } from '../store/ageing.ts';
import type { Tx } from '../store/database.ts';
import { csvOf } from './csv.ts';
import type { Locale } from './env.ts';

/** `0,30,60,90` as day limits; undefined where they do not rise or are none. */
export function limitsOf(text: string): SlabLimits | undefined {
  const parts = text.split(',').map((part) => part.trim());
  if (!parts.every((part) => /^\d{1,4}$/.test(part))) return undefined;
  return SlabLimits.safeParse(parts.map(Number)).data;
}

const PAGE = 200;

/** Every debtor's row, read a page at a time; amounts as plain decimals, for programs too. */
export async function agedFile(
  tx: Tx,
  locale: Locale,
  question: AgeingQuestion,
): Promise<{ contentType: string; fileName: string; file: Uint8Array }> {
  const columns = columnsOf(question).map((column) => wordColumn(locale, column, question.basis));
  const heads = ['debtorId', 'debtor', 'currency', 'count', 'total', 'disputed'] as const;
  const rows = [[...heads.map((head) => word(locale, `ageing.file.${head}`)), ...columns]];
  let after: DebtorPlace | undefined;
  do {
    const { items, next } = await listAgedDebtors(tx, { ...question, after, limit: PAGE });
    for (const { debtorId, debtorName, currency, cells, total } of items) {
      const write = (amountMinor: number) => toDecimal({ amountMinor, currency });
      rows.push([
        debtorId,
        debtorName,
        currency,
        String(total.count),
        write(total.openMinor),
        write(total.disputedMinor),
        ...cells.map(({ openMinor }) => write(openMinor)),
      ]);
    }
    after = next;
  } while (after);
  return {
    contentType: 'text/csv; charset=utf-8',
    fileName: `ageing-${question.asOf}.csv`,
    file: new TextEncoder().encode(csvOf(rows)),
  };
}
