import { never } from '../assert.ts';
import type { Dossier, DossierStatus, InsurerFact } from './dossier.ts';
import type { DossierFact, InsurerStatus } from './dossier-fact.ts';

/** Whether a fact may follow now; one told twice may not, and changes nothing. */
export function mayFollowDossier(dossier: Dossier, fact: DossierFact): boolean {
  const { status, filing, writeOff } = dossier;
  if (status === 'closed') return false;
  switch (fact.kind) {
    case 'opened':
      return false;
    case 'responsible_named':
    case 'document_waived':
      return true;
    case 'parts_stated':
      return filing.status === 'none';
    case 'insolvency_known':
      return dossier.insolventOn === undefined && isBeforeFiling(status);
    case 'notified':
      return status === 'open';
    case 'waiting':
      return status === 'notified';
    case 'prepared':
      return filing.status === 'none' && (status === 'notified' || status === 'waiting');
    case 'returned':
      return filing.status === 'prepared';
    case 'released':
      return filing.status === 'prepared' && filing.hash === fact.hash;
    case 'dispatch_needed':
      return filing.status === 'released' && !filing.needsDispatch;
    case 'filed':
    case 'filing_refused':
      return filing.status === 'released';
    case 'write_off_proposed':
      return writeOff === undefined || writeOff.status === 'refused';
    case 'write_off_approved':
    case 'write_off_refused':
      return writeOff?.status === 'proposed';
    case 'closed':
      return filing.status !== 'released';
    default:
      return mayInsurerSay(dossier, fact);
  }
}

function mayInsurerSay(dossier: Dossier, fact: InsurerFact): boolean {
  if (dossier.filing.status !== 'filed') return false;
  const { status, steps, requests, settlements, recoveries } = dossier;
  switch (fact.kind) {
    case 'insurer_said':
      return fact.status !== status && sayable[status].includes(fact.status);
    case 'step_told':
      return !steps.some(({ stepId }) => stepId === fact.stepId);
    case 'documents_requested':
      return !requests.some(({ requestId }) => requestId === fact.requestId);
    case 'request_answered':
      return requests.some(
        ({ requestId, answeredWith }) =>
          requestId === fact.requestId && !answeredWith.includes(fact.sha256),
      );
    case 'settled':
      return (
        status !== 'refused' &&
        !settlements.some(({ settlementId }) => settlementId === fact.settlementId)
      );
    case 'recovered':
      return !recoveries.some(({ recoveryId }) => recoveryId === fact.recoveryId);
    default:
      return never(fact, 'mayInsurerSay');
  }
}

/** What an insurer may say next; a refusal that is contested is assessed again. */
const undecided: readonly InsurerStatus[] = [
  'assessing',
  'accepted',
  'partly_accepted',
  'refused',
  'closed',
];
const sayable: Readonly<Record<DossierStatus, readonly InsurerStatus[]>> = {
  open: [],
  notified: [],
  waiting: [],
  filed: undecided,
  documents_requested: undecided,
  assessing: undecided,
  accepted: ['assessing', 'partly_accepted', 'refused', 'closed'],
  partly_accepted: ['assessing', 'accepted', 'refused', 'closed'],
  refused: ['assessing', 'accepted', 'partly_accepted', 'closed'],
  settled: ['closed'],
  recovering: ['closed'],
  closed: [],
};

function isBeforeFiling(status: DossierStatus): boolean {
  return status === 'open' || status === 'notified' || status === 'waiting';
}
