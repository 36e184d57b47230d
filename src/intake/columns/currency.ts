import { type Currency, Currency as CurrencySchema } from '../../core/money.ts';
import { lookUp } from '../look-up.ts';

/** An ISO 4217 code, or a common name or sign with one meaning only; else nothing. */
export function readCurrency(cell: string): Currency | undefined {
  const text = cell.normalize('NFKC').trim().toUpperCase();
  const code = lookUp(names, text) ?? text;
  return CurrencySchema.safeParse(code).success ? code : undefined;
}

const names: Readonly<Record<string, string>> = {
  '€': 'EUR',
  EURO: 'EUR',
  '£': 'GBP',
  US$: 'USD',
  HK$: 'HKD',
  RMB: 'CNY',
  CNH: 'CNY',
  人民币: 'CNY',
  美元: 'USD',
  美金: 'USD',
  欧元: 'EUR',
  英镑: 'GBP',
  港币: 'HKD',
  港元: 'HKD',
  日元: 'JPY',
};
