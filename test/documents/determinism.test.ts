import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { renderSchedule } from '../../src/documents/schedule.ts';
import { cn, cnSample, gb, gbSample, withDebtor } from './reading.ts';

const program = fileURLToPath(new URL('render-once.ts', import.meta.url));

it.each(['UTC', 'Asia/Shanghai', 'America/Los_Angeles'])(
  'the same request gives the same bytes in another process in %s',
  (TZ) => {
    const options = { env: { ...process.env, TZ }, encoding: 'utf8' } as const;
    const hash = execFileSync(process.execPath, [program, 'cn', 'max'], options);
    expect(hash).toBe(renderSchedule(cn, cnSample('max')).sha256);
  },
);

it('what was rendered before does not move a byte', () => {
  const first = renderSchedule(gb, gbSample('min')).sha256;
  renderSchedule(cn, withDebtor(cnSample('min'), '⼀⼆ non\u2011breaking'));
  expect(renderSchedule(gb, gbSample('min')).sha256).toBe(first);
});

it('compression changes the bytes, not the data', () => {
  const [packed, plain] = [true, false].map((compress) =>
    renderSchedule(gb, gbSample('min'), { compress }),
  );
  expect(packed?.dataSha256).toBe(plain?.dataSha256);
  expect(packed?.pages).toBe(plain?.pages);
  expect(packed?.sha256).not.toBe(plain?.sha256);
});
