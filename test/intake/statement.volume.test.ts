import { expect, test } from 'vitest';
import { readStatements } from '../../src/intake/statements.ts';
import { credit, page } from './mt940/file.ts';
import { entry, statement } from './statement-file.ts';

const count = 50_000;
const total = `${100 + count * 10}`;

test.each([
  [
    'camt.053',
    () => {
      const details = `<NtryDtls><TxDtls><Refs><EndToEndId>E</EndToEndId></Refs><Amt Ccy="EUR">10.00</Amt>
<RltdPties><Dbtr><Pty><Nm>Debtor</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>INV</Ustrd></RmtInf></TxDtls></NtryDtls>`;
      const entries = entry({ amount: '10.00', details }).repeat(count);
      return statement({ entries, opening: '100.00', closing: total });
    },
  ],
  [
    'mt940',
    () => {
      const one = credit(undefined, '166?20EREF+E-1?21SVWZ+INV 1?31123?32Debtor');
      const lines = [Array.from({ length: count }, () => one).join('\r\n')];
      return page({ lines, closing: `:62F:C261101EUR${total},` });
    },
  ],
])('%s: fifty thousand entries take less than half a minute of a processor', (_, write) => {
  const bytes = new TextEncoder().encode(write());
  const start = process.cpuUsage();
  const read = readStatements(bytes);
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1_000_000).toBeLessThan(30);
  if (read.status === 'refused') throw new Error(JSON.stringify(read));
  expect(read.statements[0]?.entries).toHaveLength(count);
});
