import { assert, never } from '../assert.ts';
import type { Day } from '../calendar.ts';
import type { LossDay } from '../clock/loss.ts';
import type { Id } from '../ids.ts';
import { type AmountMinor, sumMinor } from '../money.ts';
import type { DossierFact } from './dossier-fact.ts';
import { mayFollowDossier } from './dossier-step.ts';
import type { ClaimFiling, ClaimState } from './filing.ts';
import type { Indemnity } from './indemnity-value.ts';
import type { WriteOff } from './write-off.ts';

export type DossierStatus = 'open' | ClaimState['status'];

type Opened = Extract<DossierFact, { kind: 'opened' }>;
type Told<Kind extends DossierFact['kind']> = Omit<Extract<DossierFact, { kind: Kind }>, 'kind'>;

/** Where the claim itself stands on its way to the insurer. */
export type FilingState =
  | { status: 'none' }
  | ({ status: 'prepared'; preparedBy: string } & Prepared)
  | ({ status: 'released'; releasedBy: string; needsDispatch: boolean } & Prepared)
  | ({
      status: 'filed';
      on: Day;
      via: 'insurer' | 'dispatch';
      partnerReference?: string;
    } & Prepared);
type Prepared = { filing: ClaimFiling; hash: string; expected: Indemnity };

export type WriteOffState = {
  status: 'proposed' | 'approved' | 'refused';
  writeOff: WriteOff;
  proposedBy: string;
  decidedBy?: string;
};

/** A dossier, folded from its facts. */
export type Dossier = {
  status: DossierStatus;
  policyId: string;
  sellerId: string;
  debtorId: string;
  currency: string;
  cause: LossDay['cause'];
  insolventOn?: Day;
  receivableIds: Id[];
  responsibleId: Id;
  notice?: { on: Day; reference?: string };
  waitingUntil?: Day;
  waived: ReadonlyMap<string, string>;
  parts: ReadonlyMap<Id, Told<'parts_stated'>['parts']>;
  filing: FilingState;
  steps: Told<'step_told'>[];
  requests: (Told<'documents_requested'> & { answeredWith: string[] })[];
  settlements: Told<'settled'>[];
  recoveries: Told<'recovered'>[];
  writeOff?: WriteOffState;
};

export type RecordedDossierFact = { fact: DossierFact; recordedBy: string };

export function foldDossier(facts: readonly RecordedDossierFact[]): Dossier {
  const [first, ...rest] = facts;
  assert(first?.fact.kind === 'opened', 'a dossier begins with opened');
  return rest.reduce(
    (dossier, recorded) => foldedDossier(dossier, recorded),
    openDossier(first.fact),
  );
}

function openDossier({ kind: _, reason: __, insolventOn, ...own }: Opened): Dossier {
  return {
    ...own,
    status: 'open',
    ...(insolventOn !== undefined && { insolventOn }),
    waived: new Map(),
    parts: new Map(),
    filing: { status: 'none' },
    steps: [],
    requests: [],
    settlements: [],
    recoveries: [],
  };
}

/** What only an insurer that has the claim can bring about. */
export type InsurerFact = Extract<
  DossierFact,
  {
    kind:
      | 'insurer_said'
      | 'step_told'
      | 'documents_requested'
      | 'request_answered'
      | 'settled'
      | 'recovered';
  }
>;

