import { describe, expect, it } from 'vitest';
import { readControlAccounts } from '../../src/intake/control-account.ts';

const read = (text: string) => readControlAccounts(new TextEncoder().encode(text));

describe('balances of the general ledger', () => {
  it('are read per account, and per receivable where they are given so', () => {
    const text =
      '\uFEFFaccount;currency;receivable;balance\r\n1310;EUR;;-1200.50\r\n1310;EUR;INV-1;7\r\n';
    expect(read(text)).toEqual({
      status: 'read',
      balances: [
        { account: '1310', currency: 'EUR', balanceMinor: -120_050 },
        { account: '1310', currency: 'EUR', receivable: 'INV-1', balanceMinor: 700 },
      ],
    });
    expect(read('Account,Currency,Balance\n1310,JPY,5\n')).toMatchObject({
      balances: [{ balanceMinor: 5 }],
    });
  });

  it.each([
    ['another header', 'konto,waehrung,saldo\n1,EUR,1\n', 'control_header', {}],
    ['nothing below it', 'account,currency,balance\n\n', 'control_empty', {}],
    ['a cell too many', 'account,currency,balance\n1,EUR,1,2\n', 'control_row', { row: 2 }],
    ['a thousands separator', 'account,currency,balance\n1,EUR,"1,000.00"\n', 'control_amount', {}],
    ['a tenth of a cent', 'account,currency,balance\n1,EUR,1.005\n', 'control_amount', {}],
    ['no currency', 'account,currency,balance\n1,EURO,1\n', 'control_currency', {}],
    ['no account', 'account,currency,balance\n,EUR,1\n', 'control_missing', { field: 'account' }],
    ['no balance', 'account,currency,balance\n1,EUR,\n', 'control_missing', { field: 'balance' }],
    [
      'one account twice',
      'account,currency,balance\n1,EUR,1\n1,EUR,2\n',
      'control_twice',
      { row: 3, before: 2 },
    ],
  ])('with %s are refused whole, and where', (_, text, code, params) => {
    expect(read(text)).toMatchObject({ status: 'refused', code, params });
  });

  it('in another encoding are refused', () => {
    expect(readControlAccounts(Uint8Array.of(0x61, 0xff, 0xfe))).toMatchObject({
      code: 'control_not_text',
    });
  });
});
