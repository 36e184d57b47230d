import { addDays, addMonths, type Day, dayAt } from '../calendar.ts';
import type { DutyRule, DutyTrigger } from '../policy/duty-rule.ts';
import { type PolicyTerms, termsOn } from '../policy/terms.ts';
import { byDebtor, insolvencyOf, type OfDebtor, tellsOverdue } from './about.ts';
import { type AgreedDue, agreedDue } from './due-day.ts';
import type { Duty, DutyMoved } from './duty.ts';
import { earliest } from './earliest.ts';
import { endedByDeclaration, endedByDeed, endedByPayment } from './ended.ts';
import type { ClockInput, ClockInvoice } from './input.ts';
import { dateOfLoss } from './loss.ts';
import { overdueSums } from './overdue.ts';
import { type Ended, reckon, spanOnce } from './reckon.ts';

/** The duties that an unpaid invoice brings, counted from its own days. */
export function invoiceDuties(input: ClockInput): Duty[] {
  const about = byDebtor(input);
  const sums = overdueSums(input, about);
  return input.invoices.flatMap((invoice) => {
    const terms = termsOf(input.versions, invoice);
    if (!terms) return [];
    const of = about(invoice.debtorId);
    const days = triggersOf(input, { terms, invoice, of });
    return terms.duties.flatMap((rule) => {
      const trigger = days.of[rule.trigger];
      if (!trigger || isOfPeriods(rule)) return [];
      const duty = reckonInvoice(input, { terms, rule, invoice, of, trigger });
      return [belowMinimum(input, { rule, duty, invoice, sums }) ?? duty];
    });
  });
}

/** The version of the policy under which an invoice is insured; undefined where none insures it. */
export function termsOf(
  versions: readonly PolicyTerms[],
  { issuedOn, dueOn, sellerId }: Pick<ClockInvoice, 'issuedOn' | 'dueOn' | 'sellerId'>,
): PolicyTerms | undefined {
  const attaching = termsOn(versions, issuedOn);
  const occurring = termsOn(versions, dueOn);
  const terms = occurring?.basis === 'loss_occurring' ? occurring : attaching;
  if (!terms) return undefined;
  const day = terms.basis === 'loss_occurring' ? dueOn : issuedOn;
  const isInPeriod = terms.period.from <= day && day <= terms.period.to;
  const isInsured = terms.insured.some(
    (one) =>
      one.sellerId === sellerId && one.from <= day && (one.to === undefined || day <= one.to),
  );
  return isInPeriod && isInsured ? terms : undefined;
}

type Trigger = { on: Day; moved?: DutyMoved | undefined };

function reckonInvoice(
  input: ClockInput,
  given: {
    terms: PolicyTerms;
    rule: DutyRule;
    invoice: ClockInvoice;
    of: OfDebtor;
    trigger: Trigger;
  },
): Duty {
  const { terms, rule, invoice, of, trigger } = given;
  const { receivableId, debtorId, number } = invoice;
  const base = {
    policyId: terms.policyId,
    key: receivableId,
    subject: number,
    debtorId,
    receivableId,
    triggeredOn: trigger.on,
    moved: trigger.moved,
  };
  const plain = reckon(rule, base, input);
  const insolventOn = insolvencyOf(of);
  // An insolvency ends a waiting period that is still running, on its own day.
  const isSwitched =
    rule.duty === 'waiting_period' && insolventOn !== undefined && insolventOn < plain.lastDay;
  const days = isSwitched
    ? { lastDay: insolventOn, moved: { code: 'insolvency', insolventOn } as const }
    : {};
  const open = isSwitched ? reckon(rule, { ...base, ...days }, input) : plain;
  const ended = endOf(input, { terms, rule, invoice, of, open });
  return ended === undefined ? open : reckon(rule, { ...base, ...days, ended }, input);
}

/** Declarations of periods are of the policy, and of no invoice. */
function isOfPeriods({ duty, trigger }: DutyRule): boolean {
  return duty === 'declaration' && trigger === 'period_end';
}

function endOf(
  input: ClockInput,
  given: {
    terms: PolicyTerms;
    rule: DutyRule;
    invoice: ClockInvoice;
    of: OfDebtor;
    open: Duty;
  },
): Ended | undefined {
  const { terms, rule, invoice, of } = given;
  if (rule.duty === 'declaration') {
    const ids = terms.declarations.flatMap(({ id, every }) => (every === 'sale' ? [id] : []));
    return endedByDeclaration(invoice, input, ids);
  }
  return endedByDeed(rule.duty, invoice, of) ?? endedByPayment(rule.duty, given);
}

/** The days of one invoice that rules count from; a day that has no date yet is absent. */
function triggersOf(
  input: ClockInput,
  { terms, invoice, of }: { terms: PolicyTerms; invoice: ClockInvoice; of: OfDebtor },
): { due: AgreedDue; of: Partial<Record<DutyTrigger, Trigger>> } {
  const { issuedOn, deliveredOn = issuedOn, receivableId } = invoice;
  const due = agreedDue(invoice, of.circumstances, terms.policyId);
  const { dueOn, moved } = due;
  const endOfExtension = spanOnce(dueOn, terms.maximumExtension, input);
  const noticeReceivedOn = earliest(
    of.notices.flatMap(({ kind, receivableIds, receivedOn }) =>
      tellsOverdue(kind) && receivableIds.includes(receivableId) && receivedOn ? [receivedOn] : [],
    ),
  );
  const insolventOn = insolvencyOf(of);
  const loss = dateOfLoss(
    terms.waiting,
    {
      dueOn,
      endOfExtension,
      ...(noticeReceivedOn !== undefined && { noticeReceivedOn }),
      ...(insolventOn !== undefined && { insolventOn }),
    },
    (day, span) => spanOnce(day, span, input),
  );
  return {
    due,
    of: {
      issue: { on: issuedOn },
      delivery: { on: deliveredOn },
      original_due: { on: dueOn, moved },
      end_of_extension: { on: endOfExtension, moved },
      // The report of the month in which the extension ends is the first that has it.
      ...(terms.duties.some(({ trigger }) => trigger === 'period_end') && {
        period_end: { on: endOfMonth(endOfExtension), moved },
      }),
      ...(noticeReceivedOn !== undefined && { notice_received: { on: noticeReceivedOn } }),
      ...(loss && { date_of_loss: { on: loss.on, moved: loss.moved ?? moved } }),
    },
  };
}

function belowMinimum(
  input: ClockInput,
  given: {
    rule: DutyRule;
    duty: Duty;
    invoice: ClockInvoice;
    sums: ReturnType<typeof overdueSums>;
  },
): Duty | undefined {
  const { rule, duty, invoice, sums } = given;
  if (rule.minimumMinor === undefined || duty.settled) return undefined;
  if (sums(invoice.debtorId, duty.lastDay) >= rule.minimumMinor) return undefined;
  const ended: Ended = {
    status: 'moot',
    on: dayAt(input.now, rule.timeZone),
    reason: 'below_minimum',
  };
  return { ...duty, status: 'moot', settled: ended };
}

function endOfMonth(day: Day): Day {
  return addDays(addMonths(`${day.slice(0, 7)}-01`, 1), -1);
}
