import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { ratesTo } from '../../src/core/eligibility/gross.ts';
import type { Ledger } from '../../src/core/eligibility/ledger.ts';
import type { RuleOf } from '../../src/core/facility/rule.ts';
import type { Terms } from '../../src/core/facility.ts';
import type { SelectionInput } from '../../src/core/input.ts';
import { asOfNumber, countries } from './factored.ts';

/** A facility's sums by rule and its pool, from a database that has the same columns in memory. */
export type SqlSums = { taken: number[]; poolMinor: number };

export type SqlLedger = { sumsOf: (terms: Terms) => Promise<SqlSums>; close: () => void };

export async function loadSql(input: SelectionInput, ledger: Ledger): Promise<SqlLedger> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  await connection.run(schema);
  await loadLines(connection, ledger);
  await loadDebtors(connection, input, ledger);
  await loadRates(connection, input, ledger);
  await connection.run('CREATE TABLE lines AS SELECT * REPLACE (open::BIGINT AS open) FROM raw');
  await connection.run('DROP TABLE raw');
  return {
    sumsOf: async (terms) => {
      const reader = await connection.runAndReadAll(facilitySql(terms));
      const rows = reader.getRows().map((row) => row.map(Number));
      const taken = terms.rules.map(() => 0);
      let poolMinor = 0;
      for (const [rule = 0, amount = 0] of rows) {
        if (rule < 0) poolMinor = amount;
        else taken[rule] = amount;
      }
      return { taken, poolMinor };
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

const schema = `
  CREATE TABLE raw (debtor INTEGER, currency UTINYINT, issued INTEGER, due INTEGER, open DOUBLE);
  CREATE TABLE debtors (debtor INTEGER, country TINYINT, insolvent BOOLEAN, affiliate BOOLEAN, cover DOUBLE);
  CREATE TABLE credits (debtor INTEGER, currency UTINYINT, open DOUBLE);
  CREATE TABLE rates (facility VARCHAR, currency UTINYINT, code VARCHAR, above DOUBLE, below DOUBLE);`;

async function loadLines(connection: DuckDBConnection, ledger: Ledger): Promise<void> {
  const lines = await connection.createAppender('raw');
  for (let line = 0; line < ledger.open.length; line += 1) {
    lines.appendInteger(ledger.debtorOf[line] ?? 0);
    lines.appendUTinyInt(ledger.currencyOf[line] ?? 0);
    lines.appendInteger(ledger.issued[line] ?? 0);
    lines.appendInteger(ledger.due[line] ?? 0);
    lines.appendDouble(ledger.open[line] ?? 0);
    lines.endRow();
  }
  lines.closeSync();
}

async function loadDebtors(
  connection: DuckDBConnection,
  { cover }: SelectionInput,
  ledger: Ledger,
): Promise<void> {
  const covers = new Map(
    cover.map(({ debtorId, layers }) => [debtorId, layers[0]?.amountMinor ?? 0]),
  );
  const debtors = await connection.createAppender('debtors');
  ledger.debtors.forEach(({ id, country, status, relation }, debtor) => {
    debtors.appendInteger(debtor);
    debtors.appendTinyInt(countries.indexOf(country ?? ''));
    debtors.appendBoolean(status === 'insolvent');
    debtors.appendBoolean(relation === 'affiliate');
    debtors.appendDouble(covers.get(id) ?? 0);
    debtors.endRow();
  });
  debtors.closeSync();
  const credits = await connection.createAppender('credits');
  for (const [debtor, items] of ledger.credits) {
    for (const { currency, openMinor } of items) {
      credits.appendInteger(debtor);
      credits.appendUTinyInt(ledger.currencies.indexOf(currency));
      credits.appendDouble(-openMinor);
      credits.endRow();
    }
  }
  credits.closeSync();
}

async function loadRates(
  connection: DuckDBConnection,
  input: SelectionInput,
  ledger: Ledger,
): Promise<void> {
  const rates = await connection.createAppender('rates');
  for (const { facilityId, currency: to } of input.facilities) {
    const { ratios } = ratesTo(input, ledger, to);
    ledger.currencies.forEach((code, currency) => {
      rates.appendVarchar(facilityId);
      rates.appendUTinyInt(currency);
      rates.appendVarchar(code);
      rates.appendDouble(Number(ratios[currency]?.numerator ?? 1));
      rates.appendDouble(Number(ratios[currency]?.denominator ?? 1));
      rates.endRow();
    });
  }
  rates.closeSync();
}

/** By rule what it takes, then the pool as rule −1: every line once, then debtors. */
function facilitySql(terms: Terms): string {
  const { facilityId } = terms;
  const { rules } = terms;
  const at = (code: string) => rules.findIndex(({ rule }) => rule === code);
  const ageing = ruleOf(terms, 'cross_ageing');
  const isInsured = at('insured_limit') >= 0;
  const funder = isInsured ? undefined : ruleOf(terms, 'funder_limit');
  const limit = isInsured ? 'covered' : String(funder?.otherwiseMinor ?? 0);
  return `
  WITH rate AS (SELECT currency, code, above::BIGINT AS above, below::BIGINT AS below
      FROM rates WHERE facility = '${facilityId}'),
  euro AS (SELECT above, below FROM rate WHERE code = 'EUR'),
  judged AS (SELECT debtor, (open * above) // below AS gross, issued, due, CASE ${cases(terms)} END AS rule
      FROM (SELECT *, (open * above) // below AS amount
        FROM lines JOIN rate USING (currency) JOIN debtors USING (debtor))),
  sums AS MATERIALIZED (SELECT debtor, rule, sum(gross)::BIGINT AS gross,
      (sum(gross) FILTER (${asOfNumber} - due > ${ageing.days}))::BIGINT AS old
      FROM judged GROUP BY debtor, rule),
  credited AS (SELECT debtor, sum((open::BIGINT * above + below - 1) // below)::BIGINT AS credit
      FROM credits JOIN rate USING (currency) GROUP BY debtor),
  owing AS (SELECT debtor, sum(gross)::BIGINT AS owed, coalesce(sum(old), 0)::BIGINT AS old,
      coalesce(sum(gross) FILTER (rule = -1), 0)::BIGINT AS passed FROM sums GROUP BY debtor),
  aged AS (SELECT *, CASE WHEN 10000 * old > ${ageing.shareBp} * owed THEN passed ELSE 0 END AS tainted
      FROM owing),
  netted AS (SELECT *, least(passed - tainted, coalesce(credit, 0)) AS netted,
      (cover::BIGINT * euro.above) // euro.below AS covered
      FROM aged LEFT JOIN credited USING (debtor) JOIN debtors USING (debtor), euro),
  limited AS (SELECT *, greatest(0, passed - tainted - netted - ${limit}) AS cut FROM netted)
  SELECT rule, sum(gross)::DOUBLE FROM sums WHERE rule >= 0 GROUP BY rule
  UNION ALL SELECT ${at('cross_ageing')}, sum(tainted)::DOUBLE FROM limited
  UNION ALL SELECT ${at('credits')}, sum(netted)::DOUBLE FROM limited
  UNION ALL SELECT ${isInsured ? at('insured_limit') : at('funder_limit')}, sum(cut)::DOUBLE FROM limited
  UNION ALL SELECT -1, sum(passed - tainted - netted - cut)::DOUBLE FROM limited`;
}

/** The rules about whole invoices in their order, as one CASE. */
function cases(terms: Terms): string {
  const parts = terms.rules.flatMap((rule, index) => {
    const condition = conditionOf(rule);
    return condition === undefined ? [] : [`WHEN ${condition} THEN ${index}`];
  });
  return `${parts.join(' ')} ELSE -1`;
}

function conditionOf(rule: Terms['rules'][number]): string | undefined {
  switch (rule.rule) {
    case 'not_yet_issued':
      return `issued > ${asOfNumber}`;
    case 'debtor_status':
      return 'insolvent';
    case 'related_party':
      return 'affiliate';
    case 'currency':
      return `code NOT IN (${rule.allowed.map((code) => `'${code}'`).join(', ')})`;
    case 'country':
      return `country NOT IN (${rule.allowed.map((code) => countries.indexOf(code)).join(', ')})`;
    case 'amount_range':
      return `amount < ${rule.minMinor ?? 0} OR amount > ${rule.maxMinor ?? 0}`;
    case 'term_too_long':
      return `due - issued > ${rule.days}`;
    case 'past_due_date':
      return `${asOfNumber} - due > ${rule.days}`;
    case 'past_invoice_date':
      return `${asOfNumber} - issued > ${rule.days}`;
    default:
      return undefined;
  }
}

function ruleOf<Code extends 'cross_ageing' | 'funder_limit'>(
  { rules, facilityId }: Terms,
  code: Code,
): RuleOf<Code> {
  const isCode = (rule: Terms['rules'][number]): rule is RuleOf<Code> => rule.rule === code;
  const found = rules.find(isCode);
  if (!found) throw new Error(`${facilityId} has no ${code}`);
  return found;
}
