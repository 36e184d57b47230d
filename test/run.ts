import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ensureTools } from './setup/tools.ts';

const Results = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  testResults: z.array(
    z.object({
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

// What `npm test` runs; its last line counts the tests: `N passed, N failed`.
const folder = mkdtempSync(join(tmpdir(), 'cedent-results-'));
try {
  ensureTools();
  process.exitCode = report(await runVitest());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function runVitest(): Promise<number> {
  const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
  const config = fileURLToPath(new URL('vitest.config.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    [
      vitest,
      'run',
      `--config=${config}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${join(folder, 'results.json')}`,
      ...process.argv.slice(2),
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** A file that could not be loaded, and an error outside any test, count as one failure each. */
function report(exitCode: number): number {
  const { numPassedTests, numFailedTests, testResults } = readResults();
  const unloaded = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const counted = numFailedTests + unloaded;
  const failed = counted === 0 && (exitCode !== 0 || numPassedTests === 0) ? 1 : counted;
  console.log(`\n${numPassedTests} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

function readResults(): z.infer<typeof Results> {
  const file = join(folder, 'results.json');
  if (!existsSync(file)) return { numPassedTests: 0, numFailedTests: 0, testResults: [] };
  return Results.parse(JSON.parse(readFileSync(file, 'utf8')));
}
