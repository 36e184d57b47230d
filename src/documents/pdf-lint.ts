/** A rule of PDF/A-3a or PDF/UA-1 that the file breaks, in the words of the rule. */
export type PdfProblem = { rule: string; found: string };

/**
 * Reads an uncompressed PDF as text and checks what can be checked without a validator: the
 * rules learnt from veraPDF. It is a guard for every build, not a proof of conformance.
 */
export function lintPdf(pdf: Uint8Array): PdfProblem[] {
  const text = Buffer.from(pdf).toString('latin1');
  const xmp = xmpOf(pdf);
  const rules: [rule: string, holds: boolean, found: string][] = [
    ['streams are uncompressed for this check', !/\/FlateDecode/.test(text), ''],
    ['no encryption', !/\/Encrypt\b/.test(text), 'Encrypt'],
    ['no script', !/\/(?:JavaScript|JS)\b/.test(text), 'JavaScript'],
    ['an output intent', /\/OutputIntents \[/.test(text), ''],
    ['marked content', /\/Marked true/.test(text), ''],
    ['a structure tree', /\/StructTreeRoot \d+ 0 R/.test(text), ''],
    ['a document language', /\/Lang \(/.test(text), ''],
    ['the title is shown', /\/DisplayDocTitle true/.test(text), ''],
    ['a file identifier', /\/ID \[<[0-9a-f]+> <[0-9a-f]+>\]/i.test(text), ''],
    ['associated files in the catalog', /\/AF \[\d+ 0 R/.test(text), ''],
    ['XMP is well-formed', isWellFormed(xmp), xmp.slice(0, 200)],
    ['XMP says PDF/A-3', xmp.includes('<pdfaid:part>3</pdfaid:part>'), ''],
    ['XMP says level a', xmp.includes('<pdfaid:conformance>A</pdfaid:conformance>'), ''],
    ['XMP says PDF/UA-1', xmp.includes('<pdfuaid:part>1</pdfuaid:part>'), ''],
    [
      'XMP describes the pdfuaid schema',
      xmp.includes('<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>'),
      '',
    ],
    ...eachOf(text, /\/Type \/Page\n/g, 'tab order by structure', (object) =>
      /\/Tabs \/S/.test(object),
    ),
    ...eachOf(text, /\/S \/TH\n/g, 'a table head has a scope', (object) =>
      /\/Scope \/(?:Column|Row)/.test(object),
    ),
    ...eachOf(text, /\/S \/Figure\n/g, 'a figure has a text', (object) => /\/Alt \(/.test(object)),
    ...eachOf(text, /\/Type \/EmbeddedFile\n/g, 'a file has a type', (object) =>
      /\/Subtype \//.test(object),
    ),
    ...eachOf(text, /\/Type \/Filespec\n/g, 'a file has a role', (object) =>
      /\/AFRelationship \/(?:Data|Source|Alternative)/.test(object),
    ),
    ...eachOf(text, /\/Type \/FontDescriptor\n/g, 'a font is embedded', (object) =>
      /\/FontFile[23]? \d+ 0 R/.test(object),
    ),
    ...eachOf(text, /\/Subtype \/Type0\n/g, 'a font maps to characters', (object) =>
      /\/ToUnicode \d+ 0 R/.test(object),
    ),
    ['no glyph without a character', !/[<\s]0000[0-9a-f]*> /.test(shown(text)), ''],
  ];
  return rules.filter(([, holds]) => !holds).map(([rule, , found]) => ({ rule, found }));
}

/** The XMP packet as text; it is never compressed. */
export function xmpOf(pdf: Uint8Array): string {
  const text = Buffer.from(pdf).toString('utf8');
  const start = text.indexOf('<?xpacket begin');
  const end = text.indexOf('<?xpacket end="w"?>', start);
  return start < 0 || end < 0 ? '' : text.slice(start, end + 19);
}

/** Tags balance, nest, and no bare < or & stands in text: enough for a packet without CDATA. */
export function isWellFormed(xml: string): boolean {
  const open: string[] = [];
  const text = xml.replace(/<\?[\s\S]*?\?>/g, '');
  const tag = /<(\/?)([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+="[^"<&]*")*)\s*(\/?)>/g;
  let after = 0;
  for (const match of text.matchAll(tag)) {
    if (!isText(text.slice(after, match.index))) return false;
    after = match.index + match[0].length;
    if (match[1] === '/') {
      if (open.pop() !== match[2]) return false;
    } else if (match[4] !== '/') open.push(match[2] ?? '');
  }
  return after > 0 && open.length === 0 && isText(text.slice(after));
}

function isText(text: string): boolean {
  return !/<|&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)/.test(text);
}

/** The rule for every object that the pattern marks, named by its number. */
function eachOf(
  text: string,
  mark: RegExp,
  rule: string,
  holds: (object: string) => boolean,
): [string, boolean, string][] {
  return Array.from(text.matchAll(mark), ({ index }) => {
    const start = text.lastIndexOf(' 0 obj', index);
    const end = text.indexOf('endobj', index);
    const object = text.slice(start, end);
    const name = text.slice(text.lastIndexOf('\n', start) + 1, start);
    return [rule, holds(object), `object ${name}`];
  });
}

/** The strings shown by the pages: hexadecimal glyph numbers, four digits each. */
function shown(text: string): string {
  return Array.from(text.matchAll(/\[(<[0-9a-f]+> [^\]]*)\] TJ/g), ([, operand]) =>
    (operand ?? '').replace(/<([0-9a-f]+)>/g, (_, hex: string) =>
      (hex.match(/.{4}/g) ?? []).map((glyph) => `<${glyph}> `).join(''),
    ),
  ).join(' ');
}
