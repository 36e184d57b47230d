import type { StatementParty, StatementTransaction } from '../statement.ts';
import { all, first, textAt, type Xml } from '../xml.ts';
import { bankCodeOf, chargesOf, exchangeOf } from './details.ts';
import { documentsOf } from './documents.ts';
import { amountAt, type Place, sideAt } from './fields.ts';

/** One transaction of an entry: who paid whom what for, as far as the bank passes it on. */
export function readTransaction(xml: Xml, place: Place): StatementTransaction {
  const amountPath = ['Amt', 'AmtDtls/TxAmt/Amt'].find((path) => first(xml, path));
  const side = first(xml, 'CdtDbtInd') ? sideAt(xml, 'CdtDbtInd', place) : undefined;
  const structured = all(xml, 'RmtInf/Strd');
  const documents = structured.flatMap((one) => documentsOf(one, place));
  const creditorRefs = distinct(textsAt(structured, 'CdtrRefInf/Ref'));
  const bankCode = bankCodeOf(xml);
  const exchange = exchangeOf(xml, place);
  return {
    ...(amountPath === undefined ? {} : amountAt(xml, amountPath, place)),
    ...(side === undefined ? {} : { creditDebit: side }),
    ...references(xml),
    creditorRefs,
    structuredRefs: distinct([...creditorRefs, ...documents.map(({ number }) => number)]),
    documents,
    unstructured: [
      ...textsAt([xml], 'RmtInf/Ustrd'),
      ...textsAt(structured, 'AddtlRmtInf'),
      ...textsAt([xml], 'AddtlTxInf'),
    ],
    ...parties(xml),
    ...(bankCode && { bankCode }),
    charges: chargesOf(xml, place),
    ...(exchange && { exchange }),
    ...stated('returnReason', textAt(xml, 'RtrInf/Rsn/Cd', 'RtrInf/Rsn/Prtry')),
  };
}

function references(xml: Xml) {
  const endToEndId = textAt(xml, 'Refs/EndToEndId');
  return {
    ...stated('endToEndId', endToEndId === notProvided ? undefined : endToEndId),
    ...stated('transactionId', textAt(xml, 'Refs/TxId', 'Refs/AcctSvcrRef', 'Refs/UETR')),
    ...stated('instructionId', textAt(xml, 'Refs/InstrId')),
    ...stated('mandateId', textAt(xml, 'Refs/MndtId')),
    ...stated('bankRef', textAt(xml, 'Refs/AcctSvcrRef', 'Refs/UETR')),
  };
}

const notProvided = 'NOTPROVIDED';

function parties(xml: Xml) {
  const debtor = partyOf(xml, 'Dbtr');
  const ultimateDebtor = partyOf(xml, 'UltmtDbtr');
  const creditor = partyOf(xml, 'Cdtr');
  const ultimateCreditor = partyOf(xml, 'UltmtCdtr');
  return {
    ...(debtor && { debtor }),
    ...(ultimateDebtor && { ultimateDebtor }),
    ...(creditor && { creditor }),
    ...(ultimateCreditor && { ultimateCreditor }),
    ...stated('debtorName', debtor?.name ?? ultimateDebtor?.name),
  };
}

/** Up to version 07 a party is itself, from 08 a person or firm, or a bank. */
function partyOf(xml: Xml, role: string): StatementParty | undefined {
  const [party, account] = [`RltdPties/${role}`, `RltdPties/${role}Acct/Id`];
  const ways = ['Pty/Nm', 'Nm', 'Agt/FinInstnId/Nm', 'Agt/FinInstnId/BICFI'];
  const name = textAt(xml, ...ways.map((way) => `${party}/${way}`));
  const number = textAt(xml, `${account}/IBAN`, `${account}/Othr/Id`);
  if (name === undefined && number === undefined) return undefined;
  return { ...stated('name', name), ...stated('account', number) };
}

function stated<Name extends string>(
  name: Name,
  value: string | undefined,
): Partial<Record<Name, string>> {
  const found: Partial<Record<string, string>> = value === undefined ? {} : { [name]: value };
  return found;
}

function textsAt(found: readonly Xml[], path: string): string[] {
  return found.flatMap((one) => all(one, path).map(({ text }) => text)).filter((text) => text);
}

function distinct(texts: string[]): string[] {
  return [...new Set(texts)];
}
