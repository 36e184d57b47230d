import { afterEach, beforeEach, expect, test } from 'vitest';
import { adapter } from '../../adapters/sinosure/index.ts';
import { saleDeclaration } from './samples.ts';
import { type Stage, setStage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await setStage(adapter);
});
afterEach(() => stage.stop());

function declaring() {
  const { declareToInsurer } = stage.operations;
  if (!declareToInsurer) throw new Error('the adapter does not have this operation');
  return declareToInsurer;
}

test('a declaration has each shipment and its sum', () => {
  const { body, target } = declaring().encode(saleDeclaration(stage.simulator.known));
  expect(target).toMatch(/^SB-SCH017067-SD20260001-[0-9a-f]{8}\.csv$/);
  expect(body.split('\r\n')).toEqual([
    'H,1,SB,SD-2026-0001,SCH017067,sales,2026-11-01,2026-11-30,EUR',
    'D,DEU000101,INV-3001,sale,2026-11-03,2027-01-03,20000.50',
    'T,1,20000.50',
    '',
  ]);
});

test('a number that would start a formula does not', () => {
  const sale = saleDeclaration(stage.simulator.known);
  const lines = sale.lines.map((line) => ({ ...line, number: '=1+1' }));
  expect(declaring().encode({ ...sale, lines }).body).toContain("'=1+1");
});

test('notices and claims have no door here: they go by pack', () => {
  expect(Object.keys(stage.operations)).toEqual(['declareToInsurer']);
});

test('a file whose sum differs from its lines is rejected by who uploads it', async () => {
  const wire = declaring().encode(saleDeclaration(stage.simulator.known));
  const forged = { ...wire, body: wire.body.replace('T,1,20000.50', 'T,1,20000.51') };
  await declaring().send(forged, stage.call);
  expect(await stage.control('/mailbox/collect', {})).toMatchObject({
    taken: [],
    rejected: [{ reason: 'the name is not of the content' }],
  });
});

test('a reference that was uploaded is not uploaded again in other words', async () => {
  const sale = saleDeclaration(stage.simulator.known);
  await declaring().send(declaring().encode(sale), stage.call);
  await stage.control('/mailbox/collect', {});
  await declaring().send(declaring().encode({ ...sale, to: '2026-12-31' }), stage.call);
  expect(await stage.control('/mailbox/collect', {})).toMatchObject({
    taken: [],
    rejected: [{ reason: 'taken before' }],
  });
});
