import { refuse } from '../problem.ts';
import type { Box } from './box.ts';
import { frame } from './look.ts';
import type { Room, TablePage } from './table.ts';

/** A page as planned: which boxes, and at which height. */
export type PlannedPage = {
  hasHead: boolean;
  placed: { box: Box; y: number }[];
};

/** The cover's pages, and where its text ends on the last of them. */
export type PlannedCover = { pages: PlannedPage[]; end: number };

export function planCover(boxes: readonly Box[], top: number): PlannedCover {
  let page: PlannedPage = { hasHead: false, placed: [] };
  let y = frame.top;
  const pages = [page];
  for (const box of boxes) {
    if (y + box.height > frame.bottom && page.placed.length > 0) {
      page = { hasHead: true, placed: [] };
      pages.push(page);
      y = top;
    }
    if (y + box.height > frame.bottom) {
      refuse({ code: 'TextOverflow', field: 'cover' });
    }
    page.placed.push({ box, y });
    y += box.height;
  }
  return { pages, end: y + coverGap };
}

/** A table begun at the foot of a page is worth it only from a few rows on. */
export function roomBelow({ end }: PlannedCover, closing: Box, top: number): Room {
  const left = frame.bottom - end;
  return { first: left < roomMin ? 0 : left, whole: frame.bottom - top, closing: closing.height };
}

/** The cover, the table from where it ends, then the signatures where there is room. */
export function planPages(
  cover: PlannedCover,
  table: readonly TablePage[],
  closing: Box,
  top: number,
): PlannedPage[] {
  const pages = cover.pages.map(({ hasHead, placed }) => ({
    hasHead,
    placed: [...placed],
  }));
  const { first } = roomBelow(cover, closing, top);
  let y = cover.end;
  for (const [index, { box }] of table.entries()) {
    const last = pages.at(-1);
    if (index === 0 && box.height <= first && last) {
      last.placed.push({ box, y });
    } else {
      y = top;
      pages.push({ hasHead: true, placed: [{ box, y }] });
    }
    y += box.height;
  }
  const last = pages.at(-1);
  if (last && y + closing.height <= frame.bottom) last.placed.push({ box: closing, y });
  else pages.push({ hasHead: true, placed: [{ box: closing, y: top }] });
  checkBounds(pages);
  return pages;
}

/** Nothing may run into the foot of a page, whatever the plan believed. */
function checkBounds(pages: readonly PlannedPage[]): void {
  for (const [index, { placed }] of pages.entries()) {
    const isOver = placed.some(({ box, y }) => y + box.height > frame.bottom + 0.01);
    if (isOver) refuse({ code: 'TextOverflow', field: `page ${index + 1}` });
  }
}

const coverGap = 14;
const roomMin = 150;
