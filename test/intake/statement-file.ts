/** Writes camt.053 statements and camt.054 notifications with one thing changed. */
export type Changes = {
  version?: string;
  entries?: string;
  opening?: string;
  closing?: string;
  more?: string;
  summary?: string;
};

export function statement({
  version = '08',
  entries = entry(),
  opening = '100.00',
  closing = '1350.50',
  more = '',
  summary = '',
}: Changes) {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-02T06:00:00Z</CreDtTm></GrpHdr>
<Stmt><Id>S-1</Id><CreDtTm>2026-11-02T06:00:00Z</CreDtTm>
<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>
${balance('OPBD', opening)}${balance('CLBD', closing)}${summary}${entries}</Stmt>${more}</BkToCstmrStmt></Document>`;
}

export function notification({
  version = '08',
  entries = entry(),
  id = 'N-1',
}: Pick<Changes, 'version' | 'entries'> & { id?: string }) {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.${version}"><BkToCstmrDbtCdtNtfctn>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-02T06:00:00Z</CreDtTm></GrpHdr>
<Ntfctn><Id>${id}</Id><CreDtTm>2026-11-02T06:00:00Z</CreDtTm>
<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy></Acct>
${entries}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`;
}

function balance(code: string, amount: string): string {
  const side = amount.startsWith('-') ? 'DBIT' : 'CRDT';
  return `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${amount.replace('-', '')}</Amt>
<CdtDbtInd>${side}</CdtDbtInd><Dt><Dt>2026-11-01</Dt></Dt></Bal>`;
}

export function entry(
  changes: Partial<
    Record<'amount' | 'currency' | 'side' | 'status' | 'booked' | 'details' | 'extra', string>
  > = {},
) {
  const {
    amount = '1250.50',
    currency = 'EUR',
    side = 'CRDT',
    status = '<Cd>BOOK</Cd>',
    booked = '2026-11-01',
  } = changes;
  return `<Ntry><NtryRef>N1</NtryRef><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${side}</CdtDbtInd>
${changes.extra ?? ''}<Sts>${status}</Sts><BookgDt><Dt>${booked}</Dt></BookgDt><BkTxCd/>
${changes.details ?? ''}</Ntry>`;
}
