import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays } from '../../src/core/calendar.ts';
import type { Debtor } from '../../src/core/debtor.ts';
import type { Rule } from '../../src/core/facility/rule.ts';
import type { Terms } from '../../src/core/facility.ts';
import type { SelectionInput } from '../../src/core/input.ts';
import { exponentOf } from '../../src/core/money.ts';
import type { FacilityResult } from '../../src/core/plan.ts';
import type { Receivable } from '../../src/core/receivable.ts';
import {
  asOf,
  credit,
  input,
  invoice,
  planOf,
  resultOf,
  terms,
} from '../core/selection-samples.ts';
import { type FreshDatabase, freshDatabase } from '../setup/database.ts';

let fresh: FreshDatabase;
let sql: pg.Client;
beforeAll(async () => {
  fresh = await freshDatabase();
  sql = new pg.Client(fresh.ownerUrl);
  await sql.connect();
});
afterAll(async () => {
  await sql.end();
  await fresh.drop();
});

const currencies = ['EUR', 'USD', 'JPY', 'KWD'];
// Every debtor but each seventh.
const listed = Array.from({ length: 700 }, (_, index) => `D${index}`).filter(
  (_, index) => index % 7 !== 3,
);
const facilities = [
  facility('EUR', '>', 2_000, [
    { rule: 'not_yet_issued' },
    { rule: 'past_due_date', days: 60, operator: '>' },
    { rule: 'past_invoice_date', days: 120, operator: '>' },
    { rule: 'country', allowed: ['DE', 'FR', 'US'] },
    { rule: 'debtor_status', excluded: ['insolvent'] },
    { rule: 'disputed', scope: 'whole_invoice' },
    { rule: 'amount_range', minMinor: 5_000, maxMinor: 900_000_00 },
  ]),
  facility('JPY', '>=', 2_500, [
    { rule: 'currency', allowed: ['JPY', 'USD', 'EUR'] },
    { rule: 'term_too_long', days: 90, operator: '>=' },
    { rule: 'past_due_date', days: 30, operator: '>=' },
    { rule: 'debtor_kind', excluded: ['consumer', 'cash'] },
    { rule: 'amount_range', minMinor: 10_000 },
  ]),
  facility('KWD', '>', 1_000, [
    { rule: 'past_terms', times: 3, operator: '>' },
    { rule: 'remaining_term', minDays: 7, from: 'asOf' },
    { rule: 'listed_debtors', debtors: listed },
    { rule: 'related_party', excluded: ['affiliate', 'employee'] },
    { rule: 'origin', sellers: ['S1'], issuedFrom: '2026-06-15' },
    { rule: 'progress_billing' },
    { rule: 'country', allowed: ['KW', 'DE', 'US'] },
  ]),
];
const debtors = 700;

test('20,000 invoices in four currencies come to the same cents in SQL, by rule and by debtor', async () => {
  const given = randomInput(20_000);
  const plan = planOf(given);
  await load(given);
  for (const own of facilities) {
    const result = resultOf(plan, own.facilityId);
    const rows = (await sql.query<Row>(queryOf(own))).rows;
    expect(byRuleAndDebtor(given, result)).toEqual(
      rows.map(({ rule, debtor, amount }) => `${rule} ${debtor} ${amount}`),
    );
    const took = new Set(rows.map(({ rule }) => rule));
    expect([...took].toSorted()).toEqual(
      ['eligible', ...own.rules.map(({ rule }) => rule)].toSorted(),
    );
  }
});

type Row = { rule: string; debtor: string; amount: string };

/** "rule debtor amount" for everything taken and, as `eligible`, for what is left; in text order. */
function byRuleAndDebtor(given: SelectionInput, result: FacilityResult): string[] {
  const debtorOf = new Map(given.receivables.map(({ id, debtorId }) => [id, debtorId]));
  const sums = new Map<string, number>();
  const add = (rule: string, debtor: string | undefined, amount: number) => {
    const key = `${rule} ${debtor}`;
    if (amount > 0) sums.set(key, (sums.get(key) ?? 0) + amount);
  };
  for (const { receivableId, deductions, eligibleMinor } of result.lines) {
    const debtor = debtorOf.get(receivableId);
    for (const { rule, amountMinor } of deductions) add(rule, debtor, amountMinor);
    add('eligible', debtor, eligibleMinor);
  }
  return [...sums].map(([key, amount]) => `${key} ${amount}`).toSorted();
}

