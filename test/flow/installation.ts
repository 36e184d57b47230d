import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Person, signIn } from '../../src/demo/month/person.ts';

/** The product as `npm start` runs it, on a folder of its own. */
export type Installation = {
  url: string;
  /** Signs a demo person in through the real code flow. */
  signIn(role: string): Promise<Person>;
  /** Ends the product and its database at once, as a power switch would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

export async function install(dataDir: string): Promise<Installation> {
  const child = spawn(process.execPath, ['src/bin/run.mjs', 'src/main.ts'], {
    env: { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'fatal' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = await untilWelcome(child);
  const url = /running at (\S+)/.exec(printed)?.[1] ?? '';
  return {
    url,
    signIn: (role) => {
      const link = new RegExp(`^ {2}${role} .*\\n\\s+(\\S+)`, 'm').exec(printed)?.[1];
      if (!link) throw new Error('the product printed no link for this role');
      return signIn(link, url);
    },
    kill: async () => {
      const postmaster = readFileSync(
        join(dataDir, 'postgres', 'cluster', 'postmaster.pid'),
        'utf8',
      );
      await end(child, 'SIGKILL');
      process.kill(Number(postmaster.split('\n')[0]), 'SIGKILL');
    },
    stop: () => end(child, 'SIGTERM'),
  };
}

function untilWelcome(child: ChildProcess): Promise<string> {
  let printed = '';
  return new Promise((resolve, reject) => {
    const read = (piece: Buffer) => {
      printed += piece.toString();
      if (printed.includes('Ctrl-C')) resolve(printed);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`it ended with ${code}:\n${printed}`)));
  });
}

function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  child.removeAllListeners('exit');
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  return gone;
}
