import { defineCommand } from 'citty';
import { z } from 'zod';
import type { SolveLinear } from '../core/allocation/model.ts';
import type { Day } from '../core/calendar.ts';
import { certify } from '../core/certificate/certify.ts';
import type { Comparison } from '../core/compare/alternative.ts';
import { compareAlternatives } from '../core/compare/alternatives.ts';
import { Change, type UnknownIn, unknownIn } from '../core/compare/change.ts';
import type { Effect } from '../core/compare/effect.ts';
import { Valuation } from '../core/compare/valuation.ts';
import { consider, whatIf } from '../core/compare/whatIf.ts';
import { Terms } from '../core/facility.ts';
import { type Need, SelectionInput } from '../core/input.ts';
import { AllocationLine, type Plan, type Refusal as SelectionRefusal } from '../core/plan.ts';
import { selectReceivables } from '../core/select.ts';
import { type Explanation, explanationOf } from '../core/wording/explanation.ts';
import { wordRefusal } from '../core/wording/word.ts';
import { loadHighs } from '../solve/highs.ts';
import { explainArgs, explanationFor } from './explain.ts';
import { Refusal, Usage } from './failure.ts';
import { parseDocument, readDocument, readJson } from './files.ts';
import { chooseMapping, readWholeLedger } from './ledger.ts';
import { amountOption, countOption, currencyOption, dayOption, required } from './options.ts';
import { printJson } from './stream.ts';
import { strictly } from './strict.ts';
import { locale, say } from './text.ts';

const args = {
  input: { type: 'string', valueHint: 'FILE', description: 'the one input document, as JSON' },
  ledger: { type: 'string', valueHint: 'FILE', description: 'a delimited ledger instead' },
  map: { type: 'string', valueHint: 'FILE', description: 'how the ledger is read, as JSON' },
  'date-format': { type: 'string', valueHint: 'F', description: 'such as DD/MM/YYYY' },
  decimal: { type: 'string', valueHint: 'SIGN', description: 'the decimal sign, . or ,' },
  terms: { type: 'string', valueHint: 'FILE', description: 'one facility, or a list of them' },
  context: { type: 'string', valueHint: 'FILE', description: 'fx, cover, payables and more' },
  'as-of': { type: 'string', valueHint: 'DAY', description: 'such as 2026-11-24' },
  currency: { type: 'string', valueHint: 'CODE', description: 'of rows that name none' },
  need: { type: 'string', valueHint: 'AMOUNT', description: 'the cash wanted' },
  horizon: { type: 'string', valueHint: 'DAYS', description: 'for how long; 60 when not given' },
  certificate: {
    type: 'boolean',
    description: 'the borrowing base certificates instead of the plan',
  },
  compare: { type: 'boolean', description: 'the ways of meeting the need side by side instead' },
  valuation: {
    type: 'string',
    valueHint: 'FILE',
    description: 'what funders’ services are worth, for --compare',
  },
  standing: {
    type: 'string',
    valueHint: 'FILE',
    description: 'an earlier plan to hold against the others, for --compare',
  },
  'what-if': { type: 'string', valueHint: 'FILE', description: 'what a change would come to' },
  explain: { type: 'string', valueHint: 'ID', description: 'one receivable only, by id or number' },
  ...explainArgs,
  'skip-rejected': { type: 'boolean', description: 'leave out rows that cannot be taken' },
} as const;

/** Files in, the plan as JSON on stdout: no database, and the same files give the same bytes. */
export const select = defineCommand({
  meta: { name: 'select', description: 'what may be financed where, and why the rest may not' },
  args,
  run: strictly(args, async (given) => {
    for (const option of ['valuation', 'standing'] as const) {
      if (given[option] === undefined || given.compare === true) continue;
      throw new Usage(say('option_alone', { option: `--${option}`, other: '--compare' }));
    }
    if (given.horizon !== undefined && given.need === undefined) {
      throw new Usage(say('option_alone', { option: '--horizon', other: '--need' }));
    }
    const [view, second] = views.filter((option) => given[option] !== undefined);
    if (view && second) throw conflict(`--${view}`, `--${second}`);
    const input = given.input === undefined ? await fromLedger(given) : await fromInput(given);
    const solve = await loadHighs();
    const answer = await answerOf(given, input, solve);
    await printJson(answer);
  }),
});

/** What may be asked instead of the plan: one of them. */
const views = [
  'certificate',
  'compare',
  'what-if',
  'explain',
  'explain-facility',
  'explain-debtor',
] as const;

const ledgerOnly = [
  'ledger',
  'map',
  'date-format',
  'decimal',
  'terms',
  'context',
  'as-of',
  'skip-rejected',
] as const;

type Switch = 'skip-rejected' | 'certificate' | 'compare';
type Given = Partial<Record<Exclude<keyof typeof args, Switch>, string>> &
  Partial<Record<Switch, boolean | undefined>>;

async function answerOf(given: Given, input: SelectionInput, solve: SolveLinear): Promise<object> {
  if (given['what-if'] !== undefined) return effectOf(given['what-if'], input, solve);
  if (given.compare === true) return compared(given, input, solve);
  const explanation = explanationFor(given, { input, solve }, selectionRefusal);
  if (explanation) return explanation;
  const selection = selectReceivables(input, solve);
  if (!selection.ok) throw selectionRefusal(selection.refusals);
  const { plan } = selection;
  if (given.explain !== undefined) return explained(given.explain, input, plan);
  return given.certificate === true ? certify(input, plan) : plan;
}

