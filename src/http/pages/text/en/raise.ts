import type { Alternative, Comparison, LeftSum } from '../../../../core/compare/alternative.ts';
import { one } from './count.ts';

export const raise = {
  raise: {
    title: 'Raise cash',
    fromDesk: 'Raise an amount…',
    amount: 'Cash needed',
    currency: 'Currency',
    valueOn: 'Value day',
    days: 'For how many days',
    go: 'Compare the ways',
    services: 'Also value what funders take over…',
    servicesHint:
      'Where a funder keeps the ledger and duns, the company saves its own administration; where it bears the debtors’ failure, expected losses. Both are set off against the cost.',
    administration: 'Own administration of a receivable costs',
    loss: 'Expected loss a year, %',
    empty: 'State what you need',
    emptyHint:
      'Every way of raising it is shown side by side, with its cost and what no way can beat. Nothing is reserved.',
    working: 'The ways are being compared…',
    workingHint:
      'A large ledger takes some seconds; a need at the edge of what it carries, up to half a minute.',
    show: 'Show the result',
    stale: 'The books have changed since these ways were compared.',
    again: 'Compare again',
    need: (amount: string, day: string, days: number) =>
      `${amount} on ${day}, for ${one(days, 'day')}`,
    cheapestCosts: (cost: string) => `The cheapest way costs ${cost}.`,
    proven: 'Proven: no plan costs less.',
    bounded: (amount: string, percent: string) =>
      `At most ${amount} (${percent}) above what any plan can cost.`,
    lessThan: (percent: string) => `less than ${percent}`,
    unmet: (cash: string, short: string) =>
      `This need cannot be met: the most these ways raise is ${cash}, ${short} less than wanted.`,
    greatest: (amount: string) => `Proven: no plan raises more than ${amount}.`,
    askForThat: (amount: string) => `Compare the ways of raising ${amount}`,
    binds: 'What binds:',
    bindsHint: 'What each rule takes off the ledger stands on the funding desk.',
    bestValueAbsent: {
      net_cost_below_zero:
        'No way was sought by its net cost: some receivable would earn more than it costs, so that taking more than is needed would always look better.',
      cost_withheld:
        'No way was sought by its net cost: a funder keeps its cost back from the cash, which then depends on the cost.',
    } satisfies Record<NonNullable<Comparison['bestValueAbsent']>, string>,
    waysTitle: 'The ways side by side',
    aims: {
      cheapest: 'Cheapest',
      fewest_facilities: 'Fewest facilities',
      least_encumbrance: 'Least assigned or pledged',
      best_value: 'Least net cost',
      standing: 'As chosen before',
    } satisfies Record<Exclude<Alternative['aim'], 'only'>, string>,
    alone: (name: string) => `${name} alone`,
    cost: (currency: string) => `Cost ${currency}`,
    yearly: (percent: string) => `${percent} a year`,
    cash: 'Cash',
    shortBy: (amount: string) => `Short by ${amount}`,
    interest: 'Interest',
    fees: 'Service fees',
    fixed: 'Fixed cost',
    marginal: 'Dearest cash costs',
    facilities: 'Facilities',
    receivables: 'Receivables',
    encumbered: 'Assigned or pledged',
    administrationSaved: 'Administration saved',
    protection: 'Losses the funder bears',
    netCost: 'Net cost',
    movedAgainst: 'Moved against the earlier choice',
    nothing: 'Raises nothing',
    isCheapest: 'The others are held against this one.',
    against: 'Against the cheapest',
    costDiffers: (amount: string) => `${amount} cost`,
    sameCost: 'the same cost',
    netCostDiffers: (amount: string) => `${amount} net cost`,
    cashDiffers: (amount: string) => `${amount} cash`,
    receivablesDiffer: (n: number) =>
      `${one(Math.abs(n), 'receivable')} ${n > 0 ? 'more' : 'fewer'}`,
    encumberedDiffers: (amount: string) => `${amount} assigned or pledged`,
    choose: 'Look at this way',
    chosen: 'Shown below',
    chosenTitle: (names: string) => `This way: ${names}`,
    noLines: 'This way takes no receivable.',
    put: (baskets: number): string =>
      baskets === 1 ? 'Put this way into the basket' : 'Put this way into the baskets',
    putHint: (name: string, n: number) => `${name}: ${one(n, 'receivable')}`,
    nowEmpty: 'Their baskets are empty now.',
    holds: (name: string, n: number) =>
      n === 1
        ? `The basket of ${name} holds 1 receivable; it is replaced.`
        : `The basket of ${name} holds ${one(n, 'receivable')}; they are replaced.`,
    moves: (name: string, n: number, size: number) =>
      `The basket of ${name} holds ${one(size, 'receivable')}; ${n.toLocaleString('en-GB')} of them ${n === 1 ? 'moves' : 'move'} to this way.`,
    confirm: 'Replace what these baskets hold',
    shortWarning: (amount: string) => `This way raises ${amount} less than you need.`,
    tooLarge: (name: string, n: number, max: number) =>
      `This way takes ${one(n, 'receivable')} with ${name}, and a basket holds at most ${max.toLocaleString('en-GB')}. Nothing was put into the baskets; ask for less at once, or choose another way.`,
    leftTitle: 'Why not these',
    leftBecause: {
      need_met: 'Not needed: the amount wanted is reached',
      dearer: 'Not needed: dearer than the dearest cash of this way',
      facility_full: 'No room left with the facility that would cost least',
      cap_reached: 'A limit, cover or a cap is reached',
      fixed_cost: 'Not worth what using their facility costs at all',
      minimum_draw: 'Not enough for the least that their facility advances',
      too_small: 'Too small: their advance rounds to nothing',
    } satisfies Record<LeftSum['reason'], string>,
    left: (why: string, n: number, amount: string) =>
      `${why}: ${one(n, 'receivable')} that could carry ${amount}.`,
    worthTitle: 'What ran out, and what more of it would save',
    worthTitleUnmet: 'What ran out, and what more of it would raise',
    worthSaves: (what: string, more: string, amount: string) =>
      `${what}: each ${more} more saves ${amount}.`,
    worthRaises: (what: string, more: string, amount: string) =>
      `${what}: each ${more} more raises ${amount}.`,
    more: {
      room: (facility: string) => `Room with ${facility}`,
      cover: (debtor: string, facilities: string) => `Cover of ${debtor} (${facilities})`,
      netting: (debtor: string, facilities: string) =>
        `What ${debtor} owes net of credits and contra (${facilities})`,
      cap: (cap: string, node: string, facility: string) =>
        `${facility}, ${cap}${node === '' ? '' : ` (${node})`}`,
    },
    linesTitle: 'Its receivables',
    invoice: 'Invoice',
    debtor: 'Debtor',
    facility: 'Facility',
    funded: (currency: string) => (currency === '' ? 'Funded' : `Funded ${currency}`),
    advance: (currency: string) => (currency === '' ? 'Advance' : `Advance ${currency}`),
    lineCost: (currency: string) => (currency === '' ? 'Cost' : `Cost ${currency}`),
    bp: 'bp of the advance',
    range: (from: number, to: number, of: number) =>
      `${from.toLocaleString('en-GB')}–${to.toLocaleString('en-GB')} of ${of.toLocaleString('en-GB')}`,
    pages: 'Pages of receivables',
    previous: 'Previous page',
    next: 'Next page',
    filled: (count: number, cash: string, cost: string) =>
      `${one(count, 'receivable')} put into the basket: ${cash} cash at a cost of ${cost}.`,
    filledMany: (count: number, facilities: number, cash: string, cost: string) =>
      `${one(count, 'receivable')} put into the baskets of ${facilities} facilities: ${cash} cash at a cost of ${cost}. Create a request for each.`,
    filledShort: (amount: string) => `That is ${amount} less than was asked for.`,
    moved:
      'The books have changed since you looked, so nothing was put into the baskets. These are the ways as they are now.',
    pending:
      'The books have changed since you looked and the ways are being compared again. Nothing was put into the baskets; look at them, then choose.',
    unconfirmed: 'The baskets hold other receivables. Confirm that they are replaced.',
    basketChanged:
      'The baskets have changed since you looked, so nothing was replaced. This is what they hold now.',
    failed:
      'The comparison failed on our side; nothing was changed. Try again, or tell an administrator.',
    percentUnreadable: (value: string) => `“${value}” is not a percentage. Write it like 0.5.`,
    currencyUnreadable: (value: string) => `“${value}” is not a currency. Write it like EUR.`,
    daysUnreadable: (value: string) =>
      `“${value}” is not a number of days. Write a whole number from 1 to 3650.`,
  },
};
