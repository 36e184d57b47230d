import type { ClaimIndex } from '../core/claim/bundle.ts';
import { canonicalJson, sha256 } from '../core/hash.ts';
import { toDecimal } from '../core/money.ts';
import { isWorded, type WordingCode, word } from '../core/wording/word.ts';
import { facesForDocument } from './font.ts';
import { documentTag, type Tag } from './outline.ts';
import { closePaper, openPaper } from './paper.ts';
import { type Pen, penOn, type Setting, setLine, setText } from './pen.ts';
import { color, frame, style } from './schedule/look.ts';
import type { RenderedDocument } from './schedule.ts';
import { type Typesetter, typesetter } from './typeset.ts';

/**
 * The index of a claim's file as PDF/A-3a: which documents it holds, each under its hash. It speaks both
 * languages, so that the same claim gives the same bytes whoever asks for it.
 */
export function renderClaimIndex(index: ClaimIndex): RenderedDocument {
  const faces = facesForDocument();
  const setter = typesetter(faces);
  const dataSha256 = sha256(canonicalJson(index));
  const title = both('claimIndex.title');
  const paper = openPaper(
    {
      title: `${title} ${index.reference}`,
      author: 'Cedent',
      subject: `${index.policyNumber}, ${index.debtorName}`,
      language: 'en',
      createdAt: new Date(`${index.dateOfLoss}T00:00:00Z`),
      marks: { DataSha256: dataSha256 },
    },
    { tagged: true, compress: true },
    faces,
  );
  const pen = penOn(paper, setter, faces);
  const rows = index.documents.map((document) => rowOf(setter, document));
  const pages = pagesOf(rows);
  const tag = documentTag(paper, true);
  for (const [at, own] of pages.entries()) {
    paper.addPage();
    const top = at === 0 ? drawHead({ pen, tag, setter }, index) : frame.top;
    drawTable({ pen, tag, setter }, own, top);
    const foot = setLine(setter, `${index.reference} · ${at + 1} / ${pages.length}`, {
      style: style.small,
      width: frame.width,
      place: { field: 'foot' },
    });
    tag.artifact(() => pen.textRight(foot, frame.right, frame.bottom + 14));
  }
  tag.end();
  const pdf = closePaper(paper);
  return { pdf, sha256: sha256(pdf), pages: pages.length, dataSha256, tagged: true };
}

type Sheet = { pen: Pen; tag: Tag; setter: Typesetter };
type Row = { cells: Setting[]; height: number };

const columns = [
  { label: 'claimIndex.nth', x: 0, width: 34 },
  { label: 'claimIndex.kind', x: 34, width: 176 },
  { label: 'claimIndex.invoice', x: 210, width: 110 },
  { label: 'claimIndex.file', x: 320, width: 210 },
  { label: 'claimIndex.bytes', x: 530, width: 60 },
  { label: 'claimIndex.hash', x: 590, width: frame.width - 590 },
] as const;

const headHeight = 190;
const tableHead = 30;

function pagesOf(rows: readonly Row[]): Row[][] {
  const pages: Row[][] = [[]];
  let left = frame.bottom - frame.top - headHeight - tableHead;
  for (const row of rows) {
    if (row.height > left) {
      pages.push([]);
      left = frame.bottom - frame.top - tableHead;
    }
    pages.at(-1)?.push(row);
    left -= row.height;
  }
  return pages;
}

function rowOf(setter: Typesetter, document: ClaimIndex['documents'][number]): Row {
  const { nth, kind, invoice = '', fileName, byteLength, sha256: hash } = document;
  const texts = [String(nth), kindOf(kind), invoice, fileName, String(byteLength), hash];
  const cells = texts.map((text, at) =>
    setText(setter, text === '' ? '–' : text, {
      style: style.cell,
      width: (columns[at]?.width ?? 0) - 8,
      place: { field: 'documents', row: nth },
    }),
  );
  return { cells, height: Math.max(...cells.map(({ height }) => height)) + 5 };
}

/** The claim in a few facts; answers where the table begins. */
function drawHead({ pen, tag, setter }: Sheet, index: ClaimIndex): number {
  const set = (text: string, own: (typeof style)['body']) =>
    setText(setter, text, { style: own, width: frame.width, place: { field: 'head' } });
  const title = set(both('claimIndex.title'), style.title);
  let y = frame.top;
  tag.leaf('H1', {}, () => {
    y = pen.text(title, frame.left, y);
  });
  y += 10;
  const { reference, policyNumber, debtorName, dateOfLoss, currency, claimedMinor } = index;
  const claimed = `${currency} ${toDecimal({ amountMinor: claimedMinor, currency })}`;
  const facts = [
    [both('claimIndex.reference'), reference],
    [both('claimIndex.policy'), policyNumber],
    [both('claimIndex.debtor'), debtorName],
    [both('claimIndex.loss'), dateOfLoss],
    [both('claimIndex.claimed'), claimed],
    [both('claimIndex.claimHash'), index.claimSha256],
  ] as const;
  for (const [label, value] of facts) {
    const line = set(`${label}: ${value}`, style.body);
    tag.leaf('P', {}, () => {
      y = pen.text(line, frame.left, y) + 3;
    });
  }
  return frame.top + headHeight;
}

function drawTable({ pen, tag, setter }: Sheet, rows: readonly Row[], top: number): void {
  if (rows.length === 0) return;
  const table = tag.inside('Table');
  const head = table.inside('TR');
  for (const { label, x, width } of columns) {
    const own = setText(setter, both(label), {
      style: style.head,
      width: width - 8,
      place: { field: label },
    });
    head.leaf('TH', { scope: 'Column' }, () => pen.text(own, frame.left + x, top));
  }
  head.end();
  let y = top + tableHead - 4;
  for (const { cells, height } of rows) {
    const line = y;
    tag.artifact(() => pen.rule(frame.left, line - 2, frame.width, color.hairline));
    const row = table.inside('TR');
    for (const [at, cell] of cells.entries()) {
      const x = frame.left + (columns[at]?.x ?? 0);
      row.leaf('TD', {}, () => pen.text(cell, x, line));
    }
    row.end();
    y += height;
  }
  table.end();
}

function kindOf(kind: string): string {
  const code = `evidence.${kind}`;
  return isWorded(code) ? both(code) : kind;
}

function both(code: WordingCode): string {
  return `${word('en', code)} ${word('zh-CN', code)}`;
}
