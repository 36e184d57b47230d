import { wordRefusal } from '../core/wording/word.ts';
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

/** A refusal of intake or of a selection: a sentence, and its code and numbers whole. */
export function refusedProblem(
  { code, params }: { code: string; params: Refused['params'] },
  locale: Locale,
): Problem {
  return new Problem('refused', {
    detail: wordRefusal(locale, code, params),
    reason: { code, params },
  });
}

type Worded =
  | Exclude<RequestRefusal['code'], 'request_not_found'>
  | 'facility_exists'
  | 'facility_differs'
  | 'movement_decided'
  | 'assigned_already'
  | 'assignment_step'
  | 'circumstance_unknown'
  | 'buyer_unknown'
  | 'debtor_mapped'
  | 'buyer_mapped'
  | 'same_person'
  | 'asked_already';

const sentences: Record<Worded, Record<Locale, string>> = {
  debtor_mapped: {
    en: 'The debtor is another company in this insurer’s books already.',
    'zh-CN': '该债务人在此保险人处已对应另一家公司。',
  },
  buyer_mapped: {
    en: 'That company is another debtor of yours already.',
    'zh-CN': '该公司已对应您的另一名债务人。',
  },
  asked_already: {
    en: 'The same has been asked for this debtor and is not answered yet.',
    'zh-CN': '已就该债务人提出同样的申请，尚未答复。',
  },
  same_person: {
    en: 'Whoever asked cannot approve it. Ask another person.',
    'zh-CN': '申请人不能自行批准，请由另一人办理。',
  },
  already_financed: {
    en: 'A receivable is already financed, here or with another funder. Leave it out.',
    'zh-CN': '其中有应收账款已被本方或其他资金方融资，请将其剔除。',
  },
  near_match: {
    en: 'A receivable resembles one already financed or asked for with it. Check both, and name the pair in acceptedNearMatches if they differ.',
    'zh-CN':
      '其中有应收账款与已融资或同时申请的账款相似。请核对两者；确属不同的，请将这一对列入 acceptedNearMatches。',
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
  facility_exists: {
    en: 'A facility of this id exists. Add a version to its terms instead.',
    'zh-CN': '该编号的额度已存在。请改为新增条款版本。',
  },
  facility_differs: {
    en: 'The terms name another facility than the address. Send them where they belong.',
    'zh-CN': '条款中的额度与地址不一致。请提交到对应的地址。',
  },
  movement_decided: {
    en: 'Somebody has decided about this movement already.',
    'zh-CN': '该变动已有人作出决定。',
  },
  assigned_already: {
    en: 'Something of this is assigned already, and a receivable has one assignee. Narrow the scope or the days, or end the other assignment first.',
    'zh-CN':
      '其中部分权益已经转让，而一笔应收账款只能有一个受让人。请缩小范围或期间，或先终止原转让。',
  },
  assignment_step: {
    en: 'The assignment does not allow this step now: it is ended or refused, or it is irrevocable and the assignee’s consent is missing.',
    'zh-CN': '该转让目前不允许此步骤：已终止或已被拒绝，或者不可撤销而缺少受让人的同意。',
  },
  circumstance_unknown: {
    en: 'There is no such circumstance of this debtor, or it was taken back already.',
    'zh-CN': '该债务人没有此项情况记录，或该记录已经撤回。',
  },
  buyer_unknown: {
    en: "The insurer's id of this debtor is not known. Map the debtor under this policy first.",
    'zh-CN': '尚不知道该债务人在保险人处的编号。请先在该保单下建立对应关系。',
  },
};
