import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const linter = 'xmllint';
const schemas = '../shared/standards/iso20022';

/** Why messages cannot be held against the schemas on this machine; empty where they can. */
export const missing: readonly string[] = [
  ...(existsSync(schemas) ? [] : ['the schemas are not beside this checkout']),
  ...(hasXmllint() ? [] : ['xmllint is not installed']),
];

/** What xmllint finds wrong with a message by the schema that it names; nothing for a valid one. */
export function faults(body: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'iso20022-'));
  const message = /tsin\.\d{3}\.001\.01/.exec(body)?.[0];
  const file = join(folder, 'message.xml');
  writeFileSync(file, body);
  const schema = resolve(schemas, `${message}.xsd`);
  try {
    execFileSync(linter, ['--nonet', '--noout', '--schema', schema, file], { stdio: 'pipe' });
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : 'failed';
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function hasXmllint(): boolean {
  try {
    execFileSync(linter, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
