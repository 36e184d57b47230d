import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSimulator as createInsurer } from '../../adapters/atradius/simulator.ts';
import { createSimulator as createFactor } from '../../adapters/factor-rest/simulator.ts';
import type { SimulatorStore } from '../../adapters/simulator.ts';
import { demoBuyers, policyId } from './books.ts';
import { startSimulator } from './simulator.ts';

export type DemoPartners = {
  factor: { url: string; config: unknown };
  insurer: { url: string; config: unknown; mailboxFolder: string };
  /** Where the factor pushes its notices, from now on and after a restart. */
  setCallback(url: string): Promise<void>;
  close(): Promise<void>;
};

/** What the factor accepts, where it differs from the story. */
export type DemoFactor = Pick<
  NonNullable<Parameters<typeof createFactor>[0]>,
  'daysToDueMin' | 'debtorLimits'
>;

/** A factor and an insurer on loopback, with books that survive a restart in `dataDir`. */
export async function startDemoPartners(options: {
  dataDir: string;
  factor?: DemoFactor;
}): Promise<DemoPartners> {
  const folder = join(options.dataDir, 'partners');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const callbackFile = join(folder, 'factor-callback');
  const mailboxFolder = join(folder, 'insurer-mailbox');
  const factor = await startSimulator(
    createFactor({
      store: fileStore(join(folder, 'factor.jsonl')),
      ...(existsSync(callbackFile) && { callbackUrl: readFileSync(callbackFile, 'utf8') }),
      answerAfter: { ms: 1500 },
      // Two approvals of the terms that it has lowered since; the rest fits.
      debtorLimits: { C1003: 40_000, C1007: 0 },
      ...options.factor,
    }),
  );
  const insurer = await startSimulator(
    createInsurer({
      store: fileStore(join(folder, 'insurer.jsonl'), initialCovers),
      policies: { [policyId]: { currency: 'EUR' } },
      buyers: demoBuyers().map(({ debtorId: _, ...buyer }) => buyer),
      appetiteOfNewcomers: 50_000,
      referredAbove: 250_000,
      mailboxRoot: mailboxFolder,
      collectEveryMs: 5_000,
    }),
  );
  return {
    factor,
    insurer: { ...insurer, mailboxFolder },
    setCallback: async (url) => {
      writeFileSync(callbackFile, url, { mode: 0o600 });
      await fetch(`${factor.url}/_control/callback`, {
        method: 'POST',
        body: JSON.stringify({ url }),
      });
    },
    close: async () => {
      await factor.stop();
      await insurer.stop();
    },
  };
}

/** One line of JSON an entry; the books begin with what the story says was agreed before. */
function fileStore(file: string, initial: () => readonly unknown[] = () => []): SimulatorStore {
  const append = (entry: unknown) => appendFileSync(file, `${JSON.stringify(entry)}\n`);
  return {
    load: () => {
      if (!existsSync(file)) for (const entry of initial()) append(entry);
      if (!existsSync(file)) return [];
      const lines = readFileSync(file, 'utf8').split('\n');
      return lines.filter((line) => line !== '').map((line): unknown => JSON.parse(line));
    },
    append,
  };
}

/** Limits decided last winter, one of them under notice since two days ago. */
function initialCovers(): unknown[] {
  const now = Date.now();
  const day = (offset: number) => new Date(now + offset * 86_400_000).toISOString().slice(0, 10);
  return demoBuyers().map(({ buyerId, appetite, debtorId }, index) => {
    const noticed = index === 4;
    return {
      coverId: 500_000 + index,
      customerRefNumber: `STORY-${debtorId}`,
      policyId,
      buyerId,
      coverType: 'credit-limit',
      requestCurrency: 'EUR',
      requested: Math.max(appetite, 20_000),
      effectFromDate: day(-300),
      appliedAt: `${day(-301)}T08:00:00.000Z`,
      decision: {
        code: appetite === 0 ? 'DC03' : noticed ? 'DC21' : 'DC01',
        amount: appetite,
        conditions: [],
        decidedAt: noticed ? `${day(-2)}T09:30:00.000Z` : `${day(-300)}T08:00:00.000Z`,
        ...(noticed && { withdrawalDate: day(28), pending: 'F' }),
      },
    };
  });
}
