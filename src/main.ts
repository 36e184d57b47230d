import { readConfig } from './config.ts';
import { PortTaken, type Product, startProduct } from './product.ts';

/** `npm start`: the whole product on this machine, with its addresses printed. */
const startedAt = performance.now();
try {
  const product = await startProduct(readConfig(), {
    log: (message) => process.stdout.write(`  ${message}\n`),
  });
  process.stdout.write(welcome(product, performance.now() - startedAt));
  stopOnSignal(product);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? describe(error) : String(error)}\n`);
  process.exitCode = 1;
}

function welcome({ url, links, dataDir }: Product, elapsedMs: number): string {
  const signIn = links.map(({ role, name, link }) => `  ${role.padEnd(14)} ${name}\n    ${link}`);
  return [
    '',
    `Cedent is running at ${url} (${(elapsedMs / 1000).toFixed(1)} s)`,
    `Cedent 已启动：${url}`,
    '',
    ...(links.length > 0
      ? ['Sign in, each link works once · 登录链接，每个仅可使用一次：', ...signIn, '']
      : []),
    `API document · 接口文档: ${url}/openapi.json`,
    `Data · 数据目录: ${dataDir}`,
    'Stop with Ctrl-C · 按 Ctrl-C 停止',
    '',
  ].join('\n');
}

function stopOnSignal(product: Product): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      void product.close().then(() => process.exit(0));
    });
  }
}

/** What a person can act on, without a stack; the cause stands beneath when there is one. */
function describe(error: Error): string {
  if (error instanceof PortTaken) return error.message;
  const cause = error.cause instanceof Error ? `\n  because: ${error.cause.message}` : '';
  return `Cedent did not start: ${error.message}${cause}`;
}
