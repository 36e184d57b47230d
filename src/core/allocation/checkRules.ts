import { never } from '../assert.ts';
import type { Rule, Terms } from '../facility.ts';
import type { Invoice } from '../receivable.ts';
import { addTo, type Facts, type Violation, violation } from './checkFacts.ts';
import { type Rows, takenBy } from './checkRows.ts';

/** Nothing counts as eligible that a rule of the terms forbids, and no rule takes more than it may. */
export function* checkRules(facts: Facts, terms: Terms, rows: Rows): Generator<Violation> {
  for (const rule of terms.rules) {
    switch (rule.rule) {
      case 'cross_ageing':
        yield* checkCrossAgeing(facts, rows, rule);
        break;
      case 'credits':
        yield* checkCredits(facts, rows);
        break;
      case 'contra':
        yield* checkContra(facts, terms, rows);
        break;
      case 'insured_limit':
        yield* checkInsured(facts, rows, rule.policyId);
        break;
      case 'debtor_concentration':
        yield* checkConcentration(facts, { terms, rows, rule });
        break;
      default:
        yield* checkInvoices(facts, { terms, rows, rule });
    }
  }
}

type Of<Code extends Rule['rule']> = Extract<Rule, { rule: Code }>;
type OfDebtors = 'cross_ageing' | 'credits' | 'contra' | 'insured_limit' | 'debtor_concentration';
type OfInvoice = Exclude<Rule, { rule: OfDebtors }>;

function* checkInvoices(
  facts: Facts,
  { terms, rows, rule }: { terms: Terms; rows: Rows; rule: OfInvoice },
): Generator<Violation> {
  for (let index = 0; index < rows.lines.length; index += 1) {
    const [line, invoice] = [rows.lines[index], rows.invoices[index]];
    if (!line || !invoice) continue;
    const { grossMinor, eligibleMinor } = line;
    const taken = takenBy(line, rule.rule);
    if (eligibleMinor === 0 && taken === 0) continue;
    const most = allowed(facts, { terms, rule, invoice, grossMinor });
    if (eligibleMinor > most) {
      yield violation(
        rule.rule,
        `${terms.facilityId} ${invoice.id}`,
        `at most ${most} is eligible`,
      );
    }
    if (most === grossMinor && taken > 0) {
      yield violation(rule.rule, `${terms.facilityId} ${invoice.id}`, 'the rule does not apply');
    }
  }
}

/** The most of an invoice that one rule leaves. */
function allowed(
  { asOf, dayOf, debtors, positions, down }: Facts,
  of: { terms: Terms; rule: OfInvoice; invoice: Invoice; grossMinor: number },
): number {
  const { terms, rule, invoice, grossMinor } = of;
  const unless = (fails: boolean) => (fails ? 0 : grossMinor);
  switch (rule.rule) {
    case 'not_yet_issued':
      return unless(dayOf(invoice.issuedOn) > asOf);
    case 'past_invoice_date':
      return unless(beyond(asOf - dayOf(invoice.issuedOn), rule));
    case 'past_due_date':
      return unless(beyond(asOf - dayOf(invoice.dueOn), rule));
    case 'term_too_long':
      return unless(beyond(dayOf(invoice.dueOn) - dayOf(invoice.issuedOn), rule));
    case 'disputed': {
      const clean = invoice.openMinor - invoice.disputedMinor;
      if (invoice.disputedMinor > 0 && rule.scope === 'whole_invoice') return 0;
      return down(clean, invoice.currency, terms.currency);
    }
    case 'country':
      return unless(!rule.allowed.includes(debtors.get(invoice.debtorId)?.country ?? ''));
    case 'currency':
      return unless(!rule.allowed.includes(invoice.currency));
    case 'amount_range':
      return unless(
        grossMinor < (rule.minMinor ?? 0) || grossMinor > (rule.maxMinor ?? grossMinor),
      );
    case 'already_financed': {
      const holder = positions.get(invoice.id)?.facilityId ?? terms.facilityId;
      return unless(holder !== terms.facilityId);
    }
    default:
      return never(rule, 'allowed');
  }
}

function beyond(days: number, { days: most, operator }: { days: number; operator: '>' | '>=' }) {
  return operator === '>' ? days > most : days >= most;
}

function* checkCrossAgeing(
  facts: Facts,
  rows: Rows,
  rule: Of<'cross_ageing'>,
): Generator<Violation> {
  const node = rows[rule.scope];
  const past = new Float64Array(facts.nodes.count);
  const total = new Float64Array(facts.nodes.count);
  rows.lines.forEach(({ grossMinor }, index) => {
    const invoice = rows.invoices[index];
    if (!invoice) return;
    const since = rule.basis === 'due_date' ? invoice.dueOn : invoice.issuedOn;
    addTo(total, node[index] ?? 0, grossMinor);
    if (facts.asOf - facts.dayOf(since) > rule.days) addTo(past, node[index] ?? 0, grossMinor);
  });
  const tainted = Array.from(total, (all, index) => {
    const excess = BigInt(past[index] ?? 0) * 10_000n - BigInt(rule.shareBp) * BigInt(all);
    return all > 0 && (rule.operator === '>' ? excess > 0n : excess >= 0n);
  });
  for (const [index, line] of rows.lines.entries()) {
    const out = tainted[node[index] ?? 0];
    if (out ? line.eligibleMinor === 0 : takenBy(line, 'cross_ageing') === 0) continue;
    yield violation(
      'cross_ageing',
      `${rows.result.facilityId} ${line.receivableId}`,
      'wrongly judged',
    );
  }
}