function facility(currency: string, operator: '>' | '>=', shareBp: number, own: Rule[]): Terms {
  const rules: Rule[] = [
    ...own,
    { rule: 'cross_ageing', days: 45, basis: 'due_date', shareBp, operator, scope: 'debtor' },
    { rule: 'credits', unreferenced: 'latest_due_first' },
    { rule: 'debtor_concentration', shareBp: 75, scope: 'debtor', base: 'grossEligible' },
  ];
  return terms(rules, { facilityId: `F-${currency}`, currency, limitMinor: 1_000_000_000_000 });
}

/** The same at every run: a multiplicative generator (Park and Miller 1988). */
function randomInput(invoices: number): SelectionInput {
  let state = 20_261_124;
  const below = (most: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % most;
  };
  const oneOf = <Value>(...values: Value[]): Value | undefined => values[below(values.length)];
  const maybe = <Value>(key: string, value: Value, often: number) =>
    below(100) < often ? { [key]: value } : {};
  const parties = Array.from(
    { length: debtors },
    (_, index): Debtor => ({
      id: `D${index}`,
      name: `D${index}`,
      identifiers: {},
      ...maybe('country', oneOf('DE', 'FR', 'US', 'KW', 'IT'), 95),
      ...maybe('status', oneOf('insolvent', 'watch_list'), 4),
      ...maybe('kind', oneOf('consumer', 'cash', 'government'), 8),
      ...maybe('relation', oneOf('affiliate', 'employee', 'shareholder'), 5),
    }),
  );
  const receivables = Array.from({ length: invoices }, (_, index): Receivable => {
    const issuedOn = addDays(asOf, 4 - below(150));
    const debtorId = `D${Math.floor(below(debtors) ** 2 / debtors)}`;
    const currency = oneOf(...currencies) ?? 'EUR';
    const key = { ...invoice(index).key, sellerId: below(10) === 0 ? 'S2' : 'S1' };
    const openMinor = 1 + below(10 ** (4 + below(4)));
    const shared = { debtorId, currency, issuedOn, openMinor };
    if (below(25) === 0) return credit(index, { ...shared, openMinor: -openMinor });
    return invoice(index, {
      ...shared,
      key,
      dueOn: addDays(issuedOn, below(100)),
      disputedMinor: below(30) === 0 ? 1 + below(openMinor) : 0,
      ...maybe('particulars', { isProgressBilling: below(2) === 0 }, 10),
    });
  });
  return input({ receivables, debtors: parties, facilities, fx: ratesOf(below) });
}

function ratesOf(below: (most: number) => number): SelectionInput['fx'] {
  return currencies.flatMap((from) =>
    currencies
      .filter((to) => to !== from)
      .map((to) => ({
        from,
        to,
        numerator: 10_000 + below(90_000),
        denominator: 10_000 + below(90_000),
        on: '2026-11-20',
        source: 'random',
      })),
  );
}

/** Every number goes in as it stands in the input; conversion and judgement are SQL's own. */
async function load(given: SelectionInput): Promise<void> {
  await sql.query(`create table debtor as
    select * from json_to_recordset($$${JSON.stringify(given.debtors)}$$)
      as item(id text, country text, status text, kind text, relation text)`);
  await sql.query(`create table fx ("from" text, "to" text, above numeric, below numeric)`);
  for (const { from, to, numerator, denominator } of given.fx) {
    await sql.query(
      'insert into fx values ($1, $2, $3::numeric * 10 ^ $4, $5::numeric * 10 ^ $6)',
      [...[from, to, numerator, exponentOf(to), denominator, exponentOf(from)]],
    );
  }
  for (const currency of currencies) {
    await sql.query('insert into fx values ($1, $1, 1, 1)', [currency]);
  }
  const rows = given.receivables.map((item) => ({
    ...item,
    seller: item.key.sellerId,
    progress: item.kind === 'invoice' && item.particulars?.isProgressBilling === true,
  }));
  await sql.query(`create table item as
    select * from json_to_recordset($$${JSON.stringify(rows)}$$)
      as item("debtorId" text, kind text, currency text, "openMinor" numeric, "issuedOn" date,
        "dueOn" date, "disputedMinor" numeric, seller text, progress boolean)`);
}

