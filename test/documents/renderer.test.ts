import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { sha256 } from '../../src/core/hash.ts';
import { previewTemplate } from '../../src/documents/preview.ts';
import { closeRenderer, renderInWorker } from '../../src/documents/renderer.ts';
import { renderSchedule } from '../../src/documents/schedule.ts';
import { cn, cnSample, folders, gb, gbSample, withDebtor } from './reading.ts';

afterAll(closeRenderer);

it('the worker gives the bytes that rendering in place gives', async () => {
  const here = renderSchedule(cn, cnSample('min'));
  const there = await renderInWorker({ template: cn, request: cnSample('min') });
  expect(there).toEqual(here);
});

it('a refusal comes back from the worker with its field, row and character', async () => {
  const request = withDebtor(cnSample('min'), 'Firma 🚀');
  await expect(renderInWorker({ template: cn, request })).rejects.toMatchObject({
    name: 'DocumentError',
    problem: {
      code: 'MissingGlyph',
      field: 'lines.debtor.name',
      row: 1,
      character: '🚀',
      codePoint: 'U+1F680',
    },
  });
});

it('jobs asked for together are all answered, each with its own document', async () => {
  const jobs = [
    { template: gb, request: gbSample('min') },
    { template: gb, request: withDebtor(gbSample('min'), 'אבג') },
    { template: cn, request: cnSample('min') },
  ];
  const answers = await Promise.allSettled(jobs.map(renderInWorker));
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  const hashes = answers.map((answer) => answer.status === 'fulfilled' && answer.value.sha256);
  expect(hashes[0]).toBe(renderSchedule(gb, gbSample('min')).sha256);
  expect(hashes[2]).toBe(renderSchedule(cn, cnSample('min')).sha256);
});

it('a closed renderer rejects what it had not answered, and starts again when asked', async () => {
  const open = renderInWorker({ template: cn, request: cnSample('nasty') });
  const closed = expect(open).rejects.toMatchObject({ problem: { code: 'RenderStopped' } });
  await closeRenderer();
  await closed;
  const again = await renderInWorker({ template: gb, request: gbSample('min') });
  expect(again.pages).toBe(2);
});

it('a preview writes the sample of a template as it prints', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cedent-preview-'));
  try {
    const file = join(folder, 'preview.pdf');
    const document = await previewTemplate({ folder: folders[0] ?? '', sample: 'min', file });
    expect(sha256(await readFile(file))).toBe(document.sha256);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
