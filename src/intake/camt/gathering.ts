import type {
  Statement,
  StatementEntry,
  StatementRefusal,
  StatementTransaction,
} from '../statement.ts';
import { type Takers, textAt, type Xml } from '../xml.ts';
import { readEntry } from './entry.ts';
import type { Place } from './fields.ts';
import type { CamtMessage } from './message.ts';
import { readStatement, statedCurrency } from './statement.ts';
import { readTransaction } from './transaction.ts';

type Gathering = {
  takers: Takers;
  found: { dialect: CamtMessage; statement: Statement | StatementRefusal }[];
};

/** Of the statement whose end has not come yet: what its entries are, and the open entry's parts. */
export type Gathered = {
  /** Every entry element, whether it could be read or not. */
  count: number;
  /** A notification may leave the currency to its entries. */
  currency: string | undefined;
  entries: StatementEntry[];
  transactions: StatementTransaction[];
  problems: StatementRefusal[];
};

/** Reads transactions, entries and statements as their elements close, and lets go of the elements. */
export function createGathering(): Gathering {
  const found: Gathering['found'] = [];
  let gathered = nothing();
  const placeIn = (statement: Xml | undefined): Place => ({
    statement: textAt(statement, 'Id') ?? '',
    entry: gathered.count + 1,
    problems: gathered.problems,
  });
  const takeStatement = (dialect: CamtMessage) => (xml: Xml, path: string) => {
    if (!paths[dialect].test(path)) return false;
    found.push({ dialect, statement: readStatement(xml, { dialect, gathered }) });
    gathered = nothing();
    return true;
  };
  const takers: Takers = {
    TxDtls(xml, path, within) {
      if (!transactionPath.test(path)) return false;
      gathered.transactions.push(readTransaction(xml, placeIn(within.at(-3))));
      return true;
    },
    Ntry(xml, path, within) {
      if (!entryPath.test(path)) return false;
      const { transactions } = gathered;
      const account = statedCurrency(within.at(-1)) ?? gathered.currency;
      const entry = readEntry(xml, { account, transactions, place: placeIn(within.at(-1)) });
      if (entry) gathered.entries.push(entry);
      gathered.currency ??= entry?.currency;
      gathered.count += 1;
      gathered.transactions = [];
      return true;
    },
    Stmt: takeStatement('camt.053'),
    Ntfctn: takeStatement('camt.054'),
  };
  return { takers, found };
}

function nothing(): Gathered {
  return { count: 0, currency: undefined, entries: [], transactions: [], problems: [] };
}

const paths: Record<CamtMessage, RegExp> = {
  'camt.053': /^(?:[^/]+\/)?Document\/BkToCstmrStmt\/Stmt$/,
  'camt.054': /^(?:[^/]+\/)?Document\/BkToCstmrDbtCdtNtfctn\/Ntfctn$/,
};
const entryPath = /^(?:[^/]+\/)?Document\/[^/]+\/(?:Stmt|Ntfctn)\/Ntry$/;
const transactionPath = /^(?:[^/]+\/)?Document\/[^/]+\/(?:Stmt|Ntfctn)\/Ntry\/NtryDtls\/TxDtls$/;
