/** Where two documents part: members by name, items by place. Texts are canonical JSON, cut short. */
export type Difference = { path: string; stored: string; now: string };

const lengthMax = 200;

/** The first place, in the order of names, where what is made now is not what was stored. */
export function firstDifference(
  stored: unknown,
  now: unknown,
  path: readonly (string | number)[] = [],
): Difference | undefined {
  if (Object.is(stored, now)) return undefined;
  if (!isObject(stored) || !isObject(now) || Array.isArray(stored) !== Array.isArray(now)) {
    return { path: path.join('.'), stored: textOf(stored), now: textOf(now) };
  }
  const names = new Set([...Object.keys(stored), ...Object.keys(now)]);
  for (const name of Array.isArray(stored) ? names : [...names].sort()) {
    const found = firstDifference(stored[name], now[name], [...path, name]);
    if (found) return found;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function textOf(value: unknown): string {
  const text = JSON.stringify(value) ?? '';
  return text.length > lengthMax ? `${text.slice(0, lengthMax)} …` : text;
}
