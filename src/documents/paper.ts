import type { Font } from 'fontkit';
import PDFDocument from 'pdfkit';
import type { Attachment } from './attachment.ts';
import type { Face, Faces } from './font.ts';
import { refuse } from './problem.ts';

export type PaperInfo = {
  title: string;
  author: string;
  subject: string;
  language: string;
  /** The day the data is of: the document's only date, so equal data gives equal bytes. */
  createdAt: Date;
  /** Custom entries of the information dictionary; they also make the file identifier unique. */
  marks: Record<string, string>;
};

export type PaperForm = { tagged: boolean; compress: boolean };

export type Paper = PDFKit.PDFDocument;

/** A4 landscape, in points. No margins: a text near an edge must never open a page by itself. */
export const sheet = { width: 841.89, height: 595.28, margin: 40 };

/** An empty PDF/A-3: level a and PDF/UA-1 when tagged, else level b. */
export function openPaper(info: PaperInfo, form: PaperForm, faces: Faces): Paper {
  const paper = new PDFDocument({
    autoFirstPage: false,
    size: 'A4',
    layout: 'landscape',
    margin: 0,
    pdfVersion: '1.7',
    compress: form.compress,
    tagged: form.tagged,
    subset: form.tagged ? 'PDF/A-3a' : 'PDF/A-3b',
    lang: info.language,
    displayTitle: true,
    info: {
      Title: info.title,
      Author: info.author,
      Subject: info.subject,
      Creator: 'Cedent',
      Producer: 'Cedent',
      CreationDate: info.createdAt,
      ...info.marks,
    },
    ...noDefaultFont,
  });
  escapeMetadata(paper);
  if (form.tagged) paper.appendXML(pdfUaXmp);
  for (const face of ['regular', 'bold'] as const) {
    for (const [index, font] of faces[face].entries()) {
      paper.registerFont(fontName(face, index), asFontSource(font));
    }
  }
  return paper;
}

/** How the fonts of a face are known to the paper. */
export function fontName(face: Face, index: number): string {
  return `${face}-${index}`;
}

export function attach(paper: Paper, file: Attachment, createdAt: Date): void {
  const options = {
    name: file.name,
    type: file.type,
    description: file.description,
    creationDate: createdAt,
    modifiedDate: createdAt,
    relationship: 'Data',
  };
  paper.file(Buffer.from(file.bytes), options);
}

/** Ends the document and takes its bytes; pdfkit has pushed them all when `end` returns. */
export function closePaper(paper: Paper): Uint8Array {
  paper.end();
  const bytes: unknown = paper.read();
  if (!(bytes instanceof Uint8Array)) {
    refuse({ code: 'RenderStopped', detail: 'the PDF writer gave no bytes' });
  }
  return Uint8Array.from(bytes);
}

/** pdfkit types forbid it, yet null is how the default Helvetica is kept out of a PDF/A. */
const noDefaultFont = { font: null } as unknown as { font: string };

/** A parsed font is accepted since pdfkit 0.20; its types know only files and bytes. */
function asFontSource(font: Font): Buffer {
  return font as unknown as Buffer;
}

type MetadataWriter = {
  _addInfo(): void;
  info: Record<string, unknown>;
  metadata: { getXML(): string };
};

/** The writer of the XMP packet, which pdfkit keeps to itself. */
function metadataWriter(paper: Paper): MetadataWriter {
  return paper as unknown as MetadataWriter;
}

/** pdfkit writes "A & B" into the XMP packet as it is; a packet that is no XML is no PDF/A. */
function escapeMetadata(paper: Paper): void {
  const writer = metadataWriter(paper);
  const write = writer._addInfo.bind(paper);
  writer._addInfo = function addEscapedInfo() {
    const plain = writer.info;
    writer.info = Object.fromEntries(
      Object.entries(plain).map(([key, value]) => [
        key,
        typeof value === 'string' ? escapeXml(value) : value,
      ]),
    );
    write();
    writer.info = plain;
    checkMetadata(writer.metadata.getXML(), plain);
  };
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Refuses a packet in which a text of ours stands unescaped. */
export function checkMetadata(xml: string, info: Readonly<Record<string, unknown>>): void {
  for (const field of ['Title', 'Author', 'Subject']) {
    const text = info[field];
    if (typeof text === 'string' && !xml.includes(`>${escapeXml(text)}<`)) {
      refuse({ code: 'UnescapedMetadata', field });
    }
  }
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.test(xml)) {
    refuse({ code: 'UnescapedMetadata', field: 'XMP' });
  }
}

/** PDF/UA-1 beside PDF/A-3 needs the pdfuaid schema described (ISO 19005-3, 6.6.2.3). */
const pdfUaXmp = `
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
  <pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <pdfaExtension:schemas>
    <rdf:Bag>
      <rdf:li rdf:parseType="Resource">
        <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
        <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
        <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
        <pdfaSchema:property>
          <rdf:Seq>
            <rdf:li rdf:parseType="Resource">
              <pdfaProperty:name>part</pdfaProperty:name>
              <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
              <pdfaProperty:category>internal</pdfaProperty:category>
              <pdfaProperty:description>Part of ISO 14289 the document conforms to</pdfaProperty:description>
            </rdf:li>
          </rdf:Seq>
        </pdfaSchema:property>
      </rdf:li>
    </rdf:Bag>
  </pdfaExtension:schemas>
</rdf:Description>
`;
