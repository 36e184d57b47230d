import { never } from '../core/assert.ts';
import type { Day } from '../core/calendar.ts';
import type { CanonicalRequest } from '../core/funding/request.ts';
import type { Money } from '../core/money.ts';
import type { Language } from '../core/template.ts';
import { dataFileName } from './attachment.ts';
import { formatCount, formatDay, formatMoneyList } from './format.ts';
import { refuse } from './problem.ts';

/** Every placeholder a wording may use, with its type: text needs no formatter, the rest name theirs. */
export const fields: Readonly<Record<string, Field>> = {
  'document.number': text((request) => request.number),
  'document.asOf': date((request) => request.asOf),
  'seller.name': text((request) => request.seller.name),
  'assignee.name': text((request) => request.assignee.name),
  'facility.name': text((request) => request.facility.name),
  'agreement.reference': text((request) => request.facility.agreement.reference),
  'agreement.signedOn': date((request) => request.facility.agreement.signedOn),
  'total.count': count((request) => request.totals.count),
  'total.face': money(({ totals }) =>
    totals.perCurrency.map((total) => ({
      amountMinor: total.faceMinor,
      currency: total.currency,
    })),
  ),
  'total.outstanding': money(({ totals }) =>
    totals.perCurrency.map((total) => ({
      amountMinor: total.openMinor,
      currency: total.currency,
    })),
  ),
  'total.advance': money(({ totals, facility }) => [
    { amountMinor: totals.advanceMinor, currency: facility.currency },
  ]),
  'data.file': text((request) => dataFileName(request, 'json')),
};

export type Field =
  | { type: 'text'; read: (request: CanonicalRequest) => string }
  | { type: 'date'; read: (request: CanonicalRequest) => Day }
  | { type: 'count'; read: (request: CanonicalRequest) => number }
  | { type: 'money'; read: (request: CanonicalRequest) => Money[] };

/** Placeholders of a text, as written: {name: 'total.count', formatter: 'count'}. */
export function placeholdersOf(source: string): { raw: string; name: string; formatter: string }[] {
  return Array.from(source.matchAll(/\{\{([^}]*)\}\}/g), (match) => {
    const raw = match[1] ?? '';
    return { raw, ...split(raw) };
  });
}

/** True when the placeholder exists and carries the formatter of its type. */
export function isKnownPlaceholder(name: string, formatter: string): boolean {
  return Object.hasOwn(fields, name) && fields[name]?.type === formatter;
}

export function fillWording(
  source: string,
  from: { request: CanonicalRequest; language: Language; block: string },
): string {
  return source.replace(/\{\{([^}]*)\}\}/g, (_, raw: string) => {
    const { name, formatter } = split(raw);
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!field || field.type !== formatter) {
      refuse({
        code: 'UnknownPlaceholder',
        placeholder: raw,
        block: from.block,
      });
    }
    return print(field, from.request, from.language);
  });
}

/** 'total.count|count' → its name and its one formatter. */
function split(raw: string): { name: string; formatter: string } {
  const cut = raw.indexOf('|');
  if (cut < 0) return { name: raw, formatter: 'text' };
  return { name: raw.slice(0, cut), formatter: raw.slice(cut + 1) };
}

function print(field: Field, request: CanonicalRequest, language: Language): string {
  switch (field.type) {
    case 'text':
      return field.read(request);
    case 'date':
      return formatDay(field.read(request), language);
    case 'count':
      return formatCount(field.read(request));
    case 'money':
      return formatMoneyList(field.read(request), language);
    default:
      return never(field, 'print');
  }
}

function text(read: (request: CanonicalRequest) => string): Field {
  return { type: 'text', read };
}

function date(read: (request: CanonicalRequest) => Day): Field {
  return { type: 'date', read };
}

function count(read: (request: CanonicalRequest) => number): Field {
  return { type: 'count', read };
}

function money(read: (request: CanonicalRequest) => Money[]): Field {
  return { type: 'money', read };
}
