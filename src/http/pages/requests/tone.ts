import { never } from '../../../core/assert.ts';
import type { RequestState } from '../../../core/funding/request-state.ts';

/** The colour that goes with a status's words; never instead of them. */
export function toneOf(status: RequestState['status']): 'good' | 'cut' | 'wait' | '' {
  switch (status) {
    case 'funded':
    case 'cash_matched':
      return 'good';
    case 'submitted':
    case 'approved':
    case 'pending':
    case 'partly_funded':
      return 'wait';
    case 'declined':
    case 'rejected':
      return 'cut';
    case 'draft':
    case 'withdrawn':
    case 'expired':
    case 'cancelled':
    case 'closed':
      return '';
    default:
      return never(status, 'toneOf');
  }
}
