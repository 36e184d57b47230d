import type { Flash } from '../flash.ts';
import type { View } from '../view.ts';

/** What became of a feed, by the code of what is told. */
export function toldOfExposure(
  { text: { exposure } }: View,
  params: Flash['params'],
): Record<string, () => string> {
  const reference = String(params.reference ?? '');
  return {
    feed_made: () => exposure.made(reference),
    feed_released: () => exposure.sent(reference),
    feed_withheld: () => exposure.keptBack,
    feed_not_now: () => exposure.decided,
    feed_same_person: () => exposure.ownFeed,
    feed_unknown: () => exposure.unknown,
  };
}
