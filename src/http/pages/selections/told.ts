import type { Flash } from '../flash.ts';
import type { View } from '../view.ts';

/** What making a selection again came to, by the code of what is told. */
export function toldOfSelections(
  { text: { selections }, wordRefusal }: View,
  params: Flash['params'],
): Record<string, () => string> {
  const text = (name: string) => String(params[name] ?? '');
  const isOtherEngine = text('stored') !== text('now');
  return {
    selection_same: () =>
      isOtherEngine ? selections.sameByOther(text('stored'), text('now')) : selections.same,
    selection_differs: () => {
      const differs = selections.differs(text('path'), text('before'), text('after'));
      if (!isOtherEngine) return differs;
      return `${differs} ${selections.differsByOther(text('stored'), text('now'))}`;
    },
    selection_refused: () => selections.refused(wordRefusal(text('refusal'), params)),
    selection_damaged_input: () => selections.damagedInput,
    selection_damaged_plan: () => selections.damagedPlan,
  };
}
