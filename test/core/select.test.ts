import fc from 'fast-check'
import { expect, test } from 'vitest'
import { checkPlan } from '../../src/core/allocation/check.ts'
import { selectReceivables } from '../../src/core/select.ts'
import { anyInput } from './selection-samples.ts'

test('any plan satisfies its checker', () => {
  fc.assert(
    fc.property(anyInput, (given) => {
      const selection = selectReceivables(given)
      if (!selection.ok) throw new Error(JSON.stringify(selection.refusals))
      expect(checkPlan(given, selection.plan)).toEqual([])
    }),
    { numRuns: 2000 },
  )
})