async function effectOf(file: string, input: SelectionInput, solve: SolveLinear): Promise<Effect> {
  const change = await readDocument(file, Change, 'change');
  const unknown = unknownIn(input, change);
  if (unknown) throw changeRefusal(file, unknown);
  const considered = consider(input, solve);
  if (!considered.ok) throw selectionRefusal(considered.refusals);
  const answer = whatIf(considered.considered, change, solve);
  if (!answer.ok) throw selectionRefusal(answer.refusals);
  return answer.effect;
}

function changeRefusal(file: string, { code, path, params }: UnknownIn): Refusal {
  const problems = `  ${path}: ${wordRefusal(locale, code, params)}`;
  return new Refusal(say('document_invalid', { file, problems, schema: 'change' }));
}

/** What is read of an earlier plan; whatever else it says does not matter any more. */
const EarlierPlan = z.looseObject({
  allocation: z.looseObject({
    lines: z.array(AllocationLine.pick({ receivableId: true, facilityId: true }).loose()),
  }),
});

async function compared(
  given: Given,
  input: SelectionInput,
  solve: SolveLinear,
): Promise<Comparison> {
  const { need } = input;
  if (!need) throw new Usage(say('compare_without_need'));
  const valuation =
    given.valuation === undefined
      ? undefined
      : await readDocument(given.valuation, Valuation, 'valuation');
  const earlier =
    given.standing === undefined
      ? undefined
      : await readDocument(given.standing, EarlierPlan, 'plan');
  const options = { valuation, standing: earlier?.allocation.lines };
  const answer = compareAlternatives({ ...input, need }, solve, options);
  if (!answer.ok) throw selectionRefusal(answer.refusals);
  return answer.comparison;
}

/** A number may be that of several receivables: instalments, or sellers that count alike. */
function explained(name: string, input: SelectionInput, plan: Plan): Explanation[] {
  const named = input.receivables.filter(({ id, key }) => id === name || key.number === name);
  const found = named.flatMap(({ id }) => explanationOf(locale, plan, id, input) ?? []);
  if (found.length === 0) throw new Refusal(say('receivable_unknown', { value: name }));
  return found;
}

function selectionRefusal(refusals: readonly SelectionRefusal[]): Refusal {
  const problems = refusals
    .slice(0, 20)
    .map(({ code, path, params }) => `  ${path}: ${wordRefusal(locale, code, params)}`);
  const outside = ['fx_rate_missing', 'policy_unknown'];
  if (refusals.some(({ code }) => outside.includes(code))) problems.push(say('context_hint'));
  return new Refusal(say('selection_refused', { problems: problems.join('\n') }));
}

async function fromInput(given: Given): Promise<SelectionInput> {
  for (const other of ledgerOnly) {
    if (given[other] !== undefined) throw conflict('--input', `--${other}`);
  }
  const input = await readDocument(required('--input', given.input), SelectionInput, 'input');
  const need = needOf(given, { asOf: input.asOf, facilities: input.facilities });
  return need ? { ...input, need } : input;
}

function conflict(one: string, other: string): Usage {
  return new Usage(say('option_conflict', { one, other }));
}

const Context = SelectionInput.pick({
  fx: true,
  cover: true,
  payables: true,
  positions: true,
  history: true,
  openings: true,
}).partial();

async function fromLedger(given: Given): Promise<SelectionInput> {
  if (given.ledger === undefined) {
    throw new Usage(say('option_one_of', { one: '--input', other: '--ledger' }));
  }
  const asOf = dayOption('--as-of', required('--as-of', given['as-of']));
  const termsFile = required('--terms', given.terms);
  const currency =
    given.currency === undefined ? undefined : currencyOption('--currency', given.currency);
  const stated = await readJson(termsFile);
  const facilities = parseDocument(termsFile, Array.isArray(stated) ? stated : [stated], {
    schema: z.array(Terms).min(1),
    schemaName: 'terms',
  });
  const need = needOf(given, { asOf, facilities });
  const options = {
    file: given.ledger,
    map: given.map,
    dateFormat: given['date-format'],
    decimal: given.decimal,
    currency,
    asOf,
    skipRejected: given['skip-rejected'] === true,
  };
  const context = given.context ? await readDocument(given.context, Context, 'input') : {};
  const { mapping, suggested } = await chooseMapping(options);
  const ledger = await readWholeLedger({ ...options, mapping });
  if (suggested) {
    process.stderr.write(`${say('mapping_suggested')}\n${JSON.stringify(ledger.mapping)}\n`);
  }
  const { receivables, debtors } = ledger;
  const empty = { cover: [], fx: [], payables: [], positions: [], history: [] };
  return SelectionInput.parse({
    version: 1,
    asOf,
    receivables,
    debtors,
    facilities,
    ...empty,
    ...context,
    ...(need && { need }),
  });
}

/** In the stated currency, else in that of the first facility. */
function needOf(
  given: Given,
  { asOf, facilities }: { asOf: Day; facilities: readonly Terms[] },
): Need | undefined {
  if (given.need === undefined) return undefined;
  const currency = currencyOption('--currency', given.currency ?? facilities[0]?.currency ?? '');
  const amountMinor = amountOption('--need', given.need, currency);
  const horizonDays = countOption('--horizon', given.horizon ?? '60', 3650);
  return { amountMinor, currency, valueOn: asOf, horizonDays };
}
