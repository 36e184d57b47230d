import { decimal, units } from '../../reckoning.ts';
import type { LineDecision } from './entries.ts';
import type { Line, Schedule } from './messages.ts';
import type { FactorOptions } from './options.ts';

type Case = {
  body: Schedule;
  options: FactorOptions;
  financed: ReadonlySet<string>;
  used: ReadonlyMap<string, bigint>;
  at: Date;
  /** What it pays above the request, where it is told to. */
  above: bigint;
};

/** Lines in order: each funded one uses its debtor's limit before the next is looked at. */
export function decide({ body, options, financed, used, at, above }: Case): LineDecision[] {
  const limitUsed = new Map(used);
  const seen = new Set(financed);
  return body.lines.map((line) => {
    const { lineNumber } = line;
    const credits = body.lines
      .filter((note) => note.kind === 'credit_note' && note.creditsNumber === line.number)
      .reduce((total, note) => total + units(note.advanceAmount), 0n);
    const asked = line.kind === 'credit_note' ? 0n : units(line.advanceAmount) - credits;
    const advance = asked > 0n ? asked : 0n;
    const total = (limitUsed.get(line.debtor.id) ?? 0n) + advance;
    const no = seen.has(documentKey(body, line))
      ? { code: 'ALREADY_FINANCED', message: `${line.number} is financed already` }
      : refusalOfLine({ line, options, advance, total, at });
    if (no) return { lineNumber, status: 'declined', ...no };
    limitUsed.set(line.debtor.id, total);
    seen.add(documentKey(body, line));
    const amount = decimal(advance === 0n ? advance : advance + above);
    return { lineNumber, status: 'funded', amount, currency: body.currency };
  });
}

/** A document however its number is spelt. */
export function documentKey(body: Schedule, line: Line): string {
  const number = line.number.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return [body.seller.name, line.kind, number, line.instalment].join('|');
}

type Judged = { line: Line; options: FactorOptions; advance: bigint; total: bigint; at: Date };
type No = { code: string; message: string };

function refusalOfLine({ line, options, advance, total, at }: Judged): No | undefined {
  const refused = options.refusedCountries ?? ['BY', 'CU', 'IR', 'KP', 'RU', 'SY'];
  const limit = options.debtorLimits?.[line.debtor.id] ?? options.debtorLimitDefault ?? 5_000_000;
  const days = Math.floor(
    (Date.parse(line.dueOn) - Date.parse(at.toISOString().slice(0, 10))) / 86_400_000,
  );
  if (line.debtor.country !== null && refused.includes(line.debtor.country)) {
    return { code: 'DEBTOR_COUNTRY', message: `debtors in ${line.debtor.country} are not funded` };
  }
  if (days < (options.daysToDueMin ?? 5)) {
    return { code: 'DUE_TOO_NEAR', message: `due in ${days} days` };
  }
  if (advance > units(String(options.advanceMax ?? 2_000_000))) {
    return { code: 'AMOUNT_TOO_HIGH', message: 'above the highest advance on one document' };
  }
  if (total > units(String(limit))) {
    return { code: 'DEBTOR_LIMIT', message: `over the limit of ${limit} for ${line.debtor.name}` };
  }
  return undefined;
}
