import { addDays, addMonths, type Day, dayAt } from '../calendar.ts';
import { type PolicyTerms, termsOn } from '../policy/terms.ts';
import type { Duty } from './duty.ts';
import { doneOn } from './ended.ts';
import type { ClockInput } from './input.ts';
import { reckon } from './reckon.ts';

/** What has to be declared of each period that has ended, and of the one that runs. */
export function declarationDuties(input: ClockInput): Duty[] {
  return input.versions.flatMap((terms) => {
    const today = dayAt(input.now, terms.timeZone);
    return terms.duties.flatMap((rule) => {
      if (rule.duty !== 'declaration' || rule.trigger !== 'period_end') return [];
      return ofRule(terms, rule.id).flatMap((declaration) =>
        periodEnds(input.versions, terms, { every: declaration.every, today }).map((to) =>
          reckon(
            rule,
            {
              policyId: terms.policyId,
              key: `${declaration.id}|${to}`,
              subject: periodName(declaration.every, to),
              triggeredOn: to,
              declaration: declaration.kind,
              ended: doneOn(
                input.declarations.flatMap((made) =>
                  made.declarationId === declaration.id && made.to === to ? [made.declaredOn] : [],
                ),
              ),
            },
            input,
          ),
        ),
      );
    });
  });
}

/** What has to be renewed in a public register before it ends there. */
export function registrationDuties(input: ClockInput): Duty[] {
  const terms = termsOn(input.versions, dayAt(input.now, input.versions[0]?.timeZone ?? 'UTC'));
  if (!terms) return [];
  const rules = terms.duties.filter(({ duty }) => duty === 'registry_renewal');
  return rules.flatMap((rule) =>
    input.registrations.map((one) =>
      reckon(
        rule,
        {
          policyId: terms.policyId,
          key: one.registrationId,
          subject: one.registrationId,
          ...(one.debtorId !== undefined && { debtorId: one.debtorId }),
          triggeredOn: rule.trigger === 'registration' ? one.registeredOn : one.expiresOn,
          ...(one.endedOn !== undefined && {
            ended: { status: 'moot', on: one.endedOn, reason: 'ended' } as const,
          }),
        },
        input,
      ),
    ),
  );
}

/** A rule named as a declaration is that one's; any other counts for all of them. */
function ofRule({ declarations }: PolicyTerms, ruleId: string): PolicyTerms['declarations'] {
  const own = declarations.filter(({ id }) => id === ruleId);
  return own.length > 0 ? own : declarations;
}

/** The last days of a version's periods up to today, and the next one; sales are told one by one. */
function periodEnds(
  versions: readonly PolicyTerms[],
  terms: PolicyTerms,
  { every, today }: { every: PolicyTerms['declarations'][number]['every']; today: Day },
): Day[] {
  if (every === 'sale') return [];
  const ends: Day[] = [];
  const { from, to } = terms.period;
  const months = { month: 1, quarter: 3, year: 12 }[every];
  // A policy's period is a few years at most; the bound only holds a mistake in its terms.
  for (let nth = 0; nth < 600; nth += 1) {
    const end = periodEnd(from, months, nth);
    const last = end > to ? to : end;
    if (termsOn(versions, last) === terms) ends.push(last);
    if (last === to || last > today) break;
  }
  return ends;
}

/** Months and quarters end with the calendar's; a year is the policy's own. */
function periodEnd(from: Day, months: number, nth: number): Day {
  if (months === 12) return addDays(addMonths(from, 12 * (nth + 1)), -1);
  const month = Number(from.slice(5, 7)) - 1;
  const first = `${from.slice(0, 4)}-${String(month - (month % months) + 1).padStart(2, '0')}-01`;
  return addDays(addMonths(first, months * (nth + 1)), -1);
}

function periodName(every: PolicyTerms['declarations'][number]['every'], to: Day): string {
  if (every === 'month') return to.slice(0, 7);
  if (every !== 'quarter') return to;
  return `${to.slice(0, 4)}-Q${Math.ceil(Number(to.slice(5, 7)) / 3)}`;
}
