import { describe, expect, it } from 'vitest';
import {
  breaksOf,
  type ChainedStatement,
} from '../../../src/core/reconciliation/statement-chain.ts';
import { idOf } from './case.ts';

let nth = 0;
function statement(
  [firstOn, lastOn]: [string, string],
  balance: { openingMinor?: number; closingMinor?: number },
  currency = 'EUR',
): ChainedStatement {
  nth += 1;
  const balances = [{ currency, ...balance }];
  return { statementId: idOf(nth), fileName: `${lastOn}.csv`, firstOn, lastOn, balances };
}

const october = statement(['2026-10-02', '2026-10-31'], { openingMinor: 0, closingMinor: 500 });
const november = statement(['2026-11-01', '2026-11-30'], { openingMinor: 500, closingMinor: 700 });
const december = statement(['2026-12-01', '2026-12-31'], { openingMinor: 700, closingMinor: 650 });

describe('statements of one account', () => {
  it('of which each opens as the one before has closed have no break, in whichever order they come', () => {
    expect(breaksOf([october, november, december])).toEqual([]);
    expect(breaksOf([december, october, november])).toEqual([]);
  });

  it('of which one is missing have a break of what it moved, between the two beside it', () => {
    expect(breaksOf([october, december])).toEqual([
      {
        currency: 'EUR',
        before: { statementId: october.statementId, fileName: '2026-10-31.csv' },
        after: { statementId: december.statementId, fileName: '2026-12-31.csv' },
        closingMinor: 500,
        openingMinor: 700,
        differenceMinor: 200,
      },
    ]);
  });

  it('are compared currency by currency, and through one that states no balance', () => {
    const dollars = statement(['2026-11-05', '2026-11-20'], { openingMinor: 9 }, 'USD');
    const silent = { ...statement(['2026-11-21', '2026-11-22'], {}), balances: [] };
    expect(breaksOf([october, dollars, silent, november])).toEqual([]);
    const opened = statement(['2026-11-25', '2026-11-28'], { openingMinor: 501 });
    expect(breaksOf([october, silent, opened])).toMatchObject([{ differenceMinor: 1 }]);
  });
});
