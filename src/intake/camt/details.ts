import { type BankCode, type Charge, type Exchange, refuseStatement } from '../statement.ts';
import { all, first, textAt, type Xml } from '../xml.ts';
import { amountAt, type Place, sideAt } from './fields.ts';

/** What the bank calls this kind of booking, in ISO 20022's words and its own. */
export function bankCodeOf(xml: Xml): BankCode | undefined {
  const paths = ['Domn/Cd', 'Domn/Fmly/Cd', 'Domn/Fmly/SubFmlyCd'];
  const domain = paths.flatMap((path) => textAt(xml, `BkTxCd/${path}`) ?? []).join('-');
  const proprietary = textAt(xml, 'BkTxCd/Prtry/Cd');
  if (domain === '' && proprietary === undefined) return undefined;
  return {
    ...(domain !== '' && { domain }),
    ...(proprietary !== undefined && { proprietary }),
  };
}

/** Records one by one (version 02 repeats the whole element); the total only where there are none. */
export function chargesOf(xml: Xml, place: Place): Charge[] {
  const given = all(xml, 'Chrgs');
  const records = given.flatMap((one) => {
    const listed = all(one, 'Rcrd');
    return listed.length === 0 && first(one, 'Amt') ? [one] : listed;
  });
  if (records.length > 0) return records.flatMap((one) => chargeOf(one, 'Amt', place));
  return given.flatMap((one) =>
    first(one, 'TtlChrgsAndTaxAmt') ? chargeOf(one, 'TtlChrgsAndTaxAmt', place) : [],
  );
}

function chargeOf(xml: Xml, path: string, place: Place): Charge[] {
  const amount = amountAt(xml, path, place);
  const side = first(xml, 'CdtDbtInd') ? sideAt(xml, 'CdtDbtInd', place) : undefined;
  const included = textAt(xml, 'ChrgInclInd');
  const type = textAt(xml, 'Tp/Cd', 'Tp/Prtry/Id', 'Tp/Prtry');
  const bearer = textAt(xml, 'Br');
  if (!amount) return [];
  return [
    {
      ...amount,
      ...(side && { creditDebit: side }),
      ...(included !== undefined && { included: included === 'true' }),
      ...(type !== undefined && { type }),
      ...(bearer !== undefined && { bearer }),
    },
  ];
}

/** What was instructed in another currency, and the rate, wherever the bank puts it. */
export function exchangeOf(xml: Xml, place: Place): Exchange | undefined {
  const instructed = first(xml, 'AmtDtls/InstdAmt/Amt')
    ? amountAt(xml, 'AmtDtls/InstdAmt/Amt', place)
    : undefined;
  const told = ways.map((way) => first(xml, `AmtDtls/${way}/CcyXchg`)).find((one) => one);
  const [source, target] = [textAt(told, 'SrcCcy'), textAt(told, 'TrgtCcy')];
  const [unit, contractId] = [textAt(told, 'UnitCcy'), textAt(told, 'CtrctId')];
  const rate = textAt(told, 'XchgRate');
  if (!instructed && !told) return undefined;
  if (rate !== undefined && !/^\+?(\d+(\.\d*)?|\.\d+)$/.test(rate)) {
    const { statement, entry } = place;
    const params = { statement, entry, field: 'XchgRate', value: rate };
    place.problems.push(refuseStatement('statement_code', params));
  }
  return {
    ...(instructed && { instructed }),
    ...(source !== undefined && { source }),
    ...(target !== undefined && { target }),
    ...(unit !== undefined && { unit }),
    ...(rate !== undefined && { rate }),
    ...(contractId !== undefined && { contractId }),
  };
}

const ways = ['InstdAmt', 'TxAmt', 'CntrValAmt', 'AnncdPstngAmt'];
