import type { Day } from '../../core/calendar.ts';
import { type Money, toDecimal } from '../../core/money.ts';

/** The bank's camt.053 with one credit: the factor's payment, naming our request. */
export function bankStatement(payment: Money & { reference: string; bookedOn: Day }): string {
  const { reference, bookedOn, currency } = payment;
  const amount = toDecimal(payment);
  const balance = (code: string, value: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${value}</Amt>` +
    `<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>${bookedOn}</Dt></Dt></Bal>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>${reference}</MsgId><CreDtTm>${bookedOn}T18:00:00Z</CreDtTm></GrpHdr>
<Stmt><Id>${reference}</Id><CreDtTm>${bookedOn}T18:00:00Z</CreDtTm>
<Acct><Id><Othr><Id>DEMO-${currency}</Id></Othr></Id><Ccy>${currency}</Ccy></Acct>
${balance('OPBD', toDecimal({ amountMinor: 0, currency }))}
${balance('CLBD', amount)}
<Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${bookedOn}</Dt></BookgDt>
<AcctSvcrRef>${reference}</AcctSvcrRef><BkTxCd/>
<NtryDtls><TxDtls><Refs><EndToEndId>${reference}</EndToEndId></Refs>
<RmtInf><Ustrd>Advance ${reference}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>
`;
}
