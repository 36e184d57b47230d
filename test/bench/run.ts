import { benchAllocate } from './allocate.ts';
import { benchCash, benchMatch } from './cash.ts';
import { openBench } from './database.ts';
import { benchDeliveries } from './deliver.ts';
import { benchEligibility } from './eligibility.ts';
import { benchHttp } from './http.ts';
import { benchImport } from './import.ts';
import { benchJournals } from './journals.ts';
import { benchPdf } from './pdf.ts';
import { benchPlans } from './plans.ts';
import { report } from './report.ts';
import { benchSelect } from './select.ts';

// `npm run bench -- --plans 100000 [--seed 1]` makes random plans alone, each checked to the cent.
// `npm run bench`, or `npm run bench -- --quick` for sizes that end within a minute.
const quick = process.argv.includes('--quick');
const sizes = quick
  ? {
      rows: 20_000,
      selections: [10_000, 100_000],
      ledgers: [{ count: 200_000, debtors: 20_000, isExplained: true }],
      allocations: [
        [200, 40],
        [2_000, 150],
      ] as const,
      deliveries: 300,
      journals: 10_000,
      cash: { entries: 5_000, invoices: 20_000 },
      lines: 200,
      requests: 500,
      plans: 300,
    }
  : {
      rows: 500_000,
      selections: [10_000, 100_000, 1_000_000],
      ledgers: [
        { count: 1_000_000, debtors: 20_000, isExplained: true },
        { count: 10_000_000, debtors: 100_000, isExplained: false },
      ],
      allocations: [
        [200, 40],
        [2_000, 150],
        [20_000, 600],
        [1_000_000, 20_000],
      ] as const,
      deliveries: 5_000,
      journals: 200_000,
      cash: { entries: 50_000, invoices: 200_000 },
      lines: 3_000,
      requests: 10_000,
      plans: 5_000,
    };

const plansAt = process.argv.indexOf('--plans');
if (plansAt !== -1) {
  const seedAt = process.argv.indexOf('--seed');
  const seed = seedAt === -1 ? 1 : Number(process.argv[seedAt + 1]);
  report('random plans, checked', 'plans', benchPlans(Number(process.argv[plansAt + 1]), seed));
  process.exit(0);
}

const bench = await openBench();
try {
  report('import of a ledger', 'rows', await benchImport(bench, sizes.rows));
  report('deliveries', 'deliveries', await benchDeliveries(bench, sizes.deliveries));
  report('journals posted', 'journals', await benchJournals(bench, sizes.journals));
  const { entries, invoices } = sizes.cash;
  report('bank entries matched', 'entries', await benchMatch(entries, invoices));
  report('bank entries booked', 'entries', await benchCash(bench, entries, invoices));
} finally {
  await bench.close();
}
for (const count of sizes.selections) {
  report(`selection of ${count.toLocaleString('en')}`, 'receivables', await benchSelect(count));
}
for (const ledger of sizes.ledgers) {
  const found = await benchEligibility(ledger.count, ledger);
  for (const { what, unit, measured } of found) report(what, unit, measured);
}
for (const [lines, debtors] of sizes.allocations) {
  const named = `allocation, ${lines.toLocaleString('en')} × 5`;
  report(named, 'receivables', benchAllocate(lines, debtors));
}
report('random plans, checked', 'plans', benchPlans(sizes.plans, 1));
report('schedule in PDF', 'pages', benchPdf(sizes.lines));
report('read of 50 receivables', 'requests', await benchHttp(sizes.requests));
