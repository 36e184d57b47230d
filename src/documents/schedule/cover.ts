import type { Party } from '../../core/funding/request.ts';
import { formatDay } from '../format.ts';
import { setText } from '../pen.ts';
import { type Box, drawStack, drawStackRight, gap, type Stack, setSpoken, stack } from './box.ts';
import { color, frame, style } from './look.ts';
import { type SummarySource, summaryBox } from './summary.ts';
import { joinSpoken, type SpokenBlock, type Words } from './words.ts';

/** The first page: what this is, between whom, on which terms, for how much. */
export function coverBoxes(source: SummarySource): Box[] {
  return [
    titleBox(source),
    gap(7),
    partiesBox(source),
    gap(8),
    ...source.words.blocks.flatMap((block) => wordingBoxes(source, block)),
    gap(5),
    summaryBox(source),
  ];
}

function titleBox({ setter, words, request }: SummarySource): Box {
  const width = frame.width - 300;
  const title = setSpoken(setter, words.title, {
    styles: [style.title, style.subtitle],
    width,
    place: { field: 'title' },
  });
  const right = stack([
    setText(setter, words.inline('document.number'), {
      style: style.labelGrey,
      width: 240,
      place: { field: 'document.number' },
    }),
    setText(setter, request.number, {
      style: style.number,
      width: 240,
      place: { field: 'number' },
    }),
    setText(setter, `${words.inline('document.asOf')}  ${request.asOf}`, {
      style: style.detail,
      width: 240,
      place: { field: 'asOf' },
    }),
  ]);
  return {
    height: Math.max(stack(title).height + 10, right.height + 26),
    draw: ({ pen, tag }, y) => {
      tag.artifact(() => pen.fill(frame.left, y, 34, 3, color.accent));
      let top = y + 10;
      for (const [index, setting] of title.entries()) {
        const options = languageOption(words, index);
        const at = top;
        tag.leaf(index === 0 ? 'H1' : 'P', options, () => {
          pen.text(setting, frame.left, at);
        });
        top += setting.height;
      }
      tag.leaf('P', {}, () => {
        drawStackRight(pen, right, frame.right, y + 26);
      });
    },
  };
}

function partiesBox(source: SummarySource): Box {
  const { setter, words, request } = source;
  const width = (frame.width - 48) / 3;
  const place = (field: string) => ({ field });
  const { agreement, name } = request.facility;
  const signedOn = joinSpoken(
    words.languages.map((language) => ({
      language,
      text: formatDay(agreement.signedOn, language),
    })),
  );
  const cards: Stack[] = [
    partyStack(source, 'assignor', request.seller, width),
    partyStack(source, 'assignee', request.assignee, width),
    stack([
      setText(setter, words.inline('agreement'), {
        style: style.label,
        width,
        place: place('agreement'),
      }),
      setText(setter, agreement.reference, {
        style: style.name,
        width,
        place: place('facility.agreement.reference'),
      }),
      setText(setter, `${words.inline('agreement.signedOn')}  ${signedOn}`, {
        style: style.detail,
        width,
        place: place('facility.agreement.signedOn'),
      }),
      setText(setter, `${words.inline('facility')}  ${name}`, {
        style: style.detail,
        width,
        place: place('facility.name'),
      }),
    ]),
  ];
  return {
    height: Math.max(...cards.map(({ height }) => height)) + 14,
    draw: ({ pen, tag }, y) => {
      tag.artifact(() => {
        for (const index of cards.keys()) {
          const x = frame.left + index * (width + 24);
          pen.rule(x, y, width, color.line, 0.8);
        }
      });
      for (const [index, card] of cards.entries()) {
        const x = frame.left + index * (width + 24);
        tag.leaf('P', {}, () => drawStack(pen, card, x, y + 7));
      }
    },
  };
}

function partyStack(
  { setter, words }: SummarySource,
  role: 'assignor' | 'assignee',
  party: Party,
  width: number,
): Stack {
  const field = role === 'assignor' ? 'seller' : 'assignee';
  const details = Object.entries(party.identifiers).map(([scheme, value]) => ({
    field: `${field}.identifiers.${scheme}`,
    text: `${words.optional(`scheme.${scheme}`, scheme.toUpperCase())}  ${value}`,
  }));
  const where = [party.address, party.country].filter(Boolean).join(' · ');
  if (where !== '') details.push({ field: `${field}.address`, text: where });
  return stack([
    setText(setter, words.inline(role), {
      style: style.label,
      width,
      place: { field: role },
    }),
    setText(setter, party.name, {
      style: style.name,
      width,
      place: { field: `${field}.name` },
    }),
    ...details.map((detail) =>
      setText(setter, detail.text, {
        style: style.detail,
        width,
        place: { field: detail.field },
      }),
    ),
  ]);
}

/** One box per paragraph, languages side by side; the heading stays with the first. */
function wordingBoxes(source: SummarySource, block: SpokenBlock): Box[] {
  const { setter, words } = source;
  const slots = columnsFor(words);
  return block.paragraphs.map((paragraph, index) => {
    const place = { field: `wording.${block.id}` };
    const sides = paragraph.map((spoken, side) => {
      const { x, width } = slots[side] ?? { x: frame.left, width: frame.width };
      const heading = setText(setter, block.heading[side]?.text ?? '', {
        style: side === 0 ? style.heading : style.headingSecond,
        width,
        place,
      });
      return {
        x,
        heading: index === 0 ? heading : undefined,
        body: setText(setter, spoken.text, { style: style.body, width, place }),
      };
    });
    const headingHeight = Math.max(...sides.map(({ heading }) => heading?.height ?? 0));
    const height = Math.max(...sides.map(({ body }) => body.height));
    return {
      height: headingHeight + height + 5,
      draw: ({ pen, tag }, y) => {
        for (const [side, { x, heading, body }] of sides.entries()) {
          const options = languageOption(words, side);
          if (heading) {
            tag.leaf('H2', options, () => pen.text(heading, x, y));
          }
          tag.leaf('P', options, () => pen.text(body, x, y + headingHeight));
        }
      },
    };
  });
}

/** Facing columns; Chinese says the same in less room. */
function columnsFor(words: Words): { x: number; width: number }[] {
  const between = 24;
  const room = frame.width - between * (words.languages.length - 1);
  const weights = words.languages.map((code) => (code === 'zh-CN' ? 45 : 55));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  let x = frame.left;
  return weights.map((weight) => {
    const slot = { x, width: (room * weight) / sum };
    x += slot.width + between;
    return slot;
  });
}

/** A second language is tagged as such, so that it is read out in its own voice. */
function languageOption(words: Words, index: number): { lang?: string } {
  const language = words.languages[index];
  return index === 0 || language === undefined ? {} : { lang: language };
}
