import type { Locale } from './env.ts';

type Wording = { status: number; en: string; 'zh-CN': string };

/** Every problem the API answers: its HTTP status and its title in the caller's language. */
export const problems = {
  invalid_request: {
    status: 400,
    en: 'The request has values that cannot be used.',
    'zh-CN': '请求中含有无法使用的值。',
  },
  malformed_json: {
    status: 400,
    en: 'The body is not JSON.',
    'zh-CN': '请求正文不是有效的 JSON。',
  },
  invalid_cursor: {
    status: 400,
    en: 'The cursor is not one this list gave you.',
    'zh-CN': '该游标不是此列表给出的。',
  },
  idempotency_key_missing: {
    status: 400,
    en: 'A write needs the header Idempotency-Key.',
    'zh-CN': '写操作必须带有 Idempotency-Key 请求头。',
  },
  idempotency_key_invalid: {
    status: 400,
    en: 'The Idempotency-Key must be 1 to 255 visible ASCII characters.',
    'zh-CN': 'Idempotency-Key 必须为 1 至 255 个可见 ASCII 字符。',
  },
  sign_in_failed: {
    status: 400,
    en: 'The sign-in could not be completed.',
    'zh-CN': '登录未能完成。',
  },
  unauthenticated: {
    status: 401,
    en: 'Sign in, or present a valid access token.',
    'zh-CN': '请先登录，或提供有效的访问令牌。',
  },
  forbidden: {
    status: 403,
    en: 'Your role does not allow this.',
    'zh-CN': '您的角色无权执行此操作。',
  },
  cross_site: {
    status: 403,
    en: 'The request did not come from a page of this site.',
    'zh-CN': '该请求不是从本站页面发出的。',
  },
  unknown_person: {
    status: 403,
    en: 'You are signed in, but no company here knows you.',
    'zh-CN': '您已通过身份验证，但此处没有任何公司登记了您。',
  },
  not_found: { status: 404, en: 'There is nothing here.', 'zh-CN': '此处没有内容。' },
  idempotency_in_progress: {
    status: 409,
    en: 'The first request with this Idempotency-Key is still running.',
    'zh-CN': '使用此 Idempotency-Key 的首个请求仍在处理中。',
  },
  conflict: {
    status: 409,
    en: 'The present state does not allow this.',
    'zh-CN': '当前状态不允许此操作。',
  },
  body_too_large: { status: 413, en: 'The body is too large.', 'zh-CN': '请求正文过大。' },
  unsupported_media_type: {
    status: 415,
    en: 'The content type is not one this address takes.',
    'zh-CN': '此地址不接受该内容类型。',
  },
  invalid_body: {
    status: 422,
    en: 'The body has values that cannot be used.',
    'zh-CN': '请求正文中含有无法使用的值。',
  },
  idempotency_key_reused: {
    status: 422,
    en: 'This Idempotency-Key was used for another request.',
    'zh-CN': '此 Idempotency-Key 已用于另一请求。',
  },
  refused: {
    status: 422,
    en: 'The request was understood and refused.',
    'zh-CN': '请求已被理解，但被拒绝。',
  },
  internal: {
    status: 500,
    en: 'Something failed on our side; nothing was changed.',
    'zh-CN': '我方出现故障；未作任何更改。',
  },
  not_available_here: {
    status: 501,
    en: 'This server does not do that; another one of this installation does.',
    'zh-CN': '此服务器不提供该功能；请使用本系统的其他服务器。',
  },
  identity_unavailable: {
    status: 503,
    en: 'The identity provider does not answer; try again in a minute.',
    'zh-CN': '身份提供方没有响应；请稍后再试。',
  },
  busy: {
    status: 503,
    en: 'The server is busy; nothing was done. Try again in a few seconds.',
    'zh-CN': '服务器繁忙，未作任何处理；请稍后几秒再试。',
  },
  not_ready: {
    status: 503,
    en: 'The server is not ready to answer.',
    'zh-CN': '服务器尚未就绪。',
  },
} as const satisfies Record<string, Wording>;

export type ProblemCode = keyof typeof problems;

export function titleOf(code: ProblemCode, locale: Locale): string {
  return problems[code][locale];
}
