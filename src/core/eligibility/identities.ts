import { assert } from '../assert.ts';
import { type BusinessKey, keyText } from '../receivable.ts';
import { hashStart, hashText, hashUnit, type Identity } from './repeats.ts';

export function byId(items: readonly { id: string }[]): Identity {
  return byWord(items, ({ id }) => id);
}

export function byFacility(items: readonly { facilityId: string }[]): Identity {
  return byWord(items, ({ facilityId }) => facilityId);
}

export function byReceivable(items: readonly { receivableId: string }[]): Identity {
  return byWord(items, ({ receivableId }) => receivableId);
}

/** By `keyText`: its hash is that of the text, which itself is only made where hashes are equal. */
export function byKey(items: readonly { key: BusinessKey }[]): Identity {
  const hashOf = keyHash();
  return {
    rows: items.length,
    hashOf: (row) => hashOf(at(items, row).key),
    textOf: (row) => keyText(at(items, row).key),
  };
}

function byWord<Item>(items: readonly Item[], wordOf: (item: Item) => string): Identity {
  return {
    rows: items.length,
    hashOf: (row) => hashText(hashStart, wordOf(at(items, row))),
    textOf: (row) => wordOf(at(items, row)),
  };
}

/**
 * Seller, ledger and number run into one another in a key's text, so they are hashed as one text; what
 * follows them has no bar in it and stands for itself. Most rows have the seller of the row before.
 */
function keyHash(): (key: BusinessKey) => number {
  let last: Pick<BusinessKey, 'sellerId' | 'ledger'> | undefined;
  let origin = hashStart;
  return function hashKey({ sellerId, ledger, number, kind, fiscalYear, instalment }) {
    if (last?.sellerId !== sellerId || last.ledger !== ledger) {
      const seller = hashUnit(hashText(hashStart, sellerId), bar);
      origin = hashUnit(hashText(seller, ledger), bar);
      last = { sellerId, ledger };
    }
    const named = hashUnit(hashText(origin, number), kind.length);
    return hashUnit(hashUnit(named, fiscalYear), instalment);
  };
}

const bar = '|'.charCodeAt(0);

function at<Item>(items: readonly Item[], row: number): Item {
  const item = items[row];
  assert(item !== undefined, 'a row that is not in the list');
  return item;
}