/** Every credit is either taken off something eligible or reported as unabsorbed. */
function* checkCredits(facts: Facts, rows: Rows): Generator<Violation> {
  const { facilityId, currency, unabsorbedCreditsMinor } = rows.result;
  const node = rows.debtor;
  const open = new Float64Array(facts.nodes.count);
  const eligible = new Float64Array(facts.nodes.count);
  let [credited, taken] = [0, 0];
  rows.lines.forEach((line, index) => {
    addTo(open, node[index] ?? 0, line.grossMinor);
    addTo(eligible, node[index] ?? 0, line.eligibleMinor);
    taken += takenBy(line, 'credits');
  });
  for (const item of facts.credits) {
    const amount = facts.up(-item.openMinor, item.currency, currency);
    credited += amount;
    addTo(open, facts.nodes.debtor.get(item.debtorId) ?? 0, -amount);
  }
  if (credited !== taken + unabsorbedCreditsMinor) {
    yield violation('credits', facilityId, 'credits are neither taken nor reported');
  }
  for (const [index, amount] of eligible.entries()) {
    if (amount === 0 || amount <= (open[index] ?? 0)) continue;
    yield violation('credits', `${facilityId} debtor ${index}`, 'more eligible than owed, net');
  }
}

/** Contra is the lower of what is owed both ways, no cent more or less. */
function* checkContra(facts: Facts, terms: Terms, rows: Rows): Generator<Violation> {
  const node = rows.debtor;
  const [owed, before, taken] = [0, 0, 0].map(() => new Float64Array(facts.nodes.count));
  if (!owed || !before || !taken) return;
  for (const { debtorId, openMinor, currency } of facts.input.payables) {
    const amount = facts.up(openMinor, currency, terms.currency);
    addTo(owed, facts.nodes.debtor.get(debtorId) ?? 0, amount);
  }
  const codes = terms.rules.map(({ rule }) => rule);
  const later = codes.slice(codes.indexOf('contra'));
  rows.lines.forEach((line, index) => {
    let amount = line.eligibleMinor;
    for (const rule of later) amount += takenBy(line, rule);
    addTo(before, node[index] ?? 0, amount);
    addTo(taken, node[index] ?? 0, takenBy(line, 'contra'));
  });
  for (const [index, amount] of before.entries()) {
    if (taken[index] === Math.min(owed[index] ?? 0, amount)) continue;
    yield violation('contra', `${terms.facilityId} debtor ${index}`, 'not the lower of both sides');
  }
}

function* checkInsured(facts: Facts, rows: Rows, policyId: string): Generator<Violation> {
  const { facilityId, currency } = rows.result;
  const node = rows.debtor;
  const eligible = new Float64Array(facts.nodes.count);
  rows.lines.forEach((line, index) => {
    addTo(eligible, node[index] ?? 0, line.eligibleMinor);
  });
  for (const [debtorId, index] of facts.nodes.debtor) {
    const cover = facts.coverOf({ policyId, debtorId, to: currency });
    if ((eligible[index] ?? 0) <= cover) continue;
    yield violation('insured_limit', `${facilityId} ${debtorId}`, `cover is only ${cover}`);
  }
}

/** Who gave something up for the cap counts for exactly the cap; nobody counts for more. */
function* checkConcentration(
  facts: Facts,
  of: { terms: Terms; rows: Rows; rule: Of<'debtor_concentration'> },
): Generator<Violation> {
  const { terms, rows, rule } = of;
  const node = rows[rule.scope];
  const counted = new Float64Array(facts.nodes.count);
  const taken = new Float64Array(facts.nodes.count);
  let [pool, excess] = [0, 0];
  rows.lines.forEach((line, index) => {
    const above = takenBy(line, 'debtor_concentration');
    addTo(counted, node[index] ?? 0, line.eligibleMinor);
    addTo(taken, node[index] ?? 0, above);
    pool += line.eligibleMinor;
    excess += above;
  });
  const bases = {
    poolAfterCaps: pool,
    grossEligible: pool + excess,
    facilityLimit: terms.limitMinor,
  };
  const cap = (BigInt(bases[rule.base]) * BigInt(rule.shareBp)) / 10_000n;
  for (const [index, amount] of counted.entries()) {
    const capped = (taken[index] ?? 0) > 0;
    if (capped ? BigInt(amount) === cap : BigInt(amount) <= cap) continue;
    yield violation(
      'debtor_concentration',
      `${terms.facilityId} node ${index}`,
      `the cap is ${cap}`,
    );
  }
}
