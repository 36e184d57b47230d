import { type Day, dayOfNumber } from '../calendar.ts';
import { publishedCalendars } from '../settlement/published.ts';
import type { DutyKind, DutyRule, DutyTrigger } from './duty-rule.ts';
import type { Fault } from './fault.ts';
import { addSpan, type Span } from './span.ts';
import type { PolicyTerms } from './terms.ts';
import { isTimeZone } from './zone.ts';

/** From which days a duty can be counted at all. */
const suited: Record<DutyKind, readonly DutyTrigger[]> = {
  end_of_extension: ['original_due'],
  stop_of_cover: ['original_due', 'end_of_extension', 'insolvency'],
  overdue_notice: ['original_due', 'end_of_extension', 'issue', 'delivery', 'period_end'],
  adverse_information: ['knowledge'],
  insolvency_notice: ['knowledge', 'insolvency'],
  collection_handover: ['original_due', 'end_of_extension', 'notice_received', 'insolvency'],
  waiting_period: ['original_due', 'end_of_extension', 'notice_received'],
  claim_filing: [
    'original_due',
    'end_of_extension',
    'notice_received',
    'date_of_loss',
    'insolvency',
  ],
  claim_payment: ['claim_complete', 'date_of_loss', 'insolvency'],
  document_request: ['request_received'],
  declaration: ['period_end', 'issue', 'delivery'],
  limit_expiry: ['expiry', 'decision'],
  layer_expiry: ['expiry'],
  discretionary_expiry: ['expiry', 'decision'],
  registry_renewal: ['registration', 'expiry'],
};

/** Happen by themselves: the day is shown, whoever acts. */
const byThemselves: readonly DutyKind[] = [
  'end_of_extension',
  'stop_of_cover',
  'waiting_period',
  'claim_payment',
  'limit_expiry',
  'layer_expiry',
  'discretionary_expiry',
];

export function* dutyFaults(terms: PolicyTerms): Generator<Fault> {
  const { duties } = terms;
  const ids = duties.map(({ id }) => id);
  for (const [index, rule] of duties.entries()) {
    const path = ['duties', index];
    if (ids.indexOf(rule.id) < index) {
      yield { code: 'policy_entry_duplicate', path, params: { value: rule.id } };
    }
    for (const fault of ofRule(rule, terms)) yield { ...fault, path: [...path, ...fault.path] };
  }
  if (duties.some(({ duty }) => duty === 'overdue_notice')) return;
  yield { code: 'policy_duty_missing', path: ['duties'], params: { duty: 'overdue_notice' } };
}

function* ofRule(rule: DutyRule, terms: PolicyTerms): Generator<Fault> {
  const { id, duty, trigger, calendar, timeZone, isForecast } = rule;
  if (!suited[duty].includes(trigger)) {
    const params = { id, duty, trigger, triggers: suited[duty].join(', ') };
    yield { code: 'policy_trigger_unsuited', path: ['trigger'], params };
  }
  if (isForecast && !byThemselves.includes(duty)) {
    yield { code: 'policy_forecast_of_duty', path: ['isForecast'], params: { id, duty } };
  }
  if (!publishedCalendars.some((one) => one.id === calendar)) {
    const known = publishedCalendars.map((one) => one.id).join(', ');
    yield { code: 'policy_calendar_unknown', path: ['calendar'], params: { id, calendar, known } };
  }
  if (!isTimeZone(timeZone)) {
    yield { code: 'policy_zone_unknown', path: ['timeZone'], params: { timeZone } };
  }
  if (duty === 'claim_filing' && endsBeforeLoss(rule, terms)) {
    yield { code: 'policy_filing_before_loss', path: ['offset'], params: { id } };
  }
}

/** True where, of some invoice, a claim would have to be filed before there is a loss to claim. */
function endsBeforeLoss({ trigger, offset }: DutyRule, terms: PolicyTerms): boolean {
  const { waiting, maximumExtension } = terms;
  const within = (day: Day, spans: readonly Span[]) => spans.reduce(addSpan, day);
  const spansTo = (from: DutyTrigger): Span[] | undefined => {
    if (from === waiting.from) return [];
    if (from === 'original_due' && waiting.from === 'end_of_extension') return [maximumExtension];
    return undefined;
  };
  const isAfter = trigger === 'end_of_extension' && waiting.from === 'original_due';
  const before = isAfter ? [maximumExtension, offset] : [offset];
  const loss = isAfter ? [] : spansTo(trigger);
  if (!loss) return false;
  return samples.some((day) => within(day, before) < within(day, [...loss, waiting.span]));
}

/** The first and the last days of the months of four years, where months and days differ most. */
const samples: readonly Day[] = Array.from({ length: 1_461 }, (_, index) =>
  dayOfNumber(19_723 + index),
).filter((day) => ['01', '28', '29', '30', '31'].includes(day.slice(8)));
