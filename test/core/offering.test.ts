import { describe, expect, it } from 'vitest';
import { Terms } from '../../src/core/facility.ts';
import { Agreement, misfits } from '../../src/core/funding/agreement.ts';
import {
  type OpenInvoice,
  obligationOf,
  unofferedOf,
  unofferedSums,
} from '../../src/core/funding/offering.ts';
import { unofferedWarnings } from '../../src/core/outlook/unoffered.ts';
import { saleAgreement, saleTerms } from '../../src/demo/books.ts';

const today = '2026-11-24';
const terms = Terms.parse(saleTerms('F1'));
const agreement = Agreement.parse(saleAgreement);
type Rules = (typeof terms)['rules'];

const origin: Rules[number] = { rule: 'origin', sellers: ['S1'], issuedFrom: '2026-10-01' };
const listed = (...debtors: string[]): Rules[number] => ({ rule: 'listed_debtors', debtors });

function obliged({ scope, days }: { scope: Agreement['scope']; days?: number }, rules: Rules = []) {
  const offer = days === undefined ? {} : { offerWithinDays: days };
  const own = { ...agreement, scope, signedOn: '2026-09-15', ...offer };
  return obligationOf({ facilityId: 'F1', rules }, own);
}

function invoice(number: string, changes: Partial<OpenInvoice> = {}): OpenInvoice {
  return {
    receivableId: `id ${number}`,
    number,
    debtorId: 'D1',
    debtor: 'One',
    sellerId: 'S1',
    ledger: 'L1',
    currency: 'EUR',
    issuedOn: '2026-11-01',
    dueOn: '2026-12-01',
    openMinor: 100_00,
    place: 'nowhere',
    ...changes,
  };
}

