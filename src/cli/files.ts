import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { Refusal } from './failure.ts';
import { say } from './text.ts';

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
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues
    .slice(0, problemsMax)
    .map(({ path, message }) => `  ${path.join('.') || '(document)'}: ${message}`)
    .join('\n');
  throw new Refusal(say('document_invalid', { file, problems, schema: schemaName }));
}

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
