import type {
  BuyerQuery,
  LimitRequest,
  ListedCover,
  PendingCover,
  RefusalReason,
} from '../../src/core/adapter.ts';
import { dayAt, isDay } from '../../src/core/calendar.ts';
import { type CoverLayer, type CoverStatus, isInForce } from '../../src/core/cover/limit.ts';
import { Currency, parseDecimal, sumMinor, toDecimal } from '../../src/core/money.ts';
import {
  byDecision,
  byHistory,
  conditionsOf,
  pendingActions,
  pendingOf,
  sourceOf,
  versionEnds,
} from './codes.ts';
import type { CoverApplication, CoverRecord, Refusal } from './wire.ts';

/** Sent as asked: an amount that is not a multiple of 1,000 is the insurer's to refuse. */
export function toApplication(request: LimitRequest, customerId: number): CoverApplication {
  const { amountMinor, currency } = request;
  const common = {
    customerId,
    policyId: request.policyId,
    buyerId: Number(request.buyerId),
  };
  const named = {
    effectFromDate: request.effectiveOn,
    customerRefNumber: request.reference,
  };
  if (request.kind === 'credit_check') return { ...common, coverType: 'credit-check', ...named };
  return {
    ...common,
    coverType: 'credit-limit',
    currencyCode: currency,
    creditLimitAmount: Number(toDecimal({ amountMinor, currency })),
    ...named,
  };
}

/** A decision in our words, as known on `today`; what we cannot read insures nothing. */
export function toCover(record: CoverRecord, today: string): ListedCover {
  const currency = record.policyCurrencyCode;
  const effectiveOn = dayOf(record.effectFromDate) ?? dayOf(record.decisionDate);
  const layers = effectiveOn === undefined ? undefined : layersOf(record, effectiveOn, today);
  const source = sourceOf(record.coverType);
  const isRead = layers !== undefined && source !== undefined;
  const status = isRead ? statusOf(record) : 'unknown_raw';
  const endsOn = endOf(record, status);
  const pending = pendingOf(record, dayOf);
  return {
    policyId: record.policyId,
    coverId: record.coverId,
    buyerId: record.buyerId,
    buyerName: record.buyerName ?? '',
    status,
    rawCode: rawCodeOf(record),
    source: source ?? 'named',
    ...(status === 'agreed_conditional' && { conditions: conditionsOf(record) }),
    ...(pending && { pending }),
    currency,
    layers: layers ?? [],
    effectiveOn: effectiveOn ?? today,
    ...(endsOn === undefined ? {} : { endsOn }),
    decidedOn: dayOf(record.decisionDate) ?? effectiveOn ?? today,
  };
}

export function toPending(record: CoverRecord): PendingCover {
  const asked = record.creditLimitApplicationAmountInPolicyCurrency;
  return {
    coverId: record.coverId,
    buyerId: record.buyerId,
    rawCode: rawCodeOf(record),
    currency: record.policyCurrencyCode,
    amountMinor: amountOf(asked, record.policyCurrencyCode) ?? 0,
  };
}

/** A cover listed in several versions is the version decided last. */
export function latestOfEach(records: CoverRecord[]): CoverRecord[] {
  const kept = new Map<string, CoverRecord>();
  for (const record of records) {
    const before = kept.get(record.coverId);
    const instant = (text: string | null | undefined) => Date.parse(text ?? '') || 0;
    const newer = !before || instant(record.decisionDate) >= instant(before.decisionDate);
    if (newer) kept.set(record.coverId, record);
  }
  return [...kept.values()];
}

/** ISO 3166 alpha-3 and their `uidType`; undefined for a country or scheme they have no word for. */
export function toBuyerSearch(query: BuyerQuery): URLSearchParams | undefined {
  const country = alpha3Of(query.country.toUpperCase());
  const scheme = query.scheme.toLowerCase();
  const uidType = Object.hasOwn(uidTypes, scheme) ? uidTypes[scheme] : undefined;
  if (country === undefined || uidType === undefined) return undefined;
  return new URLSearchParams({ country, uid: query.value, uidType });
}

/** Their texts are the only sign of why; those we have seen are listed. */
export function reasonOfRefusal(refusal: Refusal): { reason: RefusalReason; detail: string } {
  if ('faultstring' in refusal) {
    return { reason: 'refused_by_partner', detail: refusal.faultstring };
  }
  const detail = refusal.errors.map((error) => error.detail).join(' ');
  const known = knownTexts.find(([text]) => detail.includes(text));
  const named = refusal.errors.some((error) => error.source?.parameter);
  return { reason: known?.[1] ?? (named ? 'invalid_message' : 'refused_by_partner'), detail };
}

const knownTexts: readonly (readonly [string, RefusalReason])[] = [
  ['already exists for this buyer', 'duplicate'],
  ['New Application cannot supersede existing cover', 'duplicate'],
  ['No buyer match found', 'unknown_party'],
];

