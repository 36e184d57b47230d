import type { z } from 'zod';
import type { WordParams } from '../wording/format.ts';
import { word } from '../wording/word.ts';

/** Where what was loaded contradicts itself; every language has its sentence under `refusal.<code>`. */
type ContradictionCode =
  | 'calendar_years'
  | 'calendar_day'
  | 'calendar_both'
  | 'fixing_duplicate'
  | 'tiers_order'
  | 'charged_twice'
  | 'discount_at_maturity';

export function contradict(
  context: z.core.$RefinementCtx,
  path: (string | number)[],
  code: ContradictionCode,
  params: WordParams = {},
): void {
  const message = word('en', `refusal.${code}`, params);
  context.addIssue({ code: 'custom', path, message, params: { code, ...params } });
}
