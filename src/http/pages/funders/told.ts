import type { Flash } from '../flash.ts';
import type { View } from '../view.ts';

/** What became of funders' statements and movements, by the code of what is told. */
export function toldOfFunders(
  { text: { funders, movements } }: View,
  params: Flash['params'],
): Record<string, () => string> {
  const count = (name: string) => Number(params[name] ?? 0);
  const { settled } = movements;
  return {
    funder_statement_taken: () => {
      const recorded = funders.recorded(
        count('booked'),
        count('confirmed'),
        count('questioned'),
        count('known'),
      );
      return count('breaks') === 0 ? recorded : `${recorded} ${funders.broken(count('breaks'))}`;
    },
    funder_statement_repeated: () => funders.repeated,
    funder_mapping_saved: () => funders.mapped(count('version')),
    mapping_not_json: () => funders.notJson,
    movement_settled: () => (params.decision === 'booked' ? settled.booked : settled.dismissed),
    movement_decided: () => movements.decided,
    movement_number_unknown: () => movements.numberUnknown(String(params.number ?? '')),
    movement_misfit: () => movements.stillNot(String(params.why ?? '')),
  };
}
