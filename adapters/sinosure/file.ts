import { stringify } from 'csv-stringify/sync';
import type { Wire } from '../../src/core/adapter.ts';
import type { ClaimFiling } from '../../src/core/claim/filing.ts';
import type { InsurerDeclaration } from '../../src/core/exposure/declaration.ts';
import { sha256 } from '../../src/core/hash.ts';
import { sumMinor, toDecimal } from '../../src/core/money.ts';
import type { InsurerNotice } from '../../src/core/notice/insurer-notice.ts';
import { cellText, slug } from '../drop.ts';

/** 出运申报, or the collections of what was declared: a head, a line each, the sum. */
export function toDeclaration(declaration: InsurerDeclaration): Wire {
  const { currency, lines } = declaration;
  const money = (amountMinor: number) => toDecimal({ amountMinor, currency });
  return toFile('SB', declaration, {
    head: [declaration.kind, declaration.from, declaration.to, currency],
    lines: lines.map((line) => [
      cellText(line.insurerBuyerId ?? line.debtorId),
      cellText(line.number ?? ''),
      line.kind,
      line.on,
      line.dueOn ?? line.on,
      money(line.amountMinor),
    ]),
    sum: money(sumMinor(lines.map(({ amountMinor }) => amountMinor))),
  });
}

/** 可损通报: the whole debt, what is not yet due too. */
export function toNotice(notice: InsurerNotice): Wire {
  const { currency, invoices } = notice;
  const money = (amountMinor: number) => toDecimal({ amountMinor, currency });
  return toFile('KS', notice, {
    head: [
      causes[notice.kind] ?? '其他',
      notice.on,
      cellText(notice.insurerBuyerId ?? notice.debtorId),
      cellText(notice.debtorName),
      currency,
      money(notice.overdueMinor),
      money(notice.disputedMinor),
      notice.isCollectionAsked ? '是' : '否',
      cellText(notice.reason),
    ],
    lines: invoices.map((invoice) => [
      cellText(invoice.number),
      invoice.issuedOn,
      invoice.dueOn,
      money(invoice.faceMinor),
      money(invoice.openMinor),
    ]),
    sum: money(notice.outstandingMinor),
  });
}

const causes: Readonly<Record<string, string>> = {
  overdue: '拖欠',
  insolvency: '破产',
  adverse_information: '风险信息',
};

/** 索赔申请: what is claimed of each invoice, and what lies beside it. */
export function toClaim(filing: ClaimFiling): Wire {
  const { currency, lines, documents } = filing;
  const money = (amountMinor: number) => toDecimal({ amountMinor, currency });
  return toFile('SP', filing, {
    head: [
      filing.cause === 'insolvency' ? '破产' : '拖欠',
      filing.dateOfLoss,
      cellText(filing.noticeReference ?? '-'),
      cellText(filing.insurerBuyerId ?? filing.debtorId),
      cellText(filing.debtorName),
      currency,
      cellText(filing.payees.map(({ name }) => name).join('; ')),
      String(documents.length),
    ],
    lines: lines.map((line) => [
      cellText(line.number),
      line.issuedOn,
      line.dueOn,
      money(line.faceMinor),
      money(line.claimedMinor),
    ]),
    sum: money(filing.claimedMinor),
  });
}

type Content = { head: string[]; lines: string[][]; sum: string };
type Named = { reference: string; policyNumber: string };

function toFile(kind: string, { reference, policyNumber }: Named, content: Content): Wire {
  const { head, lines, sum } = content;
  const records = [
    ['H', '1', kind, cellText(reference), cellText(policyNumber), ...head],
    ...lines.map((line) => ['D', ...line]),
    ['T', String(lines.length), sum],
  ];
  const body = stringify(records, { record_delimiter: '\r\n' });
  const digest = sha256(body).slice(0, 8);
  const target = `${kind}-${slug(policyNumber)}-${slug(reference)}-${digest}.csv`;
  return { method: 'FILE', target, contentType: 'text/csv', body };
}
