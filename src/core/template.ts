import { z } from 'zod';
import { Day } from './calendar.ts';

export const Language = z.enum(['en', 'zh-CN']);
export type Language = z.infer<typeof Language>;

/** A mention that a law or a contract requires, and the block of wording that carries it. */
export const RequiredMention = z.strictObject({
  id: z.string(),
  block: z.string(),
  law: z.string(),
  /** How sure we are: V read in the text, S secondary source, M awaits a lawyer. */
  sure: z.enum(['V', 'S', 'M']),
});

export const Approval = z.strictObject({
  by: z.string(),
  on: Day,
  version: z.string(),
});

/** templates/<jurisdiction>/<document>/manifest.json: what a document is and who stands behind it. */
export const Manifest = z.strictObject({
  id: z.string(),
  jurisdiction: z.string().length(2),
  document: z.string(),
  languages: z.array(Language).min(1),
  authoritative: Language,
  version: z.string(),
  requiredMentions: z.array(RequiredMention),
  signatories: z.array(z.enum(['assignor', 'assignee', 'debtor'])),
  blankAtGeneration: z.array(z.string()),
  /** Empty: not approved by a lawyer, every page prints 'specimen / 样本'. */
  approvals: z.array(Approval),
});
export type Manifest = z.infer<typeof Manifest>;

/** A template as read from its folder: the wording per language is Markdown without code. */
export type Template = {
  manifest: Manifest;
  wording: Partial<Record<Language, string>>;
  /** SHA-256 of manifest and wording, recorded in each document made from it. */
  hash: string;
};
