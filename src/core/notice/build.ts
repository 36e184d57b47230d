import type { Day } from '../calendar.ts';
import type { Debtor } from '../debtor.ts';
import type { Id } from '../ids.ts';
import { sumMinor } from '../money.ts';
import type { PolicyTerms } from '../policy/terms.ts';
import type { Invoice, Receivable } from '../receivable.ts';
import type { InsurerNotice, InsurerNoticeKind, NoticeInvoice } from './insurer-notice.ts';

export type NoticeOrder = {
  kind: InsurerNoticeKind;
  /** The day of what is told; absent: of an overdue, the day after its oldest due date. */
  on?: Day;
  reason: string;
  isCollectionAsked: boolean;
  /** Of an extension: the invoice, and until when. */
  extension?: { receivableId: Id; dueOn: Day };
  /** Of a rescheduling: its invoices and its instalments. */
  plan?: { receivableIds: readonly Id[]; instalments: { dueOn: Day; amountMinor: number }[] };
};

/** A notice without its name: the ids are given where it is kept. */
export type NoticeContent = Omit<InsurerNotice, 'noticeId' | 'reference'>;

export type NoticeBuild =
  | { status: 'built'; notices: NoticeContent[] }
  | { status: 'refused'; code: 'nothing_owed' | 'nothing_overdue' | 'not_of_the_debtor' };

/**
 * What the insurer is told of a debtor: the whole debt, what is not yet due too; one notice for each
 * seller and currency. Only an extension is of its one invoice.
 */
export function buildNotices(
  order: NoticeOrder,
  from: {
    terms: PolicyTerms;
    debtor: Debtor;
    buyerId?: string | undefined;
    coverId?: string | undefined;
    sellers: readonly { id: string; name: string }[];
    items: readonly Receivable[];
    today: Day;
  },
): NoticeBuild {
  const invoices = from.items.filter(
    (item): item is Invoice =>
      item.kind === 'invoice' && item.debtorId === from.debtor.id && item.openMinor > 0,
  );
  const asked = askedFor(order, invoices);
  if (!asked) return { status: 'refused', code: 'not_of_the_debtor' };
  if (asked.length === 0 && order.kind !== 'adverse_information' && order.kind !== 'insolvency') {
    return { status: 'refused', code: 'nothing_owed' };
  }
  const groups = Map.groupBy(asked, (one) => `${one.key.sellerId}|${one.currency}`);
  if (groups.size === 0) return { status: 'built', notices: [emptyNotice(order, from)] };
  const notices = [...groups.values()].flatMap((own) => {
    const notice = noticeOf(order, from, own.toSorted(byDueDate));
    return order.kind === 'overdue' && notice.overdueMinor === 0 ? [] : [notice];
  });
  if (notices.length === 0) return { status: 'refused', code: 'nothing_overdue' };
  return { status: 'built', notices };
}

type From = Parameters<typeof buildNotices>[1];

/** Undefined where an invoice that is asked for is none of the debtor's open ones. */
function askedFor(order: NoticeOrder, invoices: readonly Invoice[]): Invoice[] | undefined {
  if (order.kind === 'extension') {
    const { extension } = order;
    const found = invoices.filter(({ id }) => id === extension?.receivableId);
    return found.length === 1 ? found : undefined;
  }
  if (order.kind === 'rescheduling') {
    const wanted = new Set(order.plan?.receivableIds);
    const found = invoices.filter(({ id }) => wanted.has(id));
    const isOne = new Set(found.map(({ key, currency }) => `${key.sellerId}|${currency}`)).size;
    return wanted.size > 0 && found.length === wanted.size && isOne === 1 ? found : undefined;
  }
  return [...invoices];
}

function noticeOf(order: NoticeOrder, from: From, invoices: readonly Invoice[]): NoticeContent {
  const [oldest] = invoices;
  const overdue = invoices.filter(({ dueOn }) => dueOn < from.today);
  const sellerId = oldest?.key.sellerId;
  return {
    ...headOf(order, from, sellerId),
    on: order.on ?? oldest?.dueOn ?? from.today,
    currency: oldest?.currency ?? from.terms.currency,
    outstandingMinor: sumMinor(invoices.map(({ openMinor }) => openMinor)),
    overdueMinor: sumMinor(overdue.map(({ openMinor }) => openMinor)),
    disputedMinor: sumMinor(invoices.map(({ disputedMinor }) => disputedMinor)),
    ...(oldest && { oldestDueOn: oldest.dueOn }),
    invoices: invoices.map((invoice) => lineOf(order, invoice)),
    ...(order.plan && { instalments: order.plan.instalments }),
  };
}

/** Bad news of a debtor that owes nothing now is told all the same. */
function emptyNotice(order: NoticeOrder, from: From): NoticeContent {
  return {
    ...headOf(order, from, from.terms.insured[0]?.sellerId),
    on: order.on ?? from.today,
    currency: from.terms.currency,
    outstandingMinor: 0,
    overdueMinor: 0,
    disputedMinor: 0,
    invoices: [],
  };
}

function headOf(order: NoticeOrder, from: From, sellerId: string | undefined) {
  const { terms, debtor, buyerId, coverId, sellers } = from;
  const seller = sellers.find(({ id }) => id === sellerId);
  return {
    policyId: terms.policyId,
    policyNumber: terms.number,
    kind: order.kind,
    sellerName: seller?.name ?? sellerId ?? terms.policyId,
    debtorId: debtor.id,
    debtorName: debtor.name,
    ...(debtor.country !== undefined && { country: debtor.country }),
    ...(buyerId !== undefined && { insurerBuyerId: buyerId }),
    ...(coverId !== undefined && { coverId }),
    reason: order.reason,
    isCollectionAsked: order.isCollectionAsked,
  };
}

function lineOf(order: NoticeOrder, invoice: Invoice): NoticeInvoice {
  const { id, key, issuedOn, dueOn, faceMinor, openMinor, disputedMinor } = invoice;
  const own = { receivableId: id, number: key.number, issuedOn, dueOn };
  const requested = order.extension?.receivableId === id ? order.extension.dueOn : undefined;
  return {
    ...own,
    faceMinor,
    openMinor,
    disputedMinor,
    ...(requested !== undefined && { requestedDueOn: requested }),
  };
}

function byDueDate(one: Invoice, other: Invoice): number {
  if (one.dueOn !== other.dueOn) return one.dueOn < other.dueOn ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}
