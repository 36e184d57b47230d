/** Distinct values, each with its number; each is stored once. */
export type Dictionary<Item> = { numberOf(item: Item): number; items: Item[] };

/** Two values are one where their JSON is. */
export function createDictionary<Item>(): Dictionary<Item> {
  const items: Item[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (item: Item): number => {
    const text = JSON.stringify(item);
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, items.length);
    return items.push(item) - 1;
  };
  return { numberOf, items };
}
