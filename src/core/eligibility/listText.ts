const known = new WeakMap<readonly string[], string>();

/** The names of a list of the terms in their order of text, for params; worked out once for each list. */
export function listText(names: readonly string[]): string {
  const before = known.get(names);
  if (before !== undefined) return before;
  const text = names.toSorted().join(', ');
  known.set(names, text);
  return text;
}
