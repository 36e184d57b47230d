import { faultOf, type Rule } from './grammar.ts';
import { assignmentNotice, assignmentRequest, cancellation, financingRequest } from './messages.ts';
import {
  assignmentSchedule,
  faultOfCounts,
  faultOfSums,
  financingSchedule,
  type Schedule,
  type ScheduleRead,
} from './schedule.ts';
import { find, findAll, type Node, readTree, textOf } from './tree.ts';

/** A message that came in and fits its grammar and its own sums. */
export type Message = {
  id: string;
  root: Node;
  madeAt: string;
  /** The messages of 2013, answered by tsin.002, or those of 2015, answered by tsin.007. */
  set: 'financing' | 'assignment';
} & (
  | { kind: 'schedule'; schedule: Schedule }
  | { kind: 'cancellation'; original: string; originalMadeAt: string }
  | { kind: 'credits'; agreement: string; credited: { reference: string; number: string }[] }
  | { kind: 'notice'; agreement: string; reference: string; assigned: Assigned[] }
);
/** An instalment that a notice says is assigned. */
export type Assigned = { number: string; sequence: string };

/** The message, or what is wrong with it. */
export function read(body: string, dialect: 'assignment' | 'financing'): Message | string {
  const document = readTree(body);
  const root = document?.children[0];
  if (document?.name !== 'Document' || !root) return 'this is no message';
  const stray = Object.keys(document.attributes).filter((name) => name !== 'xmlns');
  if (stray.length > 0) return `Document may not have ${stray.join()}`;
  const fits = (form: readonly Rule[]) => faultOf({ ...document, attributes: {} }, form);
  switch (document.namespace) {
    case 'urn:iso:std:iso:20022:tech:xsd:tsin.001.001.01':
      if (dialect !== 'financing') return 'tsin.001 is not taken here';
      return fits(financingRequest) ?? schedule(root, 'financing', financingSchedule(root));
    case 'urn:iso:std:iso:20022:tech:xsd:tsin.003.001.01':
      if (dialect !== 'financing') return 'tsin.003 is not taken here';
      return fits(cancellation) ?? cancelled(root);
    case 'urn:iso:std:iso:20022:tech:xsd:tsin.006.001.01': {
      const first = textOf(find(root, 'AssgnmtList/FinItm'), 'CdtDbtInd');
      if (first === 'CRDT') return fits(assignmentRequest('credits')) ?? credited(root);
      if (dialect !== 'assignment') return 'tsin.006 of invoices is not taken here';
      return (
        fits(assignmentRequest('invoices')) ??
        schedule(root, 'assignment', assignmentSchedule(root))
      );
    }
    case 'urn:iso:std:iso:20022:tech:xsd:tsin.008.001.01':
      return fits(assignmentNotice) ?? noticed(root);
    default:
      return `${document.namespace} is not taken here`;
  }
}

function schedule(
  root: Node,
  set: 'financing' | 'assignment',
  read: ScheduleRead,
): Message | string {
  if ('fault' in read) return read.fault;
  const { reference, madeAt } = read.schedule;
  return { kind: 'schedule', id: reference, root, madeAt, set, schedule: read.schedule };
}

function cancelled(root: Node): Message {
  return {
    kind: 'cancellation',
    set: 'financing',
    id: textOf(root, 'CxlReqId/Id'),
    root,
    madeAt: textOf(root, 'CxlReqId/CreDtTm'),
    original: textOf(root, 'CxlReqInf/OrgnlGrpId'),
    originalMadeAt: textOf(root, 'CxlReqInf/OrgnlCreDtTm'),
  };
}

function credited(root: Node): Message | string {
  const items = findAll(root, 'AssgnmtList/FinItm');
  const documents = new Map(findAll(root, 'Hdr/AssoctdDoc').map((one) => [textOf(one, 'Id'), one]));
  const unsound = items.some((item) => {
    const sums = ['DueAmt', 'InstlmtInf/Amt'].map((path) => textOf(item, path));
    return sums.some((sum) => sum !== textOf(item, 'TtlAmt/TtlInvcAmt'));
  });
  const fault = faultOfCounts(root, items) ?? (unsound ? 'an item does not add up' : undefined);
  if (fault) return fault;
  return {
    kind: 'credits',
    set: 'assignment',
    id: textOf(root, 'AssgnmtList/Idr'),
    root,
    madeAt: `${textOf(root, 'AssgnmtList/IsseDt')}T00:00:00Z`,
    agreement: textOf(root, 'Hdr/GovngCtrct/ItmIdr'),
    credited: items.map((item) => {
      const document = documents.get(textOf(item, 'ItmCntxt/RltdItm'));
      return { reference: textOf(document, 'ItmListIdr'), number: textOf(document, 'ItmIdr') };
    }),
  };
}

function noticed(root: Node): Message | string {
  const items = findAll(root, 'NtfctnList/FinItm');
  const fault =
    faultOfCounts(root, items) ?? items.map(faultOfSums).find((found) => found !== undefined);
  if (fault !== undefined) return fault;
  return {
    kind: 'notice',
    set: 'assignment',
    id: textOf(root, 'NtfctnList/Idr'),
    root,
    madeAt: `${textOf(root, 'NtfctnList/IsseDt')}T00:00:00Z`,
    agreement: textOf(root, 'Hdr/GovngCtrct/ItmIdr'),
    reference: textOf(root, 'Hdr/AssoctdDoc/ItmListIdr'),
    assigned: items.flatMap((item) =>
      findAll(item, 'InstlmtInf/SeqId').map(({ text }) => ({
        number: textOf(item, 'ItmCntxt/Idr'),
        sequence: text,
      })),
    ),
  };
}
