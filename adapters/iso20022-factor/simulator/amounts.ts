import type { Node } from './tree.ts';

/** Decimal text with its currency; the number of decimals is kept as it came. */
export type Amount = { text: string; currency: string };

export function amountOf(node: Node | undefined): Amount {
  return { text: node?.text ?? '0', currency: node?.attributes.Ccy ?? '' };
}

/** Decimal text as an exact count of hundred-thousandths. */
export function units(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(5, '0'));
}

export function total(texts: readonly string[]): bigint {
  return texts.reduce((sum, text) => sum + units(text), 0n);
}

/** With as many decimals as the amount `like` it has; less than that is cut off. */
export function decimal(count: bigint, like: string): string {
  const decimals = like.split('.')[1]?.length ?? 0;
  const digits = String(count).padStart(6, '0');
  const fraction = digits.slice(-5).slice(0, decimals);
  return decimals === 0 ? digits.slice(0, -5) : `${digits.slice(0, -5)}.${fraction}`;
}
