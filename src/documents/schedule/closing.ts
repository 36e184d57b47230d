import type { CanonicalRequest } from '../../core/funding/request.ts';
import type { Template } from '../../core/template.ts';
import { setText } from '../pen.ts';
import type { Typesetter } from '../typeset.ts';
import { type Box, drawStack, stack } from './box.ts';
import { color, frame, style } from './look.ts';
import type { Words } from './words.ts';

type ClosingSource = {
  setter: Typesetter;
  words: Words;
  request: CanonicalRequest;
  signatories: Template['manifest']['signatories'];
};

/** Room to sign for each signatory. Dates stay blank: they are put on by the one who signs. */
export function signatureBox(source: ClosingSource): Box {
  const { setter, words, request } = source;
  const roles = source.signatories.flatMap((role) => (role === 'debtor' ? [] : [role]));
  const width = (frame.width - 40) / 2;
  const heading = setText(setter, words.inline('sign'), {
    style: style.heading,
    width: frame.width,
    place: { field: 'sign' },
  });
  const parties = roles.map((role, index) => ({
    x: frame.left + index * (width + 40),
    names: stack([
      setText(setter, words.inline(role), {
        style: style.label,
        width,
        place: { field: role },
      }),
      setText(setter, (role === 'assignor' ? request.seller : request.assignee).name, {
        style: style.name,
        width,
        place: { field: `${role}.name` },
      }),
    ]),
  }));
  const blanks = (['sign.signature', 'sign.name', 'sign.date'] as const).map((label, index) => ({
    label: setText(setter, words.inline(label), {
      style: style.labelGrey,
      width: 100,
      place: { field: label },
    }),
    height: index === 0 ? 46 : 26,
  }));
  const namesHeight = Math.max(...parties.map(({ names }) => names.height));
  const blanksHeight = blanks.reduce((sum, { height }) => sum + height, 0);
  return {
    height: 18 + heading.height + 6 + namesHeight + blanksHeight + 4,
    draw: ({ pen, tag }, y) => {
      tag.leaf('H2', {}, () => pen.text(heading, frame.left, y + 18));
      const top = y + 18 + heading.height + 6;
      for (const { x, names } of parties) {
        tag.leaf('P', {}, () => drawStack(pen, names, x, top));
        let at = top + namesHeight;
        for (const { label, height } of blanks) {
          const bottom = at + height - 3;
          tag.artifact(() => pen.rule(x + 106, bottom, width - 106, color.line, 0.6));
          tag.leaf('P', {}, () => {
            pen.text(label, x, bottom - label.height + 2);
          });
          at += height;
        }
      }
    },
  };
}
