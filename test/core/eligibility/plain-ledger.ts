import { dayNumber } from '../../../src/core/calendar.ts';
import { byText, type Ledger } from '../../../src/core/eligibility/ledger.ts';
import { qualityProblems } from '../../../src/core/eligibility/quality.ts';
import type { SelectionInput } from '../../../src/core/input.ts';
import type { Refusal } from '../../../src/core/plan.ts';
import { type Invoice, keyText, normaliseNumber } from '../../../src/core/receivable.ts';

type Columns = Omit<
  Ledger,
  'rows' | 'rowOf' | 'debtors' | 'credits' | 'payables' | 'positions' | 'namesInvoices'
> & { invoices: Invoice[] };

/** A ledger's columns as their definitions have them: everything by sorting and by texts. */
export function plainColumns(input: SelectionInput): Columns {
  const debtors = input.debtors.map(({ id }) => id).sort();
  const invoices = input.receivables
    .flatMap((item) => (item.kind === 'invoice' ? [item] : []))
    .toSorted((left, right) => byText(left.debtorId, right.debtorId) || byText(left.id, right.id));
  const issued = invoices.map(({ issuedOn }) => dayNumber(issuedOn));
  const due = invoices.map(({ dueOn }) => dayNumber(dueOn));
  const open = invoices.map(({ openMinor }) => openMinor);
  const currencies = [...new Set(invoices.map(({ currency }) => currency))].sort();
  const quality = problemsOf(input, invoices);
  const groups = input.debtors
    .toSorted((left, right) => byText(left.id, right.id))
    .map(({ id, groupId }) => (groupId === undefined ? `debtor ${id}` : `group ${groupId}`));
  const { numbers: classOf, firsts } = numbered(
    invoices.map((invoice, line) => classText(input, invoice, quality[line] ?? 0)),
  );
  return {
    groupOf: Int32Array.from(numbered(groups).numbers),
    invoices,
    heldLines: Int32Array.from(
      invoices.flatMap(({ id }, line) =>
        input.positions.some(({ receivableId }) => receivableId === id) ? [line] : [],
      ),
    ),
    debtorOf: Int32Array.from(invoices, ({ debtorId }) => debtors.indexOf(debtorId)),
    start: Int32Array.from({ length: debtors.length + 1 }, (_, debtor) =>
      invoices.reduce((sum, own) => sum + (debtors.indexOf(own.debtorId) < debtor ? 1 : 0), 0),
    ),
    issued: Int32Array.from(issued),
    issuedRange: rangeOf(issued),
    due: Int32Array.from(due),
    dueRange: rangeOf(due),
    open: Float64Array.from(open),
    openMin: open.length === 0 ? 0 : Math.min(...open),
    openMax: open.length === 0 ? 0 : Math.max(...open),
    currencies,
    currencyOf: Uint8Array.from(invoices, ({ currency }) => currencies.indexOf(currency)),
    partial: Int32Array.from(
      invoices.flatMap(({ disputedMinor, particulars }, line) =>
        disputedMinor > 0 || particulars?.components ? [line] : [],
      ),
    ),
    classOf: Int32Array.from(classOf),
    sampleOf: Int32Array.from(firsts),
    quality: Uint8Array.from(quality),
  };
}

/** What is wrong with an input's rows, by what their identities are as texts. */
export function plainRefusals(input: SelectionInput): Refusal[] {
  const { receivables, debtors, positions, payables, facilities } = input;
  const known = debtors.map(({ id }) => id);
  const unknown = (list: string, items: readonly { debtorId: string }[]) =>
    items.flatMap(({ debtorId }, index): Refusal[] => {
      if (known.includes(debtorId)) return [];
      const path = `${list}.${index}.debtorId`;
      return [{ code: 'debtor_unknown', path, params: { debtorId } }];
    });
  const texts = (list: string, code: Refusal['code'], ids: readonly string[]) =>
    ids.flatMap((id, row): Refusal[] => {
      const firstRow = ids.indexOf(id);
      return firstRow === row
        ? []
        : [{ code, path: `${list}.${row}`, params: { id, row, firstRow } }];
    });
  const found = [
    texts('debtors', 'debtor_duplicate', known),
    texts(
      'facilities',
      'facility_duplicate',
      facilities.map(({ facilityId }) => facilityId),
    ),
    texts(
      'receivables',
      'receivable_duplicate',
      receivables.map(({ id }) => id),
    ),
    texts(
      'receivables',
      'receivable_key_duplicate',
      receivables.map(({ key }) => keyText(key)),
    ),
    texts(
      'positions',
      'position_duplicate',
      positions.map(({ receivableId }) => receivableId),
    ),
    unknown('receivables', receivables),
    unknown('payables', payables),
    receivables.flatMap((item, index): Refusal[] => {
      if (item.kind !== 'invoice' || item.disputedMinor <= item.openMinor) return [];
      const { id: receivableId, disputedMinor, openMinor, currency } = item;
      const path = `receivables.${index}.disputedMinor`;
      const params = { receivableId, disputedMinor, openMinor, currency };
      return [{ code: 'disputed_above_open', path, params }];
    }),
  ];
  return found.flat().slice(0, 100);
}

function problemsOf(input: SelectionInput, invoices: readonly Invoice[]): number[] {
  const isAsked = input.facilities.some(({ rules }) =>
    rules.some(({ rule }) => rule === 'data_quality'),
  );
  const names = invoices.map(({ key, debtorId }) =>
    JSON.stringify([
      key.sellerId,
      normaliseNumber(key.number),
      key.fiscalYear,
      key.instalment,
      debtorId,
    ]),
  );
  return invoices.map(({ openMinor, faceMinor, issuedOn, dueOn, particulars }, line) => {
    if (!isAsked) return 0;
    const parts = particulars?.components?.reduce((sum, part) => sum + part.amountMinor, 0) ?? 0;
    const isTwice = names.filter((name) => name === names[line]).length > 1;
    if (openMinor > faceMinor) return qualityProblems.indexOf('open_above_face');
    if (dueOn < issuedOn) return qualityProblems.indexOf('due_before_issue');
    if (parts > openMinor) return qualityProblems.indexOf('parts_above_open');
    return isTwice ? qualityProblems.indexOf('duplicate_number') : 0;
  });
}

/** All that a rule about names and flags may see; no policy and no list is asked in these terms. */
function classText(input: SelectionInput, invoice: Invoice, problem: number): string {
  const debtor = input.debtors.find(({ id }) => id === invoice.debtorId);
  const { components: _, ...flags } = invoice.particulars ?? {};
  return JSON.stringify([
    debtor && [debtor.country, debtor.status, debtor.kind, debtor.relation, debtor.sanctions],
    debtor?.isFormalityDone,
    [invoice.currency, invoice.key.sellerId, invoice.key.ledger],
    input.positions.find(({ receivableId }) => receivableId === invoice.id)?.facilityId,
    problem,
    invoice.particulars ? flags : undefined,
  ]);
}

/** Texts numbered as they come, and where each came first. */
function numbered(texts: readonly string[]): { numbers: number[]; firsts: number[] } {
  const distinct = [...new Set(texts)];
  return {
    numbers: texts.map((text) => distinct.indexOf(text)),
    firsts: distinct.map((text) => texts.indexOf(text)),
  };
}

function rangeOf(days: readonly number[]): { from: number; to: number } {
  return days.length === 0
    ? { from: 0, to: 0 }
    : { from: Math.min(...days), to: Math.max(...days) };
}
