import type { CanonicalRequest } from '../../core/funding/request.ts';
import type { Language, Template } from '../../core/template.ts';
import { fillWording } from '../field.ts';
import type { ScheduleLabel } from '../label.ts';
import { refuse } from '../problem.ts';
import { wordingOf } from '../template.ts';
import { type Flag, paragraphsFor, type Wording } from '../wording.ts';

export type Spoken = { language: Language; text: string };

/** A block with its texts side by side: one entry per language, in the order asked for. */
export type SpokenBlock = {
  id: string;
  heading: Spoken[];
  paragraphs: Spoken[][];
};

/** The template's words, filled from the request, in every language of the document. */
export type Words = {
  languages: Language[];
  /** One text per language, in order. */
  label(key: ScheduleLabel, values?: Readonly<Record<string, string>>): Spoken[];
  /** The label in all languages on one line. */
  inline(key: ScheduleLabel, values?: Readonly<Record<string, string>>): string;
  /** A label that a template may leave out, e.g. the name of an identifier's scheme. */
  optional(key: string, otherwise: string): string;
  title: Spoken[];
  blocks: SpokenBlock[];
};

export function wordsOf(
  template: Template,
  request: CanonicalRequest,
  languages: readonly Language[],
): Words {
  const wordings = languages.map((language) => ({
    language,
    wording: wordingOf(template, language),
  }));
  const flag = request.facility.agreement.recourse ? 'recourse' : 'non-recourse';
  const blocks = spokenBlocks(wordings, request, flag);
  const label: Words['label'] = (key, values = {}) =>
    wordings.map(({ language, wording }) => ({
      language,
      text: labelText(wording, language, key, values),
    }));
  return {
    languages: [...languages],
    label,
    inline: (key, values) => joinSpoken(label(key, values)),
    optional: (key, otherwise) =>
      joinSpoken(
        wordings.map(({ language, wording }) => ({
          language,
          text: wording.labels[key] ?? otherwise,
        })),
      ),
    title: blocks.find(({ id }) => id === 'title')?.heading ?? [],
    blocks: blocks.filter(({ id, paragraphs }) => id !== 'title' && paragraphs.length > 0),
  };
}

/** "中文 / English", once only where both say the same. */
export function joinSpoken(spoken: readonly Spoken[]): string {
  return [...new Set(spoken.map(({ text }) => text))].join(' / ');
}

type Source = { language: Language; wording: Wording };

function spokenBlocks(
  sources: readonly Source[],
  request: CanonicalRequest,
  flag: Flag,
): SpokenBlock[] {
  const model = sources[0]?.wording.blocks ?? [];
  return model.map(({ id }) => {
    const own = sources.map(({ language, wording }) => {
      const block = wording.blocks.find((candidate) => candidate.id === id);
      const fill = (text: string) => fillWording(text, { request, language, block: id });
      return {
        language,
        heading: fill(block?.heading ?? ''),
        paragraphs: block ? paragraphsFor(block, flag).map(fill) : [],
      };
    });
    const depth = Math.max(...own.map(({ paragraphs }) => paragraphs.length));
    return {
      id,
      heading: own.map(({ language, heading }) => ({
        language,
        text: heading,
      })),
      paragraphs: Array.from({ length: depth }, (_, index) =>
        own.map(({ language, paragraphs }) => ({
          language,
          text: paragraphs[index] ?? '',
        })),
      ),
    };
  });
}

function labelText(
  wording: Wording,
  language: Language,
  key: ScheduleLabel,
  values: Readonly<Record<string, string>>,
): string {
  const text = wording.labels[key];
  if (text === undefined) refuse({ code: 'LabelMissing', label: key, language });
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) {
      refuse({
        code: 'UnknownPlaceholder',
        placeholder: name,
        block: key,
      });
    }
    return value;
  });
}