/** The dossier with one fact more, which may follow. */
export function foldedDossier(
  dossier: Dossier,
  { fact, recordedBy }: RecordedDossierFact,
): Dossier {
  assert(mayFollowDossier(dossier, fact), `${fact.kind} may not follow ${dossier.status}`);
  switch (fact.kind) {
    case 'opened':
      return dossier;
    case 'responsible_named':
      return { ...dossier, responsibleId: fact.responsibleId };
    case 'insolvency_known':
      return { ...dossier, cause: 'insolvency', insolventOn: fact.on };
    case 'notified': {
      const { on, reference } = fact;
      const notice = { on, ...(reference !== undefined && { reference }) };
      return { ...dossier, status: 'notified', notice };
    }
    case 'waiting':
      return { ...dossier, status: 'waiting', waitingUntil: fact.until };
    case 'document_waived': {
      const waived = new Map(dossier.waived).set(fact.document, fact.reason);
      return { ...dossier, waived };
    }
    case 'parts_stated': {
      const parts = new Map(dossier.parts).set(fact.receivableId, fact.parts);
      return { ...dossier, parts };
    }
    case 'prepared': {
      const { kind: _, ...prepared } = fact;
      return { ...dossier, filing: { status: 'prepared', preparedBy: recordedBy, ...prepared } };
    }
    case 'returned':
    case 'filing_refused':
      return { ...dossier, filing: { status: 'none' } };
    case 'released': {
      assert(dossier.filing.status === 'prepared', 'released what was prepared');
      const { preparedBy: _, ...prepared } = dossier.filing;
      const released = {
        status: 'released',
        releasedBy: recordedBy,
        needsDispatch: false,
      } as const;
      return { ...dossier, filing: { ...prepared, ...released } };
    }
    case 'dispatch_needed':
      assert(dossier.filing.status === 'released', 'sent by hand what was released');
      return { ...dossier, filing: { ...dossier.filing, needsDispatch: true } };
    case 'filed': {
      assert(dossier.filing.status === 'released', 'filed what was released');
      const { releasedBy: _, needsDispatch: __, ...prepared } = dossier.filing;
      const { on, via, partnerReference } = fact;
      const named = partnerReference === undefined ? {} : { partnerReference };
      const filed = { ...prepared, status: 'filed', on, via, ...named } as const;
      return { ...dossier, status: 'filed', filing: filed };
    }
    case 'write_off_proposed': {
      const { writeOff } = fact;
      return { ...dossier, writeOff: { status: 'proposed', writeOff, proposedBy: recordedBy } };
    }
    case 'write_off_approved':
    case 'write_off_refused': {
      assert(dossier.writeOff, 'decided on what was proposed');
      const status = fact.kind === 'write_off_approved' ? 'approved' : 'refused';
      return { ...dossier, writeOff: { ...dossier.writeOff, status, decidedBy: recordedBy } };
    }
    case 'closed':
      return { ...dossier, status: 'closed' };
    default:
      return withInsurersWord(dossier, fact);
  }
}

function withInsurersWord(dossier: Dossier, fact: InsurerFact): Dossier {
  switch (fact.kind) {
    case 'insurer_said':
      return { ...dossier, status: fact.status };
    case 'step_told': {
      const { kind: _, ...step } = fact;
      return { ...dossier, steps: [...dossier.steps, step] };
    }
    case 'documents_requested': {
      const { kind: _, ...request } = fact;
      const requests = [...dossier.requests, { ...request, answeredWith: [] }];
      return { ...dossier, requests, status: askedStatus({ ...dossier, requests }) };
    }
    case 'request_answered': {
      const requests = dossier.requests.map((request) =>
        request.requestId === fact.requestId
          ? { ...request, answeredWith: [...request.answeredWith, fact.sha256] }
          : request,
      );
      return { ...dossier, requests, status: askedStatus({ ...dossier, requests }) };
    }
    case 'settled': {
      const { kind: _, ...settlement } = fact;
      const status = dossier.status === 'recovering' ? 'recovering' : 'settled';
      return { ...dossier, status, settlements: [...dossier.settlements, settlement] };
    }
    case 'recovered': {
      const { kind: _, ...recovery } = fact;
      const status = dossier.settlements.length > 0 ? 'recovering' : dossier.status;
      return { ...dossier, status, recoveries: [...dossier.recoveries, recovery] };
    }
    default:
      return never(fact, 'withInsurersWord');
  }
}

/** Before the insurer has decided, an open question of its own is where the dossier stands. */
function askedStatus({ status, requests }: Dossier): DossierStatus {
  const isUndecided =
    status === 'filed' || status === 'assessing' || status === 'documents_requested';
  if (!isUndecided) return status;
  const isOpen = requests.some(({ answeredWith }) => answeredWith.length === 0);
  return isOpen ? 'documents_requested' : 'assessing';
}

/** Everything that the insurer has paid. */
export function paidMinorOf({ settlements }: Pick<Dossier, 'settlements'>): AmountMinor {
  return sumMinor(settlements.map(({ paidMinor }) => paidMinor));
}
