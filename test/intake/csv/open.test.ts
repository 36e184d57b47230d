import { describe, expect, test } from 'vitest';
import type { Delimiter } from '../../../src/intake/csv/delimiter.ts';
import { openDelimited } from '../../../src/intake/csv/open.ts';
import { encode, sourceOf } from '../sources.ts';

async function open(bytes: Uint8Array | string, stated = {}) {
  const file = await openDelimited(sourceOf(bytes, 11), stated);
  if (file.status === 'refused') return file;
  const cells: string[][] = [];
  for await (const batch of file.batches) {
    if (batch.status === 'refused') return batch;
    for (const row of batch.rows) if (row.status === 'read') cells.push(row.cells);
  }
  return { dialect: file.dialect, header: file.header, cells };
}

/** 发票号,客户名称 / A-1,宁波海曙电器有限公司 in GB 18030 (GB 2312's area). */
const gb = Buffer.from(
  'b7a2c6b1bac52cbfcdbba7c3fbb3c60a412d312cc4feb2a8bac3cae6b5e7c6f7d3d0cfdeb9abcbbe0a',
  'hex',
);

describe('what a delimited file is written in', () => {
  test.each(['utf-8', 'utf-8-bom', 'utf-16le', 'utf-16be'] as const)(
    '%s is read to the same cells',
    async (encoding) => {
      const read = await open(encode('No;Name\n1;Müller & 海\n', encoding));
      expect(read).toMatchObject({ header: ['No', 'Name'], cells: [['1', 'Müller & 海']] });
    },
  );

  test('GB 18030 is found from its bytes and said', async () => {
    expect(await open(gb)).toEqual({
      dialect: { encoding: 'gb18030', encodingBy: 'bytes', delimiter: ',', delimiterBy: 'shape' },
      header: ['发票号', '客户名称'],
      cells: [['A-1', '宁波好舒电器有限公司']],
    });
  });

  test('accented Latin letters are not taken for Chinese: the encoding must be stated', async () => {
    const latin = Buffer.from('No;Name\n1;Müller Söhne Zürich\n', 'latin1');
    expect(await open(latin)).toMatchObject({ status: 'refused', code: 'encoding_unclear' });
    const stated = await open(latin, { encoding: 'windows-1252' });
    expect(stated).toMatchObject({ cells: [['1', 'Müller Söhne Zürich']] });
  });

  test('bytes that break the encoding behind the first 64 KB refuse the file, naming the row', async () => {
    const rows = `No;Name\n${'1;plain\n'.repeat(10_000)}`;
    const bytes = Buffer.concat([Buffer.from(rows), Buffer.from([0x31, 0x3b, 0xfc, 0x0a])]);
    const file = await openDelimited(sourceOf(bytes, 4096));
    expect(file.status).toBe('opened');
    expect(await open(bytes)).toEqual({
      status: 'refused',
      code: 'encoding_broken',
      params: { encoding: 'utf-8', row: 10_002 },
    });
  });

  test.each<[string, Delimiter, string]>([
    ['comma', ',', 'No,Name,Amount\n1,"Smith, J",10.50\n2,B,11.50\n'],
    ['semicolon beside decimal commas', ';', 'No;Name;Amount\n1;A;10,50\n2;B, C;1.011,50\n'],
    ['tab', '\t', 'No\tName\tAmount\n1\tA, B; C\t10,50\n'],
    ['bar', '|', 'No|Name|Amount\n1|A, B; C|10,50\n'],
  ])('the delimiter is found from the rows: %s', async (_, delimiter, text) => {
    expect(await open(text)).toMatchObject({ dialect: { delimiter, delimiterBy: 'shape' } });
  });

  test('a spreadsheet’s first line that states the delimiter is obeyed and is not the header', async () => {
    const read = await open('sep=|\nNo|A,B\n1|x,y\n');
    expect(read).toMatchObject({
      dialect: { delimiter: '|', delimiterBy: 'sep_line' },
      header: ['No', 'A,B'],
    });
  });

  test.each([
    ['nothing', '', 'file_empty', { bytes: 0 }],
    ['only a header', 'No;Name\n', 'file_without_rows', { columns: 2 }],
    ['only blank lines', '\n\n \n', 'file_empty', { bytes: 4 }],
    ['one column without a delimiter', 'No\n1\n', 'delimiter_unclear', { candidates: ', ; tab |' }],
    ['an Excel workbook', 'PK\u0003\u0004 xl/workbook.xml', 'file_not_text', { format: 'xlsx' }],
    ['a web page named .xls', '<html><table>', 'file_not_text', { format: 'html' }],
    ['XML', '<?xml version="1.0"?><a/>', 'file_not_text', { format: 'xml' }],
    ['a PDF', '%PDF-1.7', 'file_not_text', { format: 'pdf' }],
    ['zero bytes in the text', 'a;b\n\u0000;1\n', 'file_not_text', { format: 'binary' }],
    [
      'a header whose quote never closes',
      'a;"b\n1;2\n',
      'header_unreadable',
      { reason: 'unclosed_quote' },
    ],
  ])('a file with %s is refused as a whole', async (_, text, code, params) => {
    expect(await open(text)).toEqual({ status: 'refused', code, params });
  });

  test('UTF-32 is named, and not read as UTF-16', async () => {
    const bytes = Buffer.from('fffe000061000000', 'hex');
    expect(await open(bytes)).toMatchObject({
      code: 'encoding_not_supported',
      params: { encoding: 'UTF-32' },
    });
  });

  test('an old Excel workbook is named', async () => {
    const bytes = Buffer.from('d0cf11e0a1b11ae1', 'hex');
    expect(await open(bytes)).toMatchObject({ params: { format: 'xls' } });
  });

  test('the source is read only as fast as the rows are taken', async () => {
    let given = 0;
    async function* endless() {
      for (;;) {
        given += 1;
        yield new TextEncoder().encode('a;b\n'.repeat(5000));
      }
    }
    const file = await openDelimited(endless());
    if (file.status !== 'opened') throw new Error('refused');
    const batches = file.batches[Symbol.asyncIterator]();
    const before = given;
    await batches.next();
    await batches.next();
    expect(given).toBeLessThanOrEqual(before + 1);
    await batches.return?.();
  });
});
