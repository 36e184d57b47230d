import { describe, expect, test } from 'vitest';
import { Id } from '../../../src/core/ids.ts';
import { createIdSequence } from '../../../src/store/ledger/id-sequence.ts';

describe('ids of the rows of a file', () => {
  test('sort in the order they were taken, and none is taken twice', () => {
    const next = createIdSequence();
    const ids = Array.from({ length: 200_000 }, () => next());
    expect(ids.every((id, index) => index === 0 || (ids[index - 1] ?? '') < id)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('are UUIDs of version 7 and differ between two files of one instant', () => {
    const [first, second] = [createIdSequence()(), createIdSequence()()];
    expect(Id.safeParse(first).success).toBe(true);
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-/);
    expect(first).not.toBe(second);
  });
});
