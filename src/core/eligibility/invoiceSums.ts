import { assert } from '../assert.ts';
import type { RuleOf } from '../facility/rule.ts';
import { shareBp } from '../money.ts';
import { amountAt } from './gross.ts';
import { isPartRule } from './invoiceRules.ts';
import { judgedInvoice } from './judgedInvoice.ts';
import type { Outcome } from './outcome.ts';

/** The sums of the rules about invoices: by signature, then put right for lines with parts. */
export function sumInvoiceRules(outcome: Outcome): void {
  const { scan, facility, rules, taken, view } = outcome;
  const sums = scan.sums[scan.currencies.indexOf(view.terms.currency)];
  const { failing, facilities, count } = scan.signatures;
  for (let signature = 0; signature < count; signature += 1) {
    const rule = failing[signature * facilities + facility] ?? -1;
    outcome.grossMinor += sums?.sums[signature] ?? 0;
    if (rule < 0) continue;
    taken[rule] = (taken[rule] ?? 0) + (sums?.sums[signature] ?? 0);
  }
  assert(Number.isSafeInteger(outcome.grossMinor), 'a sum is beyond 2^53 minor units');
  if (!rules.some(isPartRule)) return;
  for (const line of view.ledger.partial) correctLine(outcome, line);
  for (const [index, rule] of rules.entries()) {
    if (rule.rule === 'currency_haircut') addHaircuts(outcome, index, rule);
  }
}

/** The first rule about whole invoices that a line fails; −1 when it passes all. */
export function firstFailing({ scan, facility }: Outcome, line: number): number {
  const { failing, facilities } = scan.signatures;
  return failing[(scan.signatureOf[line] ?? 0) * facilities + facility] ?? -1;
}

function correctLine(outcome: Outcome, line: number): void {
  const { view, taken, eligible, rules } = outcome;
  const judged = judgedInvoice(view, line);
  const amount = judged.grossMinor;
  if (amount === 0) return;
  const debtor = view.ledger.debtorOf[line] ?? 0;
  const rule = firstFailing(outcome, line);
  if (rule >= 0) add(taken, rule, -amount);
  else eligible[debtor] = (eligible[debtor] ?? 0) - amount;
  for (const { rule: code, amountMinor } of judged.deductions) {
    const index = rules.findIndex((own) => own.rule === code);
    add(taken, index, amountMinor);
  }
  eligible[debtor] = (eligible[debtor] ?? 0) + judged.eligibleMinor;
}

function addHaircuts(outcome: Outcome, index: number, rule: RuleOf<'currency_haircut'>): void {
  const { view, amounts, taken, eligible } = outcome;
  const { ledger } = view;
  const shares = ledger.currencies.map(
    (currency) => rule.haircuts.find((own) => own.currency === currency)?.haircutBp ?? 0,
  );
  const lines = ledger.open.length;
  const isPartial = new Uint8Array(lines);
  for (const line of ledger.partial) isPartial[line] = 1;
  for (let line = 0; line < lines; line += 1) {
    const haircutBp = shares[ledger.currencyOf[line] ?? 0] ?? 0;
    const amount = amountAt(amounts, line);
    if (haircutBp === 0 || amount === 0 || isPartial[line] === 1) continue;
    const failing = firstFailing(outcome, line);
    if (failing >= 0 && failing < index) continue;
    const cut = amount - shareBp(amount, 10_000 - haircutBp, 'down');
    if (cut === 0) continue;
    add(taken, index, cut);
    const debtor = ledger.debtorOf[line] ?? 0;
    if (failing >= 0) add(taken, failing, -cut);
    else eligible[debtor] = (eligible[debtor] ?? 0) - cut;
  }
}

function add(taken: Float64Array, rule: number, amount: number): void {
  taken[rule] = (taken[rule] ?? 0) + amount;
}
