import { refuse } from './problem.ts';

/** The one condition a wording may carry. */
export type Flag = 'recourse' | 'non-recourse';

export type Paragraph = { when?: Flag; text: string };

export type Block = { id: string; heading: string; paragraphs: Paragraph[] };

/** A template's wording in one language: blocks in order of print, and the labels of the form. */
export type Wording = { blocks: Block[]; labels: Record<string, string> };

type Reading = Wording & { block?: Block; when?: Flag; open: boolean };

/**
 * Reads the template dialect of Markdown: `# Heading {#id}` opens a block, paragraphs are parted
 * by blank lines, `::: when recourse` … `:::` makes them conditional, `- key: text` is a label.
 */
export function parseWording(source: string, file: string): Wording {
  const reading: Reading = { blocks: [], labels: {}, open: false };
  const lines = source.split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    if (!readLine(reading, line.trim())) {
      refuse({
        code: 'WordingUnreadable',
        file,
        line: index + 1,
        found: line.trim(),
      });
    }
  }
  return { blocks: reading.blocks, labels: reading.labels };
}

/** The paragraphs of a block that hold under the request's flag. */
export function paragraphsFor(block: Block, flag: Flag): string[] {
  return block.paragraphs
    .filter(({ when }) => when === undefined || when === flag)
    .map(({ text }) => text);
}

const headingLine = /^#{1,2} (.+?) \{#([a-z0-9-]+)\}$/;
const labelLine = /^- ([A-Za-z0-9.]+): (.+)$/;
const conditionLine = /^::: when (recourse|non-recourse)$/;

function readLine(reading: Reading, line: string): boolean {
  if (line === '') {
    reading.open = false;
    return true;
  }
  if (line === ':::') return closeCondition(reading);
  const condition = conditionLine.exec(line)?.[1];
  if (condition === 'recourse' || condition === 'non-recourse') {
    reading.when = condition;
    reading.open = false;
    return true;
  }
  const heading = headingLine.exec(line);
  if (heading) return openBlock(reading, heading[2] ?? '', heading[1] ?? '');
  const label = labelLine.exec(line);
  if (label) return addLabel(reading, label[1] ?? '', label[2] ?? '');
  return addText(reading, line);
}

function closeCondition(reading: Reading): boolean {
  if (reading.when === undefined) return false;
  delete reading.when;
  reading.open = false;
  return true;
}

function openBlock(reading: Reading, id: string, heading: string): boolean {
  if (reading.blocks.some((block) => block.id === id)) return false;
  if (reading.when !== undefined) return false;
  reading.block = { id, heading, paragraphs: [] };
  reading.blocks.push(reading.block);
  reading.open = false;
  return true;
}

function addLabel(reading: Reading, key: string, text: string): boolean {
  if (Object.hasOwn(reading.labels, key)) return false;
  reading.labels[key] = text;
  return true;
}

function addText(reading: Reading, line: string): boolean {
  const { block, when } = reading;
  if (!block || /^(#|:::|- )/.test(line)) return false;
  const last = block.paragraphs.at(-1);
  if (reading.open && last) last.text += joinLines(last.text, line);
  else block.paragraphs.push(when ? { when, text: line } : { text: line });
  reading.open = true;
  return true;
}

/** A line end inside Chinese text is no space; between Latin words it is one. */
function joinLines(before: string, after: string): string {
  const cjk = /[\u3000-\u9fff\uff00-\uffef]/;
  const seam = cjk.test(before.at(-1) ?? '') || cjk.test(after.at(0) ?? '');
  return seam ? after : ` ${after}`;
}
