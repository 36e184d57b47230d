import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { adapter } from '../../adapters/sinosure/index.ts';
import { insurerNotice, saleDeclaration } from './samples.ts';
import { type Stage, setStage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await setStage(adapter);
});
afterEach(() => stage.stop());

const present = <Part>(part: Part | undefined): Part => {
  if (part === undefined) throw new Error('the adapter does not have this operation');
  return part;
};

describe('files for the portal', () => {
  test('a notice has each invoice with its original due day, and the sum is the whole debt', () => {
    const notice = insurerNotice(stage.simulator.known);
    const { body, target } = present(stage.operations.noticeInsurer).encode(notice);
    expect(target).toMatch(/^KS-SCH017067-IN20260001-[0-9a-f]{8}\.csv$/);
    expect(body.split('\r\n')).toEqual([
      'H,1,KS,IN-2026-0001,SCH017067,拖欠,2026-11-24,DEU000101,Keller Maschinenbau GmbH,EUR,' +
        '20000.50,0.00,是,No payment after three reminders.',
      'D,INV-3001,2026-07-01,2026-08-30,20010.50,20000.50',
      'D,INV-3002,2026-07-01,2026-12-30,10010.25,10000.25',
      'T,2,30000.75',
      '',
    ]);
  });

  test.each([
    ['insolvency', '破产'],
    ['adverse_information', '风险信息'],
  ] as const)('%s is told as %s', (kind, word) => {
    const notice = insurerNotice(stage.simulator.known, kind);
    expect(present(stage.operations.noticeInsurer).encode(notice).body).toContain(word);
  });

  test('a name that would start a formula does not', () => {
    const notice = { ...insurerNotice(stage.simulator.known), debtorName: '=HYPERLINK("x")' };
    const { body } = present(stage.operations.noticeInsurer).encode(notice);
    expect(body).toContain(`"'=HYPERLINK(""x"")"`);
  });
});

test('a file whose sum differs from its lines is rejected by who uploads it', async () => {
  const declare = present(stage.operations.declareToInsurer);
  const wire = declare.encode(saleDeclaration(stage.simulator.known));
  const forged = { ...wire, body: wire.body.replace('T,1,20000.50', 'T,1,20000.51') };
  await declare.send(forged, stage.call);
  expect(await stage.control('/mailbox/collect', {})).toMatchObject({
    taken: [],
    rejected: [{ reason: 'the name is not of the content' }],
  });
});

test('a reference that was uploaded is not uploaded again in other words', async () => {
  const notice = insurerNotice(stage.simulator.known);
  const noticeInsurer = present(stage.operations.noticeInsurer);
  await noticeInsurer.send(noticeInsurer.encode(notice), stage.call);
  await stage.control('/mailbox/collect', {});
  const other = noticeInsurer.encode({ ...notice, reason: 'Another reason.' });
  await noticeInsurer.send(other, stage.call);
  expect(await stage.control('/mailbox/collect', {})).toMatchObject({
    taken: [],
    rejected: [{ reason: 'taken before' }],
  });
});
