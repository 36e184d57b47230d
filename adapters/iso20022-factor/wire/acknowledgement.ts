import { namespaces } from './names.ts';
import { all, first, readXml, textAt } from './read.ts';
import { type Said, said } from './status.ts';

/** A tsin.013. Codes and amounts stay text here; the mapping decides what they may mean. */
export type AcknowledgementMessage = {
  /** The debtor's own identification of this message. */
  messageId: string;
  /** Our identification of the notice that it answers. */
  reference: string;
  /** The word on the letter and on the whole list; without a code where there is none. */
  letter: Said;
  list: Said;
  items: {
    word: Said;
    instalments: { sequence: string; amount: { text: string; currency: string } }[];
  }[];
};

/** One list answers one notice; a message of several lists is no answer to it. */
export function readAcknowledgement(body: string): AcknowledgementMessage | undefined {
  const read = readXml(body);
  if (!read.ok || read.name !== 'Document' || read.namespace !== namespaces.acknowledgement) {
    return undefined;
  }
  const message = first(read.root, 'InvcAssgnmtAck');
  const [list, ...more] = all(message, 'PmtStsList');
  if (!list || more.length > 0) return undefined;
  const known = {
    messageId: textAt(message, 'Hdr/LttrIdr/Id'),
    reference: textAt(list, 'Idr'),
    letter: said(first(message, 'Hdr/VldtnStsInf'), 'Sts'),
    list: said(first(list, 'VldtnStsInf'), 'Sts'),
    items: all(list, 'FinItm').map((item) => ({
      word: said(first(item, 'VldtnStsInf'), 'Sts'),
      instalments: all(item, 'InstlmtInf').map((instalment) => ({
        sequence: textAt(instalment, 'SeqId'),
        amount: {
          text: textAt(instalment, 'Amt'),
          currency: first(instalment, 'Amt')?.attributes.Ccy ?? '',
        },
      })),
    })),
  };
  return known.messageId && known.reference ? known : undefined;
}
