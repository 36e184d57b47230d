import type { Locale } from './catalogue.ts';

/** The languages by the names that Intl knows them by. */
export const languages: Record<Locale, string> = { en: 'en-GB', 'zh-CN': 'zh-CN' };
