import { type Money, toDecimal } from '../../../src/core/money.ts';

/** A piece of XML; what is `undefined` is left out. */
export type Markup = string | undefined;

/** A whole message: its one element inside `Document`, in the message's namespace. */
export function message(namespace: string, root: Markup): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="${namespace}">${root}</Document>\n`;
}

export function group(name: string, children: readonly Markup[], namespace?: string): string {
  const space = namespace === undefined ? '' : ` xmlns="${namespace}"`;
  return `<${name}${space}>${children.filter((child) => child !== undefined).join('')}</${name}>`;
}

/** `group`, or nothing when nothing is in it. */
export function groupOf(name: string, children: readonly Markup[]): Markup {
  return children.some((child) => child !== undefined) ? group(name, children) : undefined;
}

/** What identifies a thing: never cut. A value that the schema has no place for is not sent. */
export function text(name: string, value: string): string {
  return `<${name}>${escaped(clean(value))}</${name}>`;
}

/** What only describes: cut to what the schema allows, in characters; nothing when nothing is left. */
export function described(name: string, value: string | undefined, maxLength: number): Markup {
  const kept = Array.from(clean(value ?? ''))
    .slice(0, maxLength)
    .join('')
    .trim();
  return kept === '' ? undefined : `<${name}>${escaped(kept)}</${name}>`;
}

/** Text over several elements of the same name, `maxLength` characters each. */
export function lines(
  name: string,
  value: string | undefined,
  { maxLength, count }: { maxLength: number; count: number },
): Markup[] {
  const characters = Array.from(clean(value ?? ''));
  return Array.from({ length: count }, (_, index) =>
    described(
      name,
      characters.slice(index * maxLength, (index + 1) * maxLength).join(''),
      maxLength,
    ),
  );
}

export function amount(name: string, money: Money): string {
  return `<${name} Ccy="${money.currency}">${toDecimal(money)}</${name}>`;
}

/** One line, without what XML 1.0 cannot hold. */
function clean(value: string): string {
  return value
    .replace(/\s+/g, ' ')
    .replace(/[^\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .trim();
}

function escaped(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
