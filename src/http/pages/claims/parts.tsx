import type { AsOf } from '../../../core/calendar.ts';
import type { DossierStatus } from '../../../core/claim/dossier.ts';
import { databaseNow } from '../../../store/business-clock.ts';
import type { Tx } from '../../../store/database.ts';
import type { View } from '../view.ts';

export async function whenOf(tx: Tx, view: View): Promise<AsOf> {
  return { asOf: view.today, knownAt: await databaseNow(tx) };
}

/** The colour of a claim's status. */
export function toneOf(status: DossierStatus): string {
  switch (status) {
    case 'accepted':
    case 'settled':
    case 'recovering':
      return 'good';
    case 'refused':
      return 'cut';
    case 'documents_requested':
    case 'partly_accepted':
    case 'waiting':
      return 'wait';
    default:
      return '';
  }
}

export function moneyIn({ format }: View, currency: string) {
  return (amountMinor: number) => `${format.amount(amountMinor, currency)} ${currency}`;
}
