import type { Outcome } from '../../../src/core/adapter.ts';
import { told } from '../../../src/core/detail.ts';
import { all, readXml } from '../wire/read.ts';

/**
 * Our own no: what identifies is never cut, and a value that the schema has no place for is not sent.
 * The detail names the field; the factor has seen nothing of it.
 */
export function refusalOfUnfit(
  body: string,
): Extract<Outcome<never>, { kind: 'refused' }> | undefined {
  const read = readXml(body);
  if (!read.ok) return undefined;
  for (const { path, field, limit } of places) {
    for (const { text } of all(read.root, path)) {
      const { length } = Array.from(text);
      if (length > 0 && length <= limit) continue;
      const detail = told('field_does_not_fit', { field, value: text.slice(0, 200), limit });
      return { kind: 'refused', reason: 'invalid_message', detail, raw: { body } };
    }
  }
  return undefined;
}

const items = (message: string, list: string) => [
  { path: `${message}/${list}/Idr`, field: 'reference', limit: 35 },
  { path: `${message}/${list}/FinItm/ItmCntxt/Idr`, field: 'document_number', limit: 35 },
  { path: `${message}/${list}/FinItm/ItmCntxt/CdtAcct/Othr/Id`, field: 'account', limit: 34 },
  { path: `${message}/Hdr/AssoctdDoc/ItmListIdr`, field: 'reference', limit: 35 },
  { path: `${message}/Hdr/AssoctdDoc/ItmIdr`, field: 'document_number', limit: 35 },
  { path: `${message}/Hdr/GovngCtrct/ItmIdr`, field: 'agreement', limit: 35 },
];

/** Where our messages hold text that is neither made by us nor allowed to be cut. */
const places = [
  { path: 'InvcFincgReq/ReqGrpInf/GrpId', field: 'reference', limit: 35 },
  { path: 'InvcFincgReq/ReqGrpInf/FincgAgrmt', field: 'agreement', limit: 350 },
  { path: 'InvcFincgReq/InvcReqInf/InvcGnlInf/DocNb', field: 'document_number', limit: 35 },
  { path: 'InvcFincgCxlReq/CxlReqId/Id', field: 'reference', limit: 35 },
  { path: 'InvcFincgCxlReq/CxlReqInf/OrgnlGrpId', field: 'reference', limit: 35 },
  ...items('InvcAssgnmtReq', 'AssgnmtList'),
  ...items('InvcAssgnmtNtfctn', 'NtfctnList'),
];
