import { assert, never } from '../assert.ts';
import type { Day } from '../calendar.ts';
import type { InsurerNotice } from './insurer-notice.ts';
import type { Dispatch, InsurerNoticeFact, Transport } from './notice-fact.ts';

type Told<Kind extends InsurerNoticeFact['kind']> = Omit<
  Extract<InsurerNoticeFact, { kind: Kind }>,
  'kind'
>;
type Base = {
  notice: InsurerNotice;
  hash: string;
  needsRelease: boolean;
  /** Null where the product itself did it. */
  preparedBy: string | null;
};
type Released = Base & { releasedBy: string | null; reroutedBy?: string | null };

/** Where a notice stands, folded from its facts. */
export type NoticeStanding =
  | ({ status: 'prepared' } & Base)
  | ({ status: 'returned'; reason: string } & Base)
  | ({ status: 'released'; via: Transport } & Released)
  | ({ status: 'refused'; reason: string; detail: string } & Released)
  | ({
      status: 'told';
      /** The first day on which it had left. */
      on: Day;
      via: Transport;
      partnerReference?: string;
      dispatch?: Dispatch;
      receivedOn?: Day;
      answer?: Told<'answered'>;
    } & Released);

export type RecordedNoticeFact = { fact: InsurerNoticeFact; recordedBy: string | null };

export function foldNotice(facts: readonly RecordedNoticeFact[]): NoticeStanding {
  const [first, ...rest] = facts;
  assert(first?.fact.kind === 'prepared', 'a notice begins with prepared');
  const { notice, hash, needsRelease } = first.fact;
  const begun: NoticeStanding = {
    status: 'prepared',
    notice,
    hash,
    needsRelease,
    preparedBy: first.recordedBy,
  };
  return rest.reduce<NoticeStanding>((standing, recorded) => {
    const next = followed(standing, recorded);
    assert(next, `a notice that is ${standing.status} was ${recorded.fact.kind}`);
    return next;
  }, begun);
}

/** Whether a fact may follow; what was told stays told. */
export function mayFollowNotice(standing: NoticeStanding, fact: InsurerNoticeFact): boolean {
  return followed(standing, { fact, recordedBy: null }) !== undefined;
}

function followed(
  standing: NoticeStanding,
  { fact, recordedBy }: RecordedNoticeFact,
): NoticeStanding | undefined {
  switch (fact.kind) {
    case 'prepared':
      return undefined;
    case 'returned':
      if (standing.status !== 'prepared') return undefined;
      return { ...standing, status: 'returned', reason: fact.reason };
    case 'released':
      if (standing.status !== 'prepared' || fact.hash !== standing.hash) return undefined;
      return { ...standing, status: 'released', via: fact.via, releasedBy: recordedBy };
    case 'rerouted':
      return rerouted(standing, recordedBy);
    case 'refused':
      if (standing.status !== 'released' || standing.via !== 'insurer') return undefined;
      return { ...standing, status: 'refused', reason: fact.reason, detail: fact.detail };
    case 'sent':
      return sent(standing, fact);
    case 'dispatched':
      if (standing.status !== 'released' || standing.via !== 'pack') return undefined;
      return { ...standing, status: 'told', on: fact.dispatch.on, dispatch: fact.dispatch };
    case 'received':
      return received(standing, fact);
    case 'answered':
      return answered(standing, fact);
    default:
      return never(fact, 'followed');
  }
}

function rerouted(standing: NoticeStanding, by: string | null): NoticeStanding | undefined {
  if (standing.status !== 'refused' && standing.status !== 'released') return undefined;
  if (standing.status === 'released' && standing.via === 'pack') return undefined;
  return { ...standing, status: 'released', via: 'pack', reroutedBy: by };
}

/** The insurer has taken it; of one that went by hand as well, its word comes late. */
function sent(
  standing: NoticeStanding,
  { on, partnerReference }: Told<'sent'>,
): NoticeStanding | undefined {
  if (standing.status === 'told') {
    if (standing.via === 'insurer') return undefined;
    return { ...standing, on: on < standing.on ? on : standing.on, partnerReference };
  }
  if (standing.status !== 'released') return undefined;
  return { ...standing, status: 'told', on, via: 'insurer', partnerReference, receivedOn: on };
}

function received(
  standing: NoticeStanding,
  { on, partnerReference }: Told<'received'>,
): NoticeStanding | undefined {
  if (standing.status !== 'told' || on < standing.on) return undefined;
  const receivedOn = standing.receivedOn && standing.receivedOn < on ? standing.receivedOn : on;
  return { ...standing, receivedOn, ...(partnerReference !== undefined && { partnerReference }) };
}

function answered(
  standing: NoticeStanding,
  { kind: _, ...answer }: Extract<InsurerNoticeFact, { kind: 'answered' }>,
): NoticeStanding | undefined {
  if (standing.status !== 'told' || standing.answer?.status === 'closed') return undefined;
  const { receivedOn = answer.on } = standing;
  return { ...standing, receivedOn, answer };
}
