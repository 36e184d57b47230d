import type { CancelRequest } from '../../../src/core/adapter.ts';
import { assert } from '../../../src/core/assert.ts';
import type { CanonicalRequest } from '../../../src/core/funding/request.ts';
import type { Id } from '../../../src/core/ids.ts';
import { sumMinor, toDecimal } from '../../../src/core/money.ts';
import { namespaces } from '../wire/names.ts';
import { amount, described, group, type Markup, message, text } from '../wire/write.ts';
import { cancellationId } from './identify.ts';
import {
  assignedOf,
  type Invoice,
  instalmentsOf,
  invoicesOf,
  sequenceOf,
  totalsOf,
} from './invoice.ts';
import { agentOf, idOf, partyOf } from './party.ts';

/** An approved request as tsin.001; all of it derives from the request, so bytes repeat. */
export function toFinancingRequest(request: CanonicalRequest): string {
  const { facility, seller } = request;
  const invoices = invoicesOf(request);
  const head = group('ReqGrpInf', [
    text('GrpId', request.number),
    text('CreDtTm', madeAt(request.requestId)),
    text('NbOfInvcReqs', String(invoices.length)),
    amount('TtlBlkInvcAmt', assignedOf(request)),
    text('Ccy', facility.currency),
    text('FincgAgrmt', facility.agreement.reference),
    group('FincgRqstr', [
      group('PtyId', [
        described('Nm', seller.name, 70),
        group('PrtryId', [text('Id', idOf(seller)), text('IdTp', 'SELLER')]),
      ]),
    ]),
    agentOf('FrstAgt', request.assignee),
    additional('MODE', facility.mode),
    additional('SIGNED', facility.agreement.signedOn),
    additional('RECOURSE', facility.agreement.recourse ? 'yes' : 'no'),
    ...invoices.flatMap((invoice) => askedOf(invoice, facility.currency)),
  ]);
  return message(
    namespaces.financingRequest,
    group('InvcFincgReq', [head, ...invoices.map((invoice) => invoiceOf(invoice, request))]),
  );
}

/** Asks to forget a tsin.001, by its identification and the instant it bears. */
export function toCancellation(asked: CancelRequest): string {
  const at = madeAt(asked.requestId);
  return message(
    namespaces.cancellation,
    group('InvcFincgCxlReq', [
      group('CxlReqId', [text('Id', cancellationId(asked.number)), text('CreDtTm', at)]),
      group('CxlReqInf', [
        text('OrgnlGrpId', asked.number),
        text('OrgnlCreDtTm', at),
        described('CxlRsn', asked.reason, 105),
      ]),
    ]),
  );
}

function invoiceOf(invoice: Invoice, { facility, seller }: CanonicalRequest): string {
  const { head, lines } = invoice;
  const advanceMinor = sumMinor(lines.map((line) => line.advanceMinor));
  return group('InvcReqInf', [
    group('InvcGnlInf', [
      text('DocTp', 'CINV'),
      text('DocNb', head.number),
      text('IsseDt', head.issuedOn),
    ]),
    totalsOf('InvcTtlsInf', invoice),
    ...instalmentsOf(invoice),
    group('ReqdAmt', [amount('Amt', { amountMinor: advanceMinor, currency: facility.currency })]),
    group('Spplr', [partyOf(seller)]),
    group('Buyr', [partyOf(head.debtor)]),
    group('InvcPmtInf', [text('PmtMtd', 'TRF')]),
  ]);
}

/** The schema asks for an amount on the invoice only: what is asked on each instalment of several. */
function askedOf({ lines }: Invoice, currency: string): Markup[] {
  if (lines.length === 1) return [];
  return lines.map((line) => {
    const asked = toDecimal({ amountMinor: line.advanceMinor, currency });
    return additional(`REQUESTED ${sequenceOf(line)}`, `${currency} ${asked}`);
  });
}

function additional(type: string, value: string): Markup {
  return group('AddtlInf', [
    group('InfTp', [text('Prtry', type)]),
    described('InfVal', value, 350),
  ]);
}

/** The instant in a UUIDv7: request and cancellation know the same one, and no clock is asked. */
function madeAt(id: Id): string {
  const milliseconds = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
  assert(Number.isSafeInteger(milliseconds), 'a request id begins with its time');
  return new Date(milliseconds).toISOString();
}
