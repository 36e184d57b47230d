import {
  any,
  count,
  day,
  foreign,
  instant,
  maybe,
  money,
  one,
  type Rule,
  some,
  upTo,
} from './grammar.ts';

/*
 * The messages as this factor takes them: the schemas of ISO 20022, narrowed to what it agrees on with
 * its clients. Names, addresses, countries and tax numbers of seller and debtors are agreed as mandatory.
 */

const id = upTo(35);
const country = /^[A-Z]{2}$/;
const bic = /^[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?$/;

const totals: readonly Rule[] = [
  money('TtlTaxblAmt'),
  money('TtlTaxAmt'),
  money('TtlInvcAmt'),
  one('PmtDueDt', day),
];
const instalment: readonly Rule[] = [
  one('SeqId', /^\d+\/\d+$/),
  one('PmtDueDt', day),
  money('Amt'),
];

const partyOf2013: readonly Rule[] = [
  one('PtyId', [
    one('Nm', upTo(70)),
    one('PstlAdr', [some('AdrLine', upTo(70), 5), one('Ctry', country)]),
    one('Id', [
      one('OrgId', [
        maybe('BIC', bic),
        maybe('EANGLN', /^\d{13}$/),
        maybe('DUNS', /^\d{9}$/),
        one('TaxIdNb', id),
        one('PrtryId', [one('Id', id), one('Issr', id)]),
      ]),
    ]),
    one('CtryOfRes', country),
  ]),
];
const numbered: readonly Rule[] = [one('Id', id), one('IdTp', id)];

/** tsin.001.001.01 */
export const financingRequest: readonly Rule[] = [
  one('InvcFincgReq', [
    one('ReqGrpInf', [
      one('GrpId', id),
      one('CreDtTm', instant),
      one('NbOfInvcReqs', count),
      money('TtlBlkInvcAmt'),
      one('Ccy', /^[A-Z]{3}$/),
      one('FincgAgrmt', upTo(350)),
      one('FincgRqstr', [one('PtyId', [one('Nm', upTo(70)), one('PrtryId', numbered)])]),
      one('FrstAgt', [one('PrtryId', numbered), maybe('BIC', bic)]),
      some('AddtlInf', [one('InfTp', [one('Prtry', upTo(140))]), one('InfVal', upTo(350))]),
    ]),
    some('InvcReqInf', [
      one('InvcGnlInf', [one('DocTp', /^CINV$/), one('DocNb', id), one('IsseDt', day)]),
      one('InvcTtlsInf', totals),
      some('InstlmtInf', instalment),
      one('ReqdAmt', [money('Amt')]),
      one('Spplr', partyOf2013),
      one('Buyr', partyOf2013),
      one('InvcPmtInf', [one('PmtMtd', /^(CHK|TRF|DD|TRA)$/)]),
    ]),
  ]),
];

/** tsin.003.001.01 */
export const cancellation: readonly Rule[] = [
  one('InvcFincgCxlReq', [
    one('CxlReqId', [one('Id', id), one('CreDtTm', instant)]),
    one('CxlReqInf', [
      one('OrgnlGrpId', id),
      one('OrgnlCreDtTm', instant),
      one('CxlRsn', upTo(105)),
    ]),
  ]),
];

type Known = { address: boolean; register: boolean };

function partyOf2015({ address, register }: Known): readonly Rule[] {
  const postal: readonly Rule[] = [one('Ctry', country), some('AdrLine', upTo(70), 7)];
  const tax: readonly Rule[] = [one('TaxId', id), one('TaxTp', id)];
  return [
    one('Id', 'ID'),
    one('Pty', [
      one('BasePty', [
        one('PtyId', [
          one('Id', [
            one('OrgId', [
              maybe('BIC', bic),
              one('Othr', [one('Id', id), one('SchmeNm', [one('Prtry', id)])]),
            ]),
          ]),
          one('Nm', upTo(35)),
          address ? one('PstlAdr', postal) : maybe('PstlAdr', postal),
          one('CtryOfRes', country),
        ]),
        one('LglOrg', [register ? one('Id', id) : maybe('Id', id), one('Nm', upTo(140))]),
        address ? one('TaxPty', tax) : maybe('TaxPty', tax),
      ]),
    ]),
  ];
}

const digest = one('Dgst', [one('DgstAlgo', /^HS25$/), one('Dgst', /^[0-9a-f]{64}$/)]);
const credited: readonly Rule[] = [
  one('Id', 'ID'),
  one('Issr', 'IDREF'),
  one('ItmListIdr', id),
  one('ItmIdr', id),
  one('ElctrncOrgnl', /^false$/),
];
const certificate: readonly Rule[] = [
  one('Id', 'ID'),
  one('Issr', 'IDREF'),
  one('ElctrncOrgnl', /^true$/),
  digest,
];

/** tsin.006.001.01: invoices assigned, or credit notes on such. */
export function assignmentRequest(kind: 'invoices' | 'credits'): readonly Rule[] {
  const credits = kind === 'credits';
  const letter: readonly Rule[] = [
    one('LttrIdr', [one('Id', 'ID'), one('ElctrncOrgnl', /^true$/)]),
    one('Dt', day),
    one('Orgtr', partyOf2015({ address: true, register: true })),
    one('PmryRcpt', partyOf2015({ address: false, register: false })),
    one('AuthstnUsr', [
      one('Id', 'ID'),
      one('Pty', [one('BasePty', [one('PtyId', [one('Nm', upTo(35))])])]),
    ]),
    some('OthrPty', partyOf2015({ address: true, register: false })),
    credits ? some('AssoctdDoc', credited) : maybe('AssoctdDoc', certificate),
    one('GovngCtrct', [
      one('Id', 'ID'),
      one('ItmIdr', id),
      one('Dt', day),
      one('ElctrncOrgnl', /^false$/),
    ]),
    one('LglCntxt', [
      one('Id', 'ID'),
      one('RuleId', [one('Prtry', [one('Id', /^(SALE|PLEDGE)-WITH(OUT)?-RECOURSE$/)])]),
    ]),
  ];
  return [
    one('InvcAssgnmtReq', [
      one('Hdr', letter),
      one('AssgnmtList', [
        one('Idr', id),
        one('IsseDt', day),
        any('RltdDoc', 'IDREF'),
        one('Assgne', 'IDREF'),
        one('Assgnr', 'IDREF'),
        some('FinItm', itemOf(credits)),
        one('ItmCnt', count),
        one('CtrlSum', /^\d{1,14}(\.\d{1,4})?$/),
        ...(credits ? [] : [money('TtlReqAmt'), one('TtlReqFincg', [money('Amt')])]),
      ]),
      one('AssgnmtCnt', /^1$/),
      one('ItmCnt', count),
      one('CtrlSum', /^\d{1,14}(\.\d{1,4})?$/),
    ]),
  ];
}

function itemOf(credits: boolean): readonly Rule[] {
  const asked = some('Instlmt', [one('SeqId', /^\d+\/\d+$/), money('Amt')]);
  const profile = foreign('ReqdFincg', 'urn:iso20022-factor:profile:1', [asked]);
  return [
    one('ItmCntxt', [
      one('Idr', id),
      one('IsseDt', day),
      ...(credits ? [one('RltdItm', 'IDREF')] : []),
      one('Buyr', 'IDREF'),
      one('Sellr', 'IDREF'),
      one('GovngCtrct', 'IDREF'),
      one('LglCntxt', 'IDREF'),
      one('Ccy', /^[A-Z]{3}$/),
    ]),
    one('CdtDbtInd', credits ? /^CRDT$/ : /^DBIT$/),
    one('TtlAmt', totals),
    money('DueAmt'),
    credits
      ? one('InstlmtInf', [one('SeqId', /^\d+$/), one('PmtDueDt', day), money('Amt')])
      : some('InstlmtInf', instalment),
    ...(credits ? [] : [one('PrtryDtls', [one('Envlp', [profile])])]),
  ];
}

const request: readonly Rule[] = [
  one('Id', 'ID'),
  one('Issr', 'IDREF'),
  one('ItmListIdr', id),
  one('ElctrncOrgnl', /^true$/),
];
const account: readonly Rule[] = [one('IBAN', /^[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{1,30}$/)];

/** tsin.008.001.01: agreed is that a notice asks for an answer and names the account to pay. */
export const assignmentNotice: readonly Rule[] = [
  one('InvcAssgnmtNtfctn', [
    one('Hdr', [
      one('LttrIdr', [one('Id', 'ID'), one('ElctrncOrgnl', /^true$/)]),
      one('Dt', day),
      one('Orgtr', partyOf2015({ address: true, register: true })),
      one('PmryRcpt', partyOf2015({ address: true, register: false })),
      one('AuthstnUsr', [
        one('Id', 'ID'),
        one('Pty', [one('BasePty', [one('PtyId', [one('Nm', upTo(35))])])]),
      ]),
      one('OthrPty', partyOf2015({ address: false, register: false })),
      one('AssoctdDoc', request),
      one('GovngCtrct', [
        one('Id', 'ID'),
        one('ItmIdr', id),
        one('Dt', day),
        one('ElctrncOrgnl', /^false$/),
      ]),
    ]),
    one('NtfctnList', [
      one('Idr', id),
      one('IsseDt', day),
      one('RltdDoc', 'IDREF'),
      one('Assgne', 'IDREF'),
      one('Assgnr', 'IDREF'),
      one('NtfctnInf', [
        one('NtifngPty', 'IDREF'),
        one('NtfctnRcvr', 'IDREF'),
        one('AckRcvr', 'IDREF'),
      ]),
      some('FinItm', [
        one('ItmCntxt', [
          one('Idr', id),
          one('IsseDt', day),
          one('Buyr', 'IDREF'),
          one('Sellr', 'IDREF'),
          one('GovngCtrct', 'IDREF'),
          one('Ccy', /^[A-Z]{3}$/),
          one('CdtAcct', account),
        ]),
        one('CdtDbtInd', /^DBIT$/),
        one('TtlAmt', totals),
        money('DueAmt'),
        some('InstlmtInf', instalment),
      ]),
      one('ItmCnt', count),
      one('CtrlSum', /^\d{1,14}(\.\d{1,4})?$/),
    ]),
    one('NtfctnCnt', /^1$/),
    one('ItmCnt', count),
    one('CtrlSum', /^\d{1,14}(\.\d{1,4})?$/),
  ]),
];
