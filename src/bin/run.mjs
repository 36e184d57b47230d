#!/usr/bin/env node
// Runs a script of this repository on Node 24 or newer, whichever Node (18+) started it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const [, launcher, script] = process.argv;
const ownNode = fileURLToPath(
  new URL(
    `../../node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`,
    import.meta.url,
  ),
);

if (!script) {
  console.error('usage: node src/bin/run.mjs <script> [arguments]');
  process.exitCode = 2;
} else if (Number.parseInt(process.versions.node, 10) >= 24) {
  process.argv.splice(1, 2, resolve(script));
  await import('./tsx.mjs');
  await import(pathToFileURL(resolve(script)).href);
} else if (existsSync(ownNode)) {
  runOnOwnNode();
} else {
  console.error(
    `This needs Node 24 and runs on ${process.version}; the project's own is not installed.\n` +
      `Install it: ${existsSync(dirname(dirname(ownNode))) ? 'npm rebuild node --ignore-scripts=false' : 'npm ci'}`,
  );
  process.exitCode = 1;
}

function runOnOwnNode() {
  const child = spawn(ownNode, [...process.execArgv, launcher, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'];
  for (const signal of signals) {
    process.on(signal, () => {
      // A terminal's Ctrl-C reaches the whole group: passing it on would deliver it twice.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    console.error(`Could not start ${ownNode}: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
