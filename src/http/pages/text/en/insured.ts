import { one } from './count.ts';

export const insured = {
  insured: {
    title: (number: string) => `What policy ${number} insures today`,
    invoice: 'Document',
    limitOn: 'Limit of',
    open: 'Open',
    what: 'Of that',
    why: 'Why',
    outcomes: { insured: 'insured', over_limit: 'over the limit', uninsured: 'not insured' },
    sums: 'In all',
    paid: (amount: string) => `The policy would pay ${amount} of it, before deductibles.`,
    nothing: 'Nothing is open that the policy could insure.',
    rateMissing: (from: string, to: string) =>
      `There is no rate from ${from} to ${to}; without it nothing is said of what is insured.`,
    stops: 'What stopped cover',
    lasts: 'lasts',
    until: (day: string) => `until ${day}`,
    conditions: 'Conditions',
    met: 'shown',
    unmet: 'not shown',
    pending: (what: string) => `Begun: ${what}`,
    pendingOn: (what: string, day: string) => `Begun: ${what} on ${day}`,
    permanent: 'permanent',
    temporary: 'temporary',
    assigned: 'Who is paid',
    assignedTo: (assignee: string, day: string) => `${assignee}, from ${day}`,
    states: {
      made: 'not acknowledged by the insurer yet',
      acknowledged: 'acknowledged by the insurer',
      refused: 'refused by the insurer',
      ended: 'ended',
    },
    more: (count: number) => `${one(count, 'older document')} not shown here.`,
  },
};
