import type { Language, Template } from '../core/template.ts';
import { isKnownPlaceholder, placeholdersOf } from './field.ts';
import { scheduleLabels } from './label.ts';
import { type Lock, lockHash, lockName, wordingOf } from './template.ts';
import type { Wording } from './wording.ts';

/** What a lawyer or a reviewer has to mend before a template is used. */
export type TemplateProblem =
  | {
      code: 'MentionMissing';
      mention: string;
      block: string;
      language: Language;
    }
  | {
      code: 'UnknownPlaceholder';
      placeholder: string;
      block: string;
      language: Language;
    }
  | { code: 'LabelMissing'; label: string; language: Language }
  | { code: 'BlocksDiffer'; block: string; language: Language }
  | { code: 'NotLocked'; version: string }
  | { code: 'PublishedVersionChanged'; version: string };

/** Every fault of a template at once, in the order of its languages; an empty list is a clean one. */
export function lintTemplate(template: Template, lock: Lock): TemplateProblem[] {
  const { languages, authoritative } = template.manifest;
  const model = wordingOf(template, authoritative);
  return [
    ...languages.flatMap((language) => {
      const wording = wordingOf(template, language);
      return [
        ...missingMentions(template, wording, language),
        ...unknownPlaceholders(wording, language),
        ...missingLabels(wording, language),
        ...differingBlocks(model, wording, language),
      ];
    }),
    ...lockProblems(template, lock),
  ];
}

function missingMentions(
  template: Template,
  wording: Wording,
  language: Language,
): TemplateProblem[] {
  return template.manifest.requiredMentions
    .filter(({ block }) => !carries(wording, block))
    .map(({ id, block }) => ({
      code: 'MentionMissing',
      mention: id,
      block,
      language,
    }));
}

/** A mention is carried by a block with text for both flags, or by a label of the form. */
function carries(wording: Wording, name: string): boolean {
  if (Object.hasOwn(wording.labels, name)) return true;
  const block = wording.blocks.find(({ id }) => id === name);
  if (!block) return false;
  if (block.id === 'title') return block.heading !== '';
  const flags = new Set(block.paragraphs.map(({ when }) => when ?? 'always'));
  return flags.has('always') || (flags.has('recourse') && flags.has('non-recourse'));
}

function unknownPlaceholders(wording: Wording, language: Language): TemplateProblem[] {
  return wording.blocks.flatMap((block) =>
    [block.heading, ...block.paragraphs.map(({ text }) => text)]
      .flatMap(placeholdersOf)
      .filter(({ name, formatter }) => !isKnownPlaceholder(name, formatter))
      .map(({ raw }) => ({
        code: 'UnknownPlaceholder' as const,
        placeholder: raw,
        block: block.id,
        language,
      })),
  );
}

function missingLabels(wording: Wording, language: Language): TemplateProblem[] {
  return scheduleLabels
    .filter((label) => !Object.hasOwn(wording.labels, label))
    .map((label) => ({ code: 'LabelMissing', label, language }));
}

/** Facing columns need the same blocks, in the same order, with the same paragraphs. */
function differingBlocks(model: Wording, wording: Wording, language: Language): TemplateProblem[] {
  const shapes = model.blocks.map(shapeOf);
  const own = wording.blocks.map(shapeOf);
  const differing = Array.from({ length: Math.max(shapes.length, own.length) }, (_, index) => ({
    same: shapes[index] === own[index],
    block: model.blocks[index]?.id ?? wording.blocks[index]?.id ?? '',
  }));
  return differing
    .filter(({ same }) => !same)
    .map(({ block }) => ({ code: 'BlocksDiffer', block, language }));
}

function shapeOf({ id, paragraphs }: Wording['blocks'][number]): string {
  return [id, ...paragraphs.map(({ when }) => when ?? 'always')].join(' ');
}

function lockProblems(template: Template, lock: Lock): TemplateProblem[] {
  const version = lockName(template);
  const published = lock[version];
  if (published === undefined) return [{ code: 'NotLocked', version }];
  return published === lockHash(template) ? [] : [{ code: 'PublishedVersionChanged', version }];
}
