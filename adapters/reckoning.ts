/** What the books are kept in: decimal text as an exact count of ten-thousandths. */
export function units(amount: string): bigint {
  const negative = amount.startsWith('-');
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.');
  const size = BigInt(whole + fraction.padEnd(4, '0'));
  return negative ? -size : size;
}

export function decimal(amount: bigint): string {
  if (amount < 0n) return `-${decimal(-amount)}`;
  const digits = String(amount).padStart(5, '0');
  const text = `${digits.slice(0, -4)}.${digits.slice(-4)}`;
  return text.replace(/\.?0+$/, '') || '0';
}

/** Down to whole minor units: what cannot be paid is not booked. */
export function payable(amount: bigint, currency: string): bigint {
  const unit = minorUnit(currency);
  return (amount / unit) * unit;
}

export function isPayable(amount: string, currency: string): boolean {
  return units(amount) % minorUnit(currency) === 0n;
}

export function lastDayOfMonth(day: string): string {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** One minor unit of a currency in ten-thousandths. */
function minorUnit(currency: string): bigint {
  if (['JPY', 'KRW', 'CLP', 'VND', 'XOF', 'XAF', 'ISK'].includes(currency)) return 10_000n;
  return ['TND', 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR'].includes(currency) ? 10n : 100n;
}
