import { benchAllocate, benchProven } from './allocate.ts';
import { benchByHand } from './byHand.ts';
import { benchCaps } from './caps.ts';
import { benchCash, benchMatch } from './cash.ts';
import { benchCover } from './cover.ts';
import { openBench } from './database.ts';
import { benchDeliveries } from './deliver.ts';
import { benchEligibility } from './eligibility.ts';
import { benchHttp } from './http.ts';
import { benchImport } from './import.ts';
import { benchJournals } from './journals.ts';
import { benchPdf } from './pdf.ts';
import { benchPlans } from './plans.ts';
import { benchMovements, benchReconcile } from './reconcile.ts';
import { report } from './report.ts';
import { benchSelect } from './select.ts';
import { benchWhole } from './whole.ts';

// `npm run bench -- --plans 100000 [--seed 1]` makes random plans alone, each checked to the cent.
// `npm run bench -- --million 10` plans a need over a ledger of so many, from its rows to its sentences.
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
      proven: 3,
      byHand: [],
      deliveries: 300,
      journals: 10_000,
      cash: { entries: 5_000, invoices: 20_000 },
      cover: { invoices: 20_000, debtors: 1_000, days: 30 },
      held: 2_000,
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
      proven: 20,
      byHand: [[100_000, 2_000] as const],
      deliveries: 5_000,
      journals: 200_000,
      cash: { entries: 50_000, invoices: 200_000 },
      cover: { invoices: 100_000, debtors: 5_000, days: 365 },
      held: 20_000,
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

const millionsAt = process.argv.indexOf('--million');
if (millionsAt !== -1) {
  const count = Math.round(1_000_000 * Number(process.argv[millionsAt + 1]));
  for (const { what, unit, measured } of benchWhole(count, count > 2_000_000 ? 100_000 : 20_000)) {
    report(what, unit, measured);
  }
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
const held = await openBench();
try {
  report('movements taken in one page', 'movements', await benchMovements(held, sizes.held));
  report('reconciliation of a facility', 'receivables', await benchReconcile(held, sizes.held));
} finally {
  await held.close();
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
// Seeds that nothing was tried out on.
const heldBack = Array.from({ length: sizes.proven }, (_, index) => 101 + index);
report('proven, 200 × 5 sold whole', 'plans', benchProven(heldBack));
for (const [lines, debtors] of sizes.byHand) {
  const named = `by hand, ${lines.toLocaleString('en')} × 5`;
  report(named, 'scenarios', benchByHand(lines, debtors));
}
report('caps of a facility, 20,000', 'debtors', benchCaps(20_000));
const { invoices: insured, debtors: buyers, days } = sizes.cover;
const cover = benchCover(insured, { debtors: buyers, days });
const covered = `cover of ${insured.toLocaleString('en')}`;
report(`${covered} as of a day`, 'invoices', cover.one);
report(`${covered} as of ${days} days`, 'invoices', cover.many);
report('random plans, checked', 'plans', benchPlans(sizes.plans, 1));
report('schedule in PDF', 'pages', benchPdf(sizes.lines));
report('read of 50 receivables', 'requests', await benchHttp(sizes.requests));
