import type { View } from '../view.ts';

/** What became of a request to an insurer, by the code of what is told. */
export function toldOfInsurer({ text }: View, _params: object): Record<string, () => string> {
  return Object.fromEntries(
    Object.entries(text.insurer.told).map(([code, sentence]) => [code, () => sentence]),
  );
}
