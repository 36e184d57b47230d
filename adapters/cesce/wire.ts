import { z } from 'zod';

/** The published paths; a contract is the policy, an endorsement a debtor under it. */
export const paths = {
  token: '/oauth2/v1/token',
  classifications: (contract: string) => `/contracts/${enc(contract)}/classifications`,
  cancelClassification: (contract: string) => `/contracts/${enc(contract)}/classifications/cancel`,
  movements: (contract: string, page: number) =>
    `/contracts/${enc(contract)}/movements?page=${page}`,
  sales: (contract: string) => `/contracts/${enc(contract)}/sales`,
  sale: (contract: string) => `/contracts/${enc(contract)}/sale`,
  collections: (contract: string) => `/contracts/${enc(contract)}/collections`,
  dossiers: (contract: string) => `/contracts/${enc(contract)}/dossiers`,
  dossier: (contract: string, dossier: string) =>
    `/contracts/${enc(contract)}/dossiers/${enc(dossier)}`,
  documents: (contract: string) => `/contracts/${enc(contract)}/documents`,
  settlements: (contract: string) => `/contracts/${enc(contract)}/settlements`,
} as const;

function enc(part: string): string {
  return encodeURIComponent(part);
}

/** `POST …/classifications`: a limit is asked for. */
export type ClassificationBody = {
  endorsementNo: string;
  customerReference: string;
  requestReference: string;
  requestedAmount: string;
  currency: string;
  effectDate: string;
  urgent: boolean;
};

export type CancellationBody = { endorsementNo: string; requestReference: string };

/** `POST …/sales`; a credit note is a sale below zero, an extension one of its own. */
export type SaleBody = {
  endorsementNo: string;
  customerReference: string;
  saleReference: string;
  saleType: 'SALE' | 'CREDIT_NOTE' | 'EXTENSION';
  invoiceNo: string;
  invoiceDate: string;
  maturityDate: string;
  amount: string;
  currency: string;
};

/** `POST …/collections`: what was paid of a sale. */
export type CollectionBody = {
  client: string;
  sale: string;
  collectionDate: string;
  collectionReference: string;
  amount: string;
  currency: string;
};

/** `POST …/dossiers/{dossierNo}/non-payments`: the whole debt, due or not. */
export type NonPaymentBody = {
  endorsementNo: string;
  customerReference: string;
  notificationReference: string;
  cause: 'DEFAULT' | 'INSOLVENCY';
  notificationDate: string;
  currency: string;
  totalDebt: string;
  overdueDebt: string;
  disputedDebt: string;
  recoveryRequested: boolean;
  remarks: string;
  sales: {
    invoiceNo: string;
    invoiceDate: string;
    maturityDate: string;
    invoiceAmount: string;
    unpaidAmount: string;
  }[];
};

/** `POST …/documents`: a document for a dossier, its bytes in base64. */
export type DocumentBody = {
  dossierNo: string;
  documentReference: string;
  documentType: string;
  fileName: string;
  sha256: string;
  content: string;
};

export const TokenAnswer = z.object({ access_token: z.string().min(1) });

const Text = z.string().nullish();
const Amount = z.string().regex(/^-?\d+(\.\d+)?$/);

export const Classification = z.object({
  classificationNo: z.string().min(1),
  endorsementNo: z.string().min(1),
  customerReference: Text,
  requestReference: Text,
  requestedAmount: Amount,
  currency: z.string(),
  /** 1: in process, by hand. */
  statusCode: z.union([z.int(), z.string()]).transform(String),
});
export type Classification = z.infer<typeof Classification>;
export const ClassificationTaken = Classification.pick({
  classificationNo: true,
  requestReference: true,
  statusCode: true,
});
export const ClassificationList = z.object({ classifications: z.array(Classification) });

export const Movement = z.object({
  movementNo: z.int(),
  endorsementNo: z.string().min(1),
  debtorName: Text,
  classificationNo: z.string().min(1),
  movementCode: z.string().min(1),
  currency: z.string(),
  amount: Amount,
  effectDate: z.iso.date(),
  expiryDate: z.iso.date().nullish(),
  movementDate: z.iso.date(),
});
export type Movement = z.infer<typeof Movement>;
export const MovementPage = z.object({
  movements: z.array(Movement),
  page: z.int(),
  totalPages: z.int().min(0).max(10_000),
});

export const SaleTaken = z.object({ saleCesceReferenceNo: z.string().min(1), saleReference: Text });
export const SaleList = z.object({ sales: z.array(SaleTaken) });
export const CollectionTaken = z.object({ collectionNo: z.string().min(1) });

export const NonPayment = z.object({
  internalNo: z.string().min(1),
  notificationReference: Text,
  statusCode: z.string().min(1),
});
export const NonPaymentTaken = NonPayment.extend({ dossierNo: z.string().min(1) });
export const NonPaymentList = z.object({ nonPayments: z.array(NonPayment) });

export const Dossier = z.object({
  dossierNo: z.string().min(1),
  endorsementNo: z.string().min(1),
  statusCode: z.string().min(1),
});
export const DossierList = z.object({ dossiers: z.array(Dossier) });

export const DocumentTaken = z.object({ documentNo: z.string().min(1) });
export const DocumentList = z.object({
  documents: z.array(
    z.object({ documentNo: z.string().min(1), dossierNo: z.string(), documentReference: Text }),
  ),
});

export const StepList = z.object({
  steps: z.array(
    z.object({
      stepNo: z.string().min(1),
      date: z.iso.date(),
      code: z.string().min(1),
      description: z.string(),
      documentType: Text,
      dueDate: z.iso.date().nullish(),
    }),
  ),
});
export const SettlementList = z.object({
  settlements: z.array(
    z.object({
      settlementNo: z.string().min(1),
      dossierNo: z.string().min(1),
      date: z.iso.date(),
      currency: z.string(),
      amount: Amount,
      payee: z.string(),
      deductions: z.array(z.object({ code: z.string(), amount: Amount })),
    }),
  ),
});
export const RecoveryList = z.object({
  recoveries: z.array(
    z.object({
      recoveryNo: z.string().min(1),
      date: z.iso.date(),
      currency: z.string(),
      amount: Amount,
      cesceAmount: Amount.nullish(),
      expenses: Amount.nullish(),
    }),
  ),
});

export const Refusal = z.object({ errorCode: z.string().min(1), errorMessage: z.string() });
export type Refusal = z.infer<typeof Refusal>;
