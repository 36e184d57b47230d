import { sha256 } from '../core/hash.ts';
import type { Letter } from '../core/notice/letter.ts';
import type { Language, Template } from '../core/template.ts';
import { facesForDocument } from './font.ts';
import { type Facts, factsOf } from './letter/facts.ts';
import { flowOf } from './letter/flow.ts';
import { documentTag } from './outline.ts';
import { attach, closePaper, openPaper } from './paper.ts';
import { penOn, setLine } from './pen.ts';
import { specimenMark } from './schedule/edge.ts';
import { color, frame, style } from './schedule/look.ts';
import type { RenderedDocument } from './schedule.ts';
import { lockName, wordingOf } from './template.ts';
import { typesetter } from './typeset.ts';

/**
 * A notice to an insurer or a demand to a debtor in one language, as PDF/A-3a with the same content
 * attached as JSON and CSV. The same letter and template give the same bytes.
 */
export function renderLetter(
  template: Template,
  letter: Letter,
  language: Language,
): RenderedDocument {
  const wording = wordingOf(template, language);
  const facts = factsOf(letter, wording, language);
  const faces = facesForDocument();
  const setter = typesetter(faces);
  const pages = flowOf(setter, wording, facts);
  const createdAt = new Date(`${facts.on}T00:00:00Z`);
  const paper = openPaper(
    {
      title: `${facts.title} ${facts.reference}`,
      author: facts.sellerName,
      subject: facts.subject,
      language,
      createdAt,
      marks: {
        Template: lockName(template),
        TemplateSha256: template.hash,
        DataSha256: facts.dataSha256,
      },
    },
    { tagged: true, compress: true },
    faces,
  );
  const pen = penOn(paper, setter, faces);
  const tag = documentTag(paper, true);
  const isSpecimen = template.manifest.approvals.length === 0;
  for (const [index, pieces] of pages.entries()) {
    paper.addPage();
    let y = frame.top;
    for (const piece of pieces) {
      piece.draw({ pen, tag }, y);
      y += piece.height;
    }
    const foot = footOf(facts, { page: index + 1, pages: pages.length, isSpecimen });
    tag.artifact(() => {
      pen.rule(frame.left, frame.bottom + 8, frame.width, color.hairline);
      const place = { field: 'foot' };
      const set = (text: string) =>
        setLine(setter, text, { style: style.small, width: frame.width / 2, place });
      pen.text(set(foot.left), frame.left, frame.bottom + 12);
      pen.textRight(set(foot.right), frame.right, frame.bottom + 12);
    });
  }
  tag.end();
  for (const file of facts.files) attach(paper, file, createdAt);
  const pdf = closePaper(paper);
  const { dataSha256 } = facts;
  return { pdf, sha256: sha256(pdf), pages: pages.length, dataSha256, tagged: true };
}

function footOf(
  { pageLabel, dataSha256 }: Facts,
  at: { page: number; pages: number; isSpecimen: boolean },
): { left: string; right: string } {
  const number = pageLabel
    .replace('{{page}}', String(at.page))
    .replace('{{pages}}', String(at.pages));
  return {
    left: `SHA-256 ${dataSha256}`,
    right: at.isSpecimen ? `${specimenMark} · ${number}` : number,
  };
}
