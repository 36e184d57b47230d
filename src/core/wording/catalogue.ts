import { intake as enIntake } from './en/intake.ts';
import { selection as enSelection } from './en/selection.ts';
import { statement as enStatement } from './en/statement.ts';
import { states as enStates } from './en/states.ts';
import { intake as zhIntake } from './zh-CN/intake.ts';
import { selection as zhSelection } from './zh-CN/selection.ts';
import { statement as zhStatement } from './zh-CN/statement.ts';
import { states as zhStates } from './zh-CN/states.ts';

const en = { ...enSelection, ...enStates, ...enIntake, ...enStatement };

export type WordingCode = keyof typeof en;
export type Locale = 'en' | 'zh-CN';

const zhCN: Record<WordingCode, string> = {
  ...zhSelection,
  ...zhStates,
  ...zhIntake,
  ...zhStatement,
};

/** Every sentence the core can say, in each language; the same codes and the same placeholders. */
export const catalogues: Record<Locale, Record<WordingCode, string>> = { en, 'zh-CN': zhCN };
