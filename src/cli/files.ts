import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { zhCN } from 'zod/locales';
import { wordRefusal } from '../core/wording/word.ts';
import { Refusal } from './failure.ts';
import { locale, say } from './text.ts';

const problemsMax = 20;

/** A JSON file of the named schema, or a refusal that names each place that is wrong. */
export async function readDocument<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  schemaName: string,
): Promise<z.output<Schema>> {
  return parseDocument(file, await readJson(file), { schema, schemaName });
}

export function parseDocument<Schema extends z.ZodType>(
  file: string,
  value: unknown,
  { schema, schemaName }: { schema: Schema; schemaName: string },
): z.output<Schema> {
  const parsed = schema.safeParse(value, inLanguage);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues
    .slice(0, problemsMax)
    .map(
      (issue) => `  ${issue.path.join('.') || say('document_whole')}: ${wordIssue(issue, value)}`,
    )
    .join('\n');
  throw new Refusal(say('document_invalid', { file, problems, schema: schemaName }));
}

/** zod speaks English by itself. */
const inLanguage = locale === 'zh-CN' ? { error: zhCN().localeError } : {};

/** A contradiction found by a schema carries its code and its numbers; anything else is zod's own. */
function wordIssue(issue: z.core.$ZodIssue, document: unknown): string {
  if (issue.code === 'invalid_type' && isAbsent(document, issue.path)) return say('field_missing');
  if (issue.code !== 'custom') return issue.message;
  const given = Numbered.safeParse(issue.params);
  return given.success ? wordRefusal(locale, given.data.code, given.data) : issue.message;
}

function isAbsent(document: unknown, path: readonly PropertyKey[]): boolean {
  let value: unknown = document;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return false;
    value = Object.entries(value).find(([name]) => name === String(key))?.[1];
  }
  return value === undefined;
}

const Numbered = z.looseObject({ code: z.string() }).catchall(z.union([z.string(), z.number()]));

export async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw unreadable(file, error);
  });
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new Refusal(say('json_invalid', { file, detail }));
  }
}

export function unreadable(file: string, error: Error): Refusal {
  const code = 'code' in error ? String(error.code) : '';
  const detail = code === 'ENOENT' ? 'ENOENT, no such file' : code || error.message;
  return new Refusal(say('file_missing', { file, detail }));
}
