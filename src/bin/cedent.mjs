#!/usr/bin/env node
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('./run.mjs', import.meta.url));
const commandLine = fileURLToPath(new URL('../cli.ts', import.meta.url));
process.argv.splice(1, 1, launcher, commandLine);
await import('./run.mjs');
