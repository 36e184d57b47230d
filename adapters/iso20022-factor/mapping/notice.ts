import type { AssignmentNotice } from '../../../src/core/funding/assignment-notice.ts';
import { namespaces } from '../wire/names.ts';
import { amount, group, type Markup, message, text } from '../wire/write.ts';
import {
  controlSum,
  type Invoice,
  instalmentsOf,
  invoicesTold,
  openOf,
  totalsOf,
} from './invoice.ts';
import { letterOf, refer } from './letter.ts';

/**
 * An assignment told to its debtor, as tsin.008, with its answer asked for. What seller and funder have
 * agreed between them (advance, recourse) is not in it.
 */
export function toNotice(notice: AssignmentNotice, authorisedUser: string): string {
  const invoices = invoicesTold(notice);
  const count = text('ItmCnt', String(invoices.length));
  const sum = text(
    'CtrlSum',
    controlSum(
      notice.lines.map(({ faceMinor, currency }) => ({ amountMinor: faceMinor, currency })),
    ),
  );
  const letter = letterOf({
    ...notice,
    authorisedUser,
    recipient: { id: debtorId, party: notice.debtor },
    others: [{ id: refer.funder, party: notice.assignee }],
    documents: [requestOf(notice)],
    areTermsTold: false,
  });
  return message(
    namespaces.notice,
    group('InvcAssgnmtNtfctn', [
      letter,
      group('NtfctnList', [
        text('Idr', notice.number),
        text('IsseDt', notice.asOf),
        text('RltdDoc', refer.request),
        text('Assgne', refer.funder),
        text('Assgnr', refer.seller),
        group('NtfctnInf', [
          text('NtifngPty', refer.seller),
          text('NtfctnRcvr', debtorId),
          text('AckRcvr', refer.seller),
        ]),
        ...invoices.map((invoice) => itemOf(invoice, notice.payeeAccount)),
        count,
        sum,
      ]),
      text('NtfctnCnt', '1'),
      count,
      sum,
    ]),
  );
}

const debtorId = refer.debtor(0);

/** The list of the assignment by which the factor knows these items. */
function requestOf({ requestNumber }: AssignmentNotice): string {
  return group('AssoctdDoc', [
    text('Id', refer.request),
    text('Issr', refer.seller),
    text('ItmListIdr', requestNumber),
    text('ElctrncOrgnl', 'true'),
  ]);
}

function itemOf(
  invoice: Invoice<AssignmentNotice['lines'][number]>,
  payeeAccount: string | undefined,
): string {
  const { head } = invoice;
  return group('FinItm', [
    group('ItmCntxt', [
      text('Idr', head.number),
      text('IsseDt', head.issuedOn),
      text('Buyr', debtorId),
      text('Sellr', refer.seller),
      text('GovngCtrct', refer.agreement),
      text('Ccy', head.currency),
      payeeAccount === undefined ? undefined : accountOf(payeeAccount),
    ]),
    text('CdtDbtInd', 'DBIT'),
    totalsOf('TtlAmt', invoice),
    amount('DueAmt', openOf(invoice)),
    ...instalmentsOf(invoice),
  ]);
}

function accountOf(account: string): Markup {
  const compact = account.replace(/\s/g, '');
  const isIban = /^[A-Z]{2}\d{2}[A-Za-z0-9]{1,30}$/.test(compact);
  return group('CdtAcct', [isIban ? text('IBAN', compact) : group('Othr', [text('Id', account)])]);
}
