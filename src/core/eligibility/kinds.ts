import type { Ledger } from './ledger.ts';
import { type Aspect, distinctVerdicts, type Verdict, type Verdicts } from './verdicts.ts';

/** Classes that fare alike under all facilities' rules about names and flags, as one kind. */
export type Kinds = { kindOf: Int32Array; verdicts: Verdicts };

export function kindsOf(
  { sampleOf }: Ledger,
  verdictOf: (aspect: Aspect, line: number) => Verdict,
): Kinds {
  const verdicts = distinctVerdicts();
  return { kindOf: sampleOf.map((line) => verdicts.idOf(verdictOf('class', line))), verdicts };
}
