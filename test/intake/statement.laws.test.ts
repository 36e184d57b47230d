import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '../../src/core/calendar.ts';
import { toDecimal } from '../../src/core/money.ts';
import type { StatementEntry } from '../../src/intake/statement.ts';
import { signedMinor } from '../../src/intake/statement-sum.ts';
import { readStatements } from '../../src/intake/statements.ts';

/** What both ways of writing can carry. */
type Written = {
  currency: 'EUR' | 'JPY' | 'BHD';
  openingMinor: number;
  entries: {
    ref: string;
    amountMinor: number;
    creditDebit: 'credit' | 'debit';
    reversal: boolean;
    bookedOn: string;
    valueOn: string;
    endToEndId: string;
    name: string;
    account: string;
    text: string;
  }[];
};

const word = fc
  .stringMatching(/^[A-Za-z0-9][A-Za-z0-9 .-]{0,14}[A-Za-z0-9]$/)
  .map((text) => text.replace(/ +/g, ' '));
const day = fc.integer({ min: 0, max: 3650 }).map((days) => addDays('2022-01-01', days));

const written: fc.Arbitrary<Written> = fc.record({
  currency: fc.constantFrom('EUR', 'JPY', 'BHD'),
  openingMinor: fc.integer({ min: -1e12, max: 1e12 }),
  entries: fc.array(
    fc
      .record({
        ref: word,
        amountMinor: fc.integer({ min: 0, max: 1e12 }),
        creditDebit: fc.constantFrom('credit', 'debit'),
        reversal: fc.boolean(),
        bookedOn: day,
        away: fc.integer({ min: -40, max: 40 }),
        endToEndId: word,
        name: word,
        account: fc.stringMatching(/^[0-9]{6,12}$/),
        text: fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' ')),
      })
      .map(({ away, ...entry }) => ({ ...entry, valueOn: addDays(entry.bookedOn, away) })),
    { maxLength: 12 },
  ),
});

function closingOf({ openingMinor, entries }: Written): number {
  return entries.reduce((sum, entry) => sum + signedMinor(entry), openingMinor);
}

function camt053(given: Written): string {
  const { currency, openingMinor, entries } = given;
  const amount = (amountMinor: number) =>
    `<Amt Ccy="${currency}">${toDecimal({ amountMinor: Math.abs(amountMinor), currency })}</Amt>`;
  const balance = (code: string, amountMinor: number) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${amount(amountMinor)}
<CdtDbtInd>${amountMinor < 0 ? 'DBIT' : 'CRDT'}</CdtDbtInd></Bal>`;
  const rows = entries.map((entry) => {
    const other = entry.creditDebit === 'credit' ? 'Dbtr' : 'Cdtr';
    return `<Ntry>${amount(entry.amountMinor)}<CdtDbtInd>${entry.creditDebit === 'credit' ? 'CRDT' : 'DBIT'}</CdtDbtInd>
<RvslInd>${entry.reversal}</RvslInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${entry.bookedOn}</Dt></BookgDt>
<ValDt><Dt>${entry.valueOn}</Dt></ValDt><AcctSvcrRef>${entry.ref}</AcctSvcrRef><NtryDtls><TxDtls>
<Refs><EndToEndId>${entry.endToEndId}</EndToEndId></Refs><RltdPties><${other}><Pty><Nm>${entry.name}</Nm></Pty></${other}>
<${other}Acct><Id><Othr><Id>${entry.account}</Id></Othr></Id></${other}Acct></RltdPties>
<RmtInf><Ustrd>${entry.text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;
  });
  return `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.10"><BkToCstmrStmt><Stmt><Id>S</Id>
<Acct><Id><Othr><Id>123</Id></Othr></Id><Ccy>${currency}</Ccy></Acct>${balance('OPBD', openingMinor)}
${balance('CLBD', closingOf(given))}${rows.join('')}</Stmt></BkToCstmrStmt></Document>`;
}

