import type { RequestRefusal } from '../store/request.ts';
import type { Refused } from './deps.ts';
import type { Locale } from './env.ts';
import { notFound, Problem } from './problem.ts';

/** Why a step was not taken, in a sentence for whoever asked; the facts stay beside it. */
export function requestProblem(refusal: RequestRefusal, locale: Locale): Problem {
  const { code } = refusal;
  if (code === 'request_not_found') return notFound();
  const { ok: _, ...reason } = { ok: false, ...refusal };
  return new Problem('conflict', { detail: sentences[code][locale], reason });
}

export function conflict(
  reason: { code: keyof typeof sentences } & Record<string, unknown>,
  locale: Locale,
): Problem {
  return new Problem('conflict', { detail: sentences[reason.code][locale], reason });
}

/** A refusal of intake or of a selection: its code and numbers, whole. */
export function refusedProblem({ code, params }: Refused): Problem {
  const numbers = Object.entries(params).map(([name, value]) => `${name}: ${value}`);
  const detail = numbers.length > 0 ? `${code} (${numbers.join(', ')})` : code;
  return new Problem('refused', { detail, reason: { code, params } });
}

type Worded = Exclude<RequestRefusal['code'], 'request_not_found'>;

const sentences: Record<Worded, Record<Locale, string>> = {
  already_financed: {
    en: 'A receivable is already financed, here or with another funder. Leave it out.',
    'zh-CN': '其中有应收账款已被本方或其他资金方融资，请将其剔除。',
  },
  near_match: {
    en: 'A receivable resembles one already financed. Check both, and name it in acceptedNearMatches if they differ.',
    'zh-CN':
      '其中有应收账款与已融资的账款相似。请核对两者；确属不同的，请列入 acceptedNearMatches。',
  },
  ledger_changed: {
    en: 'The ledger has changed since the draft. Withdraw it and draft the request again.',
    'zh-CN': '草稿生成后账面已发生变化。请撤回并重新起草。',
  },
  not_now: {
    en: 'The present state does not allow this step. Read it again to see where it stands.',
    'zh-CN': '当前状态不允许此步骤。请重新读取以了解进展。',
  },
  hash_differs: {
    en: 'What you approve is not what was submitted. Read the request again and approve what you see.',
    'zh-CN': '您批准的内容与提交的内容不一致。请重新读取请求，并批准您所看到的内容。',
  },
  second_person_needed: {
    en: 'A second person is needed: you took the first step yourself.',
    'zh-CN': '需要由另一人完成：第一步是您本人所做。',
  },
};
