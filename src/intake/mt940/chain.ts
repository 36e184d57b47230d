import { toDecimal } from '../../core/money.ts';
import { refuseStatement, type Statement, type StatementRefusal } from '../statement.ts';
import { checkSum } from '../statement-sum.ts';
import type { Page } from './page.ts';

/**
 * Puts the pages of a file together: from a final opening balance (60F) over intermediate ones
 * (62M to 60M) to a final closing balance (62F). A page that is not there refuses the file, and so
 * does a balance that the next page, or the account's next statement, does not go on from.
 */
export function chainPages(pages: readonly Page[]): Statement[] | StatementRefusal {
  const statements: Statement[] = [];
  const finished: Page[] = [];
  const open = new Map<string, Page>();
  for (const page of pages) {
    const before = open.get(accountKey(page));
    const joined = join(before, page);
    if ('status' in joined) return joined;
    if (!joined.closing.final) {
      open.set(accountKey(page), joined);
      continue;
    }
    open.delete(accountKey(page));
    finished.push(joined);
    const statement = checkSum(statementOf(joined));
    if ('status' in statement) return statement;
    statements.push(statement);
  }
  for (const left of open.values()) return missing(left, left.page + 1);
  return checkFollowing(finished) ?? statements;
}

/** A page behind the one before, whose entries go on; the first of a statement is itself. */
function join(before: Page | undefined, page: Page): Page | StatementRefusal {
  if (page.opening.final) return before ? missing(before, before.page + 1) : checked(page);
  if (!before) return missing(page, Math.max(page.page - 1, 1));
  if (before.number !== page.number || before.page + 1 !== page.page) {
    return missing(before, before.page + 1);
  }
  const broken = checkCarried(before, page);
  if (broken) return broken;
  const read = checked(page);
  if ('status' in read) return read;
  const { statementId, opening, entries } = before;
  for (const entry of page.entries) entries.push(entry);
  return { ...page, statementId, opening, entries };
}

/** Each page must hold for itself, so that the one that does not is named. */
function checked(page: Page): Page | StatementRefusal {
  const sum = checkSum(statementOf(page));
  return 'status' in sum ? sum : page;
}

function missing(page: Page, number: number): StatementRefusal {
  return refuseStatement('statement_page_missing', { statement: page.statementId, page: number });
}

/** Statements of one account whose numbers follow each other, in whichever order they are given. */
function checkFollowing(pages: readonly Page[]): StatementRefusal | undefined {
  const numbered = new Map(pages.map((page) => [`${accountKey(page)}|${page.number}`, page]));
  for (const page of pages) {
    const next = numbered.get(`${accountKey(page)}|${page.number + 1}`);
    const broken = next && page.number > 0 ? checkCarried(page, next) : undefined;
    if (broken) return broken;
  }
  return undefined;
}

function checkCarried(before: Page, page: Page): StatementRefusal | undefined {
  const { currency } = before;
  if (before.closing.amountMinor === page.opening.amountMinor) return undefined;
  return refuseStatement('statement_chain', {
    statement: page.statementId,
    before: before.statementId,
    currency,
    carried: toDecimal({ amountMinor: before.closing.amountMinor, currency }),
    opening: toDecimal({ amountMinor: page.opening.amountMinor, currency }),
  });
}

/** One account number may stand for one account in each currency. */
function accountKey({ account, currency }: Page): string {
  return `${account}|${currency}`;
}

function statementOf(page: Page): Statement {
  const { statementId, account, currency, opening, closing } = page;
  return {
    dialect: 'mt940',
    statementId,
    account,
    currency,
    copy: 'original',
    page: { number: 1, last: true, only: true },
    openingMinor: opening.amountMinor,
    closingMinor: closing.amountMinor,
    balanced: true,
    entries: page.entries.map((entry, index) =>
      entry.entryRefBy === 'place' ? { ...entry, entryRef: `#${index + 1}` } : entry,
    ),
  };
}
