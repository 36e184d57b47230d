import { defineCommand } from 'citty';
import { z } from 'zod';
import {
  type PresetName,
  presetCurrency,
  presetNames,
  presetTerms,
} from '../core/facility/preset.ts';
import { Terms } from '../core/facility.ts';
import { monthsBack } from '../core/reserve/months.ts';
import { money } from '../core/wording/format.ts';
import { word } from '../core/wording/word.ts';
import { Usage } from './failure.ts';
import { parseDocument, readJson } from './files.ts';
import { amountOption, currencyOption } from './options.ts';
import { strictly } from './strict.ts';
import { locale, say } from './text.ts';

const args = {
  preset: { type: 'string', valueHint: 'NAME', description: presetNames.join(', ') },
  currency: { type: 'string', valueHint: 'CODE', description: 'of the facility' },
  limit: { type: 'string', valueHint: 'AMOUNT', description: 'the facility limit; 0 at first' },
  check: { type: 'string', valueHint: 'FILE', description: 'one facility, or a list of them' },
} as const;

/** Terms to start from, as JSON on stdout with what to edit on stderr; or what contradicts where. */
export const terms = defineCommand({
  meta: { name: 'terms', description: 'terms of a common kind to edit, or a check of your own' },
  args,
  run: strictly(args, async ({ preset, currency, limit, check }) => {
    if (preset !== undefined && check !== undefined) {
      throw new Usage(say('option_conflict', { one: '--preset', other: '--check' }));
    }
    if (preset !== undefined) return printPreset({ preset, currency, limit });
    if (check === undefined) {
      throw new Usage(say('option_one_of', { one: '--preset', other: '--check' }));
    }
    for (const [option, value] of [
      ['--currency', currency],
      ['--limit', limit],
    ] as const) {
      if (value !== undefined) throw new Usage(say('option_alone', { option, other: '--preset' }));
    }
    await checkFile(check);
  }),
});

type Given = { preset: string; currency: string | undefined; limit: string | undefined };

function printPreset({ preset, currency: stated, limit }: Given): void {
  const found = presetNames.find((name) => name === preset);
  if (!found) {
    const known = presetNames.join(', ');
    throw new Usage(say('preset_unknown', { value: preset, known }));
  }
  const currency =
    stated === undefined ? presetCurrency(found) : currencyOption('--currency', stated);
  const limitMinor = limit === undefined ? 0 : amountOption('--limit', limit, currency);
  const made = presetTerms(found, { currency, limitMinor, ...namesOf(found) });
  process.stdout.write(`${JSON.stringify(made, null, 2)}\n`);
  process.stderr.write(`${advice(made).join('\n')}\n`);
}

function namesOf(preset: PresetName): { name: string; funder: string } {
  return { name: word(locale, `preset.${preset}`), funder: word(locale, 'preset.funder') };
}

/** What a person has to state, because no typical value exists. */
function advice({ limitMinor, currency, rules, reserves = [] }: Terms): string[] {
  const lines = [say('preset_edit', { limit: money(locale, limitMinor, currency) })];
  const stated = new Set(rules.map(({ rule }) => rule));
  if (stated.has('insured_limit')) lines.push(say('preset_edit_policy'));
  if (stated.has('funder_limit')) lines.push(say('preset_edit_approvals'));
  const months = Math.max(0, ...reserves.map(monthsBack));
  if (months > 0) lines.push(say('preset_edit_history', { months }));
  return lines;
}

async function checkFile(file: string): Promise<void> {
  const stated = await readJson(file);
  const found = Array.isArray(stated)
    ? parseDocument(file, stated, { schema: z.array(Terms).min(1), schemaName: 'terms' })
    : [parseDocument(file, stated, { schema: Terms, schemaName: 'terms' })];
  const facilities = found.map(({ facilityId }) => facilityId).join(', ');
  process.stdout.write(`${say('terms_hold', { file, facilities })}\n`);
}
