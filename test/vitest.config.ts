import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    globalSetup: ['test/setup/servers.ts'],
    setupFiles: ['test/setup/laws.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // A loaded machine answers late; what never comes true still fails.
    expect: { poll: { timeout: 30_000, interval: 100 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
