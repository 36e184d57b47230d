import type { IncomingMessage, ServerResponse } from 'node:http';

const words = {
  en: {
    title: 'This sign-in link cannot be used',
    text: 'A link works once, and only for its own person. Take a fresh one from the terminal in which Cedent was started.',
  },
  'zh-CN': {
    title: '此登录链接无法使用',
    text: '每个链接只能使用一次，且仅限本人。请从启动 Cedent 的终端获取新的链接。',
  },
};

/** What a person sees who comes without an unused link. */
export function renderNotice(response: ServerResponse, request: IncomingMessage): void {
  const locale = /^\s*zh/i.test(request.headers['accept-language'] ?? '') ? 'zh-CN' : 'en';
  const { title, text } = words[locale];
  response.writeHead(403, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  });
  response.end(`<!doctype html><html lang="${locale}"><head><meta charset="utf-8">
<title>${title}</title></head><body><main><h1>${title}</h1><p>${text}</p></main></body></html>`);
}
