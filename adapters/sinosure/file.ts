import { stringify } from 'csv-stringify/sync';
import type { Wire } from '../../src/core/adapter.ts';
import type { InsurerDeclaration } from '../../src/core/exposure/declaration.ts';
import { sha256 } from '../../src/core/hash.ts';
import { sumMinor, toDecimal } from '../../src/core/money.ts';
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
