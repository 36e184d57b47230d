import type { Rule, RuleCode } from '../facility/rule.ts';
import type { Terms } from '../facility.ts';
import type { Currency } from '../money.ts';
import type { Allocation, Plan } from '../plan.ts';
import { isByTerms } from './cover.ts';
import { type Facts, type Violation, violation } from './facts.ts';

/** Cover and netting count once for all facilities that use them; each amount converts upwards. */
export function* checkShared(
  facts: Facts,
  plan: Plan,
  allocation: Allocation,
): Generator<Violation> {
  yield* checkCover(facts, plan, allocation);
  for (const codes of [['credits'], ['contra'], ['credits', 'contra']] as const) {
    yield* checkNetting(facts, { plan, allocation, codes });
  }
}

type InsuredLimit = Extract<Rule, { rule: 'insured_limit' }>;

/** The first facility under a policy, by name, gives the currency its cover is counted in. */
function* checkCover(facts: Facts, plan: Plan, allocation: Allocation): Generator<Violation> {
  const policies = new Set(
    plan.facilities.flatMap((one) => shareable(facts, one.facilityId)?.policyId ?? []),
  );
  for (const policyId of policies) {
    const under = plan.facilities.filter(
      (one) => shareable(facts, one.facilityId)?.policyId === policyId,
    );
    const first = under[0];
    const rule = first && shareable(facts, first.facilityId);
    if (!first || !rule) continue;
    const used = fundedBy(facts, allocation, {
      under: under.map((one) => one.facilityId),
      to: first.currency,
    });
    const held = heldUnder(facts, { policyId, to: first.currency });
    for (const [debtorId, amount] of used) {
      const quoted = facts.coverOf({ policyId, debtorId, to: first.currency });
      const cover =
        rule.quoted === 'indemnity'
          ? Number((BigInt(quoted) * 10_000n) / BigInt(rule.insuredShareBp ?? 10_000))
          : quoted;
      const free = cover - (held.get(debtorId) ?? 0);
      if (amount > Math.max(0, free)) {
        yield violation('cover_shared', `${policyId} ${debtorId}`, `only ${free} is covered`);
      }
    }
  }
}

/** A policy that covers by date, or by its own terms, is not shared: each invoice has its own. */
function shareable(facts: Facts, facilityId: string): InsuredLimit | undefined {
  for (const rule of facts.terms.get(facilityId)?.rules ?? []) {
    if (rule.rule === 'insured_limit' && isByTerms(facts, rule)) continue;
    if (rule.rule === 'insured_limit' && rule.consumption !== 'chronological') return rule;
  }
  return undefined;
}

function fundedBy(
  facts: Facts,
  { lines }: Allocation,
  { under, to }: { under: readonly string[]; to: Currency },
): Map<string, number> {
  const used = new Map<string, number>();
  for (const { receivableId, facilityId, fundedMinor } of lines) {
    const from = facts.terms.get(facilityId)?.currency;
    const debtorId = facts.invoices.get(receivableId)?.debtorId;
    if (!under.includes(facilityId) || from === undefined || debtorId === undefined) continue;
    used.set(debtorId, (used.get(debtorId) ?? 0) + facts.up(fundedMinor, from, to));
  }
  return used;
}

/** By debtor: what positions use of its cover, unless their holder cannot rely on the policy. */
function heldUnder(
  facts: Facts,
  { policyId, to }: { policyId: string; to: Currency },
): Map<string, number> {
  const held = new Map<string, number>();
  for (const { receivableId, facilityId } of facts.positions.values()) {
    const invoice = facts.invoices.get(receivableId);
    const holder = facts.terms.get(facilityId);
    if (!invoice || (holder && policyOf(holder) !== policyId)) continue;
    const amount = facts.down(invoice.openMinor, invoice.currency, to);
    held.set(invoice.debtorId, (held.get(invoice.debtorId) ?? 0) + amount);
  }
  return held;
}

function policyOf({ rules }: Terms): string | undefined {
  return rules.find((rule) => rule.rule === 'insured_limit')?.policyId;
}

function* checkNetting(
  facts: Facts,
  of: { plan: Plan; allocation: Allocation; codes: readonly RuleCode[] },
): Generator<Violation> {
  const { plan, allocation, codes } = of;
  const under = plan.facilities.filter(({ facilityId }) =>
    codes.every((code) => netsOnce(facts.terms.get(facilityId), code)),
  );
  const first = under[0];
  if (!first || under.length < 2) return;
  const to = first.currency;
  const used = fundedBy(facts, allocation, { under: under.map((one) => one.facilityId), to });
  const deducted = deductionsOf(facts, { terms: facts.terms.get(first.facilityId), codes, to });
  const owed = new Map<string, number>();
  for (const { id, debtorId, openMinor, currency } of facts.invoices.values()) {
    if (!deducted.has(debtorId) || facts.positions.has(id)) continue;
    owed.set(debtorId, (owed.get(debtorId) ?? 0) + facts.down(openMinor, currency, to));
  }
  for (const [debtorId, own] of deducted) {
    const net = Math.max(0, (owed.get(debtorId) ?? 0) - own);
    if ((used.get(debtorId) ?? 0) <= net) continue;
    yield violation('netting_shared', debtorId, `it owes ${net} net`);
  }
}

function netsOnce(terms: Terms | undefined, code: RuleCode): boolean {
  const rule = terms?.rules.find((item) => item.rule === code);
  return rule !== undefined && !(rule.rule === 'credits' && rule.counted === 'by_each_facility');
}

function deductionsOf(
  facts: Facts,
  of: { terms: Terms | undefined; codes: readonly RuleCode[]; to: Currency },
): Map<string, number> {
  const deducted = new Map<string, number>();
  const add = (debtorId: string, amount: number) =>
    deducted.set(debtorId, (deducted.get(debtorId) ?? 0) + amount);
  if (of.codes.includes('credits')) {
    for (const item of facts.credits) {
      add(item.debtorId, facts.up(-item.openMinor, item.currency, of.to));
    }
  }
  const contra = of.terms?.rules.find((rule) => rule.rule === 'contra');
  if (!of.codes.includes('contra') || !contra) return deducted;
  for (const { debtorId, openMinor, currency, kind = 'trade' } of facts.input.payables) {
    const isLettered = facts.debtors.get(debtorId)?.hasNoSetOffLetter === true;
    if (contra.noSetOff === 'skips' && isLettered) continue;
    if (!contra.kinds || contra.kinds.includes(kind))
      add(debtorId, facts.up(openMinor, currency, of.to));
  }
  return deducted;
}
