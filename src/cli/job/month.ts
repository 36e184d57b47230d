import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Config, readJobConfig } from '../../config.ts';
import { tellMonth } from '../../demo/month/month.ts';
import { seedStory } from '../../demo/story.ts';
import { startProduct } from '../../product.ts';
import { Refusal } from '../failure.ts';
import { locale } from '../text.ts';
import { tell } from './words.ts';

/** A month of the demo company on books of its own, from the first ledger to the closed month. */
export async function playMonth(show: (line: string) => void): Promise<void> {
  const config = readJobConfig(() => mkdtempSync(join(tmpdir(), 'cedent-story-')));
  if (config.mode !== 'demo' || config.oidc) throw new Refusal(tell('production'));
  show(tell('starting'));
  try {
    await play(config, show);
  } finally {
    if (config.ownFolder) await rm(config.dataDir, { recursive: true, force: true });
  }
  const folder = resolve(config.dataDir);
  show(config.ownFolder ? tell('keep_folder') : tell('look_around', { folder }));
}

async function play(config: Config, show: (line: string) => void): Promise<void> {
  let begun: { tenantId: string; issuer: string } | undefined;
  const product = await startProduct(config, {
    // Funders answer on the next day of their clocks, which the story moves.
    answerAfterMs: 3_600_000,
    story: async (options) => {
      const seeded = await seedStory({ ...options, ledger: false });
      if (!seeded.isNew) throw new Refusal(tell('books_kept', { folder: resolve(config.dataDir) }));
      begun = { tenantId: seeded.tenantId, issuer: options.issuer };
      return seeded;
    },
  });
  try {
    const { url, links, partners, work } = product;
    if (!begun || !partners) throw new Error('the story was not seeded');
    await tellMonth({ ...begun, url, links, partners, db: work.db, locale, show });
  } finally {
    await product.close();
  }
}
