import { createAdaptorServer } from '@hono/node-server';
import { pino } from 'pino';
import { adapters } from '../adapters/index.ts';
import type { Config } from './config.ts';
import { type DemoIdentity, startDemoIdentity } from './demo/identity.ts';
import { type DemoFactor, type DemoPartners, startDemoPartners } from './demo/partners.ts';
import { demoPersons } from './demo/persons.ts';
import { seedStory } from './demo/story.ts';
import { renderInWorker } from './documents/renderer.ts';
import { certifyWith } from './host/certify.ts';
import { compareWith } from './host/compare.ts';
import { takeEvidence } from './host/evidence.ts';
import { explainWith } from './host/explain.ts';
import {
  saveStatementMapping,
  statementMappingSchema,
  takeFactorStatement,
} from './host/factor-statement.ts';
import { importLedger, inspectLedger } from './host/import-ledger.ts';
import { keepWith, replayWith } from './host/keep.ts';
import { proposeWith } from './host/propose.ts';
import { readStatement } from './host/read-statement.ts';
import { takeRemittances } from './host/remittance.ts';
import { selectWith } from './host/select.ts';
import { whatIfWith } from './host/whatIf.ts';
import type { AppDeps, IdentitySettings } from './http/deps.ts';
import { createPages } from './http/pages/app.tsx';
import { readControlAccounts } from './intake/control-account.ts';
import { readDunning } from './intake/dunning.ts';
import { settleByPeople } from './jobs/settle.ts';
import { createApp } from './server.ts';
import { createSelector } from './solve/selector.ts';
import { startEmbedded } from './store/embedded.ts';
import { startWork, type Work } from './worker.ts';

export type Product = {
  url: string;
  /** The demo's people: an address signs each in once. */
  links: readonly { role: string; name: string; link: string }[];
  work: Work;
  partners: DemoPartners | undefined;
  dataDir: string;
  close(): Promise<void>;
};

export type ProductOptions = {
  /** What the demo's books begin with: the story, nothing, or what this function enters. */
  story?: boolean | typeof seedStory;
  /** Where the demo's factor differs from the story's. */
  factor?: DemoFactor;
  /** Until the demo's funders answer, by their clocks. */
  answerAfterMs?: number;
  log?: (message: string) => void;
};

/** Everything in one process; each part is closed in the reverse of the order it was started in. */
export async function startProduct(config: Config, options: ProductOptions = {}): Promise<Product> {
  const { log = () => {}, story = true, factor = {}, answerAfterMs } = options;
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of closers.splice(0).reverse()) await end();
  };
  try {
    return { ...(await assemble({ config, log, story, factor, answerAfterMs, closers })), close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Assembly = {
  config: Config;
  log: (message: string) => void;
  story: boolean | typeof seedStory;
  factor: DemoFactor;
  answerAfterMs: number | undefined;
  closers: (() => Promise<void>)[];
};

async function assemble({
  config,
  log,
  story,
  factor,
  answerAfterMs,
  closers,
}: Assembly): Promise<Omit<Product, 'close'>> {
  const { secretKey, dataDir, redisUrl, mode } = config;
  const logger = pino({ level: config.logLevel });
  const ownerUrl = config.databaseUrl ?? (await embedded(dataDir, log, closers));
  const onError = (error: unknown) =>
    logger.error({ err: error }, 'a job failed; it is tried again');
  const work = await startWork({ ownerUrl, redisUrl, secretKey, onError });
  closers.push(work.close);
  const selector = createSelector();
  closers.push(selector.close);
  const server = await listen(config.port);
  closers.push(server.close);
  const baseUrl = config.port === 0 ? server.url : config.baseUrl;
  const demo = mode === 'demo' && !config.oidc;
  const partners = demo ? await startDemoPartners({ dataDir, factor, answerAfterMs }) : undefined;
  if (partners) closers.push(partners.close);
  const identity = demo ? await demoIdentity({ config, baseUrl, log }) : undefined;
  if (identity) closers.push(identity.stop);
  const deps: AppDeps = {
    db: work.db,
    mode,
    baseUrl,
    secretKey,
    identity: identity?.settings ?? ownIdentity(config),
    log: logger,
    now: () => new Date(),
    pages: createPages,
    inspectLedger,
    importLedger,
    select: selectWith(selector),
    compare: compareWith(selector),
    whatIf: whatIfWith(selector),
    explain: explainWith(selector),
    certify: certifyWith(selector),
    propose: proposeWith(selector),
    keepSelection: keepWith(selector),
    replaySelection: replayWith(selector),
    readStatement,
    statementMappingSchema,
    saveStatementMapping,
    takeFactorStatement,
    takeRemittances,
    takeEvidence,
    printClaimIndex: async (index) => (await renderInWorker({ claimIndex: index })).pdf,
    readControl: readControlAccounts,
    readDunning,
    chargedBy: (adapterId) => adapters.find(({ id }) => id === adapterId)?.charged ?? [],
    settleDelivery: (tx, settled) => settleByPeople(tx, work.operations, settled),
    receiveNotice: (notice) => work.partners.receive(work.db, notice),
  };
  if (identity && partners && story) {
    const issuer = identity.settings.issuer;
    const seed = story === true ? seedStory : story;
    await seed({ db: work.db, secretKey, issuer, baseUrl, partners, importLedger, log });
  }
  server.answer(createApp(deps));
  const links = identity
    ? demoPersons.map(({ subject, role, name }) => ({
        role,
        name,
        link: identity.createLink(subject),
      }))
    : [];
  return { url: baseUrl, links, work, partners, dataDir };
}

async function embedded(
  dataDir: string,
  log: (message: string) => void,
  closers: Assembly['closers'],
): Promise<string> {
  const postgres = await startEmbedded({ dataDir, log });
  closers.push(postgres.stop);
  return postgres.url;
}

function demoIdentity(options: {
  config: Config;
  baseUrl: string;
  log: (message: string) => void;
}): Promise<DemoIdentity> {
  const { config, baseUrl, log } = options;
  const { mode, dataDir } = config;
  const subjects = demoPersons.map(({ subject }) => subject);
  return startDemoIdentity({ mode, dataDir, baseUrl, subjects, log });
}

function ownIdentity({ oidc, baseUrl }: Config): IdentitySettings {
  if (!oidc) throw new Error('OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET: set all three');
  return { ...oidc, audience: `${baseUrl}/api` };
}

type Door = {
  url: string;
  /** Requests that came before are answered once the app is there. */
  answer(app: { fetch: (request: Request, env?: object) => Response | Promise<Response> }): void;
  close(): Promise<void>;
};

/** Listens before anything is told of the address, so that a taken port is said at once. */
async function listen(port: number): Promise<Door> {
  let ready: (app: Parameters<Door['answer']>[0]) => void = () => {};
  const app = new Promise<Parameters<Door['answer']>[0]>((resolve) => {
    ready = resolve;
  });
  const server = createAdaptorServer({
    fetch: async (request, env) => (await app).fetch(request, env),
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortTaken(port) : error),
    );
    server.listen(port, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://localhost:${bound}`,
    answer: (value) => ready(value),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}

export class PortTaken extends Error {
  override readonly name = 'PortTaken';
  constructor(port: number) {
    super(`Port ${port} is taken by another program. Choose another: PORT=${port + 1} npm start`);
  }
}
