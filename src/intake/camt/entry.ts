import type { Currency } from '../../core/money.ts';
import { lookUp } from '../look-up.ts';
import { refuseStatement, type StatementEntry, type StatementTransaction } from '../statement.ts';
import { all, first, textAt, type Xml } from '../xml.ts';
import { amountAt, dayAt, missing, type Place, requiredText, sideAt } from './fields.ts';

/** One entry with everything its transactions say; nothing once a problem is noted. */
export function readEntry(xml: Xml, account: Currency, place: Place): StatementEntry | undefined {
  const amount = amountAt(xml, 'Amt', place);
  const creditDebit = sideAt(xml, 'CdtDbtInd', place);
  const state = stateOf(xml, place);
  const booked = dayAt(xml, 'BookgDt', place);
  const valued = dayAt(xml, 'ValDt', place);
  const bookedOn = booked ?? valued;
  const transactions = all(xml, 'NtryDtls/TxDtls').map((one) => readTransaction(one, place));
  if (!bookedOn) place.problems.push(missing('BookgDt', place));
  if (!amount || !bookedOn) return undefined;
  const { statement, entry } = place;
  if (amount.currency !== account) {
    const params = { statement, account, currency: amount.currency, field: `Ntry[${entry}]` };
    place.problems.push(refuseStatement('statement_currency', params));
  }
  const names = distinct(transactions.flatMap(({ debtorName }) => debtorName ?? []));
  const [debtorName] = names;
  return {
    entryRef: textAt(xml, 'AcctSvcrRef', 'NtryRef') ?? `#${entry}`,
    state,
    ...amount,
    creditDebit,
    reversal: textAt(xml, 'RvslInd') === 'true',
    bookedOn,
    valueOn: valued ?? bookedOn,
    endToEndIds: distinct(transactions.flatMap(({ endToEndId }) => endToEndId ?? [])),
    structuredRefs: distinct(transactions.flatMap(({ structuredRefs }) => structuredRefs)),
    unstructured: [
      ...transactions.flatMap(({ unstructured }) => unstructured),
      ...all(xml, 'AddtlNtryInf').map(({ text }) => text),
    ],
    ...(debtorName !== undefined && names.length === 1 ? { debtorName } : {}),
    transactions,
  };
}

function readTransaction(xml: Xml, place: Place): StatementTransaction {
  const amountPath = ['Amt', 'AmtDtls/TxAmt/Amt'].find((path) => first(xml, path));
  const side = first(xml, 'CdtDbtInd') ? sideAt(xml, 'CdtDbtInd', place) : undefined;
  const endToEndId = textAt(xml, 'Refs/EndToEndId');
  const transactionId = textAt(xml, 'Refs/TxId', 'Refs/AcctSvcrRef', 'Refs/UETR');
  const debtorName = textAt(xml, ...debtorPaths);
  const structured = all(xml, 'RmtInf/Strd');
  const documents = structured.flatMap((one) => documentsOf(one, place));
  const references = structured.flatMap((one) =>
    all(one, 'CdtrRefInf/Ref').map(({ text }) => text),
  );
  return {
    ...(amountPath === undefined ? {} : amountAt(xml, amountPath, place)),
    ...(side === undefined ? {} : { creditDebit: side }),
    ...(endToEndId === undefined || endToEndId === notProvided ? {} : { endToEndId }),
    ...(transactionId === undefined ? {} : { transactionId }),
    structuredRefs: distinct([...references, ...documents.map(({ number }) => number)]),
    documents,
    unstructured: [...all(xml, 'RmtInf/Ustrd'), ...all(xml, 'AddtlTxInf')].map(({ text }) => text),
    ...(debtorName === undefined ? {} : { debtorName }),
  };
}

const notProvided = 'NOTPROVIDED';
const debtorPaths = ['Dbtr/Pty/Nm', 'Dbtr/Nm', 'UltmtDbtr/Pty/Nm', 'UltmtDbtr/Nm'].map(
  (path) => `RltdPties/${path}`,
);

/** An amount belongs to a document only where the remittance names exactly one. */
function documentsOf(xml: Xml, place: Place): StatementTransaction['documents'] {
  const numbers = all(xml, 'RfrdDocInf/Nb').map(({ text }) => text);
  const amountPath = ['RfrdDocAmt/RmtdAmt', 'RfrdDocAmt/DuePyblAmt'].find((path) =>
    first(xml, path),
  );
  const amount = amountPath === undefined ? undefined : amountAt(xml, amountPath, place);
  if (numbers.length !== 1 || !amount) return numbers.map((number) => ({ number }));
  return numbers.map((number) => ({ number, remittedMinor: amount.amountMinor }));
}

/** Version 02 writes the code as text, later versions as a choice. */
function stateOf(xml: Xml, place: Place): StatementEntry['state'] {
  const code = textAt(xml, 'Sts/Cd', 'Sts') ?? requiredText(xml, 'Sts', place);
  const state = lookUp(states, code);
  if (state) return state;
  if (code !== '') {
    const { statement, entry } = place;
    const params = { statement, entry, field: 'Sts', value: code };
    place.problems.push(refuseStatement('statement_code', params));
  }
  return 'information';
}

const states: Readonly<Record<string, StatementEntry['state']>> = {
  BOOK: 'booked',
  PDNG: 'pending',
  INFO: 'information',
  FUTR: 'future',
};

function distinct(texts: string[]): string[] {
  return [...new Set(texts)];
}
