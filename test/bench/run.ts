import { openBench } from './database.ts';
import { benchDeliveries } from './deliver.ts';
import { benchHttp } from './http.ts';
import { benchImport } from './import.ts';
import { benchPdf } from './pdf.ts';
import { report } from './report.ts';
import { benchSelect } from './select.ts';

// `npm run bench`, or `npm run bench -- --quick` for sizes that end within a minute.
const quick = process.argv.includes('--quick');
const sizes = quick
  ? { rows: 20_000, selections: [10_000, 100_000], deliveries: 300, lines: 200, requests: 500 }
  : {
      rows: 500_000,
      selections: [10_000, 100_000, 1_000_000],
      deliveries: 5_000,
      lines: 3_000,
      requests: 10_000,
    };

const bench = await openBench();
try {
  report('import of a ledger', 'rows', await benchImport(bench, sizes.rows));
  report('deliveries', 'deliveries', await benchDeliveries(bench, sizes.deliveries));
} finally {
  await bench.close();
}
for (const count of sizes.selections) {
  report(`selection of ${count.toLocaleString('en')}`, 'receivables', await benchSelect(count));
}
report('schedule in PDF', 'pages', benchPdf(sizes.lines));
report('read of 50 receivables', 'requests', await benchHttp(sizes.requests));
