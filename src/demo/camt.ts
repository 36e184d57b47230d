import type { Day } from '../core/calendar.ts';
import { type AmountMinor, type Currency, sumMinor, toDecimal } from '../core/money.ts';

/** One booked entry; what the firm receives is positive. */
export type CamtEntry = {
  /** The bank's own reference of it. */
  reference: string;
  amountMinor: AmountMinor;
  /** What the payer wrote. */
  remittance: string;
  endToEndId?: string;
  debtorName?: string;
  creditorName?: string;
};

/** The bank's camt.053 of a day, as a bank writes it: opening, entries, closing. */
export function camtStatement(statement: {
  id: string;
  account: string;
  currency: Currency;
  bookedOn: Day;
  openingMinor: AmountMinor;
  entries: readonly CamtEntry[];
}): string {
  const { id, account, currency, bookedOn, openingMinor, entries } = statement;
  const closingMinor = sumMinor([openingMinor, ...entries.map(({ amountMinor }) => amountMinor)]);
  const balance = (code: string, amountMinor: AmountMinor) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${amountOf(amountMinor, currency)}` +
    `<Dt><Dt>${bookedOn}</Dt></Dt></Bal>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>${id}</MsgId><CreDtTm>${bookedOn}T18:00:00Z</CreDtTm></GrpHdr>
<Stmt><Id>${id}</Id><CreDtTm>${bookedOn}T18:00:00Z</CreDtTm>
<Acct><Id><Othr><Id>${account}</Id></Othr></Id><Ccy>${currency}</Ccy></Acct>
${balance('OPBD', openingMinor)}
${balance('CLBD', closingMinor)}
${entries.map((entry) => entryOf(entry, { currency, bookedOn })).join('\n')}
</Stmt></BkToCstmrStmt></Document>
`;
}

function entryOf(entry: CamtEntry, of: { currency: Currency; bookedOn: Day }): string {
  const { reference, amountMinor, remittance, endToEndId, debtorName, creditorName } = entry;
  const { currency, bookedOn } = of;
  const names = [
    debtorName && `<Dbtr><Pty><Nm>${escaped(debtorName)}</Nm></Pty></Dbtr>`,
    creditorName && `<Cdtr><Pty><Nm>${escaped(creditorName)}</Nm></Pty></Cdtr>`,
  ].filter(Boolean);
  const refs = endToEndId ? `<Refs><EndToEndId>${escaped(endToEndId)}</EndToEndId></Refs>` : '';
  const parties = names.length > 0 ? `<RltdPties>${names.join('')}</RltdPties>` : '';
  return `<Ntry>${amountOf(amountMinor, currency)}
<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${bookedOn}</Dt></BookgDt><ValDt><Dt>${bookedOn}</Dt></ValDt>
<AcctSvcrRef>${escaped(reference)}</AcctSvcrRef><BkTxCd/>
<NtryDtls><TxDtls>${refs}${parties}
<RmtInf><Ustrd>${escaped(remittance)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;
}

function amountOf(amountMinor: AmountMinor, currency: Currency): string {
  const amount = toDecimal({ amountMinor: Math.abs(amountMinor), currency });
  const side = amountMinor < 0 ? 'DBIT' : 'CRDT';
  return `<Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${side}</CdtDbtInd>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
