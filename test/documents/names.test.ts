import fc from 'fast-check';
import { expect, it } from 'vitest';
import { renderSchedule } from '../../src/documents/schedule.ts';
import { cn, cnSample, problemOf, rawText, squeeze, withLines } from './reading.ts';

const anyCharacter = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0x20, max: 0x24f }) },
  { weight: 6, arbitrary: fc.integer({ min: 0x4e00, max: 0x9fff }) },
  { weight: 2, arbitrary: fc.integer({ min: 0x3400, max: 0x4dbf }) },
  { weight: 1, arbitrary: fc.integer({ min: 0x20000, max: 0x31350 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0x2e80, max: 0x30ff }) },
  { weight: 1, arbitrary: fc.constantFrom(...'&<>"\'()/-_·・‧‑–—…ﬁ\u0301'.split('')).map(codeOf) },
);

const name = fc
  .array(anyCharacter, { minLength: 1, maxLength: 300 })
  .map((codes) => String.fromCodePoint(...codes))
  .filter((text) => text.trim() !== '');

const printable = fc
  .array(fc.constantFrom(...('龘䶮𰻝㛃银行保理AZaz09&<>"\'()-/.,·・— éÜß'.match(/./gu) ?? [])), {
    minLength: 1,
    maxLength: 300,
  })
  .map((characters) => characters.join(''))
  .filter((text) => text.trim() !== '');

it('a debtor name is printed whole or refused by the character it has', () => {
  const request = cnSample('min');
  fc.assert(
    fc.property(fc.oneof(name, printable), (debtorName) => {
      const [first] = request.lines;
      if (!first) return;
      const debtor = { ...first.debtor, name: debtorName };
      const one = withLines(request, [{ ...first, debtor }]);
      let pdf = new Uint8Array();
      const problem = problemOf(() => {
        pdf = Uint8Array.from(renderSchedule(cn, one).pdf);
      });
      if (problem === undefined) {
        expect(squeeze(rawText(pdf))).toContain(squeeze(debtorName));
        return;
      }
      expect(problem).toMatchObject({ code: 'MissingGlyph', field: 'lines.debtor.name', row: 1 });
      if (problem.code === 'MissingGlyph') expect(debtorName).toContain(problem.character);
    }),
    { numRuns: 25 },
  );
}, 180_000);

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0x20;
}
