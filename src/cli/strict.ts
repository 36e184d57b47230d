import type { ArgsDef, CommandContext } from 'citty';
import { Usage } from './failure.ts';
import { say } from './text.ts';

type Values<Args extends ArgsDef> = {
  [Name in keyof Args]?: Args[Name] extends { type: 'boolean' } ? boolean : string;
};

/**
 * Runs a command on exactly the options it has: what citty would ignore (an unknown option, a second
 * value, a word too many) is a usage error here, before anything is done.
 */
export function strictly<const Args extends ArgsDef>(
  args: Args,
  work: (given: Values<Args>) => Promise<void>,
) {
  return async ({ rawArgs }: CommandContext<Args>): Promise<void> => work(readArgs(args, rawArgs));
}

function readArgs<Args extends ArgsDef>(args: Args, raw: readonly string[]): Values<Args> {
  const found: Record<string, string | boolean> = {};
  const places = Object.keys(args).filter((name) => args[name]?.type === 'positional');
  const rest = [...raw];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('--')) {
      const place = places.shift();
      if (place === undefined) throw new Usage(say('argument_unexpected', { value: word }));
      found[place] = word;
      continue;
    }
    const [name = '', ...after] = word.slice(2).split('=');
    const option = `--${name}`;
    const type = Object.hasOwn(args, name) ? args[name]?.type : undefined;
    if (type === undefined || type === 'positional') {
      throw new Usage(say('option_unknown', { option }));
    }
    if (Object.hasOwn(found, name)) throw new Usage(say('option_twice', { option }));
    if (type === 'boolean') {
      found[name] = true;
      continue;
    }
    const value = after.length > 0 ? after.join('=') : rest.shift();
    if (value === undefined || value === '' || value.startsWith('--')) {
      throw new Usage(say('option_value', { option }));
    }
    found[name] = value;
  }
  return toValues<Args>(found);
}

/** Every entry was checked against `args` by the loop above. */
function toValues<Args extends ArgsDef>(found: Record<string, string | boolean>): Values<Args> {
  return found as Values<Args>;
}
