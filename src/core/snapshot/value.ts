import { assert } from '../assert.ts';
import type { Invoice } from '../receivable.ts';
import { type Column, createColumn } from './column.ts';

/** An invoice as a facility sees it, before one of the deductions or where it was left out. */
export type Sight = {
  invoice: Invoice;
  /** Days since it was issued, and since it fell due. */
  sinceIssue: number;
  sinceDue: number;
  grossMinor: number;
  restMinor: number;
  amountMinor: number;
};

export type Value = string | number | boolean;

/** Where a value is found again: of an invoice, the same as the one before (`=`), or stored. */
const sources: Record<string, (sight: Sight) => Value> = {
  issuedOn: ({ invoice }) => invoice.issuedOn,
  dueOn: ({ invoice }) => invoice.dueOn,
  debtorId: ({ invoice }) => invoice.debtorId,
  currency: ({ invoice }) => invoice.currency,
  open: ({ invoice }) => invoice.openMinor,
  gross: ({ grossMinor }) => grossMinor,
  rest: ({ restMinor }) => restMinor,
  amount: ({ amountMinor }) => amountMinor,
  sinceDue: ({ sinceDue }) => sinceDue,
  sinceIssue: ({ sinceIssue }) => sinceIssue,
  term: ({ sinceIssue, sinceDue }) => sinceIssue - sinceDue,
};
const sourceList = Object.entries(sources);

type Slot = { token: string; value: Value };

/** Writes values as tokens; a slot is one parameter of one rule, its values follow each other. */
export type ValueWriter = {
  write(slot: string, value: Value, sight: Sight): string;
  numbers: Column;
  constants: Value[];
};

export function createValueWriter(): ValueWriter {
  const slots = new Map<string, Slot>();
  const numbers = createColumn();
  const constants: Value[] = [];
  const places = new Map<Value, number>();
  const store = (value: Value): string => {
    if (typeof value === 'number') {
      numbers.push(value);
      return '#';
    }
    const place = places.get(value) ?? constants.push(value) - 1;
    places.set(value, place);
    numbers.push(place);
    return '$';
  };
  const write = (name: string, value: Value, sight: Sight): string => {
    const before = slots.get(name);
    const found = before ? tokenAfter(before, value, sight) : sourceOf(value, sight);
    if (found === undefined) {
      slots.set(name, { token: '=', value });
      return store(value);
    }
    if (before) Object.assign(before, { token: found, value });
    else slots.set(name, { token: found, value });
    return found;
  };
  return { write, numbers, constants };
}

/** The values behind the tokens, in the order in which they were written. */
export function createValueReader(
  next: () => number,
  constants: readonly Value[],
): (slot: string, token: string, sight: Sight) => Value {
  const last = new Map<string, Value>();
  return (slot, token, sight) => {
    const value = valueAt(token, { sight, before: last.get(slot), next, constants });
    last.set(slot, value);
    return value;
  };
}

/** What held before holds most often: a threshold stays, a count of days is that of the invoice. */
function tokenAfter({ token, value: before }: Slot, value: Value, sight: Sight) {
  if (token !== '=' && sources[token]?.(sight) === value) return token;
  return value === before ? '=' : sourceOf(value, sight);
}

function sourceOf(value: Value, sight: Sight): string | undefined {
  return sourceList.find(([, read]) => read(sight) === value)?.[0];
}

function valueAt(
  token: string,
  of: {
    sight: Sight;
    before: Value | undefined;
    next: () => number;
    constants: readonly Value[];
  },
): Value {
  const { sight, before, next, constants } = of;
  if (token === '#') return next();
  const value =
    token === '=' ? before : token === '$' ? constants[next()] : sources[token]?.(sight);
  assert(value !== undefined, `a stored plan names a value that is not there (${token})`);
  return value;
}
