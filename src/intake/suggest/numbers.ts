import {
  type NumberFormat,
  normaliseNumber,
  plainDecimal,
  splitCurrency,
} from '../columns/amount.ts';

type NumberEvidence =
  | { status: 'decided'; format: NumberFormat; value?: string }
  | { status: 'unclear'; candidates: string[]; example: string };

const point: NumberFormat = { decimal: '.', thousands: ',' };
const comma: NumberFormat = { decimal: ',', thousands: '.' };

/**
 * Decides decimal point or comma from the values: "1.234,50" and "12.5" say it, "1.234" alone does
 * not. Whole numbers without any mark leave nothing to misread and take the point.
 */
export function weighNumbers(values: readonly string[]): NumberEvidence {
  const cells = values.map((value) => splitCurrency(value).number).filter((cell) => cell !== '');
  const votes = cells.map(vote);
  const forPoint = cells.find((_, index) => votes[index] === 'point');
  const forComma = cells.find((_, index) => votes[index] === 'comma');
  if (forPoint !== undefined && forComma !== undefined) return unclear(forComma);
  if (forPoint !== undefined) return decided(point, cells, forPoint);
  if (forComma !== undefined) return decided(comma, cells, forComma);
  const either = cells.find((_, index) => votes[index] === 'either');
  return either === undefined ? decided(point, cells) : unclear(either);
}

/** True for values at least half of which are numbers in some format. */
export function looksLikeNumbers(values: readonly string[]): boolean {
  const cells = values.map((value) => splitCurrency(value).number).filter((cell) => cell !== '');
  const formats = [
    point,
    comma,
    { ...point, thousands: ' ' },
    { ...comma, thousands: ' ' },
  ] as const;
  const numbers = cells.filter((cell) =>
    [...formats, { ...point, thousands: "'" } as const].some((format) =>
      plainDecimal(cell, format),
    ),
  );
  return cells.length > 0 && numbers.length * 2 >= cells.length;
}

function vote(cell: string): 'point' | 'comma' | 'either' | 'none' {
  const body = normaliseNumber(cell).replace(/[^\d.,]/g, '');
  const points = body.split('.').length - 1;
  const commas = body.split(',').length - 1;
  if (points + commas === 0) return 'none';
  if (points > 0 && commas > 0) {
    return body.lastIndexOf('.') > body.lastIndexOf(',') ? 'point' : 'comma';
  }
  const mark = points > 0 ? 'point' : 'comma';
  if (points + commas > 1) return mark === 'point' ? 'comma' : 'point';
  const grouped = /^[1-9]\d{0,2}[.,]\d{3}$/.test(body);
  if (grouped && !/[ ']/.test(normaliseNumber(cell))) return 'either';
  return mark;
}

function decided(format: NumberFormat, cells: string[], value?: string): NumberEvidence {
  const space = cells.some((cell) => /\d \d/.test(cell));
  const quote = cells.some((cell) => /\d'\d/.test(cell));
  const thousands = space ? ' ' : quote ? "'" : format.thousands;
  const found: NumberFormat = { decimal: format.decimal, thousands };
  return value === undefined
    ? { status: 'decided', format: found }
    : { status: 'decided', format: found, value };
}

function unclear(example: string): NumberEvidence {
  return { status: 'unclear', candidates: ['1,234.50', '1.234,50'], example };
}
