import { type CommandDef, defineCommand, renderUsage, runCommand } from 'citty';
import { Refusal, Usage } from './cli/failure.ts';
import { schema } from './cli/schema.ts';
import { select } from './cli/select.ts';
import { say } from './cli/text.ts';

const subCommands = { select, schema };

const cedent = defineCommand({
  meta: { name: 'cedent', description: 'Receivables in, a funded request out.' },
  subCommands,
});

process.exitCode = await run(process.argv.slice(2));

/** 0 done, 1 refused with a message, 2 a command line that cannot be used. */
async function run(rawArgs: string[]): Promise<number> {
  const [name] = rawArgs;
  const command = find(name);
  const usage = () => (command ? renderUsage(command, cedent) : renderUsage(cedent));
  if (rawArgs.some((word) => word === '--help' || word === '-h') || name === 'help') {
    process.stdout.write(`${await usage()}\n`);
    return 0;
  }
  try {
    if (name === undefined) throw new Usage(say('command_missing'));
    if (!command) throw new Usage(say('command_unknown', { value: name }));
    await runCommand(command, { rawArgs: rawArgs.slice(1) });
    return 0;
  } catch (error) {
    if (isUsage(error)) {
      process.stderr.write(`${error.message}\n\n${await usage()}\n`);
      return 2;
    }
    process.stderr.write(`${wordFailure(error)}\n`);
    return 1;
  }
}

function find(name: string | undefined): CommandDef | undefined {
  if (name === undefined || !Object.hasOwn(subCommands, name)) return undefined;
  return toCommand(subCommands[name as keyof typeof subCommands]);
}

/** citty's commands differ in their arguments only, which it reads by itself. */
function toCommand(command: unknown): CommandDef {
  return command as CommandDef;
}

function isUsage(error: unknown): error is Error {
  return error instanceof Usage || (error instanceof Error && error.name === 'CLIError');
}

function wordFailure(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return say('crashed', { detail });
}