function statusOf(record: CoverRecord): CoverStatus {
  const history = record.historicCode ?? '';
  if (history !== '' && !versionEnds.includes(history)) return byHistory[history] ?? 'unknown_raw';
  const stage = record.coverStatus || 'DECISION';
  if (stage === 'REFERRED') return 'referred';
  if (stage !== 'DECISION') return 'unknown_raw';
  return decidedStatus(record);
}

function decidedStatus(record: CoverRecord): CoverStatus {
  const status = byDecision[record.decisionCode ?? ''] ?? 'unknown_raw';
  if (!isInForce(status) && status !== 'agreed_conditional') return status;
  const indicator = record.pendingProcessIndicator ?? '';
  const action = pendingActions[indicator];
  if (indicator !== '' && action === undefined) return 'unknown_raw';
  if ((record.totalDecision?.decisionConditions ?? []).length > 0) return 'agreed_conditional';
  return action === 'withdrawal' && isInForce(status) ? 'withdrawal_noticed' : status;
}

/** A conditional cover that is being withdrawn ends as well. */
function endOf(record: CoverRecord, status: CoverStatus): string | undefined {
  const isEnding = pendingActions[record.pendingProcessIndicator ?? ''] === 'withdrawal';
  const ends =
    status === 'withdrawal_noticed' ||
    status === 'withdrawn' ||
    status === 'cancelled' ||
    (status === 'agreed_conditional' && (isEnding || record.decisionCode === 'DC21'));
  return ends ? (dayOf(record.withdrawalDate) ?? dayOf(record.effectiveToDate)) : undefined;
}

function rawCodeOf(record: CoverRecord): string {
  const code = record.decisionCode || record.coverStatus || '';
  const marks = [record.historicCode, record.pendingProcessIndicator].filter(Boolean);
  return [code, ...marks].join('/');
}

/**
 * First and second amount stack, each with its own last day. Undefined when an amount or a day that
 * is there cannot be read, or when the total is neither all of them nor those in force today.
 */
function layersOf(record: CoverRecord, validFrom: string, today: string): CoverLayer[] | undefined {
  const currency = record.policyCurrencyCode;
  const stacked: CoverLayer[] = [];
  for (const part of [record.firstAmtDecision, record.secondAmtDecision]) {
    const amountMinor = amountOf(part?.decisionAmtInPolicyCurrency, currency);
    const validTo = dayOf(part?.decisionExpiryDate);
    if (amountMinor === undefined || amountMinor < 0) return undefined;
    if (part?.decisionExpiryDate && validTo === undefined) return undefined;
    if (amountMinor === 0) continue;
    stacked.push({ amountMinor, validFrom, ...(validTo === undefined ? {} : { validTo }) });
  }
  const stated = record.totalDecision?.decisionAmtInPolicyCurrency;
  const total = amountOf(stated, currency);
  if (total === undefined || total < 0) return undefined;
  if (!stated) return stacked;
  if (stacked.length === 0) return total === 0 ? [] : [{ amountMinor: total, validFrom }];
  const current = stacked.filter(({ validTo }) => validTo === undefined || validTo >= today);
  return total === sumOf(stacked) || total === sumOf(current) ? stacked : undefined;
}

function sumOf(layers: readonly CoverLayer[]): number {
  return sumMinor(layers.map(({ amountMinor }) => amountMinor));
}

/** Empty text is no amount, which counts as nothing; text that is no amount is undefined. */
function amountOf(text: string | null | undefined, currency: string): number | undefined {
  if (text === null || text === undefined || text === '') return 0;
  return Currency.safeParse(currency).success ? parseDecimal(text, currency) : undefined;
}

/** Their day is the one at UTC+01:00, in which midnight may also be written as 23:00 UTC. */
function dayOf(text: string | null | undefined): string | undefined {
  if (!text) return undefined;
  if (isDay(text)) return text;
  const instant = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text)
    ? Date.parse(text)
    : NaN;
  return Number.isNaN(instant) ? undefined : dayAt(new Date(instant).toISOString(), '+01:00');
}

/** Our schemes; France's SIREN is their SN. A wrong type finds nothing and may still be charged. */
const uidTypes: Readonly<Record<string, string>> = {
  vat: 'VAT',
  siren: 'SN',
  nrn: 'NRN',
  cr: 'CR',
  db: 'DB',
  fc: 'FC',
  sn: 'SN',
  tk: 'TK',
};

function alpha3Of(country: string): string | undefined {
  if (country.length === 3) return country;
  const entry = alpha3.find((pair) => pair.slice(0, 2) === country);
  return entry?.slice(2);
}

/** ISO 3166-1: the two letters, then the three. */
const alpha3: readonly string[] = `
  ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA
  AZAZE BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES
  BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK
  CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA
  DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA
  GAGAB GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS
  GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD
  IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA
  KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA
  LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ
  MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC
  NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM
  PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC
  SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV
  SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR
  TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR
  VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE
`.split(/\s+/);
