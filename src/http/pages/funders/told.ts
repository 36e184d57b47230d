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
    funder_statement_taken: () =>
      funders.recorded(count('booked'), count('confirmed'), count('questioned'), count('known')),
    funder_statement_repeated: () => funders.repeated,
    funder_mapping_saved: () => funders.mapped(count('version')),
    mapping_not_json: () => funders.notJson,
    movement_settled: () => (params.decision === 'booked' ? settled.booked : settled.dismissed),
    movement_decided: () => movements.decided,
    movement_misfit: () => movements.stillNot(String(params.why ?? '')),
  };
}
