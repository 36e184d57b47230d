import { Valuation } from '../../core/compare/valuation.ts';
import { Problem } from '../problem.ts';

type Stated = {
  administrationMinor?: number | undefined;
  expectedLossPpm?: number | undefined;
  expectedLossByRating?: string | undefined;
};

/** What services are valued at, from an address: nothing of it is stated, or all that it needs. */
export function valuationOf(stated: Stated): Valuation | undefined {
  const { expectedLossByRating: byRating, ...plain } = stated;
  if (Object.values(stated).every((value) => value === undefined)) return undefined;
  const parsed = Valuation.safeParse({
    ...plain,
    ...(byRating !== undefined && { expectedLossByRating: lossesOf(byRating) }),
  });
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, code, message }) => ({
    pointer: `#/${path.map(String).join('/')}`,
    code,
    detail: message,
  }));
  throw new Problem('invalid_request', { errors });
}

/** `A:1000,C:20000`; a rating stated twice would have two losses. */
function lossesOf(text: string): Record<string, number> {
  const pairs = text.split(',').map((item): [string, number] => {
    const [rating = '', ppm = ''] = item.split(':').map((part) => part.trim());
    if (rating === '' || !/^\d{1,7}$/.test(ppm)) throw misread(item);
    return [rating, Number(ppm)];
  });
  const seen = new Set<string>();
  for (const [rating] of pairs) {
    if (seen.has(rating)) throw misread(rating);
    seen.add(rating);
  }
  return Object.fromEntries(pairs);
}

function misread(detail: string): Problem {
  const pointer = '#/expectedLossByRating';
  return new Problem('invalid_request', { errors: [{ pointer, code: 'invalid_format', detail }] });
}
