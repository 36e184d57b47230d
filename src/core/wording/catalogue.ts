import { ageing as enAgeing } from './en/ageing.ts';
import { books as enBooks } from './en/books.ts';
import { cash as enCash } from './en/cash.ts';
import { charges as enCharges } from './en/charges.ts';
import { claims as enClaims } from './en/claims.ts';
import { clocks as enClocks } from './en/clocks.ts';
import { details as enDetails } from './en/details.ts';
import { documents as enDocuments } from './en/documents.ts';
import { explain as enExplain } from './en/explain.ts';
import { intake as enIntake } from './en/intake.ts';
import { outlook as enOutlook } from './en/outlook.ts';
import { payments as enPayments } from './en/payments.ts';
import { placing as enPlacing } from './en/placing.ts';
import { policy as enPolicy } from './en/policy.ts';
import { reconciliation as enReconciliation } from './en/reconciliation.ts';
import { refusals as enRefusals } from './en/refusals.ts';
import { reserves as enReserves } from './en/reserves.ts';
import { rules as enRules } from './en/rules.ts';
import { statement as enStatement } from './en/statement.ts';
import { states as enStates } from './en/states.ts';
import { words as enWords } from './en/words.ts';
import { ageing as zhAgeing } from './zh-CN/ageing.ts';
import { books as zhBooks } from './zh-CN/books.ts';
import { cash as zhCash } from './zh-CN/cash.ts';
import { charges as zhCharges } from './zh-CN/charges.ts';
import { claims as zhClaims } from './zh-CN/claims.ts';
import { clocks as zhClocks } from './zh-CN/clocks.ts';
import { details as zhDetails } from './zh-CN/details.ts';
import { documents as zhDocuments } from './zh-CN/documents.ts';
import { explain as zhExplain } from './zh-CN/explain.ts';
import { intake as zhIntake } from './zh-CN/intake.ts';
import { outlook as zhOutlook } from './zh-CN/outlook.ts';
import { payments as zhPayments } from './zh-CN/payments.ts';
import { placing as zhPlacing } from './zh-CN/placing.ts';
import { policy as zhPolicy } from './zh-CN/policy.ts';
import { reconciliation as zhReconciliation } from './zh-CN/reconciliation.ts';
import { refusals as zhRefusals } from './zh-CN/refusals.ts';
import { reserves as zhReserves } from './zh-CN/reserves.ts';
import { rules as zhRules } from './zh-CN/rules.ts';
import { statement as zhStatement } from './zh-CN/statement.ts';
import { states as zhStates } from './zh-CN/states.ts';
import { words as zhWords } from './zh-CN/words.ts';

const en = {
  ...enAgeing,
  ...enCash,
  ...enCharges,
  ...enClaims,
  ...enBooks,
  ...enClocks,
  ...enDetails,
  ...enDocuments,
  ...enExplain,
  ...enIntake,
  ...enPayments,
  ...enPlacing,
  ...enPolicy,
  ...enOutlook,
  ...enReconciliation,
  ...enRefusals,
  ...enReserves,
  ...enRules,
  ...enStatement,
  ...enStates,
  ...enWords,
};

export type WordingCode = keyof typeof en;
export type Locale = 'en' | 'zh-CN';

const zhCN: Record<WordingCode, string> = {
  ...zhAgeing,
  ...zhCash,
  ...zhCharges,
  ...zhClaims,
  ...zhBooks,
  ...zhClocks,
  ...zhDetails,
  ...zhDocuments,
  ...zhExplain,
  ...zhIntake,
  ...zhPayments,
  ...zhPlacing,
  ...zhPolicy,
  ...zhOutlook,
  ...zhReconciliation,
  ...zhRefusals,
  ...zhReserves,
  ...zhRules,
  ...zhStatement,
  ...zhStates,
  ...zhWords,
};

/** Every sentence the core can say, in each language; the same codes and the same placeholders. */
export const catalogues: Record<Locale, Record<WordingCode, string>> = { en, 'zh-CN': zhCN };
