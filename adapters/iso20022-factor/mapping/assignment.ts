import { assert } from '../../../src/core/assert.ts';
import type {
  CanonicalRequest,
  CreditLine,
  CreditSchedule,
  Party,
} from '../../../src/core/funding/request.ts';
import { canonicalJson } from '../../../src/core/hash.ts';
import type { Money } from '../../../src/core/money.ts';
import { namespaces } from '../wire/names.ts';
import { amount, group, type Markup, message, text } from '../wire/write.ts';
import {
  assignedOf,
  controlSum,
  type Invoice,
  instalmentsOf,
  invoicesOf,
  openOf,
  sequenceOf,
  totals,
  totalsOf,
} from './invoice.ts';
import { type Introduced, letterOf, refer } from './letter.ts';

/** An approved request as tsin.006: the debtor owes its invoices, so they are debit items. */
export function toAssignment(request: CanonicalRequest, authorisedUser: string): string {
  const { facility, borrowingBase } = request;
  const invoices = invoicesOf(request);
  const { others, idOf } = introduce(invoices.map(({ head }) => head.debtor));
  const certificate = borrowingBase && certificateOf(borrowingBase.certificateHash);
  const letter = letterOf({
    ...request,
    authorisedUser,
    recipient: { id: refer.funder, party: request.assignee },
    others,
    documents: [certificate],
    areTermsTold: true,
  });
  const advance = { amountMinor: request.totals.advanceMinor, currency: facility.currency };
  return messageOf(letter, {
    number: request.number,
    asOf: request.asOf,
    related: borrowingBase && text('RltdDoc', refer.certificate),
    items: invoices.map((invoice) => itemOf(invoice, idOf(invoice.head.debtor), facility.currency)),
    amounts: invoices.flatMap(({ head, lines }) =>
      lines.map(({ faceMinor }) => ({ amountMinor: faceMinor, currency: head.currency })),
    ),
    asked: [
      amount('TtlReqAmt', assignedOf(request)),
      group('TtlReqFincg', [amount('Amt', advance)]),
    ],
  });
}

/** Credit notes as tsin.006: credit items of positive amount, each referring to the invoice it lowers. */
export function toCredits(schedule: CreditSchedule, authorisedUser: string): string {
  const { lines } = schedule;
  const { others, idOf } = introduce(lines.map(({ debtor }) => debtor));
  const letter = letterOf({
    ...schedule,
    authorisedUser,
    recipient: { id: refer.funder, party: schedule.assignee },
    others,
    documents: lines.map(credited),
    areTermsTold: true,
  });
  return messageOf(letter, {
    number: schedule.number,
    asOf: schedule.asOf,
    related: undefined,
    items: lines.map((line, index) => creditItem(line, index, idOf(line.debtor))),
    amounts: lines.map(({ amountMinor, currency }) => ({ amountMinor, currency })),
    asked: [],
  });
}

type List = {
  number: string;
  asOf: string;
  related: Markup;
  items: readonly Markup[];
  amounts: readonly Money[];
  asked: readonly Markup[];
};

function messageOf(letter: string, list: List): string {
  const count = text('ItmCnt', String(list.items.length));
  const sum = text('CtrlSum', controlSum(list.amounts));
  return message(
    namespaces.assignmentRequest,
    group('InvcAssgnmtReq', [
      letter,
      group('AssgnmtList', [
        text('Idr', list.number),
        text('IsseDt', list.asOf),
        list.related,
        text('Assgne', refer.funder),
        text('Assgnr', refer.seller),
        ...list.items,
        count,
        sum,
        ...list.asked,
      ]),
      text('AssgnmtCnt', '1'),
      count,
      sum,
    ]),
  );
}

function itemOf(invoice: Invoice, debtor: string, facilityCurrency: string): string {
  const { head, lines } = invoice;
  return group('FinItm', [
    contextOf(head, { debtor }),
    text('CdtDbtInd', 'DBIT'),
    totalsOf('TtlAmt', invoice),
    amount('DueAmt', openOf(invoice)),
    ...instalmentsOf(invoice),
    group('PrtryDtls', [
      group('Envlp', [
        group(
          'ReqdFincg',
          lines.map((line) =>
            group('Instlmt', [
              text('SeqId', sequenceOf(line)),
              amount('Amt', { amountMinor: line.advanceMinor, currency: facilityCurrency }),
            ]),
          ),
          namespaces.profile,
        ),
      ]),
    ]),
  ]);
}

function creditItem(line: CreditLine, index: number, debtor: string): string {
  const total = { amountMinor: line.amountMinor, currency: line.currency };
  return group('FinItm', [
    contextOf(line, { debtor, related: refer.credited(index) }),
    text('CdtDbtInd', 'CRDT'),
    totals('TtlAmt', total, line.issuedOn),
    amount('DueAmt', total),
    group('InstlmtInf', [
      text('SeqId', String(line.credits.lineNumber)),
      text('PmtDueDt', line.issuedOn),
      amount('Amt', total),
    ]),
  ]);
}

type Item = Pick<CreditLine, 'number' | 'issuedOn' | 'currency'>;

function contextOf(item: Item, known: { debtor: string; related?: string }): string {
  return group('ItmCntxt', [
    text('Idr', item.number),
    text('IsseDt', item.issuedOn),
    known.related === undefined ? undefined : text('RltdItm', known.related),
    text('Buyr', known.debtor),
    text('Sellr', refer.seller),
    text('GovngCtrct', refer.agreement),
    text('LglCntxt', refer.terms),
    text('Ccy', item.currency),
  ]);
}

/** The invoice that a credit note lowers, and the request it went with; the item names the line. */
function credited({ credits }: CreditLine, index: number): string {
  return group('AssoctdDoc', [
    text('Id', refer.credited(index)),
    text('Issr', refer.seller),
    text('ItmListIdr', credits.requestNumber),
    text('ItmIdr', credits.number),
    text('ElctrncOrgnl', 'false'),
  ]);
}

function certificateOf(sha256: string): string {
  return group('AssoctdDoc', [
    text('Id', refer.certificate),
    text('Issr', refer.seller),
    text('ElctrncOrgnl', 'true'),
    group('Dgst', [text('DgstAlgo', 'HS25'), text('Dgst', sha256)]),
  ]);
}

/** Each debtor once, with the xs:ID under which the header introduces it. */
function introduce(debtors: readonly Party[]): {
  others: Introduced[];
  idOf(debtor: Party): string;
} {
  const known = new Map<string, Introduced>();
  for (const party of debtors) {
    const key = canonicalJson(party);
    if (!known.has(key)) known.set(key, { party, id: refer.debtor(known.size) });
  }
  return {
    others: [...known.values()],
    idOf(debtor) {
      const introduced = known.get(canonicalJson(debtor));
      assert(introduced, 'an item refers to a debtor of its own list');
      return introduced.id;
    },
  };
}
