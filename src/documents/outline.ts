import type { Paper } from './paper.ts';

export type TagOptions = {
  lang?: string;
  alt?: string;
  scope?: 'Column' | 'Row';
  bbox?: [number, number, number, number];
};

/** A place in the document's structure: what assistive technology reads, in reading order. */
export type Tag = {
  /** An element that holds others, e.g. Table; ended by `end`. */
  inside(type: string, options?: TagOptions): Tag;
  /** An element with content, drawn now. */
  leaf(type: string, options: TagOptions, draw: () => void): void;
  /** What repeats or adorns and is not read: heads, feet, rules. */
  artifact(draw: () => void): void;
  end(): void;
};

/** The structure tree of a tagged document, or none: then everything is only drawn. */
export function documentTag(paper: Paper, tagged: boolean): Tag {
  if (!tagged) return untagged;
  const root = paper.struct('Document');
  paper.addStructure(root);
  return tagOf(paper, root);
}

function tagOf(paper: Paper, element: PDFKit.PDFStructureElement): Tag {
  return {
    inside(type, options = {}) {
      const child = paper.struct(type, asStructOptions(options));
      element.add(child);
      return tagOf(paper, child);
    },
    leaf(type, options, draw) {
      element.add(paper.struct(type, asStructOptions(options), draw));
    },
    artifact(draw) {
      paper.markContent('Artifact', { type: 'Pagination' });
      draw();
      paper.endMarkedContent();
    },
    end() {
      element.end();
    },
  };
}

const untagged: Tag = {
  inside: () => untagged,
  leaf: (_type, _options, draw) => draw(),
  artifact: (draw) => draw(),
  end: () => {},
};

/** pdfkit reads `scope` and `bbox` too, which its types leave out. */
function asStructOptions(options: TagOptions): PDFKit.Mixins.StructureElementOptions {
  return options as PDFKit.Mixins.StructureElementOptions;
}
