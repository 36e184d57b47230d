import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { hashOf, sha256 } from '../core/hash.ts';
import { type Language, Manifest, type Template } from '../core/template.ts';
import { refuse } from './problem.ts';
import { parseWording, type Wording } from './wording.ts';

/** Reads templates/<jurisdiction>/<document>; an older version serves to print an old document again. */
export function readTemplate(folder: string, version?: string): Template {
  const manifest = readManifest(join(folder, 'manifest.json'));
  const chosen = version ?? manifest.version;
  const wording: Template['wording'] = {};
  for (const language of manifest.languages) {
    wording[language] = readText(wordingFile(folder, chosen, language));
  }
  const read = { manifest: { ...manifest, version: chosen }, wording };
  return { ...read, hash: hashOf(read) };
}

/** The wording of one language, parsed; refuses a language the template does not have. */
export function wordingOf(template: Template, language: Language): Wording {
  const source = template.wording[language];
  const { manifest } = template;
  if (source === undefined) {
    refuse({ code: 'LanguageMissing', template: manifest.id, language });
  }
  return parseWording(source, `v${manifest.version}/${language}.md`);
}

/** 'cn/assignment-schedule@1.0.0' → SHA-256 of its wording: what was published, and may not change. */
export const Lock = z.record(z.string(), z.string().length(64));
export type Lock = z.infer<typeof Lock>;

export function readLock(file: string): Lock {
  const found = Lock.safeParse(readJson(file));
  if (found.success) return found.data;
  return refuse({
    code: 'TemplateUnreadable',
    file,
    detail: z.prettifyError(found.error),
  });
}

export function lockName(template: Template): string {
  const { jurisdiction, document, version } = template.manifest;
  return `${jurisdiction}/${document}@${version}`;
}

/** Wording only: an approval is added to the manifest without changing what was published. */
export function lockHash(template: Template): string {
  const hashes = Object.entries(template.wording).map(([language, text]) => [
    language,
    sha256(text),
  ]);
  return hashOf(Object.fromEntries(hashes));
}

function wordingFile(folder: string, version: string, language: Language) {
  return join(folder, `v${version}`, `${language}.md`);
}

function readManifest(file: string): Manifest {
  const found = Manifest.safeParse(readJson(file));
  if (found.success) return found.data;
  return refuse({
    code: 'TemplateUnreadable',
    file,
    detail: z.prettifyError(found.error),
  });
}

function readJson(file: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    return refuse({ code: 'TemplateUnreadable', file, detail: String(error) });
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r\n/g, '\n');
  } catch (error) {
    return refuse({ code: 'TemplateUnreadable', file, detail: String(error) });
  }
}
