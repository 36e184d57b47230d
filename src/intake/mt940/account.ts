import type { Currency } from '../../core/money.ts';

/**
 * The account as the bank writes it, an IBAN without spaces. Some banks put the currency behind
 * an IBAN; an IBAN may itself end with one (Mauritius), so its check digits decide.
 */
export function accountOf(written: string, currency: Currency): string {
  const plain = written.replace(/\s/g, '');
  if (isIban(plain)) return plain;
  const bare = plain.endsWith(currency) ? plain.slice(0, -currency.length) : plain;
  return isIban(bare) ? bare : written;
}

/** ISO 13616: the first four characters last, letters as 10 to 35, the rest modulo 97 is 1. */
function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(text)) return false;
  let rest = 0;
  for (const character of text.slice(4) + text.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
