import type { Deduction, NamedDocument, Payment } from '../core/cash/entry.ts';
import { type AmountMinor, sumMinor } from '../core/money.ts';
import type {
  PaidDocument,
  StatementEntry,
  StatementParty,
  StatementTransaction,
} from '../intake/statement.ts';
import { signedMinor } from '../intake/statement-sum.ts';

/** What an entry is made of: its transactions where they can be taken one by one, else all of it. */
export function paymentsIn(entry: StatementEntry): [Payment, ...Payment[]] {
  const { transactions } = entry;
  if (entry.itemised) {
    const [first, ...rest] = transactions.map((own) =>
      paymentOf(entry, [own], transactionMinor(own, entry)),
    );
    if (first) return [first, ...rest];
  }
  return [paymentOf(entry, transactions, signedMinor(entry))];
}

function transactionMinor(
  { amountMinor, creditDebit }: StatementTransaction,
  entry: StatementEntry,
): AmountMinor {
  if (amountMinor === undefined || entry.transactions.length === 1) return signedMinor(entry);
  const side = creditDebit ?? entry.creditDebit;
  return side === 'credit' ? amountMinor : -amountMinor;
}

function paymentOf(
  entry: StatementEntry,
  transactions: readonly StatementTransaction[],
  amountMinor: AmountMinor,
): Payment {
  const side = amountMinor < 0 ? -1 : 1;
  const isOnly = transactions.length === entry.transactions.length;
  const own = isOnly
    ? { references: entry.endToEndIds, text: entry.unstructured }
    : {
        references: transactions.flatMap(({ endToEndId }) => endToEndId ?? []),
        text: transactions.flatMap(({ unstructured }) => unstructured),
      };
  const documents = transactions.flatMap((one) => one.documents);
  // Where no document is itemised, a structured reference may still be a document's number.
  const structured = isOnly && documents.length === 0 ? entry.structuredRefs : [];
  const creditor = transactions.flatMap(({ creditorRefs }) => creditorRefs);
  const instructions = transactions.flatMap(({ instructionId }) => instructionId ?? []);
  const party = partyOf(transactions, amountMinor) ?? {};
  const name = party.name ?? (amountMinor > 0 ? entry.debtorName : undefined);
  return {
    amountMinor,
    references: [...new Set([...own.references, ...structured, ...creditor, ...instructions])],
    documents: documents.map((document) => documentOf(document, { entry, side })),
    text: own.text,
    ...(name !== undefined && { partyName: name }),
    ...(party.account !== undefined && { partyAccount: party.account }),
  };
}

/** The other side of all of them, where that is one. */
function partyOf(
  transactions: readonly StatementTransaction[],
  amountMinor: AmountMinor,
): StatementParty | undefined {
  const parties = transactions.map(({ debtor, creditor }) => (amountMinor < 0 ? creditor : debtor));
  const [first] = parties;
  const isOne = parties.every(
    (one) => one?.account === first?.account && one?.name === first?.name,
  );
  return isOne ? first : undefined;
}

function documentOf(
  document: PaidDocument,
  { entry, side }: { entry: StatementEntry; side: 1 | -1 },
): NamedDocument {
  const { number, type, currency, remittedMinor, creditNoteMinor, dueMinor } = document;
  // An amount in another currency says nothing of what the account received.
  const isOwn = currency === undefined || currency === entry.currency;
  const isCredit =
    type === 'CREN' || (remittedMinor === undefined && creditNoteMinor !== undefined);
  const sign = isCredit ? -side : side;
  const paidMinor = remittedMinor ?? (isCredit ? creditNoteMinor : undefined);
  return {
    number,
    ...(isOwn && paidMinor !== undefined && { paidMinor: sumMinor([sign * paidMinor]) }),
    ...(isOwn && dueMinor !== undefined && { dueMinor: sumMinor([sign * dueMinor]) }),
    deductions: isOwn ? deductionsOf(document) : [],
  };
}

function deductionsOf({ discountMinor, adjustments }: PaidDocument): Deduction[] {
  const discount =
    discountMinor === undefined ? [] : [{ amountMinor: discountMinor, code: 'discount' }];
  const others = adjustments.map(({ amountMinor, creditDebit, reason, detail }) => ({
    amountMinor: creditDebit === 'debit' ? sumMinor([-amountMinor]) : amountMinor,
    ...(reason !== undefined && { code: reason }),
    ...(detail !== undefined && { detail }),
  }));
  return [...discount, ...others];
}
