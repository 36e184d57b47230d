import type { RuleCode } from '../facility/rule.ts';
import { stageOf } from '../facility/stage.ts';
import type { Terms } from '../facility.ts';
import { checkAgeing } from './ageing.ts';
import { checkConcentration, type Stated } from './concentration.ts';
import { checkCover } from './cover.ts';
import { type Facts, type Violation, violation } from './facts.ts';
import { checkInvoices } from './invoices.ts';
import { checkContra, checkCredits } from './netting.ts';
import { type Rows, sumsBy, takenBy } from './rows.ts';

/** Every rule takes from every line exactly what the contract says, in the terms' order. */
export function* checkRules(facts: Facts, terms: Terms, rows: Rows): Generator<Violation> {
  const caps: Stated[] = [];
  let passed: Float64Array | undefined;
  for (const rule of terms.rules) {
    if (stageOf(rule.rule) !== 'invoice') passed ??= rows.left.slice();
    switch (rule.rule) {
      case 'cross_ageing':
        yield* checkAgeing(facts, { rows, rule, currency: terms.currency });
        break;
      case 'credits':
        yield* checkCredits(facts, { rows, rule, currency: terms.currency });
        break;
      case 'contra':
        yield* checkContra(facts, { rows, rule, currency: terms.currency });
        break;
      case 'funder_limit': {
        const own = new Map(
          rule.limits.map(({ debtorId, amountMinor }) => [debtorId, amountMinor]),
        );
        const limitOf = (debtorId: string) => own.get(debtorId) ?? rule.otherwiseMinor;
        yield* checkLimit(facts, { rows, rule: rule.rule, limitOf });
        break;
      }
      case 'insured_limit':
        yield* checkCover(facts, { rows, rule, currency: terms.currency });
        break;
      case 'debtor_concentration':
      case 'group_concentration':
      case 'industry_concentration':
      case 'country_concentration':
      case 'currency_concentration':
      case 'government_concentration':
      case 'pair_concentration':
        caps.push({ rule, before: rows.left.slice(), taken: takenBy(rows, rule.rule) });
        break;
      default:
        yield* checkInvoices(facts, { terms, rows, rule });
    }
  }
  yield* checkOrder(rows);
  if (caps.length > 0) {
    yield* checkConcentration(facts, { terms, rows, caps, passed: passed ?? rows.left });
  } else yield* checkUncapped(rows);
}

/** A debtor keeps no more than its limit, and loses no more than what is above it. */
function* checkLimit(
  facts: Facts,
  of: { rows: Rows; rule: RuleCode; limitOf: (debtorId: string) => number },
): Generator<Violation> {
  const { rows, rule, limitOf } = of;
  const before = sumsBy(rows.debtor, facts.nodes.count, rows.left);
  const taken = sumsBy(rows.debtor, facts.nodes.count, takenBy(rows, rule));
  for (const [debtorId, node] of facts.nodes.debtor) {
    const above = Math.max(0, (before[node] ?? 0) - limitOf(debtorId));
    if (taken[node] === above) continue;
    yield violation(rule, `${rows.result.facilityId} ${debtorId}`, `${above} is above the limit`);
  }
}

/** Without a cap the pool is what it is, and no cap has brought it down. */
function* checkUncapped({ result }: Rows): Generator<Violation> {
  const { facilityId, poolMinor, poolUpperMinor, collapsed } = result;
  if (poolUpperMinor === poolMinor && collapsed === undefined) return;
  yield violation('pool_upper', facilityId, `no cap keeps the pool from ${poolMinor}`);
}

/** What no rule of the terms, walked in their order, has come across is out of order or not in them. */
function* checkOrder({ result, lines, seen }: Rows): Generator<Violation> {
  for (let index = 0; index < lines.length; index += 1) {
    const { receivableId = '', deductions = [] } = lines[index] ?? {};
    const next = deductions[seen[index] ?? 0];
    if (!next) continue;
    const message = `${next.rule} is out of order or not in the terms`;
    yield violation('rule_order', `${result.facilityId} ${receivableId}`, message);
  }
}
