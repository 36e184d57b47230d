import { assert } from '../assert.ts';
import type { Detail } from '../detail.ts';
import { catalogues, type Locale, type WordingCode } from './catalogue.ts';
import { type WordParams, type Writer, writerOf } from './format.ts';

export type { Locale, WordingCode } from './catalogue.ts';

/**
 * A code and its numbers as a sentence in a person's language. A placeholder is `{name}` or
 * `{name:format}`; `{name:word.group}` is the catalogue's own word for `group.value`, `words.group`
 * for each of several values set apart by commas. Money is in the params' `currency`. A number that is
 * missing is a bug, never an empty place in a sentence.
 */
export function word(locale: Locale, code: WordingCode, params: WordParams = {}): string {
  let text = '';
  for (const part of partsOf(locale, code)) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const value = params[part.name];
    // The text is only made when it is needed: this is asked for every number of a ledger.
    if (value === undefined) assert(false, `${code} needs ${part.name}`);
    text += part.write(value, params);
  }
  return text;
}

/** What is said as it is, and what is filled in. */
type Part = string | { name: string; write: Writer };

/** Each sentence of the catalogues, taken apart once. */
const partsKnown: Record<Locale, Map<WordingCode, Part[]>> = { en: new Map(), 'zh-CN': new Map() };

function partsOf(locale: Locale, code: WordingCode): Part[] {
  const known = partsKnown[locale].get(code);
  if (known) return known;
  const sentence = catalogues[locale][code];
  const parts: Part[] = [];
  let from = 0;
  for (const { 0: whole, 1: name = '', 2: format, index } of sentence.matchAll(placeholder)) {
    if (index > from) parts.push(sentence.slice(from, index));
    parts.push({ name, write: writerFor(locale, format) });
    from = index + whole.length;
  }
  if (from < sentence.length) parts.push(sentence.slice(from));
  partsKnown[locale].set(code, parts);
  return parts;
}

function writerFor(locale: Locale, format: string | undefined): Writer {
  if (format === undefined) return String;
  const [kind = '', group = ''] = format.split('.');
  if (kind === 'word') return wordIn(locale, group);
  if (kind !== 'words') return writerOf(locale, kind);
  const worded = wordIn(locale, group);
  const between = locale === 'zh-CN' ? '、' : ', ';
  return function words(value, params) {
    const several = String(value).split(', ');
    return several.map((one) => worded(one, params)).join(between);
  };
}

/** A group's word for a value, or the value as it came; a word without numbers is kept. */
function wordIn(locale: Locale, group: string): Writer {
  const plain = new Map<unknown, string>();
  return function wordOf(value, params) {
    const known = plain.get(value);
    if (known !== undefined) return known;
    const code = `${group}.${value}`;
    if (!isWorded(code)) return String(value);
    const text = word(locale, code, params);
    if (partsOf(locale, code).every((part) => typeof part === 'string')) plain.set(value, text);
    return text;
  };
}

/** Narrows a code that came as text: from a plan, a fact or a refusal. */
export function isWorded(code: string): code is WordingCode {
  return Object.hasOwn(catalogues.en, code);
}

/** A rule's short name, with what its terms state where that is worth seeing. */
export function wordRule(locale: Locale, rule: string, stated?: Readonly<object>): string {
  return wordTerms(locale, `rule.${rule}`, stated);
}

/** A reserve's short name, in the same way. */
export function wordReserve(locale: Locale, reserve: string, stated?: Readonly<object>): string {
  return wordTerms(locale, `reserve.${reserve}`, stated);
}

function wordTerms(locale: Locale, code: string, stated: Readonly<object> | undefined): string {
  assert(isWorded(code), `no name for ${code}`);
  const detailed = `${code}.terms`;
  if (!stated || !isWorded(detailed)) return word(locale, code);
  return word(locale, detailed, plainOf(stated));
}

/** Why a rule takes an amount off a receivable, with its numbers; `currency` is the facility's. */
export function wordDeduction(
  locale: Locale,
  { rule, params }: { rule: string; params: WordParams },
  currency: string,
): string {
  const given = params.currency === undefined ? { currency, ...params } : params;
  return word(locale, sentenceOf(rule, params), given);
}

const sentences = new Map<string, WordingCode>();

function sentenceOf(rule: string, { isUninsured, clause }: WordParams): WordingCode {
  // What a policy leaves out, whatever its limit, is said without the limit.
  if (isUninsured === true) {
    return clause === undefined ? 'rule.insured_limit.uninsured' : 'rule.insured_limit.clause';
  }
  const known = sentences.get(rule);
  if (known) return known;
  const code = `rule.${rule}.sentence`;
  assert(isWorded(code), `no sentence for ${rule}`);
  sentences.set(rule, code);
  return code;
}

/** What a reserve holds back, with the numbers it comes from; `currency` is the facility's. */
export function wordReserved(
  locale: Locale,
  { reserve, amountMinor, params }: { reserve: string; amountMinor: number; params: WordParams },
  currency: string,
): string {
  const code = `reserve.${reserve}.sentence`;
  assert(isWorded(code), `no sentence for ${reserve}`);
  return word(locale, code, { currency, amountMinor, ...params });
}

/**
 * Why a file, a selection or a request was refused. A code without a sentence, or that came without
 * a number its sentence needs, is named with what it has: a refusal is never hidden.
 */
export function wordRefusal(locale: Locale, code: string, params: WordParams): string {
  for (const key of [`file.${code}`, `refusal.${code}`]) {
    if (isWorded(key) && needsOf(key).every((name) => name in params)) {
      return word(locale, key, params);
    }
  }
  const numbers = Object.entries(params).map(([name, value]) => `${name}: ${value}`);
  const detail = numbers.length > 0 ? `${code} (${numbers.join(', ')})` : code;
  return word(locale, 'refusal.unworded', { code: detail });
}

/** What kept a document from being made, and what to do; a code kept from long ago is named. */
export function wordDocumentProblem(
  locale: Locale,
  { code, params }: { code: string; params: WordParams },
): string {
  const general = `document.${code}`;
  const ofLine = `${general}.line`;
  const key = 'row' in params && isWorded(ofLine) ? ofLine : general;
  return isWorded(key) ? word(locale, key, params) : code;
}

/** What is known of an answer or a step, in a person's language; their own words stay as they came. */
export function wordDetail(locale: Locale, detail: Detail): string {
  if (typeof detail === 'string') return detail;
  const { code, params, about } = detail;
  const key = `detail.${code}`;
  const said = isWorded(key) ? word(locale, key, params) : code;
  if (about === undefined) return said;
  return `${said}${locale === 'zh-CN' ? '：' : ': '}${wordDetail(locale, about)}`;
}

/** The names of the numbers that a sentence prints. */
export function needsOf(code: WordingCode): string[] {
  return [...catalogues.en[code].matchAll(placeholder)].flatMap(([, name = '', format]) => [
    name,
    ...(format === 'money' ? ['currency'] : []),
    ...(format?.startsWith('over') ? ['operator'] : []),
  ]);
}

function plainOf(stated: Readonly<object>): WordParams {
  const plain: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(stated)) {
    if (isPlain(value)) plain[name] = value;
  }
  return plain;
}

function isPlain(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

const placeholder = /\{(\w+)(?::([\w.]+))?\}/g;
