import { stripVTControlCharacters } from 'node:util';
import { type CommandDef, defineCommand, renderUsage, runCommand } from 'citty';
import { Refusal, Usage } from './cli/failure.ts';
import { say } from './cli/text.ts';

/** Loaded when asked for: a pure selection needs no database driver. */
const subCommands = {
  demo: async () => toCommand((await import('./cli/demo.ts')).demo),
  select: async () => toCommand((await import('./cli/select.ts')).select),
  schema: async () => toCommand((await import('./cli/schema.ts')).schema),
  terms: async () => toCommand((await import('./cli/terms.ts')).terms),
  import: async () => toCommand((await import('./cli/import.ts')).importCommand),
  request: async () => toCommand((await import('./cli/request.ts')).request),
  clock: async () => toCommand((await import('./cli/clock.ts')).clock),
  status: async () => toCommand((await import('./cli/status.ts')).status),
};

const cedent = defineCommand({
  meta: { name: 'cedent', description: 'Receivables in, a funded request out.' },
  subCommands,
});

// Whoever reads our output may stop early, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await run(process.argv.slice(2));

/** 0 done, 1 refused with a message, 2 a command line that cannot be used. */
async function run(rawArgs: string[]): Promise<number> {
  const [name] = rawArgs;
  const command = await find(name);
  const usage = () => (command ? renderUsage(command, cedent) : renderUsage(cedent));
  if (rawArgs.some((word) => word === '--help' || word === '-h') || name === 'help') {
    process.stdout.write(`${plainIn(process.stdout, await usage())}\n`);
    return 0;
  }
  try {
    if (name === undefined) throw new Usage(say('command_missing'));
    if (!command) throw new Usage(say('command_unknown', { value: name }));
    await runCommand(command, { rawArgs: rawArgs.slice(1) });
    return 0;
  } catch (error) {
    if (isUsage(error)) {
      process.stderr.write(`${error.message}\n\n${plainIn(process.stderr, await usage())}\n`);
      return 2;
    }
    process.stderr.write(`${wordFailure(error)}\n`);
    return 1;
  }
}

async function find(name: string | undefined): Promise<CommandDef | undefined> {
  if (name === undefined || !Object.hasOwn(subCommands, name)) return undefined;
  return subCommands[name as keyof typeof subCommands]();
}

/** citty's commands differ in their arguments only, which it reads by itself. */
function toCommand(command: unknown): CommandDef {
  return command as CommandDef;
}

/** Colours are for terminals. */
function plainIn(stream: { isTTY?: boolean }, text: string): string {
  return stream.isTTY ? text : stripVTControlCharacters(text);
}

function isUsage(error: unknown): error is Error {
  return error instanceof Usage || (error instanceof Error && error.name === 'CLIError');
}

function wordFailure(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return say('crashed', { detail });
}