const today = `date '${asOf}'`;
const listOf = (values: readonly string[]) => values.map((value) => `'${value}'`).join(', ');

/** When a rule about whole invoices excludes one; null is not known, and passes except for countries. */
function predicateOf(rule: Rule): string {
  switch (rule.rule) {
    case 'not_yet_issued':
      return `"issuedOn" > ${today}`;
    case 'past_due_date':
      return `${today} - "dueOn" ${rule.operator} ${rule.days}`;
    case 'past_invoice_date':
      return `${today} - "issuedOn" ${rule.operator} ${rule.days}`;
    case 'term_too_long':
      return `"dueOn" - "issuedOn" ${rule.operator} ${rule.days}`;
    case 'past_terms':
      return `${today} - "issuedOn" ${rule.operator} ${rule.times} * ("dueOn" - "issuedOn")`;
    case 'remaining_term':
      return `"dueOn" - ${today} < ${rule.minDays}`;
    case 'country':
      return `coalesce(country not in (${listOf(rule.allowed)}), true)`;
    case 'currency':
      return `currency not in (${listOf(rule.allowed)})`;
    case 'listed_debtors':
      return `"debtorId" not in (${listOf(rule.debtors)})`;
    case 'debtor_status':
      return `status in (${listOf(rule.excluded)})`;
    case 'debtor_kind':
      return `debtor_kind in (${listOf(rule.excluded)})`;
    case 'related_party':
      return `relation in (${listOf(rule.excluded)})`;
    case 'disputed':
      return '"disputedMinor" > 0';
    case 'progress_billing':
      return 'progress';
    case 'origin':
      return `seller not in (${listOf(rule.sellers ?? [])}) or "issuedOn" < '${rule.issuedFrom}'`;
    case 'amount_range':
      return `gross < ${rule.minMinor ?? 0} or gross > ${rule.maxMinor ?? 'gross'}`;
    default:
      return 'false';
  }
}

function queryOf({ currency, rules }: Terms): string {
  const whole = rules.slice(0, -3);
  const first = whole.map((rule) => `when ${predicateOf(rule)} then '${rule.rule}'`).join('\n');
  const ageing = rules.find((rule) => rule.rule === 'cross_ageing');
  const cap = rules.find((rule) => rule.rule === 'debtor_concentration');
  if (ageing?.rule !== 'cross_ageing' || cap?.rule !== 'debtor_concentration') return '';
  return `
    with line as (
      select item.*, country, status, debtor.kind debtor_kind, relation,
        div("openMinor" * above, below) gross
      from item join debtor on debtor.id = "debtorId"
      join fx on "from" = currency and "to" = '${currency}'
      where item.kind = 'invoice'),
    judged as (select *, case ${first} end first_rule from line),
    owing as (
      select "debtorId" id, sum(gross) total,
        sum(gross) filter (where ${today} - "dueOn" > ${ageing.days}) past
      from line group by 1),
    tainted as (
      select id from owing
      where total > 0 and 10000 * coalesce(past, 0) ${ageing.operator} ${ageing.shareBp} * total),
    aged as (
      select *, coalesce(first_rule,
        case when "debtorId" in (select id from tainted) then 'cross_ageing' end) rule from judged),
    credited as (
      select "debtorId" id, sum(div(-"openMinor" * above + below - 1, below)) credit
      from item join fx on "from" = currency and "to" = '${currency}'
      where item.kind <> 'invoice' group by 1),
    passed as (select "debtorId" id, sum(gross) amount from aged where rule is null group by 1),
    netted as (
      select id, least(amount, coalesce(credit, 0)) credit,
        amount - least(amount, coalesce(credit, 0)) amount
      from passed left join credited using (id)),
    capped as (
      select *, greatest(0,
        amount - div((select sum(amount) from netted) * ${cap.shareBp}, 10000)) above
      from netted),
    answer as (
      select rule, "debtorId" debtor, sum(gross) amount from aged where rule is not null group by 1, 2
      union all select 'credits', id, credit from capped
      union all select 'debtor_concentration', id, above from capped
      union all select 'eligible', id, amount - above from capped)
    select rule, debtor, amount::text amount from answer where amount > 0
    order by (rule || ' ' || debtor || ' ' || amount) collate "C"`;
}
