import { namespaces } from './names.ts';
import { all, first, readXml, textAt, type Xml } from './read.ts';

/** A code of the funder with its reason: `Cd` or `Prtry`, and what it says besides. */
export type Said = { code: string; reason: string; words: string };
export type Result = Said & { amount?: { text: string; currency: string } };

/** The word on one invoice; `sequences` are the instalments that the funder's copy of it names. */
export type InvoiceResult = Result & {
  number: string;
  sequences: string[];
  instalments: (Result & { sequence: string })[];
};

/** A tsin.002 or tsin.007. Codes stay text here; the mapping decides what they are allowed to mean. */
export type StatusMessage = {
  /** The funder's own identification of this message. */
  messageId: string;
  /** Our identification of the message that it speaks of. */
  reference: string;
  technical: Said;
  cancellation?: Said;
  /** Each with the funder's own total of what it financed. */
  financed: { total: string; invoices: InvoiceResult[] }[];
};

export function readStatus(body: string): StatusMessage | undefined {
  const read = readXml(body);
  if (!read.ok || read.name !== 'Document') return undefined;
  const status = statusOf(read.namespace, read.root);
  return status?.messageId && status.reference ? status : undefined;
}

function statusOf(namespace: string, document: Xml): StatusMessage | undefined {
  if (namespace === namespaces.financingStatus) {
    return financingStatus(first(document, 'InvcFincgReqSts'));
  }
  if (namespace === namespaces.assignmentStatus) {
    return assignmentStatus(first(document, 'InvcAssgnmtSts'));
  }
  return undefined;
}

function financingStatus(status: Xml | undefined): StatusMessage {
  const original = first(status, 'OrgnlReqInfAndSts');
  const cancellation = first(original, 'CxlStsInf');
  return {
    messageId: textAt(status, 'StsId/Id'),
    reference: textAt(original, 'Id'),
    technical: said(first(original, 'VldtnStsInf'), 'Sts'),
    ...(cancellation && { cancellation: said(cancellation, 'Sts') }),
    financed: all(status, 'FincgInfAndSts').map((block) => financedOf(block, [])),
  };
}

/** One list is one request of ours; a status of several lists is not an answer to one. */
function assignmentStatus(status: Xml | undefined): StatusMessage | undefined {
  const [list, ...more] = all(status, 'AssgnmtList');
  if (!list || more.length > 0) return undefined;
  const items = all(list, 'FinItm').flatMap((item) => {
    const sequences = all(item, 'InstlmtInf/SeqId').map(({ text }) => text);
    return all(item, 'FincgSts').map((block) => financedOf(block, sequences));
  });
  return {
    messageId: textAt(status, 'Hdr/LttrIdr/Id'),
    reference: textAt(list, 'Idr'),
    technical: said(first(list, 'VldtnStsInf'), 'Sts'),
    financed: [...all(list, 'FincgSts').map((block) => financedOf(block, [])), ...items],
  };
}

function financedOf(block: Xml, sequences: string[]): StatusMessage['financed'][number] {
  return {
    total: textAt(block, 'FincgAllwdSummry/TtlFincdAmt'),
    invoices: all(block, 'InvcFincgDtls').map((details) => ({
      ...resultOf(first(details, 'InvcFincgRslt')),
      number: textAt(details, 'OrgnlInvcInf/DocNb'),
      sequences,
      instalments: all(details, 'InstlmtFincgInf').map((instalment) => ({
        ...resultOf(first(instalment, 'InstlmtFincgRslt')),
        sequence: textAt(instalment, 'InstlmtSeqId'),
      })),
    })),
  };
}

function resultOf(result: Xml | undefined): Result {
  const amount = first(result, 'FincdAmt/Amt');
  return {
    ...said(result, 'FincgReqSts'),
    ...(amount && { amount: { text: amount.text, currency: amount.attributes.Ccy ?? '' } }),
  };
}

export function said(status: Xml | undefined, code: string): Said {
  return {
    code: textAt(status, code),
    reason: textAt(status, 'StsRsn/Cd') || textAt(status, 'StsRsn/Prtry'),
    words: all(status, 'AddtlStsRsnInf')
      .map(({ text }) => text)
      .join(' '),
  };
}
