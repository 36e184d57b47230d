import { z } from 'zod';
import { Id } from '../ids.ts';
import { AmountMinor, Currency, sumMinor } from '../money.ts';

/**
 * By which rules a receivable is written off, and how each treats the insurance. Of IFRS 9 and CAS 22 an
 * insurance that is part of the receivable's terms is in the expected loss; where it is a contract of
 * its own, as under ASC 326, the loss is gross and the indemnity an asset beside it.
 */
export const WriteOffStandard = z.enum(['ifrs9', 'hgb', 'us_gaap_cecl', 'cas22']);
export type WriteOffStandard = z.infer<typeof WriteOffStandard>;

export const writeOffStandards: Readonly<
  Record<WriteOffStandard, { paragraph: string; insurance: 'offset' | 'asset' }>
> = {
  ifrs9: { paragraph: 'IFRS 9 5.4.4, B5.5.55', insurance: 'offset' },
  hgb: { paragraph: '§ 253 Abs. 4 HGB', insurance: 'offset' },
  us_gaap_cecl: { paragraph: 'ASC 326-20-35-8, 326-20-30-12', insurance: 'asset' },
  cas22: { paragraph: 'CAS 22 第四十三条', insurance: 'offset' },
};

/**
 * What is proposed to be written off. The debt stays alive: whoever is responsible keeps collecting it,
 * and what comes in later is a recovery.
 */
export const WriteOff = z.strictObject({
  standard: WriteOffStandard,
  currency: Currency,
  owedMinor: AmountMinor.min(0),
  expectedIndemnityMinor: AmountMinor.min(0),
  expectedRecoveryMinor: AmountMinor.min(0),
  /** debt − what is written off = what is still expected. */
  amountMinor: AmountMinor.min(0),
  /** The indemnity where it is an asset of its own: then the write-off does not count it. */
  assetMinor: AmountMinor.min(0),
  reason: z.string().min(1),
  responsibleId: Id,
});
export type WriteOff = z.infer<typeof WriteOff>;

export function writeOffOf(of: Omit<WriteOff, 'amountMinor' | 'assetMinor'>): WriteOff {
  const isAsset = writeOffStandards[of.standard].insurance === 'asset';
  const indemnityMinor = Math.min(of.expectedIndemnityMinor, of.owedMinor);
  const expectedMinor = sumMinor([of.expectedRecoveryMinor, isAsset ? 0 : indemnityMinor]);
  return {
    ...of,
    amountMinor: Math.max(0, sumMinor([of.owedMinor, -expectedMinor])),
    assetMinor: isAsset ? indemnityMinor : 0,
  };
}