describe('what an agreement has the seller offer', () => {
  it.each<{
    name: string;
    rules: Rules;
    scope: Agreement['scope'];
    invoice: Partial<OpenInvoice>;
    is: boolean;
  }>([
    {
      name: 'all there is',
      scope: 'whole_turnover',
      rules: [],
      invoice: { debtorId: 'D9' },
      is: true,
    },
    {
      name: 'all, though the terms take only listed debtors: scope is the contract’s',
      scope: 'whole_turnover',
      rules: [listed('D1')],
      invoice: { debtorId: 'D9' },
      is: true,
    },
    {
      name: 'a listed debtor',
      scope: 'listed_debtors',
      rules: [listed('D1')],
      invoice: {},
      is: true,
    },
    {
      name: 'no debtor that is not listed',
      scope: 'listed_debtors',
      rules: [listed('D1')],
      invoice: { debtorId: 'D9' },
      is: false,
    },
    {
      name: 'nobody where nobody is listed',
      scope: 'listed_debtors',
      rules: [],
      invoice: {},
      is: false,
    },
    {
      name: 'no debtor that is in one list of two',
      scope: 'listed_debtors',
      rules: [listed('D1', 'D2'), listed('D2')],
      invoice: {},
      is: false,
    },
    {
      name: 'a seller of the terms',
      scope: 'whole_turnover',
      rules: [origin],
      invoice: {},
      is: true,
    },
    {
      name: 'no other seller',
      scope: 'whole_turnover',
      rules: [origin],
      invoice: { sellerId: 'S2' },
      is: false,
    },
    {
      name: 'nothing issued before the terms begin',
      scope: 'whole_turnover',
      rules: [origin],
      invoice: { issuedOn: '2026-09-30' },
      is: false,
    },
    {
      name: 'nothing dated ahead',
      scope: 'whole_turnover',
      rules: [],
      invoice: { issuedOn: '2026-11-25' },
      is: false,
    },
    {
      name: 'nothing paid',
      scope: 'whole_turnover',
      rules: [],
      invoice: { openMinor: 0 },
      is: false,
    },
  ])('$name', ({ scope, rules, invoice: changes, is }) => {
    const obligation = obliged({ scope }, rules);
    if (!obligation) throw new Error('it obliges');
    expect(unofferedOf(obligation, [invoice('I', changes)], today).length > 0).toBe(is);
  });

  it('is nothing where the seller chooses, and such a contract names no days', () => {
    expect(obliged({ scope: 'single_receivables' })).toBeUndefined();
    const days = { ...agreement, scope: 'single_receivables' as const, offerWithinDays: 5 };
    expect(misfits(terms, days).map(({ path }) => path)).toEqual(['offerWithinDays']);
  });

  it.each([
    { issuedOn: '2026-11-19', days: 5, since: '2026-11-19', offerBy: '2026-11-24', isLate: false },
    { issuedOn: '2026-11-18', days: 5, since: '2026-11-18', offerBy: '2026-11-23', isLate: true },
    { issuedOn: '2026-11-24', days: 0, since: '2026-11-24', offerBy: '2026-11-24', isLate: false },
    { issuedOn: '2026-01-31', days: 5, since: '2026-09-15', offerBy: '2026-09-20', isLate: true },
    { issuedOn: '2026-01-31', since: '2026-09-15', isLate: false },
  ])('since $since until $offerBy: late $isLate', ({ issuedOn, days, ...expected }) => {
    const obligation = obliged({ scope: 'whole_turnover', ...(days !== undefined && { days }) });
    if (!obligation) throw new Error('it obliges');
    expect(unofferedOf(obligation, [invoice('I', { issuedOn })], today)).toMatchObject([expected]);
  });

  it('comes the oldest first, with sums by currency', () => {
    const obligation = obliged({ scope: 'whole_turnover', days: 10 });
    if (!obligation) throw new Error('it obliges');
    const unoffered = unofferedOf(
      obligation,
      [
        invoice('new', { issuedOn: '2026-11-20' }),
        invoice('dollars', { currency: 'USD', openMinor: 7_00, issuedOn: '2026-11-21' }),
        invoice('old', { issuedOn: '2026-11-02', openMinor: 30_00 }),
      ],
      today,
    );
    expect(unoffered.map(({ number }) => number)).toEqual(['old', 'new', 'dollars']);
    expect(unofferedSums(unoffered)).toEqual([
      { currency: 'EUR', count: 2, openMinor: 130_00, lateCount: 1, lateMinor: 30_00 },
      { currency: 'USD', count: 1, openMinor: 7_00, lateCount: 0, lateMinor: 0 },
    ]);
  });

  it('is warned of once an invoice: with another funder, late, or not yet', () => {
    const obligation = obliged({ scope: 'whole_turnover', days: 10 });
    if (!obligation) throw new Error('it obliges');
    const unoffered = unofferedOf(
      obligation,
      [
        invoice('new', { issuedOn: '2026-11-20', openMinor: 1_00 }),
        invoice('late', { issuedOn: '2026-11-02', openMinor: 2_00 }),
        invoice('later', { issuedOn: '2026-11-05', openMinor: 3_00, place: 'drafted' }),
        invoice('gone', {
          issuedOn: '2026-11-02',
          openMinor: 4_00,
          place: 'elsewhere',
          heldBy: 'F2',
        }),
        invoice('dollars', { currency: 'USD', openMinor: 7_00, issuedOn: '2026-11-21' }),
      ],
      today,
    );
    const found = unofferedWarnings({ facilityId: 'F1', name: 'One' }, unoffered);
    const said = found.map(({ code, currency, amountMinor, severity, params }) => ({
      code,
      currency,
      amountMinor,
      severity,
      on: params.on,
    }));
    expect(said.toSorted((left, right) => left.amountMinor - right.amountMinor)).toEqual([
      {
        code: 'not_offered',
        currency: 'EUR',
        amountMinor: 1_00,
        severity: 'low',
        on: '2026-11-20',
      },
      {
        code: 'offered_elsewhere',
        currency: 'EUR',
        amountMinor: 4_00,
        severity: 'high',
        on: '2026-11-02',
      },
      {
        code: 'offer_late',
        currency: 'EUR',
        amountMinor: 5_00,
        severity: 'high',
        on: '2026-11-12',
      },
      {
        code: 'not_offered',
        currency: 'USD',
        amountMinor: 7_00,
        severity: 'low',
        on: '2026-11-21',
      },
    ]);
  });
});
