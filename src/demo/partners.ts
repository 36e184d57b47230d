import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSimulator as createInsurer } from '../../adapters/atradius/simulator.ts';
import { createSimulator as createFileFactor } from '../../adapters/factor-file/simulator.ts';
import { createSimulator as createFactor } from '../../adapters/factor-rest/simulator.ts';
import { createSimulator as createBank } from '../../adapters/pledge-bank/simulator.ts';
import type { SimulatorStore } from '../../adapters/simulator.ts';
import type { Day } from '../core/calendar.ts';
import { pledgeAgreement, policyId } from './books.ts';
import { demoBuyers } from './buyers.ts';
import { factorTerms } from './charges.ts';
import { type StartedSimulator, startSimulator } from './simulator.ts';

type Partner = Pick<StartedSimulator, 'url' | 'config'>;

export type DemoPartners = {
  factor: Partner;
  /** Takes files by SFTP; its HTTP door has its controls alone. */
  exportFactor: Partner & { mailboxFolder: string };
  bank: Partner;
  insurer: Partner & { mailboxFolder: string };
  /** Where the factor pushes its notices, from now on and after a restart. */
  setCallback(url: string): Promise<void>;
  /** Their clocks run ahead by so many days more, now and after a restart. */
  passDays(days: number): Promise<void>;
  /** The day that their clocks show. */
  today(): Day;
  close(): Promise<void>;
};

/** What the factor accepts, where it differs from the story. */
export type DemoFactor = Pick<
  NonNullable<Parameters<typeof createFactor>[0]>,
  'daysToDueMin' | 'debtorLimits'
>;

export type DemoPartnersOptions = {
  dataDir: string;
  factor?: DemoFactor;
  /** Until funders answer, by their clocks; a second and a half where it is not said. */
  answerAfterMs?: number | undefined;
};

/** Three funders and an insurer on loopback, with books that survive a restart in `dataDir`. */
export async function startDemoPartners(options: DemoPartnersOptions): Promise<DemoPartners> {
  const folder = join(options.dataDir, 'partners');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const callbackFile = join(folder, 'factor-callback');
  const clock = openClock(join(folder, 'clock-days'));
  const factor = await startSimulator(factorOf(folder, options, callbackFile));
  const exportMailbox = join(folder, 'export-factor-mailbox');
  const exportFactor = await startSimulator(
    createFileFactor({
      ...commonOf(folder, 'export-factor', options),
      layout: 'delimited',
      mailboxRoot: exportMailbox,
      now: clock.now,
      advanceRateBp: 7_500,
    }),
  );
  const bank = await startSimulator(
    createBank({
      ...commonOf(folder, 'bank', options),
      facilities: { [pledgeAgreement.reference]: { limit: 12_000_000 } },
    }),
  );
  const mailboxFolder = join(folder, 'insurer-mailbox');
  const insurer = await startSimulator(insurerOf(folder, mailboxFolder));
  return {
    factor,
    exportFactor: { ...exportFactor, mailboxFolder: exportMailbox },
    bank,
    insurer: { ...insurer, mailboxFolder },
    setCallback: async (url) => {
      writeFileSync(callbackFile, url, { mode: 0o600 });
      await tell(factor, '/callback', { url });
    },
    passDays: async (days) => {
      clock.passDays(days);
      for (const partner of [factor, bank]) await tell(partner, '/clock', { addDays: days });
    },
    today: () => clock.now().toISOString().slice(0, 10),
    close: async () => {
      for (const partner of [factor, exportFactor, bank, insurer]) await partner.stop();
    },
  };
}

async function tell({ url }: Partner, path: string, body: unknown): Promise<void> {
  const answer = await fetch(`${url}/_control${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`the partner's ${path} answered ${answer.status}`);
}

function commonOf(folder: string, name: string, { answerAfterMs }: DemoPartnersOptions) {
  return {
    store: fileStore(join(folder, `${name}.jsonl`)),
    answerAfter: { ms: answerAfterMs ?? 1500 },
  };
}

function factorOf(folder: string, options: DemoPartnersOptions, callbackFile: string) {
  return createFactor({
    ...commonOf(folder, 'factor', options),
    ...(existsSync(callbackFile) && { callbackUrl: readFileSync(callbackFile, 'utf8') }),
    // Two approvals of the terms that it has lowered since; the rest fits.
    debtorLimits: { C1003: 40_000, C1007: 0 },
    terms: factorTerms,
    ...options.factor,
  });
}

function insurerOf(folder: string, mailboxRoot: string) {
  return createInsurer({
    store: fileStore(join(folder, 'insurer.jsonl'), initialCovers),
    policies: { [policyId]: { currency: 'EUR' } },
    buyers: demoBuyers().map(({ debtorId: _, ...buyer }) => buyer),
    appetiteOfNewcomers: 50_000,
    referredAbove: 250_000,
    mailboxRoot,
    collectEveryMs: 5_000,
  });
}

/** The clock of a partner that has none of its own to be moved. */
function openClock(file: string) {
  let days = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
  return {
    now: () => new Date(Date.now() + days * 86_400_000),
    passDays: (more: number) => {
      days += more;
      writeFileSync(file, String(days), { mode: 0o600 });
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
