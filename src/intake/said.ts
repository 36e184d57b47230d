import type { StatementTransaction } from './statement.ts';

/** What the transactions say together, each thing once. */
export function saidBy(transactions: readonly StatementTransaction[], more: readonly string[]) {
  const names = distinct(transactions.flatMap(({ debtorName }) => debtorName ?? []));
  const [debtorName] = names;
  return {
    endToEndIds: distinct(transactions.flatMap(({ endToEndId }) => endToEndId ?? [])),
    structuredRefs: distinct(transactions.flatMap(({ structuredRefs }) => structuredRefs)),
    unstructured: [...transactions.flatMap(({ unstructured }) => unstructured), ...more],
    ...(debtorName !== undefined && names.length === 1 ? { debtorName } : {}),
  };
}

function distinct(texts: string[]): string[] {
  return [...new Set(texts)];
}