function mt940(given: Written, perPage: number): string {
  const { currency, entries } = given;
  const amount = (amountMinor: number) => {
    const text = toDecimal({ amountMinor: Math.abs(amountMinor), currency });
    return text.includes('.') ? text.replace('.', ',') : `${text},`;
  };
  const balance = (tag: string, amountMinor: number) =>
    `:${tag}:${amountMinor < 0 ? 'D' : 'C'}260101${currency}${amount(amountMinor)}`;
  const pages: string[] = [];
  let at = given.openingMinor;
  for (let from = 0; from === 0 || from < entries.length; from += perPage) {
    const slice = entries.slice(from, from + perPage);
    const opening = balance(from === 0 ? '60F' : '60M', at);
    at = slice.reduce((sum, entry) => sum + signedMinor(entry), at);
    const last = from + perPage >= entries.length;
    const lines = slice.flatMap((entry) => [
      `:61:${line(entry, amount(entry.amountMinor))}`,
      `:86:${wrapped(entry)}`,
    ]);
    const number = `:28C:7/${pages.length + 1}`;
    const closing = balance(last ? '62F' : '62M', at);
    pages.push([':20:S', ':25:123', number, opening, ...lines, closing, '-'].join('\r\n'));
  }
  return pages.join('\r\n');
}

function line(entry: Written['entries'][number], amount: string): string {
  const { creditDebit, reversal, valueOn, bookedOn, ref } = entry;
  const mark = creditDebit === 'credit' ? (reversal ? 'RD' : 'C') : reversal ? 'RC' : 'D';
  const value = valueOn.slice(2).replaceAll('-', '');
  return `${value}${bookedOn.slice(5).replace('-', '')}${mark}${amount}NTRFNONREF//${ref}`;
}

/** Sub-fields of 27, the whole in lines of 65. */
function wrapped({ endToEndId, text, name, account }: Written['entries'][number]): string {
  const parts = [...chunks(`EREF+${endToEndId}`, 27), ...chunks(`SVWZ+${text}`, 27)];
  const texts = parts.map((part, index) => `?${index < 10 ? 20 + index : 50 + index}${part}`);
  const names = chunks(name, 27).map((part, index) => `?${32 + index}${part}`);
  return chunks(`166${texts.join('')}?31${account}${names.join('')}`, 65).join('\r\n');
}

function chunks(text: string, size: number): string[] {
  const count = Math.ceil(text.length / size);
  return Array.from({ length: count }, (_, at) => text.slice(at * size, (at + 1) * size));
}

function seen(entry: StatementEntry) {
  const [transaction] = entry.transactions;
  const other = transaction?.[entry.creditDebit === 'credit' ? 'debtor' : 'creditor'];
  return {
    ref: entry.entryRef,
    amountMinor: entry.amountMinor,
    creditDebit: entry.creditDebit,
    reversal: entry.reversal,
    bookedOn: entry.bookedOn,
    valueOn: entry.valueOn,
    endToEndId: transaction?.endToEndId,
    name: other?.name,
    account: other?.account,
    text: entry.unstructured.join('|'),
  };
}

const writers = [
  ['camt.053', camt053],
  ['mt940 on one page', (given: Written) => mt940(given, 1000)],
  ['mt940 on pages of three', (given: Written) => mt940(given, 3)],
] as const;

test.each(writers)('%s: whatever entries are written are read again', (_, write) => {
  fc.assert(
    fc.property(written, (given) => {
      const read = readStatements(new TextEncoder().encode(write(given)));
      if (read.status === 'refused') throw new Error(JSON.stringify(read));
      const [statement, ...more] = read.statements;
      expect(more).toEqual([]);
      expect(statement).toMatchObject({
        currency: given.currency,
        openingMinor: given.openingMinor,
        closingMinor: closingOf(given),
        balanced: true,
      });
      expect(statement?.entries.map(seen)).toEqual(given.entries);
    }),
    { numRuns: 100 },
  );
});

test.each(writers)('%s: an entry left out is noticed', (_, write) => {
  const some = written.filter(({ entries }) => entries.some(({ amountMinor }) => amountMinor > 0));
  fc.assert(
    fc.property(some, (given) => {
      const at = given.entries.findIndex(({ amountMinor }) => amountMinor > 0);
      const { amountMinor = 0 } = given.entries[at] ?? {};
      const entries = given.entries.map((entry, index) =>
        index === at ? { ...entry, amountMinor: amountMinor - 1 } : entry,
      );
      const other = write({ ...given, entries });
      const closing = write(given);
      const text = swapClosing(other, closing);
      expect(readStatements(new TextEncoder().encode(text))).toMatchObject({ status: 'refused' });
    }),
    { numRuns: 50 },
  );
});

/** The last balance of one file in the other. */
function swapClosing(text: string, from: string): string {
  const balance = /:62F:[^\r]*(?!.*:62F:)|<Cd>CLBD<\/Cd>[\s\S]*?<\/Bal>/;
  return text.replace(balance, balance.exec(from)?.[0] ?? '');
}
