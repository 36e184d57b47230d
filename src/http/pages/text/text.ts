import type { Locale } from '../../env.ts';
import { en, type Text } from './en.ts';
import { zhCN } from './zh-CN.ts';

const catalogues: Record<Locale, Text> = { en, 'zh-CN': zhCN };

export type { Text } from './en.ts';

export function textOf(locale: Locale): Text {
  return catalogues[locale];
}
